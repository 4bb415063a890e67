"""PIDX invoices (pidXML 1.0 to 1.62), the e-invoice of oil and gas: OpenInvoice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lxml import etree

from model.documents import DocumentFormat, Line, Reading
from parsers.einvoice.terms import Syntax, concluded, decimal, stated, times
from parsers.wording.amounts import canonical


def _path(*names: str) -> str:
    """A path by local names: every version has a namespace of its own."""
    return "/".join(f"*[local-name()='{name}']" for name in names)


def _partner(role: str) -> str:
    partner = "*[local-name()='PartnerInformation']"
    return f"{_HEADER}/{partner}[@*[local-name()='partnerRoleIndicator']='{role}']/"


def _money(*names: str) -> str:
    return f"{_SUMMARY}/{_path(*names, 'MonetaryAmount')}"


_HEADER: Final = _path("InvoiceProperties")
_SUMMARY: Final = _path("InvoiceSummary")
_CURRENCY: Final = _path("PrimaryCurrency", "CurrencyCode")
_TAX: Final = f"{_SUMMARY}/{_path('Tax')}"
PIDX: Final = Syntax(
    form=DocumentFormat.PIDX,
    spaces={},
    fields={
        "invoice_number": (f"{_HEADER}/{_path('InvoiceNumber')}",),
        "issue_date": (f"{_HEADER}/{_path('InvoiceDate')}",),
        "type_code": (
            f"{_HEADER}/{_path('InvoiceTypeCode')}",
            "@*[local-name()='transactionPurposeIndicator']",
        ),
        "currency": (
            f"{_HEADER}/{_CURRENCY}",
            f"{_SUMMARY}/{_path('InvoiceTotal', 'CurrencyCode')}",
        ),
        "po_number": (
            f"{_HEADER}/{_path('PurchaseOrderInformation', 'PurchaseOrderNumber')}",
            _path(
                "InvoiceDetails", "InvoiceLineItem", "PurchaseOrderInformation",
                "PurchaseOrderNumber",
            ),
        ),
        "due_date": (f"{_HEADER}/{_path('PaymentTerms', 'DueDate')}",),
        "delivery_date": (
            f"{_HEADER}/{_path('ServiceDateTime')}[contains(@*, 'To') or not(@*)]",
        ),
        "preceding_invoice": (f"{_HEADER}/{_path('OriginalInvoiceNumber')}",),
        "seller_name": tuple(
            f"{_partner(role)}{_path('PartnerName')}" for role in ("Seller", "RemitTo")
        ),
        "buyer_name": tuple(
            f"{_partner(role)}{_path('PartnerName')}" for role in ("BillTo", "Buyer", "SoldTo")
        ),
        "line_total": (_money("SubTotalAmount"),),
        "tax_total": (_money("TotalTaxAmount"),),
        "gross_total": (_money("InvoiceTotal"),),
    },
    line=_path("InvoiceDetails", "InvoiceLineItem"),
    line_parts={
        "line_id": (_path("LineItemNumber"),),
        "description": (
            _path("LineItemInformation", "LineItemDescription"),
            _path("LineItemInformation", "LineItemName"),
            _path("ServiceDescription"),
        ),
        "quantity": (_path("InvoiceQuantity", "Quantity"),),
        "unit": (_path("InvoiceQuantity", "UnitOfMeasureCode"),),
        "unit_price": (_path("Pricing", "UnitPrice", "MonetaryAmount"),),
        "total": (
            _path("LineItemSubTotal", "MonetaryAmount"),
            _path("LineItemTotal", "MonetaryAmount"),
        ),
        "tax_rate": (_path("Tax", "TaxRate"),),
        "order_number": (_path("PurchaseOrderInformation", "PurchaseOrderNumber"),),
    },
    tax=_TAX,
    tax_parts={
        "base": (_path("TaxBasisAmount", "MonetaryAmount"),),
        "amount": (_path("TaxAmount", "MonetaryAmount"),),
        "rate": (_path("TaxRate"),),
        "category": (_path("TaxTypeCode"),),
    },
)  # fmt: skip


def read(root: etree._Element) -> Reading:
    """What a PIDX invoice states."""
    found = stated(root, PIDX)
    lines = tuple(_with_total(line) for line in found.lines)
    values = dict(found.values)
    credit = "credit" in values["type_code"].lower()
    values["type_code"] = "381" if credit else "380"
    values["tax_total"] = values["tax_total"] or canonical(_taxes(root))
    values["net_total"] = values["line_total"] or _net(values, lines)
    complete = replace(found, values=MappingProxyType(values), lines=lines)
    return concluded(complete, DocumentFormat.PIDX)


def _with_total(line: Line) -> Line:
    """A line's total is left out where quantity and price say it."""
    if line.total is not None:
        return line
    return replace(line, total=times(line.quantity, line.unit_price))


def _taxes(root: etree._Element) -> Decimal:
    amounts = root.xpath(f"{_TAX}/{_path('TaxAmount', 'MonetaryAmount')}")
    texts = (str(one.text or "").strip() for one in amounts)  # type: ignore[union-attr]  # lxml-stubs: elements by a path
    return sum((decimal(text) or Decimal(0) for text in texts), Decimal(0))


def _net(values: Mapping[str, str], lines: tuple[Line, ...]) -> str:
    """The net where it is left out: what the lines sum to."""
    if not lines or not values["gross_total"]:
        return ""
    return canonical(sum((line.total or Decimal(0) for line in lines), Decimal(0)))
