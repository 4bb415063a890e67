"""Before a connection is removed: what hangs on it, in sentences, and one button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from model.errors import BillhookError, SecondPersonNeeded, SignedOut
from ui.components.parts import box, button, dialog, text, toast
from ui.languages import say
from ui.refusals import refusal_words
from ui.seat import Seat


@dataclass(frozen=True, slots=True)
class Removal:
    """What is removed, what a person should know before, and the desk's action that does it."""

    name: str
    told: Sequence[str]
    action: Callable[..., object]
    id: str


class RemoveForm:
    """One dialog, in which nothing is done by a slip: the way back has the focus."""

    def __init__(self, seat: Seat, after: Callable[[], Awaitable[None]]) -> None:
        self._seat = seat
        self._after = after
        self._dialog = dialog(say("Remove"))
        with self._dialog:
            self._card = box("card unlock")

    def ask(self, removal: Removal) -> None:
        """Say what hangs on it, and ask."""
        self._card.clear()
        with self._card:
            text(say("Remove {name}", name=removal.name), tag="h2")
            with box("told", "ul"):
                for sentence in removal.told:
                    text(sentence, tag="li")
            self._wrong = text("", "wrong", "p", role="alert")
            with box("row"):
                button(say("Remove"), self._doer(removal), classes="bad")
                button(say("Cancel"), self._dialog.close, classes="ghost")
        self._dialog.open()
        self._card.client.run_javascript(
            "setTimeout(() => document.querySelector('.card.unlock .ghost')?.focus(), 60)"
        )

    def _doer(self, removal: Removal) -> Callable[[], Any]:
        async def remove() -> None:
            try:
                await self._seat.do(removal.action, removal.id)
            except SignedOut:
                return
            except SecondPersonNeeded as waits:
                toast(refusal_words(waits))
            except BillhookError as refusal:
                self._wrong.text = refusal_words(refusal)
                return
            else:
                toast(say("{name} is removed.", name=removal.name))
            self._dialog.close()
            await self._after()

        return remove
