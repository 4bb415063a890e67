"""A consent on its way: the code to enter or the page to open, and what became of it, live."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui
from nicegui.element import Element

from model.connections import Consent, ConsentState
from model.errors import BillhookError, SignedOut
from ui.components.parts import box, button, text, toast
from ui.components.secret_form import Asked, SecretForm
from ui.languages import say
from ui.refusals import refusal_words
from ui.seat import Seat

_LOOK: Final = 1.0  # seconds between two looks at how far it is


class ConsentWaiting:
    """Shows one consent in the card of a dialog until it was given, ended, or the dialog closed."""

    def __init__(
        self, seat: Seat, card: Element, granted: Callable[[str], Awaitable[None]]
    ) -> None:
        self._seat = seat
        self._card = card
        self._granted = granted
        self._id = ""

    async def show(self, consent_id: str, again: Callable[[], None]) -> None:
        """Show what the person has to do; `again` shows the form once more."""
        self._id, self._again = consent_id, again
        found = await self._seat.result(self._seat.desk.connections.consent, consent_id)
        if found is None:
            return
        self._card.clear()
        with self._card:
            text(say("Sign in at the provider"), tag="h2")
            self._to_do(found)
            self._state = text(say("Waiting for you …"), "quiet", "p", role="status")
            self._wrong = text("", "wrong", "p", role="alert")
            with box("row"):
                button(say("Start again"), self._start_again)
            ui.timer(_LOOK, self._look)

    def _to_do(self, found: Consent) -> None:
        if found.code:
            text(say("Open this page in any browser, and enter the code:"), "quiet", "p")
            text(found.code, "consent-code", "output", aria_label=say("Code"))
        else:
            text(say("Open this page, and sign in as the mailbox:"), "quiet", "p")
        text(
            found.address.partition("?")[0],
            "lnk consent-page",
            "a",
            href=found.address,
            target="_blank",
            rel="noopener noreferrer",
        )
        text(say("It lasts {n} minutes.", n=found.minutes), "quiet", "p")
        if not found.code:
            self._paste()

    def _paste(self) -> None:
        hint = say("It begins with http://127.0.0.1 and is of use to this sign-in only, once.")
        about = say("Is the browser on another machine? Copy the address of its last page to here.")
        form = SecretForm(
            "/api/connect/consent/address",
            {"consent": self._id},
            [Asked("password", "Address of the last page", "secret", hint)],
            about=about,
            submit=say("Go on"),
        )
        form.on("leave", self._start_again, args=[])

    async def _look(self) -> None:
        """What became of it; called every second while the card is shown."""
        if not self._id:
            return
        try:
            found = await self._seat.get(self._seat.desk.connections.consent, self._id)
        except SignedOut:
            return
        except BillhookError as refusal:
            self._say_ended(refusal_words(refusal))
            return
        if found.state is ConsentState.ENDED:
            self._say_ended(found.sentence)
        if found.state is ConsentState.GIVEN:
            self._id = ""
            toast(found.sentence)
            await self._granted(found.mailbox_id)

    def _say_ended(self, why: str) -> None:
        self._id = ""
        self._state.text, self._wrong.text = "", why

    async def _start_again(self) -> None:
        await self.give_up()
        self._again()

    async def give_up(self) -> None:
        """Nobody waits any more, where somebody still does."""
        if self._id:
            stopped, self._id = self._id, ""
            await self._seat.result(self._seat.desk.connections.consent, stopped, stop=True)
