"""Files of our own books: which table one holds, by its shape, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from model.books import BooksFile, BooksTable, Shape
from model.errors import FileUnreadable
from parsers.books import ledger_sheets, named_columns, order_messages, order_sheets
from parsers.books.named_columns import ColumnNames
from parsers.safety import wire
from parsers.safety.fence import Limits
from parsers.safety.sandbox import run_limited

_NEEDED: Final[Mapping[BooksTable, Sequence[str]]] = {
    BooksTable.LEDGER: ledger_sheets.NEEDED,
    BooksTable.ORDERS: order_sheets.OF_ORDERS,
    BooksTable.RECEIPTS: order_sheets.OF_RECEIPTS,
}
_LIMITS: Final = Limits(
    address_space=4 * 2**30,
    cpu_seconds=300,
    wall_seconds=900.0,
    json_bytes=2**30,
    result_bytes=2**30,
)
_HINT: Final = "load it once by hand (billhook load), with --column: its shape is remembered then"


def read_safely(content: bytes, shapes: Sequence[Shape]) -> BooksFile:
    """What a file holds, read in a limited child by the shape that was learned for its headers.

    Raises:
        DocumentRefused: it is neither a table nor a message that can be opened.
        FileUnreadable: its shape is not known, or a cell is not what its column holds.
    """
    told = [wire.encode(shape) for shape in shapes]
    return wire.decode(BooksFile, run_limited(read_plain, content, told, limits=_LIMITS))


def read_plain(content: bytes, shapes: list[Any]) -> Any:
    """The child's side of `read_safely`."""
    return wire.encode(read(content, [wire.decode(Shape, shape) for shape in shapes]))


def read(content: bytes, shapes: Sequence[Shape]) -> BooksFile:
    """What a file holds. Raises as `read_safely` does."""
    if order_messages.is_message(content):
        return _message(content)
    headers = named_columns.headers(content)
    known = next((shape for shape in shapes if shape.headers == headers), None)
    return table(content, known or _recognised(headers), headers)


def table(content: bytes, shape: Shape, headers: tuple[str, ...]) -> BooksFile:
    """What a table of this shape holds. Raises as `read_safely` does."""
    held, names = shape.table, shape.columns
    ledger, orders = held is BooksTable.LEDGER, held is BooksTable.ORDERS
    return BooksFile(
        table=held,
        headers=headers,
        whole=shape.whole,
        entries=ledger_sheets.entries(content, names) if ledger else (),
        orders=order_sheets.orders(content, names) if orders else (),
        receipts=() if ledger or orders else order_sheets.receipts(content, names),
    )


def _message(content: bytes) -> BooksFile:
    if order_messages.is_order(content):
        return BooksFile(BooksTable.ORDERS, orders=(order_messages.order(content),))
    return BooksFile(BooksTable.RECEIPTS, receipts=order_messages.receipts(content))


def _recognised(headers: tuple[str, ...]) -> Shape:
    """The shape of a file that nobody taught, where its columns fit just one table."""
    names: ColumnNames = {}
    ours = set(named_columns.columns(headers, names))
    fits = [one for one, needed in _NEEDED.items() if set(needed) <= ours]
    if len(fits) != 1:
        why = f"may be {' or '.join(fits)}" if fits else "fits neither ledger, orders nor receipts"
        raise FileUnreadable(f"A file with these columns {why}; {_HINT}.")
    return Shape(headers, fits[0], {})
