"""What a mail's schema.org markup says that it is: a statement of the sender about itself.

JSON-LD as Gmail reads it (`Invoice`, `Order`, `ParcelDelivery`, an `EmailMessage` with a
`ConfirmAction`). Whoever forges a mail forges its markup too, so the caller counts it only where
the sender is proven (DMARC).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from model.mail import MailClass

_LONGEST: Final = 100_000
_MOST_NODES: Final = 500
_CLASSES: Final = {
    "Invoice": MailClass.INVOICE_AVAILABLE,
    "Order": MailClass.ORDER_CONFIRMATION,
    "ParcelDelivery": MailClass.SHIPPING,
    "ConfirmAction": MailClass.PASSWORD_ACCOUNT,
}
_PAID: Final = "PaymentComplete"
_CANCELLED: Final = ("OrderCancelled", "OrderReturned", "OrderProblem")


def class_by_markup(scripts: Iterable[str]) -> tuple[MailClass, str] | None:
    """The class and the type that says it; None where there is no known type, or they differ."""
    found = [said for node in nodes_in(scripts) for said in _said(node)]
    return found[0] if len({mail_class for mail_class, _ in found}) == 1 else None


def nodes_in(scripts: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The objects of some JSON-LD scripts; what can't be read has none."""
    for script in scripts:
        yield from _nodes(_parsed(script))


def _parsed(script: str) -> Any:
    try:
        return json.loads(script[:_LONGEST])
    except (ValueError, RecursionError):
        return None


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of some JSON, at most 500 values deep and wide together."""
    waiting = [tree]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _said(node: Mapping[str, Any]) -> Iterator[tuple[MailClass, str]]:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        name = str(kind).rpartition("/")[2]
        if name not in _CLASSES:
            continue
        if name == "Invoice" and str(node.get("paymentStatus", "")).endswith(_PAID):
            yield MailClass.PAYMENT_RECEIPT, name
        elif name == "Order" and str(node.get("orderStatus", "")).endswith(_CANCELLED):
            yield MailClass.OTHER, name
        elif name != "Order" or not _within_delivery(node):
            yield _CLASSES[name], name


def _within_delivery(node: Mapping[str, Any]) -> bool:
    """Whether this order only says what a parcel belongs to: it names no price or goods itself."""
    return not {"acceptedOffer", "price", "orderDate", "orderStatus"} & node.keys()
