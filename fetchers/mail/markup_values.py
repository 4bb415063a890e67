"""An invoice's values as a mail's schema.org markup states them (`Invoice`, JSON-LD).

Like its class (`fetchers.mail.markup`) they count only where the sender is proven, and only where
the words of the mail leave a value open: those are what a person reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fetchers.mail.markup import nodes_in
from fetchers.mail.values.amounts import amounts
from fetchers.mail.values.writing import plain
from model.money import Money

_LONGEST: Final = 40  # characters of a number
_DAY: Final = 10  # characters of an ISO date


@dataclass(frozen=True, slots=True)
class MarkupValues:
    """What the markup of one invoice states; None where it states nothing that can be read."""

    number: str | None = None
    amount: Money | None = None
    due_date: date | None = None
    customer_number: str | None = None


def values_by_markup(scripts: Iterable[str]) -> MarkupValues:
    """The values of the only invoice that the markup describes; none where it describes several."""
    invoices = [node for node in nodes_in(scripts) if _is_invoice(node)]
    if len(invoices) != 1:
        return MarkupValues()
    invoice = invoices[0]
    return MarkupValues(
        number=_text(invoice.get("identifier")),
        amount=_money(invoice.get("totalPaymentDue")),
        due_date=_day(invoice.get("paymentDueDate") or invoice.get("paymentDue")),
        customer_number=_text(invoice.get("accountId")),
    )


def _is_invoice(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(str(kind).rpartition("/")[2] == "Invoice" for kind in named)


def _text(value: Any) -> str | None:
    """A number as text, also where it is a `PropertyValue`."""
    if isinstance(value, dict):
        value = value.get("value")
    readable = isinstance(value, str | int) and not isinstance(value, bool)
    text = plain(str(value)).strip() if readable else ""
    return text if 0 < len(text) <= _LONGEST and text.isprintable() else None


def _money(value: Any) -> Money | None:
    """A price with its currency: "$70.00", or a `PriceSpecification`."""
    if isinstance(value, dict):
        price = value.get("price", value.get("value"))
        currency = value.get("priceCurrency", value.get("currency"))
        value = f"{price} {currency}" if currency and str(price)[:1].isdigit() else price
    found = list(amounts(plain(str(value))[:_LONGEST], language="en", currency=None))
    return found[0].money if len(found) == 1 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:_DAY])
    except ValueError:
        return None
