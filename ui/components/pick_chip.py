"""A chip that opens to choices of which one holds; its first one stands for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nicegui import events

from ui.components.drawing import Drawing, Piece, glyph_of, piece
from ui.languages import phrase, say

TYPED: Final = "typed"
"""The choice that stands for a value which was typed and is none of the chip's own."""


class PickChip:
    """A chip with its choices, in words, by value; `on_pick` is told the value, "" for any."""

    def __init__(
        self, label: str, any_: str, choices: Mapping[str, str], on_pick: Callable[[str], None]
    ) -> None:
        self._label = label
        self._choices = {"": any_, **choices}
        self._chip = Drawing("label", "chip")
        self._chip.on("change", self._picked, js_handler="(e) => emit(e.target.value)")
        self._on_pick = on_pick
        self.show("")

    def show(self, value: str) -> None:
        """Show what holds now."""
        self._chip.classes("on") if value else self._chip.classes(remove="on")
        held = value if value in self._choices else TYPED
        self._chip.draw(
            choice(self._label, self._choices, held, other=say(phrase("As typed"))),
            glyph_of("chevron-down"),
        )

    def _picked(self, picked: events.GenericEventArguments) -> None:
        if (value := str(picked.args)) != TYPED:
            self._on_pick(value)


def choice(label: str, choices: Mapping[str, str], held: str = "", *, other: str = "") -> Piece:
    """A field with choices, in words by value; `other` is what it says of any other value."""
    options = [piece("option", "", words, value=value) for value, words in choices.items()]
    if other:
        options.append(piece("option", "", other, value=TYPED, hidden=""))
    return piece("select", "", *options, aria_label=label, value=held)
