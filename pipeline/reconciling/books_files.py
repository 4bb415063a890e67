"""Files of our ledger, orders and receipts: their shapes remembered, what they say taken over."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from model.books import BooksFile, BooksTable, Shape
from pipeline.reconciling import ledger_books, order_books
from pipeline.reconciling.ledger_books import Taken
from storage import settings
from storage.store import Tx

_SHAPES: Final = "books.shapes"
_MOST: Final = 200
"""So many shapes are remembered; the one that was not taught for longest is forgotten first."""


def shapes(tx: Tx) -> tuple[Shape, ...]:
    """The shapes that were taught, the newest first."""
    return tuple(
        Shape(tuple(one["headers"]), BooksTable(one["table"]), one["columns"], one["whole"])
        for one in json.loads(settings.get(tx, _SHAPES, "[]"))
    )


def teach(tx: Tx, shape: Shape) -> None:
    """Remember how files with these headers are read."""
    others = [one for one in shapes(tx) if one.headers != shape.headers]
    told = [asdict(one) for one in (shape, *others)[:_MOST]]
    settings.put(tx, _SHAPES, json.dumps(told))


def take(tx: Tx, file: BooksFile) -> Taken:
    """Take over what a file says; how many of its rows, and what a whole ledger lacks.

    Raises:
        WrongInput: a supplier or an order that it names is not known.
    """
    match file.table:
        case BooksTable.LEDGER:
            return ledger_books.take(tx, file.entries, whole=file.whole)
        case BooksTable.ORDERS:
            order_books.take_orders(tx, file.orders)
            return Taken(len(file.orders))
        case BooksTable.RECEIPTS:
            order_books.take_receipts(tx, file.receipts)
            return Taken(len(file.receipts))
