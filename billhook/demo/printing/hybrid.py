"""The same invoice as data: a Cross Industry Invoice (EN 16931) inside its PDF (Factur-X)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Final

from facturx import generate_from_binary

from billhook.demo.printing.subject import Subject
from model.documents import Line, TaxRow

PROFILE: Final = "urn:cen.eu:en16931:2017"
_UNITS: Final = {"kWh": "KWH", "kW": "KWT", "kvarh": "KVR", "St": "C62"}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    "<rsm:CrossIndustryInvoice"
    ' xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
    ' xmlns:ram="urn:un:unece:uncefact:data:standard:'
    'ReusableAggregateBusinessInformationEntity:100"'
    ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">'
)


def embed(pdf: bytes, subject: Subject) -> bytes:
    """The PDF with the invoice's XML attached as factur-x.xml."""
    whole: bytes = generate_from_binary(
        pdf,
        invoice_xml(subject).encode(),
        flavor="factur-x",
        level="en16931",
        lang=subject.seller.language,
        pdf_metadata={
            "author": subject.seller.name,
            "keywords": "ZUGFeRD, Factur-X",
            "title": f"Rechnung {subject.document.number}",
            "subject": f"Rechnung {subject.document.number}",
        },
    )
    return whole


def invoice_xml(subject: Subject) -> str:
    """The invoice in UN/CEFACT CII."""
    document = subject.document
    lines = "".join(_line(index, line) for index, line in enumerate(document.lines, start=1))
    return (
        f"{_HEAD}"
        "<rsm:ExchangedDocumentContext>"
        f"{_ids('GuidelineSpecifiedDocumentContextParameter', PROFILE)}"
        "</rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument>{_tag('ID', document.number)}{_tag('TypeCode', '380')}"
        f"<ram:IssueDateTime>{_day(document.issued)}</ram:IssueDateTime></rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{lines}{_agreement(subject)}"
        f"{_delivery(document.issued)}{_settlement(subject)}"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    )


def _tag(name: str, text: str, **attributes: str) -> str:
    pairs = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<ram:{name}{pairs}>{escape(text)}</ram:{name}>"


def _ids(parent: str, text: str) -> str:
    return f"<ram:{parent}>{_tag('ID', text)}</ram:{parent}>"


def _day(day: date) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'


def _line(index: int, line: Line) -> str:
    unit = _UNITS[line.unit or "St"]
    return (
        "<ram:IncludedSupplyChainTradeLineItem>"
        f"<ram:AssociatedDocumentLineDocument>{_tag('LineID', str(index))}"
        "</ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct>{_tag('Name', line.description)}</ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"{_tag('ChargeAmount', str(line.unit_price))}"
        "</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>"
        "<ram:SpecifiedLineTradeDelivery>"
        f"{_tag('BilledQuantity', str(line.quantity), unitCode=unit)}"
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
        f"<ram:ApplicableTradeTax>{_vat()}{_tag('RateApplicablePercent', str(line.tax_rate))}"
        "</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"{_tag('LineTotalAmount', str(line.total))}"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>"
    )


def _vat() -> str:
    return f"{_tag('TypeCode', 'VAT')}{_tag('CategoryCode', 'S')}"


def _agreement(subject: Subject) -> str:
    document = subject.document
    post, town = subject.seller.city.split(" ", 1)
    seller = _party(
        subject.seller.name,
        _address(post, subject.seller.street, town, "DE"),
        subject.seller.vat_id,
        account="",
    )
    _, street, city, _ = subject.buyer.address
    town, post = city.split(" ", 1)
    buyer = _party(
        subject.buyer.name,
        _address(post, street, town, "GB"),
        subject.buyer.vat_id,
        account=document.account,
    )
    order = ""
    if document.po_number:
        number = _tag("IssuerAssignedID", document.po_number)
        order = f"<ram:BuyerOrderReferencedDocument>{number}</ram:BuyerOrderReferencedDocument>"
    return (
        "<ram:ApplicableHeaderTradeAgreement>"
        f"<ram:SellerTradeParty>{seller}</ram:SellerTradeParty>"
        f"<ram:BuyerTradeParty>{buyer}</ram:BuyerTradeParty>{order}"
        "</ram:ApplicableHeaderTradeAgreement>"
    )


def _party(name: str, address: str, vat_id: str, *, account: str) -> str:
    number = _tag("ID", account) if account else ""
    tax = f"<ram:SpecifiedTaxRegistration>{_tag('ID', vat_id, schemeID='VA')}"
    return f"{number}{_tag('Name', name)}{address}{tax}</ram:SpecifiedTaxRegistration>"


def _address(post: str, street: str, town: str, country: str) -> str:
    parts = (
        ("PostcodeCode", post),
        ("LineOne", street),
        ("CityName", town),
        ("CountryID", country),
    )
    inner = "".join(_tag(name, text) for name, text in parts)
    return f"<ram:PostalTradeAddress>{inner}</ram:PostalTradeAddress>"


def _delivery(issued: date) -> str:
    """The last day of the month that is billed."""
    day = _day(issued.replace(day=1) - timedelta(days=1))
    inner = f"<ram:OccurrenceDateTime>{day}</ram:OccurrenceDateTime>"
    event = f"<ram:ActualDeliverySupplyChainEvent>{inner}</ram:ActualDeliverySupplyChainEvent>"
    return f"<ram:ApplicableHeaderTradeDelivery>{event}</ram:ApplicableHeaderTradeDelivery>"


def _settlement(subject: Subject) -> str:
    document = subject.document
    due = document.due or document.issued
    return (
        "<ram:ApplicableHeaderTradeSettlement>"
        f"{_tag('PaymentReference', document.number)}"
        f"{_tag('InvoiceCurrencyCode', document.currency)}"
        f"<ram:SpecifiedTradeSettlementPaymentMeans>{_tag('TypeCode', '58')}"
        f"<ram:PayeePartyCreditorFinancialAccount>{_tag('IBANID', document.iban)}"
        "</ram:PayeePartyCreditorFinancialAccount>"
        f"{_institution(subject.seller.bic)}</ram:SpecifiedTradeSettlementPaymentMeans>"
        f"{_taxes(document.tax_rows)}"
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        f"{_day(due)}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
        f"{_sums(document.net, document.tax, document.currency)}"
        "</ram:ApplicableHeaderTradeSettlement>"
    )


def _institution(bic: str) -> str:
    inner = _tag("BICID", bic)
    name = "PayeeSpecifiedCreditorFinancialInstitution"
    return f"<ram:{name}>{inner}</ram:{name}>"


def _taxes(rows: Iterable[TaxRow]) -> str:
    return "".join(
        "<ram:ApplicableTradeTax>"
        f"{_tag('CalculatedAmount', str(row.amount))}{_tag('TypeCode', 'VAT')}"
        f"{_tag('BasisAmount', str(row.base))}{_tag('CategoryCode', 'S')}"
        f"{_tag('RateApplicablePercent', str(row.rate))}</ram:ApplicableTradeTax>"
        for row in rows
    )


def _sums(net: Decimal, tax: Decimal, currency: str) -> str:
    gross = net + tax
    inner = (
        f"{_tag('LineTotalAmount', str(net))}{_tag('TaxBasisTotalAmount', str(net))}"
        f"{_tag('TaxTotalAmount', str(tax), currencyID=currency)}"
        f"{_tag('GrandTotalAmount', str(gross))}{_tag('DuePayableAmount', str(gross))}"
    )
    name = "SpecifiedTradeSettlementHeaderMonetarySummation"
    return f"<ram:{name}>{inner}</ram:{name}>"
