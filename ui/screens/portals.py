"""Portals: how the visits went, what is expected of each, what goes on now, who needs a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from nicegui import ui

from model.adoption import Adoption, Savings
from model.secret import Secret
from model.suppliers import PortalState
from model.views import PortalView
from ui.bus import News
from ui.components.health_strip import SHOWN, HealthStrip
from ui.components.parts import box, button, icon, text, toast
from ui.facts import need
from ui.keys import Key, row_keys
from ui.languages import phrase, say, say_many
from ui.screens.add_portal import ADDRESS as ADD_PORTAL
from ui.screens.adoption import WithoutPortal, estimate
from ui.screens.base import Frame, Screen
from ui.screens.live import live_address
from ui.screens.portal_pane import PaneActs, PortalPane, answerer
from ui.screens.recipe import recipe_address
from ui.screens.recipe_change import RecipeDialog
from ui.screens.schedule_form import ScheduleForm
from ui.screens.takeover import ADDRESS as TAKEOVER
from ui.screens.visit_story import VisitStory
from ui.seat import Seat
from ui.side import progress_share, progress_words
from ui.wording import DASH, age

EMPTY = phrase("No portal yet. Press N to add the first one.")
GROUP = phrase("Portals")
STATES = {
    PortalState.PROPOSED: phrase("proposed"),
    PortalState.OPEN: "",
    PortalState.PAUSED: phrase("paused"),
    PortalState.SET_ASIDE: phrase("set aside"),
}


class PortalsScreen(Screen):
    """One row for each portal; the chosen one's expectations and visits stand beside them."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._portals: dict[str, PortalView] = {}
        self._rows: dict[str, _Row] = {}
        self._adopted: Mapping[str, Adoption] = {}
        self._chosen = ""
        self._asking: tuple[tuple[str, str, str], ...] = ()

    def build(self) -> None:
        """Lay out the screen; the portals come in `load`."""
        with self.top(say("Portals")):
            self._summary = text("", "quiet")
            if self.seat.user.role.connects:
                button(
                    say("Add a portal"),
                    lambda: ui.navigate.to(ADD_PORTAL),
                    glyph="plus",
                    key="n",
                    press="add",
                )
            button(say("Take over"), lambda: ui.navigate.to(TAKEOVER), key="t", press="take-over")
        with box("cols"):
            with box("page flush", role="region", aria_label=say("Portals"), tabindex="0"):
                self._needs = box("needs")
                self._table = box("ptable")
                self._without = WithoutPortal()
            recipes = RecipeDialog(self.seat, self.load)
            self._detail = PortalPane(
                PaneActs(
                    visit=self._visit,
                    record=self._record,
                    schedule=ScheduleForm(self.seat, self.load).open,
                    story=VisitStory(self.seat).open,
                    reply=self._reply,
                    live=self._open_live,
                    show=self._show_list,
                    recipe=recipes.open,
                    put_back=recipes.put_back,
                    edit=self._edit_recipe,
                )
            )

    async def load(self) -> None:
        """Ask for the portals; rows that are there already are only written anew."""
        portals = await self.seat.look(self.seat.desk.portals)
        adoption = await self.seat.look(self.seat.desk.adoption)
        now = await self.seat.look(self.seat.desk.now)
        if portals is None or adoption is None or now is None or self._table.is_deleted:
            return
        self._adopted = adoption.portals
        same = list(self._portals) == [portal.id for portal in portals]
        self._portals = {portal.id: portal for portal in portals}
        if not same or not portals:
            self._draw()
        for portal in portals:
            self._rows[portal.id].show(portal, self._adopted.get(portal.id), now)
        self._summary.text = adoption.summary
        self._summary.props["title"] = estimate(adoption)
        self._without.show(adoption)
        self._ask_for_person(portals)
        if self._chosen not in self._portals:
            self._chosen = next(iter(self._portals), "")
        await self._show_detail(now)

    async def on_change(self, news: News) -> None:
        """A visit got on, or an expectation was answered."""
        if news.topic in ("portals", "exceptions"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(".prow", GROUP),
            Key("a", "A", "Answer what the portal waits for", GROUP, press="answer", hint="answer"),
            Key(
                "b", "B", "Show what changed in its recipe, before and after", GROUP, press="recipe"
            ),
            Key("e", "E", "Read, edit or test its recipe", GROUP, press="edit-recipe"),
            Key("u", "U", "Put the recipe from before the repair back", GROUP, press="put-back"),
            Key("o", "O", "Open the live page of its visit", GROUP, press="live"),
            Key("s", "S", "Show where it lists its documents, once", GROUP, press="show"),
            Key("r", "R", "Visit the chosen portal now", GROUP, press="visit", hint="visit now"),
            Key("n", "N", "Add a portal", GROUP, press="add"),
            Key("t", "T", "Take over imported sign-ins, and the report", GROUP, press="take-over"),
        )

    def _draw(self) -> None:
        self._table.clear()
        self._rows = {}
        with self._table:
            if not self._portals:
                text(say(EMPTY), "nothing", "p")
                return
            with box("prow-head", aria_hidden="true"):
                for head in _heads():
                    text(head)
            for portal_id in self._portals:
                self._rows[portal_id] = _Row(self._chooser(portal_id))

    def _chooser(self, portal_id: str) -> Callable[[], Awaitable[None]]:
        async def choose() -> None:
            if portal_id == self._chosen:
                return
            self._chosen = portal_id
            now = await self.seat.look(self.seat.desk.now)
            if now:
                await self._show_detail(now)

        return choose

    def _ask_for_person(self, portals: tuple[PortalView, ...]) -> None:
        asking = tuple((one.id, need(one), one.question_id) for one in portals if one.needs_person)
        if asking == self._asking:
            return
        self._asking = asking
        self._needs.clear()
        with self._needs:
            for portal_id, *_ in asking:
                self._need(self._portals[portal_id])

    def _need(self, portal: PortalView) -> None:
        with box("need-card", role="note"):
            icon("circle-alert")
            with box("need-what"):
                text(portal.name, tag="b")
                text(need(portal), tag="p")
            if portal.question_id:
                answerer(portal.question_id)
            elif portal.state is PortalState.OPEN:
                button(say("Visit now"), lambda: self._visit(portal), glyph="refresh-cw")

    async def _visit(self, portal: PortalView) -> None:
        if await self.seat.act(self.seat.desk.visits.visit_now, portal.id):
            toast(say("{name} is visited as soon as it is free.", name=portal.name))
            await self.load()

    async def _reply(self, challenge_id: str, typed: Secret) -> None:
        if await self.seat.act(self.seat.desk.visits.answer_challenge, challenge_id, typed):
            toast(say("Sent to the visit that waits for it."))
            await self.load()

    async def _record(self, portal: PortalView) -> None:
        if await self.seat.act(self.seat.desk.visits.record, portal.id):
            toast(
                say("The next visit to {name} is kept as a test of its recipe.", name=portal.name)
            )
            await self.load()

    async def _open_live(self, portal: PortalView) -> None:
        seat, run = self.seat, portal.attended_run
        run = run or await seat.look(seat.desk.live.open, seat.user, portal.id) or ""
        if run:
            ui.navigate.to(live_address(run))

    async def _edit_recipe(self, portal: PortalView) -> None:
        ui.navigate.to(recipe_address(portal.id))

    async def _show_list(self, portal: PortalView) -> None:
        seat = self.seat
        run = await seat.look(seat.desk.live.open, seat.user, portal.id, shows=True)
        if run:
            ui.navigate.to(live_address(run))

    async def _show_detail(self, now: datetime) -> None:
        portal = self._portals.get(self._chosen)
        for portal_id, row in self._rows.items():
            row.mark(chosen=portal_id == self._chosen)
        if portal is None:
            self._detail.show(None, None, (), now)
            return
        expected = await self.seat.look(self.seat.desk.expectations, portal.id)
        if expected is not None and not self._detail.is_deleted and portal.id == self._chosen:
            self._detail.show(portal, self._adopted.get(portal.id), expected, now)


