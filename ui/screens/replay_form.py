"""The dialog in which a person sends all deliveries of some days again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from nicegui import events

from model.errors import BillhookError, SignedOut
from model.outbox_desk import DestinationView
from ui.components.parts import box, button, dialog, text
from ui.languages import say
from ui.refusals import refusal_words
from ui.screens.schedule_form import TAKE
from ui.seat import Seat

Sent = Callable[[tuple[str, ...]], Awaitable[None]]


class ReplayForm:
    """Asks for the days and the destination."""

    def __init__(self, seat: Seat, on_sent: Sent) -> None:
        self._seat = seat
        self._on_sent = on_sent
        self._dialog = dialog(say("Send a period again"))
        with self._dialog:
            self._card = box("card")

    def open(self, destinations: tuple[DestinationView, ...], today: date) -> None:
        """Show the dialog."""
        self._card.clear()
        with self._card:
            text(say("Send a period again"), tag="h2")
            why = say("Under the old keys: a receiver that knows them takes nothing twice.")
            text(why, "quiet", "p")
            with box("", "form") as form:
                _fields(destinations, today)
                self._wrong = text("", "wrong", "p", role="alert")
                with box("row"):
                    with box("btn pri", "button", type="submit"):
                        text(say("Send again"))
                    button(say("Cancel"), self._dialog.close, classes="ghost")
            form.on("submit", self._send, js_handler=TAKE)
        self._dialog.open()

    async def _send(self, typed: events.GenericEventArguments) -> None:
        self._wrong.text = ""
        since, until, to = (typed.args[name][0] for name in ("since", "until", "destination"))
        try:
            days = date.fromisoformat(since), date.fromisoformat(until)
            sent = await self._seat.get(self._seat.desk.outbox.replay, *days, to)
        except SignedOut:
            return
        except ValueError:
            self._wrong.text = say("Choose the first and the last day.")
            return
        except BillhookError as refusal:
            self._wrong.text = refusal_words(refusal)
            return
        self._dialog.close()
        await self._on_sent(sent)


def _fields(destinations: tuple[DestinationView, ...], today: date) -> None:
    with box("pair"):
        for name, label in (("since", say("From")), ("until", say("to"))):
            with box("", "label"):
                text(label)
                box("", "input", name=name, type="date", value=today.isoformat(), required="")
    with box("", "label"):
        text(say("Destination"))
        with box("", "select", name="destination"):
            for value, words in (("", say("All")), *((one.id, one.name) for one in destinations)):
                with box("", "option", value=value):
                    text(words)
