"""The destinations: how the way to each stands, what chooses it, and the form that connects one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from nicegui.element import Element

from model.connections import ConnectedDestination, KindForm
from model.deliveries import Admits, Destination, DestinationKind
from ui.components.parts import box, button, chip, text
from ui.languages import phrase, say, say_many
from ui.screens.connect_forms import ADMITS, DOCUMENTS, ConnectForms
from ui.screens.mailboxes_pane import ONLY_ADMINS
from ui.seat import Seat
from ui.wording import age, clock_time, figure

NONE_YET: Final = phrase("Nothing is delivered yet: connect where released documents go.")
_PLACES: Final = ("recipient", "path", "url", "host", "tenant", "company")


class DestinationsPane:
    """One row for each destination."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._shown: tuple[ConnectedDestination, ...] | None = None
        self._forms: dict[DestinationKind, KindForm] = {}

    def build(self) -> None:
        """Make room for them."""
        self._form = ConnectForms(self._connected)
        with box("settings") as self.pane:
            with box("acts"):
                if self._seat.user.role.connects:
                    button(
                        say("Connect a destination"),
                        self.connect,
                        glyph="plus",
                        key="n",
                        press="connect",
                        classes="pri",
                    )
                else:
                    text(say(ONLY_ADMINS), "quiet")
            self._list = box("conns")

    async def load(self) -> None:
        """Ask for the destinations, and draw them where they are others than before."""
        found = await self._seat.look(self._seat.desk.connections.destinations)
        kinds = await self._seat.look(self._seat.desk.connections.kinds)
        now = await self._seat.look(self._seat.desk.now)
        if found is None or kinds is None or now is None or self._list.is_deleted:
            return
        self._forms = {form.kind: form for form in kinds}
        if found == self._shown:
            return
        self._shown = found
        self._list.clear()
        with self._list:
            for one in found:
                self._row(one, now)
            if not found:
                text(say(NONE_YET), "nothing", "p")

    def connect(self) -> None:
        """Ask for a kind, then for what it needs."""
        self._form.choose_kind(tuple(self._forms.values()))

    async def _connected(self, _destination_id: str) -> None:
        await self.load()

    def _row(self, one: ConnectedDestination, now: datetime) -> None:
        held = one.destination
        with box("conn", tabindex="0", role="group", aria_label=held.name, data_row=""):
            with box("set-what", "span"):
                text(held.name, tag="b")
                text(place_words(held), "quiet")
            with box("set-what", "span"):
                chip(_look(one), standing_words(one, now))
                text(load_words(one), "quiet")
            if self._seat.user.role.connects:
                button(say("Change"), self._changer(one), key="e", press="change", classes="small")
            with box("quiet conn-rule", "p"):
                text(rule_words(held))
                for name in one.suppliers:
                    text(say("only of {name}", name=name))

    def _changer(self, one: ConnectedDestination) -> Callable[[], None]:
        return lambda: self._form.destination(self._forms[one.destination.kind], one)


def place_words(held: Destination) -> str:
    """What kind a destination is, and where: "E-mail to bills@approval.example"."""
    place = next((held.settings[name] for name in _PLACES if held.settings.get(name)), "")
    kind = say("E-mail") if held.kind is DestinationKind.EMAIL else held.kind.system
    return f"{kind}, {place}" if place else kind


def standing_words(one: ConnectedDestination, now: datetime) -> str:
    """How the way to a destination stands."""
    if one.destination.paused:
        return say("Paused")
    if one.down_since:
        return say("Down since {since}", since=clock_time(one.down_since, now))
    if one.answered is None:
        return say("Nothing sent yet")
    return say("Took something {when}", when=age(one.answered, now))


def load_words(one: ConnectedDestination) -> str:
    """What waits for a destination, and what it did not take."""
    waiting = say_many(one.waiting, "{n} delivery waiting", "{n} deliveries waiting")
    return f"{waiting}, {say('{n} failed', n=one.failed)}"


def rule_words(held: Destination) -> str:
    """Which documents go to a destination, of whatever supplier."""
    terms = held.terms
    kinds = ",".join(sorted(held.kinds))
    words = [say(dict(DOCUMENTS).get(kinds, kinds.replace(",", ", ")))]
    if terms.buyers:
        words.append(say("for {names}", names=", ".join(sorted(terms.buyers))))
    if terms.least is not None:
        words.append(say("from {amount}", amount=figure(terms.least)))
    if terms.most is not None:
        words.append(say("up to {amount}", amount=figure(terms.most)))
    if terms.admits is not Admits.RELEASED:
        words.append(say(dict(ADMITS)[terms.admits.value]))
    if terms.in_order:
        words.append(say("in their order"))
    return ", ".join(words)


def _look(one: ConnectedDestination) -> str:
    if one.destination.paused:
        return "waiting"
    return "exception" if one.down_since or one.failed else "ready"
