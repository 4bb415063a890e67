"""The words for fields, reasons and values on the screens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from model.documents import DocumentKind
from model.exceptions import ExceptionItem, ExceptionReason
from model.expectations import Expectation
from model.money import Money, exponent
from model.people import Event

FIELDS: Final = {
    "seller_name": "Supplier",
    "invoice_number": "Invoice no.",
    "issue_date": "Issue date",
    "due_date": "Due date",
    "po_number": "PO",
    "buyer_name": "Buyer",
    "customer_number": "Customer no.",
    "seller_vat_id": "VAT id",
    "currency": "Currency",
    "net_total": "Net",
    "tax_total": "VAT",
    "gross_total": "Total",
    "payable": "To pay",
    "iban": "IBAN",
    "bic": "BIC",
}
"""Labels of the fields that a clerk looks at first, in this order; others follow by name."""

REASONS: Final = {
    ExceptionReason.FIELDS_UNSURE: "Values are unsure",
    ExceptionReason.UNREADABLE: "Can't be read",
    ExceptionReason.PO_OVER: "More than the PO has left",
    ExceptionReason.PO_MISSING: "No PO",
    ExceptionReason.PO_NOT_FOUND: "PO not found",
    ExceptionReason.PO_CLOSED: "PO is closed",
    ExceptionReason.WRONG_SUPPLIER_ON_PO: "PO of another supplier",
    ExceptionReason.CURRENCY_MISMATCH: "Not the PO's currency",
    ExceptionReason.BANK_DETAILS_CHANGED: "Bank details changed",
    ExceptionReason.DUPLICATE_POSSIBLE: "Possible duplicate",
    ExceptionReason.LISTING_DISAGREES: "Portal and document disagree",
    ExceptionReason.EXPECTATION_DISAGREES: "Not what was announced",
    ExceptionReason.SUPPLIER_UNKNOWN: "Unknown supplier",
    ExceptionReason.SUSPICIOUS_MAIL: "Suspicious mail",
    ExceptionReason.MAIL_UNSURE: "Is this an announcement?",
    ExceptionReason.PORTAL_NEEDS_PERSON: "Portal needs you",
    ExceptionReason.DOCUMENT_NOT_FETCHED: "Not fetched",
    ExceptionReason.STATEMENT_DIFFERENCE: "Statement difference",
    ExceptionReason.DELIVERY_FAILED: "Delivery failed",
    ExceptionReason.REJECTED: "Rejected by the receiver",
}

_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
_AMOUNTS: Final = frozenset(
    {
        "net_total",
        "tax_total",
        "gross_total",
        "payable",
        "line_total",
        "allowance_total",
        "charge_total",
        "prepaid",
        "rounding",
    }
)
_IBAN_GROUP: Final = 4


def title(item: ExceptionItem) -> str:
    """The few words of a question in a list."""
    return item.title or REASONS[item.reason]


def label(name: str) -> str:
    """The label of a field; an unusual one reads as its name."""
    return FIELDS.get(name) or name.replace("_", " ").capitalize()


def order(name: str) -> tuple[int, str]:
    """Where a field stands among the others."""
    known = tuple(FIELDS)
    return (known.index(name) if name in FIELDS else len(known), name)


def shown(name: str, value: str, currency: str | None) -> str:
    """A field's canonical text as people write it; what is not canonical stays as it is."""
    try:
        return _shown(name, value, currency)
    except (ValueError, InvalidOperation):
        return value


def _shown(name: str, value: str, currency: str | None) -> str:
    if name.endswith("_date"):
        return day(date.fromisoformat(value))
    if name == "iban":
        return " ".join(value[at : at + _IBAN_GROUP] for at in range(0, len(value), _IBAN_GROUP))
    if name in _AMOUNTS:
        return _amount(Decimal(value), currency)
    return value


def _amount(amount: Decimal, currency: str | None) -> str:
    decimals = exponent(currency or "")
    return f"{currency or ''} {amount:,.{decimals}f}".strip()


def day(found: date) -> str:
    """A date: 14 Oct 2026."""
    month = _MONTHS[3 * found.month - 3 : 3 * found.month]  # strftime would ask the locale
    return f"{found.day} {month} {found.year}"


def kind(found: DocumentKind) -> str:
    """A kind of document: Credit note."""
    return found.value.replace("_", " ").capitalize()


def expected(found: Expectation) -> str:
    """What is expected: Invoice 4711 over EUR 120.00 of 14 Oct 2026."""
    return _sentence(
        kind(found.kind),
        found.number or "",
        _over(found.amount),
        f"of {day(found.day)}" if found.day else "",
    )


def _over(amount: Money | None) -> str:
    return "" if amount is None else f"over {amount}"


def told(event: Event) -> str:
    """An event of the audit trail as one line: Filed by Maya: Nordwind portal."""
    by = f"by {event.actor}" if event.actor else ""
    what = _sentence(event.verb.replace("_", " ").capitalize(), by)
    return f"{what}: {event.detail}" if event.detail else what


def _sentence(*parts: str) -> str:
    return " ".join(part for part in parts if part)
