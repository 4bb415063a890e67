"""Orders and receipts from tables whose columns are called as another system calls them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper
from parsers.books.named_columns import Cells, ColumnNames, day, made, number, rows

OF_ORDERS: Final = ("supplier", "number", "day", "currency")
"""Columns without which a table holds no orders."""
OF_RECEIPTS: Final = ("id", "number", "line", "quantity", "day")
"""Columns without which a table holds no receipts."""

_DONE: Final = frozenset({"", "done", "received", "posted", "gebucht", "erledigt", "reçu"})
_YES: Final = frozenset({"yes", "true", "1", "x", "ja", "oui", "sí", "si"})


def orders(content: bytes, names: ColumnNames) -> tuple[OrderPaper, ...]:
    """The orders of a table with a row for each, or for each of their lines.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: a column is missing, or a cell is not what its column holds.
    """
    by_order: dict[tuple[str, str], list[tuple[int, Cells]]] = {}
    for place, cells in rows(content, names, OF_ORDERS):
        by_order.setdefault((cells["supplier"], cells["number"]), []).append((place, cells))
    return tuple(_order(found) for found in by_order.values())


def receipts(content: bytes, names: ColumnNames) -> tuple[ReceiptPaper, ...]:
    """The receipts of a table with a row for each; drafts and cancelled ones count nothing.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: a column is missing, or a cell is not what its column holds.
    """
    return tuple(made(place, cells, _receipt) for place, cells in rows(content, names, OF_RECEIPTS))


def _order(found: Sequence[tuple[int, Cells]]) -> OrderPaper:
    lines = tuple(made(place, cells, _line) for place, cells in found if cells.get("quantity"))
    place, first = found[0]
    return made(place, first, lambda cells, _: _head(cells, lines))


def _head(cells: Cells, lines: tuple[OrderLine, ...]) -> OrderPaper:
    by_lines = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    net = number(cells["net"], "net") if cells.get("net") and not _several(lines) else by_lines
    return OrderPaper(
        seller=cells["supplier"],
        number=cells["number"],
        day=day(cells["day"]),
        net=Money(net, cells["currency"].upper()),
        lines=lines,
        billed=number(cells.get("billed") or "0", "billed"),
        closed=cells.get("closed", "").casefold() in _YES,
    )


def _several(lines: Sequence[OrderLine]) -> bool:
    """Whether a row is a line among others, and its net perhaps only that of the line."""
    return len(lines) > 1


def _line(cells: Cells, place: int) -> OrderLine:
    return OrderLine(
        position=int(cells.get("line") or place - 1),
        description=cells.get("description", ""),
        quantity=number(cells["quantity"], "quantity"),
        unit_price=number(cells.get("unit_price") or "0", "unit_price"),
        unit=cells.get("unit", ""),
        code=cells.get("code", ""),
        category=cells.get("category", ""),
    )


def _receipt(cells: Cells, _place: int) -> ReceiptPaper:
    counts = cells.get("state", "").casefold() in _DONE
    return ReceiptPaper(
        id=cells["id"],
        order_number=cells["number"],
        position=int(cells["line"]),
        quantity=number(cells["quantity"], "quantity") if counts else Decimal(0),
        day=day(cells["day"]),
    )
