"""Statements: their lines beside our side, until nothing is left unexplained."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import events, ui

from model.documents import Check
from model.errors import BillhookError, SignedOut
from model.matches import Standing, StandingState
from model.money import Money
from model.reports import StatementFile
from model.views import StatementRow, StatementView
from ui.bus import News
from ui.components.doc_view import DocView
from ui.components.parts import box, button, document_address, icon, text, toast
from ui.components.record_list import RecordList
from ui.components.statement_board import StatementBoard
from ui.components.statement_board import address as board_address
from ui.keys import Key, list_keys
from ui.languages import all_said, number, phrase, say
from ui.languages.formats import MINUS
from ui.refusals import refusal_words
from ui.rows import account_of
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.books_pane import BooksPane
from ui.seat import Seat
from ui.stored_words import check_word
from ui.wording import age, count, day, figure, money

VIEWS = {"all": phrase("All lines"), "left": phrase("What is left")}
REPORTS = {"ageing": phrase("Ageing"), "accruals": phrase("Received, not invoiced")}
HEADS = (
    phrase("Supplier"),
    phrase("Account"),
    "",
    phrase("State"),
    phrase("Why"),
    phrase("Date"),
    phrase("Left"),
)
EMPTY = phrase("No statements yet. They come by mail and from portals.")
GROUP, BOARD = phrase("Statements"), phrase("Statement")
MOST_STEPS = 100
POINT_AFTER = 0.2  # seconds in which the browser has drawn the paper's boxes
FILES = (
    (phrase("Letter"), "st-letter", StatementFile.LETTER, "q"),
    ("PDF", "st-pdf", StatementFile.PDF, "p"),
    ("XLSX", "st-xlsx", StatementFile.XLSX, ""),
)
_SAID = {
    "link": phrase("Linked. Z takes it back."),
    "unlink": phrase("The line is open again. Z takes it back."),
    "accept": phrase("Accepted. Z takes it back."),
    "expect": phrase("The document is expected; its portal is asked."),
    "sign_off": phrase("Signed off. Z takes it back."),
    "reopen": phrase("The statement is open again."),
}


class StatementsScreen(Screen):
    """The list of statements and the chosen one, reconciled."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._chosen = ""
        self._statement: StatementView | None = None
        self._paper_of = ""

    def build(self) -> None:
        """Lay out list and board."""
        whole = not self.seat.user.entities  # our books name no company
        views = VIEWS | (REPORTS if whole else {})
        view = self.view = self.view if self.view in views else "all"
        with self.top(say("Statements"), say("Supplier, account …")):
            self._tabs = Tabs(views, view, self._choose_view)
        with box("cols lists statements") as self._body:
            self._list = RecordList(
                "/api/statements",
                say("Statements"),
                heads=all_said(HEADS),
                empty=say(EMPTY),
                query={},
                start=self.doc,
            )
            self._list.on("cursor", self._on_cursor)
            self._build_paper()
            with box("statement", role="region", aria_label=say("Statement")):
                self._head = box("st-head")
                self._board = StatementBoard()
        self._list.on("open", js_handler=f"() => getElement({self._board.id}).focus()")
        self._board.on("leave", js_handler=f"() => getElement({self._list.id}).focus()")
        self._board.on("act", self._act)
        self._board.on("lost", _lost, args=[])
        self._board.on("open", self._open_document)
        self._board.on("paper", self._flip_paper, args=[])
        self._board.on("flip", self._flip_view, args=[])
        self._board.visible = False
        self._report = BooksPane(self.seat)
        self._choose_view(view)

    def _build_paper(self) -> None:
        """The pages of the statement, in place of the list while they are shown."""
        with box("doc") as self._pane:
            self._paper = DocView()
        self._pane.visible = False

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        board, page = self._board.id, self._paper.id
        return (
            *list_keys(self._list.id, GROUP),
            Key("enter", "Enter", "Into the statement", GROUP, call="focus", on=board),
            Key("w", "W", "What is left, or all lines", GROUP, call="flip", on=board),
            *self._report_keys(),
            Key("", "← →", "Their side or ours", BOARD),
            Key("", "X Space", "Mark a line or an entry", BOARD, hint="mark", caps=("X",)),
            Key("", "Shift J K", "Mark several", BOARD),
            Key("", "Ctrl A", "Mark all that is left", BOARD),
            Key("e", "E", "Next difference", BOARD, call="next", on=board, hint="next"),
            Key("m", "M", "Link what is marked", BOARD, press="st-link", hint="link"),
            Key("", f"1{MINUS}3", "Link with what is proposed", BOARD),
            Key("u", "U", "Unlink", BOARD, press="st-unlink"),
            Key("a", "A", "Accept the difference", BOARD, press="st-accept", hint="accept"),
            Key("A", "Shift A", "Accept, with a reason of your own", BOARD, press="st-why"),
            Key("", f"A 1{MINUS}5", "Accept, with a usual reason", BOARD),
            Key("r", "R", "Fetch the document of the line", BOARD, press="st-expect"),
            Key("v", "V", "The line on the paper", BOARD, press="st-paper", hint="paper"),
            Key("o", "O", "Open our document", BOARD, press="st-open"),
            Key("q", "Q", "Letter to the supplier", BOARD, press="st-letter"),
            Key("p", "P", "Report as PDF", BOARD, press="st-pdf"),
            Key("P", "Shift P", "Report as XLSX", BOARD, press="st-xlsx"),
            Key("z", "Z", "Undo", BOARD, press="st-undo"),
            Key("d", "D", "Sign off", BOARD, press="st-sign", hint="sign off"),
            Key("D", "Shift D", "Reopen, with a reason", BOARD, press="st-reopen"),
            Key("+", "+", "Paper larger", BOARD, call="enlarge", on=page, amount=1.25),
            Key("-", MINUS, "Paper smaller", BOARD, call="enlarge", on=page, amount=0.8),
        )

    def _report_keys(self) -> tuple[Key, ...]:
        if self.seat.user.entities:
            return ()
        return (
            Key("y", "Y", "Ageing of what we owe", GROUP, press="view-ageing"),
            Key("i", "I", "What arrived and is not invoiced", GROUP, press="view-accruals"),
        )

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self._list.ask(text=sought)

    async def on_change(self, news: News) -> None:
        """A statement was matched again."""
        if news.topic == "statements":
            self._list.refresh()
            if not news.subjects or news.subjects & {self._chosen, ""}:
                await self._show()

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self._chosen = str(event.args["id"])
        await self._show()

    def _choose_view(self, view: str) -> None:
        self.view = view
        self._body.visible = view in VIEWS
        self._report.show("" if view in VIEWS else view)
        self._board.narrow(only_left=view == "left")

    def _flip_view(self) -> None:
        self._tabs.choose("all" if self.view == "left" else "left")

    async def _show(self, *, decided: bool = False) -> None:
        chosen, statement = self._chosen, None
        if chosen:
            statement = await self.seat.look(self.seat.desk.statement, chosen)
        if self._head.is_deleted or chosen != self._chosen:
            return
        if statement:
            label = say("Statement of {supplier}", supplier=statement.row.supplier)
            self._board.show(chosen, label, decided=decided)
        self._board.visible = statement is not None
        if statement != self._statement:
            await self._draw(statement)

    async def _draw(self, statement: StatementView | None) -> None:
        self._statement = statement
        self._head.clear()
        if statement is None:
            return
        now = await self.seat.look(self.seat.desk.now)
        with self._head:
            _title(statement)
            with box("sums"):
                _sums(statement)
                self._files()
            if statement.steps:
                _steps(statement.steps)
            if now:
                _standing(statement.row.standing, lambda at: age(at, now))
        if self._pane.visible:
            await self._show_paper()

    # -- what others get -------------------------------------------------------------------------

    def _files(self) -> None:
        with box("acts many"):
            for label, press, file, key in FILES:
                write = partial(self._download, self._chosen, file)
                button(say(label), write, key=key, press=press, classes="small ghost")

    async def _download(self, chosen: str, file: StatementFile) -> None:
        """Let the browser load the file; of a letter it must be known first that there is one."""
        written = self.seat.desk.statement_board.written
        if file is StatementFile.LETTER and not await self.seat.look(written, chosen, file):
            return
        ui.download.from_url(f"/statement/{chosen}/{file.value}", file.value)

    # -- what a person decides -------------------------------------------------------------------

    async def _act(self, event: events.GenericEventArguments) -> None:
        said: dict[str, Any] = event.args
        await self.frame.in_turn(lambda: self._acted(said))

    async def _acted(self, said: dict[str, Any]) -> None:
        verb, chosen = str(said["verb"]), self._chosen
        if said["of"] != board_address(chosen):
            _lost()
            return
        items = [str(one) for one in said["items"]]
        try:
            words = await self._decide(verb, items, said)
        except SignedOut:
            return
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
        else:
            toast(words)
        if chosen == self._chosen and not self._head.is_deleted:
            await self._show(decided=True)

    async def _decide(self, verb: str, items: list[str], said: dict[str, Any]) -> str:
        """Let the desk do it; what the person is told. Raises what the desk raises."""
        desk, chosen, note = self.seat.desk.statement_board, self._chosen, str(said["note"])
        if verb == "undo":
            return await self.seat.get(desk.undo, chosen)
        if verb == "link":
            entries = [str(one) for one in said["entries"]]
            await self.seat.do(desk.link, chosen, items, entries)
        elif verb == "accept":
            await self.seat.do(desk.accept, chosen, items, note)
        elif verb in ("sign_off", "reopen"):
            await self.seat.do(getattr(desk, verb), chosen, note)
        else:
            await self.seat.do(desk.unlink if verb == "unlink" else desk.expect, chosen, items)
        return say(_SAID[verb])

    def _open_document(self, event: events.GenericEventArguments) -> None:
        ui.navigate.to(document_address(str(event.args["id"])))

    # -- the paper -------------------------------------------------------------------------------

    async def _flip_paper(self) -> None:
        shown = not self._pane.visible
        self._pane.visible = shown
        self._list.visible = not shown
        self._body.classes("papered") if shown else self._body.classes(remove="papered")
        if shown:
            await self._show_paper()
            ui.timer(POINT_AFTER, self._board.point, once=True)

    async def _show_paper(self) -> None:
        statement = self._statement
        if statement is None or self._paper_of == statement.row.document_id:
            return
        document = await self.seat.look(self.seat.desk.document, statement.row.document_id)
        if document and not self._pane.is_deleted:
            self._paper_of = document.id
            self._paper.show_lines(document, statement.lines)


