"""The destinations: how the way to each stands, what chooses it, and the form that connects one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from model.connections import ConnectedDestination, DestinationTies, KindForm
from model.deliveries import Admits, Destination, DestinationKind
from ui.components.parts import box, text
from ui.languages import phrase, say, say_many
from ui.screens.connect_forms import ADMITS, DOCUMENTS
from ui.screens.connections_pane import ConnectionsPane, Row, said
from ui.screens.mailboxes_pane import credential_words
from ui.screens.remove_form import Removal
from ui.seat import Seat
from ui.wording import age, clock_time, figure

_PLACES: Final = ("recipient", "path", "url", "host", "tenant", "company")


class DestinationsPane(ConnectionsPane[ConnectedDestination]):
    """One row for each destination."""

    connect_words = phrase("Connect a destination")
    none_yet = phrase("Nothing is delivered yet: connect where released documents go.")

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._kinds: dict[DestinationKind, KindForm] = {}

    async def found(self) -> tuple[ConnectedDestination, ...] | None:
        """All destinations; the forms of their kinds are kept for the buttons."""
        kinds = await self.seat.look(self.seat.desk.connections.kinds)
        self._kinds = {form.kind: form for form in kinds or ()}
        return await self.seat.look(self.seat.desk.connections.destinations)

    def connect(self) -> None:
        """Ask for a kind, then for what it needs."""
        self.forms.choose_kind(tuple(self._kinds.values()))

    def row(self, one: ConnectedDestination, now: datetime) -> Row:
        """What a destination is, and how the way there stands."""
        held = one.destination
        place, standing = place_words(held), standing_words(one, now)
        return Row(held.name, place, _look(one), standing, load_words(one))

    def more(self, one: ConnectedDestination) -> None:
        """Which documents go there."""
        with box("quiet conn-rule", "p"):
            text(rule_words(one.destination))
            for name in one.suppliers:
                text(say("only of {name}", name=name))

    def changer(self, one: ConnectedDestination) -> Callable[[], None]:
        """The form of its kind."""
        return lambda: self.forms.destination(self._kinds[one.destination.kind], one)

    async def removal(self, one: ConnectedDestination) -> Removal | None:
        """What hangs on a destination."""
        connections, held = self.seat.desk.connections, one.destination
        ties = await self.seat.result(connections.destination_ties, held.id)
        if ties is None:
            return None
        return Removal(held.name, ties_words(ties), connections.remove_destination, held.id)


def ties_words(ties: DestinationTies) -> tuple[str, ...]:
    """What hangs on a destination, in sentences."""
    sign_in = credential_words(ties.credential, shared=False)
    waiting = say_many(
        ties.waiting,
        "{n} delivery that waits for it is given up; its document stays.",
        "{n} deliveries that wait for it are given up; their documents stay.",
    )
    failed = say_many(
        ties.failed, "{n} that failed is not tried again.", "{n} that failed are not tried again."
    )
    arrived = say_many(
        ties.delivered,
        "{n} document arrived there: that stays on record.",
        "{n} documents arrived there: that stays on record.",
    )
    unanswered = say_many(
        ties.unanswered,
        "Of {n} its answer is not read any more.",
        "Of {n} the answers are not read any more.",
    )
    return said(
        (ties.waiting, waiting),
        (ties.failed, failed),
        (True, arrived),
        (ties.unanswered, unanswered),
        (sign_in, sign_in),
        (ties.is_last, say("No other destination is left: what is released goes nowhere.")),
        (ties.needs_second, say("A second person confirms this; until then nothing changes.")),
    )


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
