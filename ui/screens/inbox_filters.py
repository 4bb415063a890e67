"""The bar of filters over the inbox: what is picked here stands in the search field as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nicegui import events
from nicegui.element import Element

from model.inbox_words import ME, NOBODY, filter_of
from ui.components.parts import box, icon, text
from ui.languages import phrase, say
from ui.wording import STATUS_WORDS

TYPED: Final = "typed"
"""The choice that stands for a filter which was typed and is none of the bar's own."""
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
        self._chips: dict[str, Element] = {}
        self._selects: dict[str, Element] = {}
        for name in _CHOICES:
            self._chip(name)

    def show(self, typed: str) -> None:
        """Show the filters that stand in what was typed."""
        for name, chip in self._chips.items():
            value = filter_of(typed, name).casefold()
            chip.classes("on") if value else chip.classes(remove="on")
            known = not value or value in _CHOICES[name][1]
            self._selects[name].props["value"] = value if known else TYPED

    def _chip(self, name: str) -> None:
        any_, choices = _CHOICES[name]
        with box("chip", "label") as self._chips[name]:
            label = say(_LABELS[name])
            self._selects[name] = select = box("", "select", aria_label=label)
            with select:
                for value, words in {"": any_, **choices, TYPED: phrase("As typed")}.items():
                    hidden = {"hidden": ""} if value == TYPED else {}
                    text(say(words), tag="option", value=value, **hidden)
            icon("chevron-down")

        def picked(choice: events.GenericEventArguments) -> None:
            if (value := str(choice.args)) != TYPED:
                self._on_pick(name, value)

        select.on("change", picked, js_handler="(e) => emit(e.target.value)")
