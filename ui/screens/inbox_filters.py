"""The bar of filters over the inbox: what is picked here stands in the search field as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from model.entities import UNKNOWN, Entity
from model.inbox_words import ME, NOBODY, filter_of
from ui.components.parts import box
from ui.components.pick_chip import PickChip
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


class FilterBar:
    """One chip for each filter that can be picked; `on_pick` is told its name and value."""

    def __init__(self, on_pick: Callable[[str, str], None]) -> None:
        self._on_pick = on_pick
        self._typed = ""
        with box("chips") as self._place:
            self._chips = {name: self._chip(name) for name in _CHOICES}

    def show(self, typed: str) -> None:
        """Show the filters that stand in what was typed."""
        self._typed = typed
        for name, chip in self._chips.items():
            chip.show(filter_of(typed, name).casefold())

    def offer(self, ours: Sequence[Entity], *, nobodys: bool) -> None:
        """Offer the companies whose documents the person sees, where there are several.

        `nobodys` says whether they see those of no known company, too.
        """
        if len(ours) > 1 and _COMPANY not in self._chips and not self._place.is_deleted:
            choices = {one.code.casefold(): one.name for one in ours}
            choices |= {UNKNOWN: say("No known company")} if nobodys else {}
            with self._place:
                self._chips[_COMPANY] = PickChip(
                    say("Company"), say("Any company"), choices, partial(self._on_pick, _COMPANY)
                )
            self.show(self._typed)

    def _chip(self, name: str) -> PickChip:
        any_, choices = _CHOICES[name]
        words = {value: say(word) for value, word in choices.items()}
        return PickChip(say(_LABELS[name]), say(any_), words, partial(self._on_pick, name))
