"""The small parts that screens are made of: icons, chips, keys, buttons, labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from ui.components.drawing import Drawing, Piece, cap, glyph_drawing, glyph_of, span
from ui.wording import status_word


def box(classes: str = "", tag: str = "div", **attributes: str) -> Element:
    """An element that holds others. Underscores in attribute names become dashes."""
    made = Element(tag).classes(classes)
    made.props.update({name.rstrip("_").replace("_", "-"): it for name, it in attributes.items()})
    return made


class Words(TextElement):
    """Words in a plain element. They are set as text: markup in them is shown, not followed."""

    def __init__(self, tag: str, words: str) -> None:
        super().__init__(tag=tag, text=words)


def text(words: str, classes: str = "", tag: str = "span", **attributes: str) -> Words:
    """Words in an element."""
    made = Words(tag, words).classes(classes)
    made.props.update({name.rstrip("_").replace("_", "-"): it for name, it in attributes.items()})
    return made


def apart(parts: Iterable[str], classes: str = "", tag: str = "span") -> Element:
    """Words beside each other with dots between; none turns the direction of the next one."""
    with box(f"{classes} parted", tag) as made:
        for number, words in enumerate(filter(None, parts)):
            if number:
                text(" · ", "dot")
            text(words)
    return made


def icon(name: str) -> Element:
    """A glyph of the sprite; it says nothing to a screen reader."""
    return glyph_drawing(name)


def document_address(document_id: str) -> str:
    """The address under which the inbox shows a document."""
    return f"/?{urlencode({'view': 'all', 'doc': document_id})}"


def statement_address(statement_id: str) -> str:
    """The address under which the statements screen shows a statement."""
    return f"/statements?{urlencode({'doc': statement_id})}"


def question_address(question_id: str) -> str:
    """The address under which the exceptions screen shows a question."""
    return f"/exceptions?{urlencode({'doc': question_id})}"


def key_cap(key: str) -> Element:
    """A key as it is printed on a button."""
    return text(key.upper() if len(key) == 1 else key, tag="kbd", aria_hidden="true")


def chip(status: str, words: str = "") -> Element:
    """A state: colour, shape and word."""
    return text(words or status_word(status), f"st st-{status}")


def button(
    label: str,
    on_click: Callable[..., Any] | None = None,
    *,
    glyph: str = "",
    key: str = "",
    press: str = "",
    classes: str = "",
) -> Element:
    """A button with a word, and the key that presses it (`press` names it for hotkeys.js)."""
    drawn: list[Piece] = [glyph_of(glyph)] if glyph else []
    drawn += [span(label), cap(key)] if key else [span(label)]
    made = Drawing("button", f"btn {classes}", *drawn, type="button")
    if press:
        made.props["data-press"] = press
    if on_click:
        made.on("click", on_click, args=[])
    return made


def icon_button(
    label: str,
    glyph: str,
    on_click: Callable[..., Any] | None = None,
    *,
    js: str = "",
    press: str = "",
) -> Element:
    """A button that shows only a glyph; `label` is its name. `js` runs in the browser alone."""
    drawn, classes = glyph_of(glyph), "btn ghost ico"
    made = Drawing("button", classes, drawn, type="button", aria_label=label, title=label)
    if press:
        made.props["data-press"] = press
    if js:
        made.on("click", js_handler=js)
    elif on_click:
        made.on("click", on_click, args=[])
    return made


def dialog(label: str) -> ui.dialog:
    """A dialog with a name for screen readers."""
    made = ui.dialog()
    made.props["aria-label"] = label
    return made


def when_gone(made: ui.dialog, do: Callable[..., Any]) -> None:
    """Do something each time a dialog has gone, but not where it was opened again meanwhile.

    A browser says so only when the dialog has faded out: a person who is fast, or a machine that is
    slow, has opened it for the next thing by then.
    """
    made.on("hide", lambda: None if made.value else do(), args=[])


def toast(words: str, *, wrong: bool = False) -> None:
    """A short message that goes away by itself."""
    ui.notify(words, type="negative" if wrong else None, position="bottom", timeout=4500)
