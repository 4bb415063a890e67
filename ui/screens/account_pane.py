"""My account in Settings: the own password, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from nicegui.element import Element

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
            text(say("Where you are signed in"), "set-head", "h2")
            self._list = box()
        self._dialog = PeopleDialog(self.load)

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
                text(say("since {when}", when=clock_time(one.opened, now)), "quiet")
            if here:
                text(say("this one"), "quiet")
            else:
                button(say("End it"), self._ender(one.id))

    def _ender(self, session_id: str) -> Callable[[], Any]:
        async def end() -> None:
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
