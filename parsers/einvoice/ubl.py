"""UBL 2.1 invoices and credit notes (ISO/IEC 19845), as EN 16931 uses them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from model.documents import DocumentFormat, Reading
from parsers.einvoice.terms import Syntax, reading

_SELLER: Final = "cac:AccountingSupplierParty/cac:Party/"
_BUYER: Final = "cac:AccountingCustomerParty/cac:Party/"
_TOTAL: Final = "cac:LegalMonetaryTotal/cbc:"
_VAT: Final = "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='VAT']/cbc:CompanyID"
_OTHER_TAX: Final = _VAT.replace("='VAT'", "!='VAT'")
_ACCOUNT: Final = "cac:PaymentMeans/cac:PayeeFinancialAccount/"
_ITEM: Final = "cac:Item/"


def _party(side: str, party: str) -> dict[str, tuple[str, ...]]:
    """Where a party says what identifies it beside name and VAT id, and where it is."""
    at = f"{party}cac:PostalAddress/"
    return {
        f"{side}_street": (f"{at}cbc:StreetName",),
        f"{side}_city": (f"{at}cbc:CityName",),
        f"{side}_postcode": (f"{at}cbc:PostalZone",),
        f"{side}_country": (f"{at}cac:Country/cbc:IdentificationCode",),
        f"{side}_registration": (f"{party}cac:PartyLegalEntity/cbc:CompanyID",),
        f"{side}_endpoint": (f"{party}cbc:EndpointID",),
        f"{side}_endpoint_scheme": (f"{party}cbc:EndpointID/@schemeID",),
    }


UBL: Final = Syntax(
    form=DocumentFormat.UBL,
    spaces={
        "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
        "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    },
    fields={
        "invoice_number": ("cbc:ID",),
        "issue_date": ("cbc:IssueDate",),
        "type_code": ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        "currency": ("cbc:DocumentCurrencyCode",),
        "due_date": ("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate"),
        "delivery_date": ("cac:Delivery/cbc:ActualDeliveryDate",),
        "buyer_reference": ("cbc:BuyerReference",),
        "contract": ("cac:ContractDocumentReference/cbc:ID",),
        "po_number": ("cac:OrderReference/cbc:ID",),
        "preceding_invoice": ("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",),
        "seller_name": (
            f"{_SELLER}cac:PartyLegalEntity/cbc:RegistrationName",
            f"{_SELLER}cac:PartyName/cbc:Name",
        ),
        "seller_vat_id": (_SELLER + _VAT,),
        "seller_tax_no": (_SELLER + _OTHER_TAX,),
        "buyer_name": (
            f"{_BUYER}cac:PartyLegalEntity/cbc:RegistrationName",
            f"{_BUYER}cac:PartyName/cbc:Name",
        ),
        **_party("seller", _SELLER),
        **_party("buyer", _BUYER),
        "customer_number": (f"{_BUYER}cac:PartyIdentification/cbc:ID[not(@schemeID)]",),
        "buyer_vat_id": (_BUYER + _VAT,),
        "iban": (f"{_ACCOUNT}cbc:ID",),
        "bic": (f"{_ACCOUNT}cac:FinancialInstitutionBranch/cbc:ID",),
        "payment_reference": ("cac:PaymentMeans/cbc:PaymentID",),
        "payment_terms": ("cac:PaymentTerms/cbc:Note",),
        "service_start": ("cac:InvoicePeriod/cbc:StartDate",),
        "service_end": ("cac:InvoicePeriod/cbc:EndDate",),
        "exemption_code": (
            "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReasonCode",
        ),
        "exemption_reason": (
            "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason",
        ),
        "delivery_country": (
            "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode",
        ),
        "line_total": (f"{_TOTAL}LineExtensionAmount",),
        "allowance_total": (f"{_TOTAL}AllowanceTotalAmount",),
        "charge_total": (f"{_TOTAL}ChargeTotalAmount",),
        "net_total": (f"{_TOTAL}TaxExclusiveAmount",),
        "tax_total": (
            "cac:TaxTotal/cbc:TaxAmount[@currencyID=//cbc:DocumentCurrencyCode]",
            "cac:TaxTotal/cbc:TaxAmount",
        ),
        "gross_total": (f"{_TOTAL}TaxInclusiveAmount",),
        "prepaid": (f"{_TOTAL}PrepaidAmount",),
        "rounding": (f"{_TOTAL}PayableRoundingAmount",),
        "payable": (f"{_TOTAL}PayableAmount",),
    },
    line="cac:InvoiceLine | cac:CreditNoteLine",
    line_parts={
        "line_id": ("cbc:ID",),
        "description": (f"{_ITEM}cbc:Name", f"{_ITEM}cbc:Description"),
        "quantity": ("cbc:InvoicedQuantity", "cbc:CreditedQuantity"),
        "unit": ("cbc:InvoicedQuantity/@unitCode", "cbc:CreditedQuantity/@unitCode"),
        "unit_price": ("cac:Price/cbc:PriceAmount",),
        "total": ("cbc:LineExtensionAmount",),
        "tax_rate": (f"{_ITEM}cac:ClassifiedTaxCategory/cbc:Percent",),
        "order_number": ("cac:OrderLineReference/cac:OrderReference/cbc:ID",),
    },
    tax="cac:TaxTotal/cac:TaxSubtotal",
    tax_parts={
        "base": ("cbc:TaxableAmount",),
        "amount": ("cbc:TaxAmount",),
        "rate": ("cac:TaxCategory/cbc:Percent",),
        "category": ("cac:TaxCategory/cbc:ID",),
    },
)


def read(root: etree._Element) -> Reading:
    """What a UBL invoice or credit note states."""
    return reading(root, UBL)
