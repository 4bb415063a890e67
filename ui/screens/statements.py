"""Statements: their lines beside our side, and whether the difference is explained."""

from __future__ import annotations

from nicegui import events, ui

from model.documents import Check
from model.money import Money
from model.views import StatementView
from ui.bus import News
from ui.components.parts import box, document_address, icon, text
from ui.components.record_list import RecordList
from ui.components.statement_board import StatementBoard
from ui.keys import Key, list_keys
from ui.screens.base import Frame, Screen, Tabs
from ui.seat import Seat
from ui.wording import day, figure, money

VIEWS = {"all": "All lines", "open": "Open"}
HEADS = ("Supplier", "Account", "", "State", "Why", "Date", "Unexplained")
EMPTY = "No statements yet. They come by mail and from portals."
GROUP = "Statements"


class StatementsScreen(Screen):
    """The list of statements and the chosen one, reconciled."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._chosen = ""
        self._statement: StatementView | None = None
        self._view = "all"

    def build(self) -> None:
        """Lay out list and board."""
        with self.top("Statements", "Supplier, account …"):
            Tabs(VIEWS, self._view, self._choose_view)
        with box("cols lists"):
            self._list = RecordList(
                "/api/statements", "Statements", heads=HEADS, empty=EMPTY, query={}
            )
            self._list.on("cursor", self._on_cursor)
            with box("page flush", role="region", aria_label="Statement", tabindex="0"):
                self._head = box("st-head")
                self._board = StatementBoard()
                self._board.on("open", self._open_document)
        self._board.visible = False

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return list_keys(self._list.id, GROUP)

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self._list.ask(text=sought)

    async def on_change(self, news: News) -> None:
        """A statement was matched again."""
        if news.topic == "statements":
            self._list.refresh()
            await self._show()

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self._chosen = str(event.args["id"])
        await self._show()

    def _choose_view(self, view: str) -> None:
        self._view = view
        if self._statement:
            self._board.show(self._statement, only_open=view == "open")

    async def _show(self) -> None:
        chosen, statement = self._chosen, None
        if chosen:
            statement = await self.seat.look(self.seat.desk.statement, chosen)
        if self._head.is_deleted or chosen != self._chosen or statement == self._statement:
            return
        self._statement = statement
        self._head.clear()
        self._board.visible = statement is not None
        if statement:
            with self._head:
                _summary(statement)
            self._board.show(statement, only_open=self._view == "open")

    def _open_document(self, event: events.GenericEventArguments) -> None:
        ui.navigate.to(document_address(str(event.args["id"])))


def _summary(statement: StatementView) -> None:
    row = statement.row
    with box("st-title"):
        text(row.supplier, tag="h2")
        text(f"Account {row.account} · {day(row.day)}", "quiet")
    with box("sums"):
        _sum("They say", statement.theirs)
        _sum("We say", statement.ours)
        _sum("Explained", _explained(statement))
        _unexplained(statement.unexplained)
        text(f"{row.matched} of {row.lines} lines settled", "quiet")
    if statement.arithmetic:
        _arithmetic(statement.arithmetic)


def _sum(label: str, amount: Money | None) -> None:
    with box("sum"):
        text(label, "quiet")
        text(money(amount), "tn", "b")


def _explained(statement: StatementView) -> Money | None:
    if statement.theirs is None or statement.ours is None or statement.unexplained is None:
        return None
    return statement.theirs - statement.ours - statement.unexplained


def _unexplained(amount: Money | None) -> None:
    settled = amount is not None and amount.amount == 0
    with box("sum unex " + ("good" if settled else "bad")):
        text("Unexplained", "quiet")
        with box("", "b"):
            icon("circle-check" if settled else "circle-alert")
            text(figure(amount.amount) if amount else "unknown", "tn")


def _arithmetic(check: Check) -> None:
    look = {True: ("check", ""), False: ("x", "bad"), None: ("minus", "open")}
    glyph, tone = look[check.ok]
    with box(f"chk {tone}"):
        icon(glyph)
        text(check.name)
        text(check.detail)
