"""My account in Settings: the own language and password, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from nicegui import events, ui
from nicegui.element import Element

from model.languages import Language
from model.notices import FIRST_HOUR, HOURS, NoticeChoice, NoticePace
from model.people import SignedIn
from ui.components.parts import apart, box, button, text
from ui.components.secret_form import Asked
from ui.languages import current, phrase, say
from ui.screens.people_pane import ROLES, PeopleDialog
from ui.seat import Seat
from ui.wording import clock_time

PASSWORD: Final = (
    Asked("password", "Your password so far", "password"),
    Asked("new", "Your new password", "new", "Four words that nobody would guess do well."),
)
TYPED: Final = "(e) => emit(e.target.value)"
PACES: Final = {
    NoticePace.OFF: phrase("None", "of mails"),
    NoticePace.DAILY: phrase("Once a day"),
    NoticePace.AT_ONCE: phrase("Once a day, and at once for mentions and codes"),
}
WHAT: Final = phrase("What waits for you, with links. On a day when nothing does, none comes.")
NO_MAIL: Final = phrase("No mail address of yours is known; an admin writes it down in People.")
NO_SERVER: Final = phrase("No e-mail destination is connected that could send them now.")
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
            apart((user.full_name, user.name, say(ROLES[user.role])), "quiet")
            with box("acts"):
                button(say("Change password"), self._change, key="a", press="new")
                with box("btn", "a", href="/authenticator"):
                    text(say("Authenticator"))
                button(say("Sign out everywhere"), self._leave, press="leave-everywhere")
            self._language()
            self._mails = MailsRow(self._seat)
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
        """Ask for the own mails and sessions."""
        await self._mails.load()
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


class MailsRow:
    """Which mails a person wishes, and at which hour."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._pace, self._hour = NoticePace.OFF, FIRST_HOUR
        title = say("Mails to me")
        with box("setown", tabindex="0", role="group", aria_label=title):
            with box("set-what", "span"):
                text(title, tag="b")
                self._about = text("", "quiet")
            self._paces = box("", "select", aria_label=title)
            self._hours = box("", "select", aria_label=say("Hour of the daily mail"))
        self._paces.on("change", self._choose_pace, js_handler=TYPED)
        self._hours.on("change", self._choose_hour, js_handler=TYPED)

    async def load(self) -> None:
        """Ask what this person chose."""
        chosen = await self._seat.mine(self._seat.desk.people.notices)
        if chosen is None or self._paces.is_deleted:
            return
        self._pace, self._hour = chosen.pace, chosen.hour
        self._about.text = say(_about(chosen))
        _offer(self._paces, ((one.value, say(PACES[one])) for one in NoticePace), chosen.pace)
        _offer(self._hours, ((str(at), f"{at:02}:00") for at in HOURS), str(chosen.hour))
        self._hours.visible = chosen.pace is not NoticePace.OFF

    async def _choose_pace(self, typed: events.GenericEventArguments) -> None:
        if typed.args in list(NoticePace):
            await self._choose(NoticePace(typed.args), self._hour)

    async def _choose_hour(self, typed: events.GenericEventArguments) -> None:
        if str(typed.args).isdecimal():
            await self._choose(self._pace, int(typed.args))

    async def _choose(self, pace: NoticePace, hour: int) -> None:
        await self._seat.act(self._seat.desk.people.choose_notices, pace, hour, current())
        await self.load()


def _about(chosen: NoticeChoice) -> str:
    """What the mails say, or why none comes."""
    if not chosen.mail:
        return NO_MAIL
    return WHAT if chosen.sent else NO_SERVER


def _offer(select: Element, offered: Iterable[tuple[str, str]], chosen: str) -> None:
    select.clear()
    with select:
        for value, words in offered:
            mark = {"selected": ""} if value == chosen else {}
            text(words, tag="option", value=value, **mark)


def _since(one: SignedIn, now: datetime) -> str:
    """Since when a session is open, and when it was last used."""
    opened = clock_time(one.opened, now)
    if one.last_used is None:
        return say("since {when}", when=opened)
    used = clock_time(one.last_used, now)
    return say("since {when}, last used {used}", when=opened, used=used)
