"""Deliveries: what was sent where, each attempt, and what the receiver answered."""

from __future__ import annotations

from functools import partial

from nicegui import events

from model.deliveries import DeliveryState, KeptReply
from model.errors import SignedOut
from model.outbox_desk import DestinationView
from model.views import Counts, DeliveryView
from ui.bus import News
from ui.components.parts import box, button, chip, document_address, icon, text, toast
from ui.components.record_list import RecordList
from ui.keys import Key, list_keys
from ui.languages import all_said, phrase, say
from ui.screens import delivery_story
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.destinations_bar import ROW, DestinationsBar, pause_words, taken_words
from ui.screens.replay_form import ReplayForm
from ui.seat import Seat
from ui.wording import DELIVERY_LOOKS, DELIVERY_WORDS, kind_name, money

VIEWS = {"all": phrase("All"), "trouble": phrase("In trouble")}
HEADS = (
    phrase("Supplier"),
    phrase("Number"),
    phrase("Destination"),
    phrase("State"),
    phrase("Answer"),
    phrase("Sent"),
    phrase("Amount"),
)
EMPTY = phrase("Nothing was delivered yet. Press D on a document in the inbox.")
GROUP = phrase("Deliveries")
PAUSED = phrase("{name} is paused; its deliveries wait.")
RESUMED = phrase("{name} goes on.")
TROUBLED = frozenset({DeliveryState.DEAD_LETTER, DeliveryState.RETRYING})


