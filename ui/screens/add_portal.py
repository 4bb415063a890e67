"""Adding a portal: its address and sign-in, a first visit that is watched, and what that found.

The address names the portal, so every step can be left and gone on with.
"""

from __future__ import annotations

from typing import Any, Final

from nicegui import ui

from model.connections import FirstVisit, Link, Sample
from ui.bus import News
from ui.components.parts import box, button, chip, document_address, question_address, text, toast
from ui.components.secret_form import Asked, SecretForm
from ui.keys import Key
from ui.languages import phrase, say
from ui.screens.base import Frame, Screen
from ui.screens.live import live_address
from ui.seat import Seat
from ui.wording import count, day, kind_name, money

ADDRESS: Final = "/add-portal"
GROUP: Final = phrase("Add a portal")
ONLY_ADMINS: Final = phrase("An admin can add a portal.")
_ABOUT: Final = phrase(
    "The password goes straight to the vault, and is typed at this address and nowhere else."
    " Test reaches the address and types nothing: only the portal can say whether the password is"
    " right, and a wrong one is one attempt."
)
_STEPS: Final = (
    phrase("Address and sign-in"),
    phrase("First visit"),
    phrase("What was found"),
    phrase("Take it"),
)


def add_portal_address(portal_id: str = "") -> str:
    """The address of the wizard: for a new portal, or for one that is on its way in."""
    return f"{ADDRESS}?doc={portal_id}" if portal_id else ADDRESS


