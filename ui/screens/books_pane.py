"""What our books say of all suppliers: what we owe by age, what arrived and was not invoiced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from model.money import Money
from model.reports import Cell, Report
from ui.components.parts import box, text
from ui.languages import number, phrase, say
from ui.seat import Seat
from ui.wording import day, figure

MOST: Final = 500
"""So many rows are shown; the others are in the file that `billhook report` writes."""
WORDS: Final = {
    "ageing": (
        phrase("What do we owe, and since when?"),
        phrase("By days since the document's date, as our ledger has it today."),
        phrase("Nothing is open in our ledger."),
    ),
    "accruals": (
        phrase("What arrived that nobody has billed?"),
        phrase("At the prices of the orders, as our books have it today."),
        phrase("All that arrived is billed."),
    ),
}
HEADS: Final = {
    "ageing": (
        phrase("Supplier"),
        phrase("0-30 days"),
        phrase("31-60 days"),
        phrase("61-90 days"),
        phrase("Over 90 days"),
        phrase("Not allocated"),
        phrase("Total"),
    ),
    "accruals": (
        phrase("Supplier"),
        phrase("Order"),
        phrase("Line"),
        phrase("Description"),
        phrase("Received"),
        phrase("Billed"),
        phrase("Amount"),
    ),
}


class BooksPane:
    """A report as a table; asked for anew at each look."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._kind = ""
        with box("page", role="region", aria_label=say("Books"), tabindex="0") as self._pane:
            self._place = box("board")

    def show(self, kind: str) -> None:
        """Show a report, or none."""
        self._kind = kind
        self._pane.visible = bool(kind)
        self._place.clear()
        if kind:
            self._pane.client.safe_invoke(self._load)

    async def _load(self) -> None:
        kind, desk = self._kind, self._seat.desk.statement_board
        made = await self._seat.look(desk.ageing if kind == "ageing" else desk.accruals)
        if made is None or kind != self._kind or self._place.is_deleted:
            return
        self._place.clear()
        with self._place:
            _draw(kind, made)


def _draw(kind: str, made: Report) -> None:
    rows = made.tables[0].rows
    question, about, nothing = (say(words) for words in WORDS[kind])
    with box("plot wide", "section", aria_label=question):
        text(question, tag="h2")
        text(about if rows else nothing, "quiet", "p")
        if rows:
            with box("btable-box", role="group", aria_label=question, tabindex="0"):
                _table(kind, rows[:MOST])
        if len(rows) > MOST:
            more = number(len(rows) - MOST)
            text(say("{more} more: billhook report {kind}", more=more, kind=kind), "quiet", "p")


def _table(kind: str, rows: tuple[tuple[Cell, ...], ...]) -> None:
    with box("btable", "table"):
        with box("", "thead"), box("", "tr"):
            for head, cell in zip(HEADS[kind], rows[0], strict=True):
                text(say(head), _side(cell), "th", scope="col")
        with box("", "tbody"):
            for row in rows:
                with box("", "tr"):
                    for cell in row:
                        text(_said(cell), _side(cell), "td")


def _side(cell: Cell) -> str:
    return "r tn" if isinstance(cell, (Money, Decimal, int)) else ""


def _said(cell: Cell) -> str:
    match cell:
        case Money():
            return f"{figure(cell.amount)} {cell.currency}"
        case Decimal():
            return figure(cell)
        case int():
            return number(cell)
        case date():
            return day(cell)
    return cell or ""