class DeliveriesScreen(Screen):
    """The outbox, and the chosen delivery's story."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._chosen = ""
        self._shown: tuple[DeliveryView, tuple[KeptReply, ...]] | None = None
        self._destinations: tuple[DestinationView, ...] = ()
        self._sent: tuple[str, ...] = ()

    def build(self) -> None:
        """Lay out the list and the story."""
        with self.top(say("Deliveries"), say("Supplier, number …")):
            Tabs(VIEWS, "all", lambda view: self._list.ask(view=view))
        self._bar = DestinationsBar(self._pause)
        self._form = ReplayForm(self.seat, self._on_sent)
        with box("cols"):
            self._list = RecordList(
                "/api/deliveries",
                say("Deliveries"),
                heads=all_said(HEADS),
                empty=say(EMPTY),
                query={},
                wide=True,
            )
            self._list.on("cursor", self._on_cursor)
            self._detail = box("detail", "aside", aria_label=say("The chosen delivery"))

    def actions(self) -> None:
        """Sending many again, and taking that back."""
        self._undo = button(
            say("Take back"), self._take_back, glyph="history", key="u", press="undo"
        )
        self._undo.visible = False
        self._all = button(say("Send all failed again"), self._retry_all, press="retry-all")
        self._all.visible = False
        button(say("Send a period again"), self._replay, press="replay")

    async def load(self) -> None:
        """Ask how the destinations stand."""
        await self._show_destinations()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *list_keys(self._list.id, GROUP),
            Key("r", "R", "Send again", GROUP, press="retry", hint="send again"),
            Key("R", "Shift R", "Send all failed again", GROUP, press="retry-all"),
            Key("y", "Y", "Send a period again", GROUP, press="replay", hint="a period"),
            Key("u", "U", "Take back what was sent again and has not left", GROUP, press="undo"),
            Key("p", "P", "Pause or resume the destination", GROUP, press="pause", hint="pause"),
            Key("t", "T", "Next destination", GROUP, step=ROW, amount=1, hint="destinations"),
            Key("l", "L", "What is sent", GROUP, press="payload", hint="what is sent"),
        )

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
            await self._show_destinations()

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self._chosen = str(event.args["id"])
        await self._show()

    async def _show(self, *, again: bool = False) -> None:
        deliveries = await self.seat.look(self.seat.desk.deliveries)
        now = await self.seat.look(self.seat.desk.now)
        if deliveries is None or now is None or self._detail.is_deleted:
            return
        chosen = next((one for one in deliveries if one.id == self._chosen), None)
        replies = await self._replies(chosen)
        shown = (chosen, replies) if chosen else None
        if shown == self._shown and not again:
            return
        self._shown = shown
        what = await self.seat.look(self.seat.desk.outbox.payload, chosen.id) if chosen else None
        if self._detail.is_deleted or shown != self._shown:
            return
        self._detail.clear()
        if chosen:
            with self._detail:
                self._head(chosen)
                delivery_story.answer(chosen, replies)
                delivery_story.timeline(chosen, replies, now)
                if what:
                    delivery_story.payload(what)

    async def _replies(self, chosen: DeliveryView | None) -> tuple[KeptReply, ...]:
        if chosen is None:
            return ()
        return await self.seat.look(self.seat.desk.outbox.replies, chosen.id) or ()

    async def _show_destinations(self) -> None:
        found = await self.seat.look(self.seat.desk.outbox.destinations)
        now = await self.seat.look(self.seat.desk.now)
        if found is None or now is None or self._detail.is_deleted:
            return
        self._destinations = found
        self._bar.show(found, now)
        self._all.visible = any(one.failed for one in found)

    def _head(self, delivery: DeliveryView) -> None:
        with box("detail-head"):
            text(delivery.supplier, tag="h2")
            kind = kind_name(delivery.kind)
            text(f"{kind} {delivery.number} · {money(delivery.amount)}", "quiet", "p")
            with box("sub"):
                chip(DELIVERY_LOOKS[delivery.state], say(DELIVERY_WORDS[delivery.state]))
                text(say("to {destination}", destination=delivery.destination))
            with box("acts many"):
                if delivery.state in TROUBLED:
                    retry = partial(self._retry, delivery)
                    button(say("Send again"), retry, glyph="refresh-cw", key="r", press="retry")
                if destination := self._its(delivery):
                    words = f"{pause_words(destination)} {destination.name}"
                    button(words, partial(self._pause, destination), key="p", press="pause")
                link = box("btn", "a", href=document_address(delivery.document_id))
                with link:
                    icon("arrow-up-right")
                    text(say("Document"))

    async def _retry(self, shown: DeliveryView) -> None:
        if await self.seat.act(self.seat.desk.retry_delivery, shown.id):
            toast(
                say(
                    "{supplier} {number} is sent again.",
                    supplier=shown.supplier,
                    number=shown.number,
                )
            )
            self._list.refresh()
            await self._show()

    async def _retry_all(self) -> None:
        try:
            sent = await self.seat.get(self.seat.desk.outbox.retry_all)
        except SignedOut:
            return
        await self._on_sent(sent)

    async def _replay(self) -> None:
        today = await self.seat.look(self.seat.desk.today)
        if today:
            self._form.open(self._destinations, today)

    async def _on_sent(self, sent: tuple[str, ...]) -> None:
        self._sent = sent
        self._undo.visible = bool(sent)
        toast(taken_words(len(sent)))
        self._list.refresh()
        await self._show()
        await self._show_destinations()

    async def _take_back(self) -> None:
        sent, self._sent = self._sent, ()
        self._undo.visible = False
        try:
            back = await self.seat.get(self.seat.desk.outbox.take_back, sent)
        except SignedOut:
            return
        left = len(sent) - back
        told = [say("{n} taken back.", n=back)]
        if left:
            told.append(say("{n} had left already.", n=left))
        toast(" ".join(told))
        self._list.refresh()
        await self._show()
        await self._show_destinations()

    async def _pause(self, destination: DestinationView) -> None:
        paused = not destination.paused
        desk = self.seat.desk.outbox
        if await self.seat.act(desk.pause, destination.id, paused=paused):
            words = PAUSED if paused else RESUMED
            toast(say(words, name=destination.name))
            await self._show_destinations()
            await self._show(again=True)

    def _its(self, delivery: DeliveryView) -> DestinationView | None:
        """The destination of a delivery, as it stands."""
        name = delivery.destination
        return next((one for one in self._destinations if one.name == name), None)
