"""My account in Settings: the own language and password, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from nicegui import events, ui
from nicegui.element import Element

from model.languages import Language
from model.people import SignedIn
from ui.components.parts import box, button, text
from ui.components.secret_form import Asked
from ui.languages import phrase, say
from ui.screens.people_pane import ROLES, PeopleDialog
from ui.seat import Seat
from ui.wording import clock_time

PASSWORD: Final = (
    Asked("password", "Your password so far", "password"),
    Asked("new", "Your new password", "new", "Four words that nobody would guess do well."),
)
TYPED: Final = "(e) => emit(e.target.value)"
ENDS: Final = phrase("All your other sessions end.")


class AccountPane:
    """What a person minds of their own account."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def build(self) -> None:
        """Lay it out."""
        user = self._seat.user
        with box("settings account") as self.pane:
            text(f"{user.full_name} · {user.name} · {say(ROLES[user.role])}", "quiet")
            with box("acts"):
                button(say("Change password"), self._change, key="a", press="new")
                with box("btn", "a", href="/authenticator"):
                    text(say("Authenticator"))
                button(say("Sign out everywhere"), self._leave, press="leave-everywhere")
            self._language()
            text(say("Where you are signed in"), "set-head", "h2")
            self._list = box()
        self._dialog = PeopleDialog(self.load)

    def _language(self) -> None:
        """The person's own language; the page is loaded anew in it."""
        title, browsers = say("My language"), say("As my browser wishes")
        with box("setown", tabindex="0", role="group", aria_label=title):
            with box("set-what", "span"):
                text(title, tag="b")
                text(say("Only for you; the words of documents stay as they are."), "quiet")
            with box("", "select", aria_label=title) as select:
                spoken = self._seat.user.language
                for value, name in (("", browsers), *((one, one.own_name) for one in Language)):
                    chosen = {"selected": ""} if value == (spoken or "") else {}
                    text(name, tag="option", value=value, **chosen)
        select.on("change", self._speak, js_handler=TYPED)

    async def _speak(self, typed: events.GenericEventArguments) -> None:
        language = Language(typed.args) if typed.args in list(Language) else None
        if await self._seat.act(self._seat.desk.settings.speak, language):
            ui.navigate.reload()

    async def load(self) -> None:
        """Ask for the own sessions."""
        people = self._seat.desk.people
        found = await self._seat.mine(people.own_sessions)
        now = await self._seat.look(self._seat.desk.now)
        if found is None or now is None or self._list.is_deleted:
            return
        here = self._seat.session_id
        self._list.clear()
        with self._list:
            for one in found:
                self._row(one, now, here=one.id == here)

    def _row(self, one: SignedIn, now: datetime, *, here: bool) -> None:
        place = one.place or say("an older session")
        with box("setrow", tabindex="0", role="group", aria_label=place):
            with box("set-what", "span"):
                text(place, tag="b")
                text(_since(one, now), "quiet")
            if here:
                text(say("this one"), "quiet")
            else:
                button(say("End it"), self._ender(one.id))

    def _ender(self, session_id: str) -> Callable[[], Any]:
        async def end() -> None:
            with self.pane:
                await self._seat.act(self._seat.desk.people.end_session, session_id)
                await self.load()

        return end

    def _change(self) -> None:
        self._dialog.ask(
            say("Change your password"),
            "password",
            PASSWORD,
            about=say(ENDS),
            submit=say("Change it"),
            then="",
            done=say("Your password is changed."),
        )

    async def _leave(self) -> None:
        if await self._seat.act(self._seat.desk.people.sign_out_everywhere):
            self._seat.leave()


def _since(one: SignedIn, now: datetime) -> str:
    """Since when a session is open, and when it was last used."""
    opened = clock_time(one.opened, now)
    if one.last_used is None:
        return say("since {when}", when=opened)
    used = clock_time(one.last_used, now)
    return say("since {when}, last used {used}", when=opened, used=used)
