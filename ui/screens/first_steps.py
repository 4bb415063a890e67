"""First run: from nothing to the first real document, each step tried on the spot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui

from model.connections import FirstSteps, KindForm
from ui.bus import News
from ui.components.parts import box, button, text
from ui.keys import Key
from ui.languages import phrase, say
from ui.screens.add_portal import add_portal_address
from ui.screens.base import Frame, Screen
from ui.screens.connect_forms import ConnectForms
from ui.seat import Seat
from ui.wording import count

ADDRESS: Final = "/start"
GROUP: Final = phrase("First steps")
DEMO: Final = "billhook demo"
ONLY_ADMINS: Final = phrase("An admin connects what is missing.")


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: what it is for, what is there already, and what does it."""

    title: str
    about: str
    done: str
    label: str
    key: str
    act: Callable[[], Any]


class StartScreen(Screen):
    """Mailbox, portal, destination, and what came of them."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._shown: FirstSteps | None = None
        self._kinds: tuple[KindForm, ...] = ()

    def build(self) -> None:
        """Lay out the screen; the steps come in `load`."""
        self._forms = ConnectForms(self.seat, self._connected)
        with self.top(say("First steps")):
            pass
        with box("page", role="region", aria_label=say("First steps"), tabindex="0"):
            with box("start-head"):
                text(say("From nothing to the first document in ten minutes"), tag="h2")
                text(
                    say("Each step is tried on the spot, and can be left and gone on with."),
                    "quiet",
                    "p",
                )
            self._steps = box("steps", "ol")
            self._foot = box("start-foot")

    def actions(self) -> None:
        """Leave for the inbox."""
        button(say("Skip"), self._skip, key="s", press="skip")

    async def load(self) -> None:
        """Ask how far the company is."""
        desk = self.seat.desk.connections
        found = await self.seat.look(desk.first_steps)
        kinds = await self.seat.look(desk.kinds)
        if found is None or kinds is None or found == self._shown or self._steps.is_deleted:
            return
        self._shown, self._kinds = found, kinds
        self._draw(found)

    async def on_change(self, news: News) -> None:
        """Something was connected, or came."""
        if news.topic in ("mail", "portals", "deliveries", "inbox"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            Key("1", "1", "Connect a mailbox", GROUP, press="step-1", hint="mailbox"),
            Key("2", "2", "Add a portal", GROUP, press="step-2", hint="portal"),
            Key("3", "3", "Connect a destination", GROUP, press="step-3", hint="destination"),
            Key("4", "4", "See what came", GROUP, press="step-4"),
            Key("s", "S", "Skip, and go to the inbox", GROUP, press="skip"),
        )

    def _draw(self, found: FirstSteps) -> None:
        self._steps.clear()
        with self._steps:
            every = self._every(found)
            following = next((step for step in every if not step.done), None)
            for number, step in enumerate(every, 1):
                self._step(number, step, follows=step is following)
        self._foot.clear()
        with self._foot:
            text(say("Rather look around first? A demo company runs apart from yours:"), "quiet")
            text(DEMO, "mono")

    def _every(self, found: FirstSteps) -> tuple[_Step, ...]:
        came = found.documents and say("{documents} came, {delivered} delivered.")
        counted = count(found.documents, "document")
        return (
            _Step(
                say("Mailbox"),
                say(
                    "Where suppliers write: what they announce is fetched, what they attach filed."
                ),
                found.mailbox,
                say("Connect a mailbox"),
                "1",
                self._forms.mailbox,
            ),
            _Step(
                say("Portal"),
                say("One supplier's portal: you watch the first sign-in and take what it finds."),
                found.portal if found.portal_taken else "",
                say("Go on with it") if found.portal else say("Add a portal"),
                "2",
                lambda: ui.navigate.to(add_portal_address(found.portal_id)),
            ),
            _Step(
                say("Destination"),
                say("Where released documents go: a mail, a folder, your books."),
                found.destination,
                say("Connect a destination"),
                "3",
                lambda: self._forms.choose_kind(self._kinds),
            ),
            _Step(
                say("First document"),
                say("What came is in the inbox: look at it, and release it with D."),
                came.format(documents=counted, delivered=found.delivered) if came else "",
                say("See what came"),
                "4",
                lambda: ui.navigate.to("/?view=all"),
            ),
        )

    def _step(self, number: int, step: _Step, *, follows: bool) -> None:
        standing = "done" if step.done else "on"
        with box(f"step {standing}", "li"):
            text("✓" if step.done else str(number), "step-mark", aria_hidden="true")
            with box("step-what"):
                text(step.title, tag="h2")
                text(step.done or step.about, "quiet", "p")
            if self.seat.user.role.connects or step.key == "4":
                button(
                    step.label,
                    step.act,
                    key=step.key,
                    press=f"step-{step.key}",
                    classes="pri" if follows else "",
                )
            elif not step.done:
                text(say(ONLY_ADMINS), "quiet")

    async def _connected(self, _id: str) -> None:
        await self.load()

    async def _skip(self) -> None:
        if self.seat.user.role.connects:
            await self.seat.act(self.seat.desk.connections.skip_first_steps)
        ui.navigate.to("/?view=todo")
