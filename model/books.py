"""Books of another system: its ledger, orders and receipts, read a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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


class BooksTable(StrEnum):
    """What a file of the books holds."""

    LEDGER = "ledger"
    ORDERS = "orders"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Shape:
    """How files with just these headers are read: as which table, with which of our columns.

    A `whole` ledger lacks what is no longer in the books.
    """

    headers: tuple[str, ...]
    table: BooksTable
    columns: dict[str, str]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class BooksFile:
    """A file of the books, read. `headers` are empty for a message that is no table."""

    table: BooksTable
    headers: tuple[str, ...] = ()
    whole: bool = False
    entries: tuple[EntryPaper, ...] = ()
    orders: tuple[OrderPaper, ...] = ()
    receipts: tuple[ReceiptPaper, ...] = ()
