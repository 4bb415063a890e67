"""UN/CEFACT Cross Industry Invoice: D16B and later, and the older ZUGFeRD 1.0."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lxml import etree

from model.documents import DocumentFormat, Reading
from parsers.einvoice.terms import Syntax, reading

_AGREED: Final = "//ram:ApplicableHeaderTradeAgreement/"
_SETTLED: Final = "//ram:ApplicableHeaderTradeSettlement/"
_DELIVERED: Final = "//ram:ApplicableHeaderTradeDelivery/"
_SUMS: Final = _SETTLED + "ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
_MEANS: Final = _SETTLED + "ram:SpecifiedTradeSettlementPaymentMeans/"
_TERMS: Final = _SETTLED + "ram:SpecifiedTradePaymentTerms/"
_LINE: Final = "ram:SpecifiedLineTradeSettlement/"
_RAM: Final = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:"


def _party(side: str, party: str) -> dict[str, tuple[str, ...]]:
    """Where a party says what identifies it beside name and VAT id, and where it is."""
    at = f"{party}ram:PostalTradeAddress/ram:"
    address = f"{party}ram:URIUniversalCommunication/ram:URIID"
    return {
        f"{side}_street": (f"{at}LineOne",),
        f"{side}_city": (f"{at}CityName",),
        f"{side}_postcode": (f"{at}PostcodeCode",),
        f"{side}_country": (f"{at}CountryID",),
        f"{side}_registration": (f"{party}ram:SpecifiedLegalOrganization/ram:ID",),
        f"{side}_endpoint": (address,),
        f"{side}_endpoint_scheme": (f"{address}/@schemeID",),
    }


CII: Final = Syntax(
    form=DocumentFormat.CII,
    spaces={
        "ram": f"{_RAM}100",
        "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    },
    fields={
        "invoice_number": ("*[local-name()='ExchangedDocument']/ram:ID",),
        "issue_date": ("*[local-name()='ExchangedDocument']/ram:IssueDateTime/*",),
        "type_code": ("*[local-name()='ExchangedDocument']/ram:TypeCode",),
        "currency": (f"{_SETTLED}ram:InvoiceCurrencyCode",),
        "due_date": (f"{_TERMS}ram:DueDateDateTime/*",),
        "delivery_date": (
            f"{_DELIVERED}ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/*",
        ),
        "buyer_reference": (f"{_AGREED}ram:BuyerReference",),
        "contract": (f"{_AGREED}ram:ContractReferencedDocument/ram:IssuerAssignedID",),
        "po_number": (f"{_AGREED}ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",),
        "preceding_invoice": (f"{_SETTLED}ram:InvoiceReferencedDocument/ram:IssuerAssignedID",),
        "seller_name": (f"{_AGREED}ram:SellerTradeParty/ram:Name",),
        "seller_vat_id": (
            f"{_AGREED}ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
        ),
        "seller_tax_no": (
            f"{_AGREED}ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']",
        ),
        "buyer_name": (f"{_AGREED}ram:BuyerTradeParty/ram:Name",),
        **_party("seller", f"{_AGREED}ram:SellerTradeParty/"),
        **_party("buyer", f"{_AGREED}ram:BuyerTradeParty/"),
        "customer_number": (f"{_AGREED}ram:BuyerTradeParty/ram:ID[not(@schemeID)]",),
        "buyer_vat_id": (
            f"{_AGREED}ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
        ),
        "iban": (
            f"{_MEANS}ram:PayeePartyCreditorFinancialAccount/ram:IBANID",
            f"{_MEANS}ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID",
        ),
        "bic": (f"{_MEANS}ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID",),
        "payment_reference": (f"{_SETTLED}ram:PaymentReference",),
        "payment_terms": (f"{_TERMS}ram:Description",),
        "service_start": (f"{_SETTLED}ram:BillingSpecifiedPeriod/ram:StartDateTime/*",),
        "service_end": (f"{_SETTLED}ram:BillingSpecifiedPeriod/ram:EndDateTime/*",),
        "exemption_code": (f"{_SETTLED}ram:ApplicableTradeTax/ram:ExemptionReasonCode",),
        "exemption_reason": (f"{_SETTLED}ram:ApplicableTradeTax/ram:ExemptionReason",),
        "delivery_country": (
            f"{_DELIVERED}ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID",
        ),
        "line_total": (f"{_SUMS}LineTotalAmount",),
        "allowance_total": (f"{_SUMS}AllowanceTotalAmount",),
        "charge_total": (f"{_SUMS}ChargeTotalAmount",),
        "net_total": (f"{_SUMS}TaxBasisTotalAmount",),
        "tax_total": (
            f"{_SUMS}TaxTotalAmount[@currencyID={_SETTLED}ram:InvoiceCurrencyCode]",
            f"{_SUMS}TaxTotalAmount",
        ),
        "gross_total": (f"{_SUMS}GrandTotalAmount",),
        "prepaid": (f"{_SUMS}TotalPrepaidAmount",),
        "rounding": (f"{_SUMS}RoundingAmount",),
        "payable": (f"{_SUMS}DuePayableAmount",),
    },
    line="//ram:IncludedSupplyChainTradeLineItem",
    line_parts={
        "line_id": ("ram:AssociatedDocumentLineDocument/ram:LineID",),
        "description": (
            "ram:SpecifiedTradeProduct/ram:Name",
            "ram:SpecifiedTradeProduct/ram:Description",
        ),
        "quantity": ("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",),
        "unit": ("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode",),
        "unit_price": (
            "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
        ),
        "total": (f"{_LINE}ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",),
        "tax_rate": (f"{_LINE}ram:ApplicableTradeTax/ram:RateApplicablePercent",),
        "order_number": (
            "ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        ),
    },
    tax=f"{_SETTLED}ram:ApplicableTradeTax",
    tax_parts={
        "base": ("ram:BasisAmount",),
        "amount": ("ram:CalculatedAmount",),
        "rate": ("ram:RateApplicablePercent",),
        "category": ("ram:CategoryCode",),
    },
)

# ZUGFeRD 1.0 (CII D13B) says the same in other words.
_OLDER: Final = (
    ("ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"),
    ("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"),
    ("ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"),
    (
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    ),
    ("SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"),
    ("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"),
    ("SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"),
    ("SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement"),
    ("RateApplicablePercent", "ApplicablePercent"),
    ("ram:IssuerAssignedID", "ram:ID"),
    ("local-name()='ExchangedDocument'", "local-name()='HeaderExchangedDocument'"),
)


def _older(path: str) -> str:
    for new, old in _OLDER:
        path = path.replace(new, old)
    return path


ZUGFERD_1: Final = replace(
    CII,
    spaces={
        "ram": f"{_RAM}12",
        "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15",
    },
    fields={name: tuple(map(_older, paths)) for name, paths in CII.fields.items()},
    line_parts={name: tuple(map(_older, paths)) for name, paths in CII.line_parts.items()},
    tax=_older(CII.tax),
    tax_parts={name: tuple(map(_older, paths)) for name, paths in CII.tax_parts.items()},
)


def read(root: etree._Element) -> Reading:
    """What a Cross Industry Invoice states."""
    older = etree.QName(root).localname == "CrossIndustryDocument"
    return reading(root, ZUGFERD_1 if older else CII)
