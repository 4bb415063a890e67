"""Books of another system: its ledger, orders and receipts, read a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.orders import EntryPaper, OrderPaper, ReceiptPaper


@dataclass(frozen=True, slots=True)
class BooksPage:
    """Some of what is new in the books since a place, and the place where reading goes on.

    Papers name their supplier by a key of `sellers`, which holds the names that it may be known by
    here, the surest first. `gone` are ids of entries that count no longer. `place` is for the books
    alone to understand; "" is their beginning. `more` says that this look is not over.
    """

    entries: tuple[EntryPaper, ...] = ()
    gone: tuple[str, ...] = ()
    orders: tuple[OrderPaper, ...] = ()
    receipts: tuple[ReceiptPaper, ...] = ()
    sellers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str = ""
    more: bool = False
