"""cXML InvoiceDetailRequest (1.2), as Coupa's and Ariba's suppliers send it.

Dialects differ in the case of attributes, in where an order is named and in empty Money elements;
the first place that says something counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lxml import etree

from model.documents import DocumentFormat, Reading
from parsers.einvoice.terms import Syntax, concluded, days_after, decimal, stated
from parsers.wording.amounts import canonical

_REQUEST: Final = "Request/InvoiceDetailRequest/"
_HEADER: Final = f"{_REQUEST}InvoiceDetailRequestHeader/"
_SUMMARY: Final = f"{_REQUEST}InvoiceDetailSummary/"
_ORDERS: Final = f"{_REQUEST}*[self::InvoiceDetailOrder or self::InvoiceDetailHeaderOrder]/"
_INFO: Final = "*[self::InvoiceDetailOrderInfo]/"
_PARTNER: Final = f"{_HEADER}InvoicePartner"


def _attribute(name: str) -> str:
    """The path of an attribute, whatever its case."""
    upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    return f"@*[translate(local-name(), '{upper}', '{lower}')='{name.lower()}']"


def _party(*roles: str) -> tuple[str, ...]:
    return tuple(f"{_PARTNER}/Contact[@role='{role}']/Name" for role in roles)


def _identity(roles: str, *domains: str) -> tuple[str, ...]:
    wanted = " or ".join(f"@role='{role}'" for role in roles.split())
    return tuple(
        f"{_PARTNER}[Contact[{wanted}]]//IdReference[@domain='{domain}']/@identifier"
        for domain in domains
    )


_SELLING, _BUYING = "from remitTo billFrom issuerOfInvoice", "billTo soldTo"
CXML: Final = Syntax(
    form=DocumentFormat.CXML,
    spaces={},
    fields={
        "invoice_number": (f"{_HEADER}{_attribute('invoiceID')}", f"{_HEADER[:-1]}/@invoiceID"),
        "issue_date": (f"{_HEADER}{_attribute('invoiceDate')}",),
        "type_code": (f"{_HEADER}{_attribute('purpose')}",),
        "currency": (
            f"{_SUMMARY}DueAmount/Money/@currency",
            f"{_SUMMARY}NetAmount/Money/@currency",
            f"{_SUMMARY}SubtotalAmount/Money/@currency",
        ),
        "line_total": (f"{_SUMMARY}SubtotalAmount/Money",),
        "tax_total": (f"{_SUMMARY}Tax/Money",),
        "gross_total": (f"{_SUMMARY}GrossAmount/Money", f"{_SUMMARY}NetAmount/Money"),
        "net_total": (f"{_SUMMARY}TotalAmountWithoutTax/Money",),
        "prepaid": (f"{_SUMMARY}DepositAmount/Money",),
        "payable": (f"{_SUMMARY}DueAmount/Money",),
        "po_number": (
            f"{_ORDERS}{_INFO}OrderReference/@orderID",
            f"{_ORDERS}{_INFO}OrderIDInfo/@orderID",
            f"{_ORDERS}{_INFO}OrderReference/DocumentReference/@payloadID",
            f"{_ORDERS}{_INFO}MasterAgreementReference/@agreementID",
        ),
        "preceding_invoice": (f"{_HEADER}InvoiceIDInfo/@invoiceID",),
        "seller_name": _party(*_SELLING.split()),
        "seller_vat_id": (
            *_identity(_SELLING, "vatID", "supplierTaxID", "taxID"),
            f"{_HEADER}Extrinsic[@name='supplierVatID']",
        ),
        "buyer_name": _party(*_BUYING.split()),
        "buyer_vat_id": (
            *_identity(_BUYING, "vatID", "taxID"),
            f"{_HEADER}Extrinsic[@name='buyerVatID']",
        ),
        "iban": (f"{_PARTNER}//IdReference[@domain='ibanID']/@identifier",),
        "bic": (f"{_PARTNER}//IdReference[@domain='swiftID']/@identifier",),
    },
    line=f"{_ORDERS}*[self::InvoiceDetailItem or self::InvoiceDetailServiceItem"
    " or self::InvoiceDetailOrderSummary]",
    line_parts={
        "line_id": ("@invoiceLineNumber",),
        "description": ("*/Description", "Description", "Comments"),
        "quantity": ("@quantity",),
        "unit": ("UnitOfMeasure",),
        "unit_price": ("UnitPrice/Money",),
        "total": ("SubtotalAmount/Money", "NetAmount/Money"),
        "tax_rate": ("Tax/TaxDetail/@percentageRate",),
        "order_number": (
            f"../{_INFO}OrderReference/@orderID",
            f"../{_INFO}OrderReference/DocumentReference/@payloadID",
        ),
    },
    tax=f"{_SUMMARY}Tax/TaxDetail",
    tax_parts={
        "base": ("TaxableAmount/Money",),
        "amount": ("TaxAmount/Money",),
        "rate": ("@percentageRate",),
        "category": ("@category",),
    },
)
_ADDED: Final = ("ShippingAmount", "SpecialHandlingAmount")
_TAKEN_OFF: Final = ("InvoiceDetailDiscount",)


def read(root: etree._Element) -> Reading:
    """What a cXML invoice or credit memo states."""
    found = stated(root, CXML)
    values = dict(found.values)
    values["type_code"] = "381" if "credit" in values["type_code"].lower() else "380"
    values["charge_total"] = canonical(_sum(root, _ADDED))
    values["allowance_total"] = canonical(_sum(root, _TAKEN_OFF))
    values["net_total"] = values["net_total"] or _net(values)
    values["due_date"] = _due(root, values["issue_date"])
    values["payable"] = values["payable"] or values["gross_total"]
    return concluded(replace(found, values=MappingProxyType(values)), DocumentFormat.CXML)


def _sum(root: etree._Element, names: tuple[str, ...]) -> Decimal:
    texts = (root.findtext(f"{_SUMMARY}{name}/Money") or "" for name in names)
    return sum((abs(decimal(text.strip()) or Decimal(0)) for text in texts), Decimal(0))


def _net(values: Mapping[str, str]) -> str:
    """The net where it is left out: subtotal, with what is charged, without what is taken off."""
    subtotal = decimal(values["line_total"])
    if subtotal is None:
        return ""
    return canonical(
        subtotal + Decimal(values["charge_total"]) - Decimal(values["allowance_total"])
    )


def _due(root: etree._Element, issued: str) -> str:
    """The day to pay by: the longest term that takes nothing off."""
    terms = [
        str(days)
        for term in root.findall(f"{_HEADER}PaymentTerm")
        for days in term.xpath(_attribute("payInNumberOfDays"))  # type: ignore[union-attr]  # lxml-stubs: attributes are a list
        if term.find("Discount") is None
    ]
    return max((days_after(issued, days) for days in terms), default="")
