"""A chip that opens to choices of which one holds; its first one stands for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nicegui import events

from ui.components.drawing import Drawing, Piece, glyph_of, piece

TYPED: Final = "typed"
"""The choice that stands for a value which was typed and is none of the chip's own."""


class PickChip:
    """A chip with its choices, in words by value; `on_pick` is told the value, "" for any."""

    def __init__(
        self, label: str, any_: str, choices: Mapping[str, str], on_pick: Callable[[str], None]
    ) -> None:
        self._label = label
        self._choices = {"": any_, **choices}
        self._on_pick = on_pick
        self._chip = Drawing("div", "chips")
        self._chip.on("change", self._picked, js_handler="(e) => emit(e.target.value)")
        self.show("")

    def show(self, value: str) -> None:
        """Show what holds now."""
        self._chip.draw(chip(self._label, self._choices, value))

    def _picked(self, picked: events.GenericEventArguments) -> None:
        self._on_pick(str(picked.args))


def chip(
    label: str, choices: Mapping[str, str], held: str, *, other: str = "", **attributes: str
) -> Piece:
    """A chip that opens to choices; `other` is what it says of a value that is none of them."""
    look = "chip on" if held else "chip"
    return piece(
        "label",
        look,
        choice(label, choices, held, other=other, **attributes),
        glyph_of("chevron-down"),
    )


def choice(
    label: str, choices: Mapping[str, str], held: str = "", *, other: str = "", **attributes: str
) -> Piece:
    """A field with choices, in words by value; `other` is what it says of any other value."""
    options = [piece("option", "", words, value=value) for value, words in choices.items()]
    if other:
        options.append(piece("option", "", other, value=TYPED, hidden=""))
    shown = held if held in choices else TYPED
    return piece("select", "", *options, aria_label=label, value=shown, **attributes)
