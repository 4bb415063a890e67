"""Parts of the page that are drawn as a whole: one element for what is words, glyphs and lines.

An element of NiceGUI is some four kilobytes in the server for every open page, and is built, sent
and compared by itself. What has no handler of its own is a `Piece` of a `Drawing` instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from nicegui.element import Element

from ui.wording import status_word

Piece: TypeAlias = "str | tuple[str, Mapping[str, str], tuple[Piece, ...]]"
"""Words, or a tag with its attributes and what is inside. Words are set as text, never followed."""

PRESSED: Final = """(e) => {
  const pressed = e.target.closest("[data-press]");
  if (pressed) emit(pressed.dataset.press);
}"""
"""A listener of a drawing that holds several buttons: it is told the name of the pressed one."""


class Drawing(Element, component="drawing.js"):
    """An element with what is drawn inside; its classes, attributes and listeners are its own."""

    def __init__(self, tag: str, classes: str = "", *inside: Piece, **attributes: str) -> None:
        super().__init__()
        self.classes(classes)
        self._props.update({"as": tag, "inside": inside, **_named(attributes)})

    def draw(self, *inside: Piece) -> None:
        """Draw other things inside; the same as before cost nothing."""
        if inside != self._props["inside"]:
            self._props["inside"] = inside

    @property
    def words(self) -> tuple[str, ...]:
        """All words in it, in their order."""
        return tuple(words for piece in self._props["inside"] for words in words_of(piece))

    def _displayed_contents(self, *, only_visible: bool) -> list[str]:  # noqa: ARG002 - NiceGUI's
        return list(self.words)


def piece(tag: str, classes: str = "", *inside: Piece, **attributes: str) -> Piece:
    """A tag with what is inside. Underscores in attribute names become dashes."""
    named = _named(attributes)
    return (tag, {"class": classes} | named if classes else named, inside)


def span(words: str, classes: str = "", **attributes: str) -> Piece:
    """Words in a line."""
    return piece("span", classes, words, **attributes)


def state(status: str, words: str = "") -> Piece:
    """A state: colour, shape and word."""
    return span(words or status_word(status), f"st st-{status}")


@lru_cache(maxsize=256)
def glyph_of(name: str, classes: str = "") -> Piece:
    """A glyph of the sprite; it says nothing to a screen reader."""
    look = f"i {classes}".rstrip()
    return piece("svg", look, piece("use", href=_glyph_address(name)), aria_hidden="true")


def glyph_drawing(name: str) -> Drawing:
    """The same as an element of its own."""
    return Drawing("svg", "i", piece("use", href=_glyph_address(name)), aria_hidden="true")


@lru_cache(maxsize=256)
def cap(key: str) -> Piece:
    """A key as it is printed on a button."""
    return piece("kbd", "", key.upper() if len(key) == 1 else key, aria_hidden="true")


def words_of(drawn: Piece) -> Iterator[str]:
    """The words in a piece, in their order."""
    if isinstance(drawn, str):
        yield drawn
        return
    for inside in drawn[2]:
        yield from words_of(inside)


def _glyph_address(name: str) -> str:
    return f"/static/icons.svg#{name}"


def _named(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.rstrip("_").replace("_", "-"): it for name, it in attributes.items()}
