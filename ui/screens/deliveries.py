"""Deliveries: what was sent where, each attempt, and what the receiver answered."""

from __future__ import annotations

from datetime import datetime

from nicegui import events

from model.deliveries import Attempt, DeliveryState, ResponseStatus
from model.views import Counts, DeliveryView
from ui.bus import News
from ui.components.parts import box, button, chip, document_address, icon, text, toast
from ui.components.record_list import RecordList
from ui.keys import Key, list_keys
from ui.screens.base import Frame, Screen, Tabs
from ui.seat import Seat
from ui.wording import (
    DELIVERY_LOOKS,
    DELIVERY_WORDS,
    RESPONSE_LOOKS,
    RESPONSE_WORDS,
    clock_time,
    kind_name,
    money,
)

VIEWS = {"all": "All", "trouble": "In trouble"}
HEADS = ("Supplier", "Number", "Destination", "State", "Answer", "Sent", "Amount")
EMPTY = "Nothing was delivered yet. Press D on a document in the inbox."
GROUP = "Deliveries"
SLOW = 1.0  # seconds from which it is worth saying how long an attempt took
TROUBLED = frozenset({DeliveryState.DEAD_LETTER, DeliveryState.RETRYING})


class DeliveriesScreen(Screen):
    """The outbox, and the chosen delivery's story."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._chosen = ""
        self._shown: DeliveryView | None = None

    def build(self) -> None:
        """Lay out the list and the story."""
        with self.top("Deliveries", "Supplier, number …"):
            Tabs(VIEWS, "all", lambda view: self._list.ask(view=view))
        with box("cols"):
            self._list = RecordList(
                "/api/deliveries", "Deliveries", heads=HEADS, empty=EMPTY, query={}, wide=True
            )
            self._list.on("cursor", self._on_cursor)
            self._detail = box("detail", "aside", aria_label="The chosen delivery")

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        retry = Key("r", "R", "Send again", GROUP, press="retry", hint="send again")
        return (*list_keys(self._list.id, GROUP), retry)

    def on_counts(self, counts: Counts) -> None:
        """Numbers stand in the side bar."""

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self._list.ask(text=sought)

    async def on_change(self, news: News) -> None:
        """A delivery got on."""
        if news.topic == "deliveries":
            self._list.refresh()
            await self._show()

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self._chosen = str(event.args["id"])
        await self._show()

    async def _show(self) -> None:
        deliveries = await self.seat.look(self.seat.desk.deliveries)
        now = await self.seat.look(self.seat.desk.now)
        if deliveries is None or now is None or self._detail.is_deleted:
            return
        chosen = next((one for one in deliveries if one.id == self._chosen), None)
        if chosen == self._shown:
            return
        self._shown = chosen
        self._detail.clear()
        if chosen:
            with self._detail:
                self._head(chosen)
                _answer(chosen)
                _timeline(chosen, now)

    def _head(self, delivery: DeliveryView) -> None:
        with box("detail-head"):
            text(delivery.supplier, tag="h2")
            kind = kind_name(delivery.kind)
            text(f"{kind} {delivery.number} · {money(delivery.amount)}", "quiet", "p")
            with box("sub"):
                chip(DELIVERY_LOOKS[delivery.state], DELIVERY_WORDS[delivery.state])
                text(f"to {delivery.destination}")
            with box("acts"):
                if delivery.state in TROUBLED:
                    button("Send again", self._retry, glyph="refresh-cw", key="r", press="retry")
                link = box("btn", "a", href=document_address(delivery.document_id))
                with link:
                    icon("arrow-up-right")
                    text("Document")

    async def _retry(self) -> None:
        shown = self._shown
        if shown and await self.seat.act(self.seat.desk.retry_delivery, shown.id):
            toast(f"{shown.supplier} {shown.number} is sent again.")
            self._list.refresh()
            await self._show()


def _answer(delivery: DeliveryView) -> None:
    if delivery.response is None:
        return
    bad = delivery.response is ResponseStatus.REJECTED
    with box("answer bad" if bad else "answer"):
        text("The receiver's answer", tag="h3")
        chip(RESPONSE_LOOKS[delivery.response], RESPONSE_WORDS[delivery.response])
        if delivery.response_reason:
            text(delivery.response_reason, tag="p")
        if delivery.reference:
            text(f"Reference {delivery.reference}", "quiet", "p")


def _timeline(delivery: DeliveryView, now: datetime) -> None:
    with box("detail-part"):
        text("Attempts", tag="h3")
        with box("timeline", "ol"):
            with box("t-queued", "li"):
                text("Released for delivery")
                text(clock_time(delivery.queued, now), "quiet")
            for number, attempt in enumerate(delivery.attempts, 1):
                _attempt(number, attempt, now)
            if delivery.next_attempt:
                with box("t-next", "li"):
                    text("Next attempt")
                    text(clock_time(delivery.next_attempt, now), "quiet")


def _attempt(number: int, attempt: Attempt, now: datetime) -> None:
    with box("t-ok" if attempt.ok else "t-bad", "li"):
        text(f"Attempt {number}: {'taken' if attempt.ok else 'not taken'}", tag="b")
        text(attempt.detail, tag="p")
        took = f" · {attempt.seconds:.1f} s" if attempt.seconds >= SLOW else ""
        text(f"{clock_time(attempt.at, now)}{took}", "quiet")
