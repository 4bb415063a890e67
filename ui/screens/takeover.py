"""Taking over imported sign-ins: what is proposed, to tick; and the morning's report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import groupby
from typing import Final

from nicegui import ui
from nicegui.element import Element

from model.takeovers import Standing, TakeoverView, summary
from ui.bus import News
from ui.components.parts import Words, apart, box, button, chip, text, toast
from ui.keys import Key, row_keys
from ui.languages import number, phrase, say
from ui.screens.base import Frame, Screen
from ui.screens.portal_pane import answerer
from ui.screens.vault_forms import VaultForms
from ui.seat import Seat
from ui.stored_words import standing_word
from ui.wording import count

GROUP: Final = phrase("Take over")
ADDRESS: Final = "/takeover"
EMPTY: Final = phrase(
    "Nothing was imported yet. Press I and choose the export of a password manager."
)
LOOKS: Final = {
    Standing.AUTOMATIC: "ready",
    Standing.NEEDS_ANSWER: "duplicate",
    Standing.WRONG_PASSWORD: "exception",
    Standing.UNREACHABLE: "waiting",
    Standing.NO_PORTAL: "delivered",
    Standing.UNDER_WAY: "review",
    Standing.WAITING: "waiting",
    Standing.PROPOSED: "review",
    Standing.DOUBTED: "delivered",
}
"""The colour and shape of each standing."""


class TakeoverScreen(Screen):
    """One row for each imported sign-in, by standing; what a person ticks is visited once."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._views: dict[str, TakeoverView] = {}
        self._ticked: set[str] = set()
        self._rows: dict[str, tuple[Element, Words]] = {}
        self._chosen = ""

    def build(self) -> None:
        """Lay out the screen; the sign-ins come in `load`."""
        self._forms = VaultForms(self.load)
        with self.top(say("Take over")):
            self._summary = text("", "quiet")
        with box("cols"):
            with box(
                "page flush", role="region", aria_label=say("Imported sign-ins"), tabindex="0"
            ):
                self._table = box("ttable")
            self._detail = box("detail", "aside", aria_label=say("The chosen sign-in"))

    def actions(self) -> None:
        """Import another password manager's export."""
        button(say("Import"), self._forms.take_in, glyph="upload", key="i", press="import")

    async def load(self) -> None:
        """Ask for the sign-ins, and show them where something changed."""
        found = await self.seat.look(self.seat.desk.takeovers.every)
        if found is None or self._table.is_deleted:
            return
        if (views := {one.id: one for one in found}) != self._views or not views:
            self._views = views
            self._ticked &= {one.id for one in found if one.can_be_chosen}
            self._draw()

    async def on_change(self, news: News) -> None:
        """A visit got on, or a question was answered."""
        if news.topic in ("portals", "exceptions"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(".trow", GROUP),
            Key("i", "I", "Import a password manager's export", GROUP, press="import"),
            Key("x", "X", "Tick the chosen sign-in, or not", GROUP, press="tick", hint="tick"),
            Key("p", "P", "Tick all proposals", GROUP, press="tick-all", hint="tick all"),
            Key("c", "C", "Connect what is ticked, by night", GROUP, press="connect"),
            Key("n", "N", "Connect what is ticked, now", GROUP, press="connect-now"),
            Key("a", "A", "Answer what the portal waits for", GROUP, press="answer", hint="answer"),
            Key("r", "R", "Visit again what was set aside", GROUP, press="visit"),
        )

    def _draw(self) -> None:
        if self._chosen not in self._views:
            self._chosen = next(iter(self._views), "")
        self._summary.text = summary(self._views.values())
        again = bool(self._rows)
        self._table.clear()
        self._rows = {}
        with self._table:
            if not self._views:
                text(say(EMPTY), "nothing", "p")
            groups = groupby(self._views.values(), key=lambda one: one.standing)
            for standing, group in groups:
                of_standing = list(group)
                text(f"{number(len(of_standing))} {standing_word(standing)}", "group-head", "h2")
                for one in of_standing:
                    self._row(one)
        self._mark()
        if again:
            self._table.client.run_javascript(  # drawing the rows anew took the focus away
                "document.activeElement === document.body"
                " && document.querySelector('.trow.on')?.focus({preventScroll: true})"
            )

    def _row(self, one: TakeoverView) -> None:
        with box("trow", tabindex="0", role="group", aria_label=one.name, data_row="") as row:
            tick = self._tick_of(one)
            with box("p-name"):
                text(one.name, tag="b")
                apart((one.host, one.username), "quiet")
            chip(LOOKS[one.standing], one.needs or standing_word(one.standing))
            text(one.reason, "quiet t-why")
        self._rows[one.id] = row, tick
        choose = self._chooser(one.id)
        row.on("focusin", choose, args=[])
        row.on("click", choose, args=[])

    def _tick_of(self, one: TakeoverView) -> Words:
        """The tick of a row, which is pressed while the row has the focus: never another's."""
        if not one.can_be_chosen:
            return text("", "tick")
        with box("tick", "button", type="button", aria_label=say("Tick"), tabindex="-1") as pressed:
            tick = text("")
        pressed.props["data-press"] = "tick"
        pressed.on("click", self._ticker(one.id), args=[])
        return tick

    def _ticker(self, takeover_id: str) -> Callable[[], None]:
        def tick() -> None:
            self._chosen = takeover_id
            self._tick()

        return tick

    def _chooser(self, takeover_id: str) -> Callable[[], None]:
        def choose() -> None:
            if takeover_id != self._chosen:
                self._chosen = takeover_id
                self._mark()

        return choose

    def _mark(self) -> None:
        """Write anew what is ticked and chosen; the rows stay, and with them the focus."""
        for takeover_id, (row, tick) in self._rows.items():
            can_be_ticked = self._views[takeover_id].can_be_chosen
            tick.text = "☑" if takeover_id in self._ticked else "☐" if can_be_ticked else ""
            on = takeover_id == self._chosen
            row.classes("on") if on else row.classes(remove="on")
        self._show_detail()

    def _show_detail(self) -> None:
        self._detail.clear()
        with self._detail:
            if one := self._views.get(self._chosen):
                self._head(one)
            self._choice()

    def _head(self, one: TakeoverView) -> None:
        with box("detail-head"):
            text(one.supplier or one.name, tag="h2")
            apart((one.host, one.username), "quiet", "p")
            text(one.reason, tag="p")
            if one.documents:
                text(count(one.documents, "document"), "quiet", "p")
            with box("acts"):
                if one.can_be_chosen:
                    words = (
                        say("Untick") if one.id in self._ticked else say("Tick: this is its host")
                    )
                    button(words, self._ticker(one.id), key="x", press="tick")
                if one.question_id:
                    answerer(one.question_id, key="a")
                if one.standing is Standing.NO_PORTAL:
                    visit = partial(self._visit, one)
                    button(say("Visit again"), visit, glyph="refresh-cw", key="r", press="visit")

    def _choice(self) -> None:
        """What can be done with all that is ticked."""
        proposed = [one for one in self._views.values() if one.standing is Standing.PROPOSED]
        with box("detail-part"):
            text(say("Ticked"), tag="h3")
            ticked = say(
                "{sign_ins} of {n} proposed. Each is visited once.",
                sign_ins=count(len(self._ticked), "sign-in"),
                n=number(len(proposed)),
            )
            text(ticked, "quiet", "p")
            with box("t-acts"):
                if proposed:
                    button(say("Tick all"), self._tick_all, key="p", press="tick-all")
                if self._ticked:
                    button(say("By night"), self._connect(), key="c", press="connect")
                    button(say("Now"), self._connect(at_once=True), key="n", press="connect-now")
            with box("t-acts"):
                button(say("Portals"), lambda: ui.navigate.to("/portals"), glyph="globe")

    def _tick(self) -> None:
        self._ticked ^= {self._chosen}
        self._mark()

    def _tick_all(self) -> None:
        proposed = (one for one in self._views.values() if one.standing is Standing.PROPOSED)
        self._ticked |= {one.id for one in proposed}
        self._mark()

    def _connect(self, *, at_once: bool = False) -> Callable[[], Awaitable[None]]:
        chosen = tuple(one for one in self._views if one in self._ticked)

        async def connect() -> None:
            if await self.seat.act(self.seat.desk.takeovers.choose, chosen, at_once=at_once):
                self._ticked.clear()
                when = say("now") if at_once else say("by night")
                toast(
                    say(
                        "{portals} visited {when}, each once.",
                        portals=count(len(chosen), "portal"),
                        when=when,
                    )
                )
                await self.load()

        return connect

    async def _visit(self, one: TakeoverView) -> None:
        if await self.seat.act(self.seat.desk.visits.visit_now, one.portal_id):
            toast(say("{name} is visited as soon as it is free.", name=one.name))
            await self.load()
