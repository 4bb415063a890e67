"""The bar of filters over the inbox: what is picked here stands in the search field as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from nicegui import events

from model.entities import UNKNOWN, Entity
from model.inbox_words import ME, NOBODY, filter_of
from ui.components.drawing import Drawing, Piece
from ui.components.pick_chip import TYPED, chip
from ui.languages import phrase, say
from ui.wording import STATUS_WORDS

_COMPANY: Final = "entity"
_CHOICES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "source": (
        phrase("Any source"),
        {"mail": phrase("Mail"), "portal": phrase("Portal"), "upload": phrase("Upload")},
    ),
    "kind": (
        phrase("Any kind"),
        {
            "invoice": phrase("Invoices"),
            "credit_note": phrase("Credits"),
            "statement": phrase("Statements"),
        },
    ),
    "status": (phrase("Any status"), STATUS_WORDS),
    "amount": (
        phrase("Any amount"),
        {
            "<100": phrase("Up to 100"),
            ">1000": phrase("From 1,000"),
            ">10000": phrase("From 10,000"),
        },
    ),
    "due": (
        phrase("Due any day"),
        {
            "overdue": phrase("Overdue"),
            "week": phrase("Due this week"),
            "month": phrase("Due this month"),
        },
    ),
    "received": (
        phrase("Came any day"),
        {
            "today": phrase("Came today"),
            "week": phrase("Came this week"),
            "month": phrase("Came this month"),
        },
    ),
    "for": (phrase("Anybody's"), {ME: phrase("Mine"), NOBODY: phrase("Nobody's")}),
}
_LABELS: Final[Mapping[str, str]] = {
    "source": phrase("Source"),
    "kind": phrase("Kind"),
    "status": phrase("Status"),
    "amount": phrase("Amount"),
    "due": phrase("Due"),
    "received": phrase("Received"),
    "for": phrase("Assigned"),
}


_PICKED: Final = "(e) => emit({name: e.target.dataset.filter, value: e.target.value})"


class FilterBar:
    """One chip for each filter that can be picked; `on_pick` is told its name and value."""

    def __init__(self, on_pick: Callable[[str, str], None]) -> None:
        self._on_pick = on_pick
        self._typed = ""
        self._offered = {name: _words(name) for name in _CHOICES}
        self._chips = Drawing("div", "chips")
        self._chips.on("change", self._picked, js_handler=_PICKED)

    def show(self, typed: str) -> None:
        """Show the filters that stand in what was typed."""
        self._typed = typed
        self._chips.draw(*(self._chip(name) for name in self._offered))

    def offer(self, ours: Sequence[Entity], *, nobodys: bool) -> None:
        """Offer the companies whose documents the person sees, where there are several.

        `nobodys` says whether they see those of no known company, too.
        """
        if len(ours) > 1 and not self._chips.is_deleted:
            choices = {"": say("Any company")} | {one.code.casefold(): one.name for one in ours}
            choices |= {UNKNOWN: say("No known company")} if nobodys else {}
            self._offered[_COMPANY] = (say("Company"), choices)
            self.show(self._typed)

    def _chip(self, name: str) -> Piece:
        label, choices = self._offered[name]
        held = filter_of(self._typed, name).casefold()
        return chip(label, choices, held, other=say(phrase("As typed")), data_filter=name)

    def _picked(self, picked: events.GenericEventArguments) -> None:
        name, value = str(picked.args["name"]), str(picked.args["value"])
        if name in self._offered and value != TYPED:
            self._on_pick(name, value)


def _words(name: str) -> tuple[str, dict[str, str]]:
    """The label of a filter, and its choices in words by value."""
    any_, choices = _CHOICES[name]
    return say(_LABELS[name]), {"": say(any_)} | {it: say(word) for it, word in choices.items()}