def _lost() -> None:
    words = say("The line has changed meanwhile: look at it, and press the key again.")
    toast(words, wrong=True)


def _title(statement: StatementView) -> None:
    row = statement.row
    with box("st-title"):
        text(row.supplier, tag="h2")
        account = say("Account {name}", name=account_of(row)) if account_of(row) else ""
        text(" · ".join(filter(None, (account, day(row.day)))))
        text(
            say(
                "{matched} of {lines} settled", matched=row.matched, lines=count(row.lines, "line")
            ),
            "quiet",
        )
        if statement.arithmetic:
            _arithmetic(statement.arithmetic)


def _sums(statement: StatementView) -> None:
    _sum(say("We say"), statement.ours)
    _sign("+")
    _sum(say("Explained"), _explained(statement))
    _sign("+")
    _left(statement.row)
    _sign("=")
    _sum(say("They say"), statement.theirs)


def _sum(label: str, amount: Money | None) -> None:
    with box("sum"):
        text(label, "quiet")
        text(money(amount), "tn", "b")


def _sign(sign: str) -> None:
    text(sign, "sum-sign", aria_hidden="true")


def _explained(statement: StatementView) -> Money | None:
    left = statement.row.left
    if statement.theirs is None or statement.ours is None or left is None:
        return None
    return statement.theirs - statement.ours - left


