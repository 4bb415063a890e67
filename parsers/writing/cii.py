"""A bill as UN/CEFACT Cross Industry Invoice (D16B), as Factur-X has it inside: EN 16931."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from parsers.writing.bill import Adjustment, Bill, Charge, Item, Party
from parsers.writing.means import is_iban, means_of, reason_of
from parsers.writing.tree import Maker, Written, cents, document, number, together

_STANDARD: Final = "urn:un:unece:uncefact:data:standard:"
_SPACES: Final[dict[str | None, str]] = {
    "rsm": f"{_STANDARD}CrossIndustryInvoice:100",
    "ram": f"{_STANDARD}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_STANDARD}UnqualifiedDataType:100",
}
_EN16931: Final = "urn:cen.eu:en16931:2017"
_SETTLEMENT: Final = "ram:SpecifiedTradeSettlement"
_MAKE: Final = Maker(_SPACES)
_e = _MAKE.element


def write(bill: Bill) -> bytes:
    """The bill as CII."""
    root = _MAKE.filled("rsm:CrossIndustryInvoice", _context(), _header(bill), _transaction(bill))
    return document(root)


def _context() -> Written:
    guideline = _e("ram:GuidelineSpecifiedDocumentContextParameter", _e("ram:ID", _EN16931))
    return _e("rsm:ExchangedDocumentContext", guideline)


def _header(bill: Bill) -> Written:
    return _e(
        "rsm:ExchangedDocument",
        _e("ram:ID", bill.number),
        _e("ram:TypeCode", "381" if bill.is_credit else "380"),
        _e("ram:IssueDateTime", _day(bill.day)),
        _e("ram:IncludedNote", _e("ram:Content", bill.note)),
    )


def _transaction(bill: Bill) -> etree._Element:
    return _MAKE.filled(
        "rsm:SupplyChainTradeTransaction",
        *(_line(item) for item in bill.items),
        _agreement(bill),
        _MAKE.filled("ram:ApplicableHeaderTradeDelivery", *_delivery(bill)),
        _e("ram:ApplicableHeaderTradeSettlement", *together(_settlement(bill))),
    )


def _day(day: date | None) -> Written:
    text = f"{day:%Y%m%d}" if day else ""
    return _e("udt:DateTimeString", text, attributes={"format": "102"})


def _line(item: Item) -> Written:
    priced, unit = item.priced, {"unitCode": item.unit}
    base = number(priced.base) if priced.base != 1 else ""
    return _e(
        "ram:IncludedSupplyChainTradeLineItem",
        _e("ram:AssociatedDocumentLineDocument", _e("ram:LineID", item.line_id)),
        _e("ram:SpecifiedTradeProduct", _e("ram:Name", item.name)),
        _e(
            "ram:SpecifiedLineTradeAgreement",
            _e(
                "ram:NetPriceProductTradePrice",
                _e("ram:ChargeAmount", number(priced.price)),
                _e("ram:BasisQuantity", base, attributes=unit),
            ),
        ),
        _e(
            "ram:SpecifiedLineTradeDelivery",
            _e("ram:BilledQuantity", number(priced.quantity), attributes=unit),
        ),
        _e(
            "ram:SpecifiedLineTradeSettlement",
            _e("ram:ApplicableTradeTax", *_category(item.tax)),
            _added(priced.adjustment) if priced.adjustment else None,
            _e(f"{_SETTLEMENT}LineMonetarySummation", _sum("LineTotal", item.total)),
        ),
    )


def _category(tax: Charge) -> Iterator[Written]:
    yield _e("ram:TypeCode", "VAT")
    yield _e("ram:CategoryCode", tax.category)
    yield None if tax.category == "O" else _e("ram:RateApplicablePercent", number(tax.rate))


def _added(amount: Decimal, category: Written = None) -> Written:
    code, reason = reason_of(amount)
    charged = _e("udt:Indicator", "true" if amount > 0 else "false")
    return _e(
        "ram:SpecifiedTradeAllowanceCharge",
        _e("ram:ChargeIndicator", charged),
        _sum("Actual", abs(amount)),
        _e("ram:ReasonCode", code),
        _e("ram:Reason", reason),
        category,
    )


def _agreement(bill: Bill) -> Written:
    to = bill.references
    return _e(
        "ram:ApplicableHeaderTradeAgreement",
        _e("ram:BuyerReference", to.buyer),
        _e("ram:SellerTradeParty", *_party(bill.seller)),
        _e("ram:BuyerTradeParty", *_party(bill.buyer)),
        _e("ram:BuyerOrderReferencedDocument", _e("ram:IssuerAssignedID", to.order)),
        _e("ram:ContractReferencedDocument", _e("ram:IssuerAssignedID", to.contract)),
    )


def _party(party: Party) -> Iterator[Written]:
    scheme = {"schemeID": party.endpoint_scheme}
    address = _e("ram:URIID", party.endpoint if party.endpoint_scheme else "", attributes=scheme)
    yield _e("ram:ID", party.number)
    yield _e("ram:Name", party.name)
    yield _e("ram:SpecifiedLegalOrganization", _e("ram:ID", party.registration))
    yield _e(
        "ram:PostalTradeAddress",
        _e("ram:PostcodeCode", party.postcode),
        _e("ram:LineOne", party.street),
        _e("ram:CityName", party.city),
        _e("ram:CountryID", party.country),
    )
    yield _e("ram:URIUniversalCommunication", address)
    for identifier, kind in ((party.vat_id, "VA"), (party.tax_no, "FC")):
        held = _e("ram:ID", identifier, attributes={"schemeID": kind})
        yield _e("ram:SpecifiedTaxRegistration", held)


def _delivery(bill: Bill) -> Iterator[Written]:
    country = _e("ram:CountryID", bill.delivered_to)
    yield _e("ram:ShipToTradeParty", _e("ram:PostalTradeAddress", country))
    day = _e("ram:OccurrenceDateTime", _day(bill.delivered))
    yield _e("ram:ActualDeliverySupplyChainEvent", day)


def _settlement(bill: Bill) -> Iterator[Written]:
    to = bill.payment
    yield _e("ram:PaymentReference", to.reference)
    yield _e("ram:InvoiceCurrencyCode", bill.currency)
    if to.iban:
        kind = "IBANID" if is_iban(to.iban) else "ProprietaryID"
        account = _e(f"ram:{kind}", to.iban)
        yield _e(
            f"{_SETTLEMENT}PaymentMeans",
            _e("ram:TypeCode", means_of(to.iban, bill.currency)),
            _e("ram:PayeePartyCreditorFinancialAccount", account),
            _e("ram:PayeeSpecifiedCreditorFinancialInstitution", _e("ram:BICID", to.bic)),
        )
    yield from (_tax(tax) for tax in bill.taxes)
    first, last = bill.period
    begin, end = _e("ram:StartDateTime", _day(first)), _e("ram:EndDateTime", _day(last))
    yield _e("ram:BillingSpecifiedPeriod", begin, end)
    yield from (_adjustment(one) for one in bill.adjustments)
    due = _e("ram:DueDateDateTime", _day(to.due))
    yield _e("ram:SpecifiedTradePaymentTerms", _e("ram:Description", to.terms), due)
    yield _e(f"{_SETTLEMENT}HeaderMonetarySummation", *_totals(bill))
    preceding = _e("ram:IssuerAssignedID", bill.references.preceding)
    yield _e("ram:InvoiceReferencedDocument", preceding)


def _tax(tax: Charge) -> Written:
    return _e(
        "ram:ApplicableTradeTax",
        _sum("Calculated", tax.amount),
        _e("ram:TypeCode", "VAT"),
        _e("ram:ExemptionReason", tax.reason),
        _sum("Basis", tax.base),
        _e("ram:CategoryCode", tax.category),
        _e("ram:ExemptionReasonCode", tax.reason_code),
        None if tax.category == "O" else _e("ram:RateApplicablePercent", number(tax.rate)),
    )


def _adjustment(one: Adjustment) -> Written:
    return _added(one.amount, _e("ram:CategoryTradeTax", *_category(one.tax)))


def _totals(bill: Bill) -> Iterator[Written]:
    totals = bill.totals
    yield _sum("LineTotal", totals.lines)
    yield _sum("ChargeTotal", totals.charges) if totals.charges else None
    yield _sum("AllowanceTotal", totals.allowances) if totals.allowances else None
    yield _sum("TaxBasisTotal", totals.net)
    yield _sum("TaxTotal", totals.tax, currency=bill.currency)
    yield _sum("Rounding", totals.rounding) if totals.rounding else None
    yield _sum("GrandTotal", totals.gross)
    yield _sum("TotalPrepaid", totals.prepaid) if totals.prepaid else None
    yield _sum("DuePayable", totals.payable)


def _sum(name: str, value: Decimal, *, currency: str = "") -> Written:
    named = {"currencyID": currency} if currency else None
    return _e(f"ram:{name}Amount", cents(value), attributes=named)