class _Row:
    """One portal in the table."""

    def __init__(self, on_choose: Callable[[], Awaitable[None]]) -> None:
        with box("prow", tabindex="0", role="group") as self._row:
            with box("p-name"):
                self._name = text("", tag="b")
                self._host = text("", "quiet")
            self._account = text("", "quiet")
            with box("p-last"):
                self._stage = text("")
                self._saved = text("", "quiet")
            self._strip = HealthStrip()
            with box("p-last"):
                self._last = text("")
                self._open = text("", "quiet")
            with box("p-now"):
                self._state = text("")
                with box("bar") as self._bar:
                    self._done = box("", "span")
        self._row.on("focusin", on_choose, args=[])
        self._row.on("click", on_choose, args=[])

    def show(self, portal: PortalView, adoption: Adoption | None, now: datetime) -> None:
        """Write the row anew."""
        self._stage.text = adoption.stage.words if adoption else DASH
        saved = adoption.savings if adoption else Savings()
        self._saved.text = say("{time} saved", time=saved.time) if saved.minutes else ""
        self._row.props["aria-label"] = portal.name
        self._name.text = portal.name
        self._host.text = portal.host
        self._account.text = portal.account or DASH
        self._strip.show(portal.runs, now)
        self._last.text = (
            age(portal.last_document, now) if portal.last_document else say("none yet")
        )
        self._open.text = _expected(portal)
        self._open.classes(replace="waits" if portal.expectations_waiting else "quiet")
        running = portal.running
        self._bar.visible = running is not None
        if running:
            self._done.style(f"width: {progress_share(running):.0%}")
        self._state.text, look = _state(portal)
        self._state.classes(replace=f"st st-{look}")

    def mark(self, *, chosen: bool) -> None:
        """Show whether this is the chosen portal."""
        self._row.classes("on") if chosen else self._row.classes(remove="on")


def _heads() -> tuple[str, ...]:
    visits = say("Last {n} visits", n=SHOWN)
    portal, account, adoption = say("Portal"), say("Account"), say("Adoption")
    return portal, account, adoption, visits, say("Last document"), say("Now")


def _expected(portal: PortalView) -> str:
    """How much is expected of a portal, what waits for a person first."""
    waiting, still_open = portal.expectations_waiting, portal.expectations_open
    if not waiting:
        return say("{n} expected", n=still_open) if still_open else say("nothing expected")
    told = [say_many(waiting, "{n} waits for you", "{n} wait for you")]
    if still_open:
        told.append(say("{n} expected", n=still_open))
    return ", ".join(told)


def _state(portal: PortalView) -> tuple[str, str]:
    if portal.running:
        return progress_words(portal.running), "review"
    if portal.needs_person:
        return say("needs you"), "duplicate"
    if STATES[portal.state]:
        return say(STATES[portal.state]), "waiting"
    last = portal.runs[-1] if portal.runs else None
    if last is None:
        return say("not visited yet"), "delivered"
    return (say("fine"), "ready") if last.good else (say("tries again"), "duplicate")