def _left(row: StatementRow) -> None:
    """What nobody has explained yet; that a line is open counts, also where amounts cancel out."""
    settled = row.left is not None and not row.left.amount and not row.open
    with box("sum unex " + ("good" if settled else "bad")):
        text(say("Unexplained"), "quiet")
        with box("", "b"):
            icon("circle-check" if settled else "circle-alert")
            text(figure(row.left.amount) if row.left else say("unknown"), "tn")


def _arithmetic(check: Check) -> None:
    look = {True: ("check", ""), False: ("x", "bad"), None: ("minus", "open")}
    glyph, tone = look[check.ok]
    with box(f"chk {tone}", title=check.detail):
        icon(glyph)
        text(check_word(check.name))
        text(check.detail)


def _steps(steps: tuple[tuple[str, Money], ...]) -> None:
    """From our balance to theirs, step by step."""
    with box("st-steps", "details"):
        with box("", "summary"):
            icon("chevron-right")
            text(say("{steps} from our balance to theirs", steps=count(len(steps), "step")))
        with box("", "ul"):
            for sentence, amount in steps[:MOST_STEPS]:
                with box("", "li"):
                    text(sentence)
                    text(figure(amount.amount), "tn")
            if len(steps) > MOST_STEPS:
                text(say("… and {n} more", n=number(len(steps) - MOST_STEPS)), "quiet", "li")


def _standing(standing: Standing, ago: Callable[[Any], str]) -> None:
    if standing.state is StandingState.OPEN:
        return
    signed = standing.state is StandingState.SIGNED_OFF
    when = ago(standing.at) if standing.at else ""
    word = say("Signed off") if signed else say("Reopened")
    who = say("by {person}", person=standing.by) if standing.by else ""
    with box("st-stands " + ("good" if signed else "warn")):
        icon("shield-check" if signed else "bell")
        text(f"{word} {who}".strip(), tag="b")
        text(" · ".join(filter(None, (when, standing.note))))
        for arrived in standing.arrived:
            text(say("{document} came late.", document=arrived))