class AddPortalScreen(Screen):
    """Four steps below each other; those that are done stay to be seen."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._shown: FirstVisit | None = None

    def build(self) -> None:
        """Lay out the screen; the steps come in `load`."""
        with self.top(say("Add a portal")):
            pass
        with box("page", role="region", aria_label=say("Add a portal"), tabindex="0"):
            self._steps = box("steps", "ol")
        if not self.doc:
            self._draw_form()

    async def load(self) -> None:
        """Ask how far the portal is."""
        if not self.doc:
            return
        found = await self.seat.look(self.seat.desk.connections.first_visit, self.doc)
        if found is None or found == self._shown or self._steps.is_deleted:
            return
        self._shown = found
        self._draw(found)

    async def on_change(self, news: News) -> None:
        """The visit got on, brought something, or asks something."""
        if news.topic in ("portals", "exceptions", "inbox"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            Key("o", "O", "Watch the visit", GROUP, press="live", hint="watch"),
            Key("r", "R", "Visit it again", GROUP, press="visit"),
            Key("a", "A", "Take what was found", GROUP, press="accept", hint="take"),
            Key("q", "Q", "Answer what it asks", GROUP, press="answer"),
        )

    def _draw_form(self) -> None:
        with self._steps, _step(1, "on"):
            if not self.seat.user.role.connects:
                text(say(ONLY_ADMINS), "quiet", "p")
                return
            with box("card unlock connect inline"):
                self._form({"id": ""}, portal_fields(), say("Add and visit it"), say("Test"))

    def _form(self, said: dict[str, object], fields: list[Asked], submit: str, tries: str) -> None:
        made = SecretForm(
            f"/api/connect/{Link.PORTAL.value}",
            said,
            fields,
            about=say(_ABOUT) if not said["id"] else "",
            submit=submit,
            tries=tries,
        )
        made.on("leave", lambda: ui.navigate.to("/portals"), args=[])
        made.on("done", lambda event: self._kept(event.args))

    async def _kept(self, answered: Any) -> None:
        said = answered or {}
        self.doc = str(said.get("id", "")) or self.doc
        ui.navigate.history.replace(add_portal_address(self.doc))
        self._shown = None
        await self.load()

    def _draw(self, found: FirstVisit) -> None:
        self._steps.clear()
        with self._steps:
            with _step(1, "done"), box("quiet apart", "p"):
                text(found.name)
                text(found.host)
            self._visit_step(found)
            if found.good:
                self._found_step(found)
                self._take_step(found)

    def _visit_step(self, found: FirstVisit) -> None:
        done = found.good and not found.waits
        with _step(2, "done" if done else "on"):
            if found.waits:
                chip("review", say("The visit is under way."))
                text(say("Whatever the portal asks of you appears on its live page."), "quiet", "p")
                if found.run:
                    self._watcher(found.run)
            elif found.ended:
                chip("ready" if found.good else "exception", found.ended)
            if not (found.waits or found.good) and self.seat.user.role.connects:
                self._mend(found)

    def _watcher(self, run: str) -> None:
        button(
            say("Watch it"),
            lambda: ui.navigate.to(live_address(run)),
            glyph="eye",
            key="o",
            press="live",
            classes="pri",
        )

    def _mend(self, found: FirstVisit) -> None:
        """What a person can do about a first visit that did not go well."""
        if found.refused:
            text(say("It was typed once and is not sent again. Type the right one."), "quiet", "p")
            with box("card unlock connect inline"):
                asked = [Asked("password", say("Password"), "secret")]
                self._form({"id": found.portal_id}, asked, say("Save and visit it"), "")
            return
        with box("acts"):
            if found.question_id:
                button(
                    say("Answer"),
                    lambda: ui.navigate.to(question_address(found.question_id)),
                    glyph="arrow-up-right",
                    key="q",
                    press="answer",
                )
            button(say("Visit it again"), self._again, glyph="refresh-cw", key="r", press="visit")

    async def _again(self) -> None:
        if await self.seat.act(self.seat.desk.visits.visit_now, self.doc):
            await self.load()

    def _found_step(self, found: FirstVisit) -> None:
        with _step(3, "done"):
            text(count(found.documents, "document"), tag="p")
            if found.lists:
                _named(say("Lists:"), found.lists)
                _named(say("Columns:"), found.columns)
            with box("samples", "ul"):
                for one in found.samples:
                    _sample(one)

    def _take_step(self, found: FirstVisit) -> None:
        with _step(4, "done" if found.accepted else "on"):
            if found.accepted:
                text(say("It is visited by itself from now on, once a day."), "quiet", "p")
                button(say("To the portals"), lambda: ui.navigate.to("/portals"), glyph="globe")
            elif self.seat.user.role.connects:
                text(
                    say("Are these your documents? Then it is visited by itself from now on."),
                    "quiet",
                    "p",
                )
                button(
                    say("Yes, take it"),
                    self._accept,
                    glyph="check",
                    key="a",
                    press="accept",
                    classes="pri",
                )

    async def _accept(self) -> None:
        if await self.seat.act(self.seat.desk.connections.accept_portal, self.doc):
            toast(say("It is visited by itself from now on, once a day."))
            await self.load()


def _step(number: int, standing: str) -> Any:
    """A numbered step; what is made inside stands below its heading."""
    step = box(f"step {standing}", "li")
    with step:
        text("✓" if standing == "done" else str(number), "step-mark", aria_hidden="true")
        inner = box("step-what")
        with inner:
            text(say(_STEPS[number - 1]), tag="h2")
    return inner


def _named(label: str, names: tuple[str, ...]) -> None:
    """Names that come from the portal, each on its own."""
    with box("quiet apart", "p"):
        text(label)
        for name in names:
            text(name)


def _sample(one: Sample) -> None:
    with box("sample", "li"):
        text(kind_name(one.kind), "quiet")
        with box("lnk", "a", href=document_address(one.document_id)):
            text(one.number or say("without a number"))
        text(day(one.day), "num")
        text(money(one.gross), "num")


def portal_fields() -> list[Asked]:
    """What the form of a new portal asks for."""
    return [
        Asked("supplier", say("Supplier"), "line", say("As Nordwind GmbH.")),
        Asked(
            "url",
            say("Address of its sign-in page"),
            "line",
            say("Copy it from the browser, with https://."),
        ),
        Asked("username", say("User name"), "line"),
        Asked("password", say("Password"), "secret", beside=True),
        Asked(
            "account",
            say("Our customer number there"),
            "line",
            say("Where there are several."),
            required=False,
        ),
        Asked(
            "since", say("Documents since"), "line", say("As 2026-01-01."), "", False, beside=True
        ),
        Asked(
            "seed",
            say("Key of its authenticator"),
            "secret",
            say("Where it asks for codes of an app: the key below its QR code."),
            required=False,
        ),
    ]
