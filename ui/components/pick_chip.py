"""A chip that opens to choices of which one holds; its first one stands for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nicegui import events

from ui.components.parts import box, icon, text
from ui.languages import phrase, say

TYPED: Final = "typed"
"""The choice that stands for a value which was typed and is none of the chip's own."""


class PickChip:
    """A chip with its choices, in words, by value; `on_pick` is told the value, "" for any."""

    def __init__(
        self, label: str, any_: str, choices: Mapping[str, str], on_pick: Callable[[str], None]
    ) -> None:
        self._values = frozenset(choices)
        with box("chip", "label") as self._chip:
            self._select = select = box("", "select", aria_label=label)
            with select:
                for value, words in {"": any_, **choices, TYPED: say(phrase("As typed"))}.items():
                    hidden = {"hidden": ""} if value == TYPED else {}
                    text(words, tag="option", value=value, **hidden)
            icon("chevron-down")

        def picked(choice: events.GenericEventArguments) -> None:
            if (value := str(choice.args)) != TYPED:
                on_pick(value)

        select.on("change", picked, js_handler="(e) => emit(e.target.value)")

    def show(self, value: str) -> None:
        """Show what holds now."""
        self._chip.classes("on") if value else self._chip.classes(remove="on")
        self._select.props["value"] = value if not value or value in self._values else TYPED
