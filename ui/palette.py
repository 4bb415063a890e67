"""The sheet of all keys, and the palette that does anything by its name; both from one map."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui import events
from nicegui.element import Element

from ui.components.drawing import Drawing, Piece, cap, piece, span
from ui.components.hotkeys import Hotkeys
from ui.components.late_dialog import LateDialog
from ui.components.parts import box, icon, text
from ui.keys import Key, sheet
from ui.languages import say

MOST = 16


class KeySheet:
    """All keys of the screen that is shown; printed when it is opened."""

    def __init__(self) -> None:
        self._keys: tuple[Key, ...] = ()
        self._dialog = LateDialog(say("All keys"), self._fill)

    def list(self, keys: Iterable[Key]) -> None:
        """Know these keys."""
        self._keys = tuple(keys)

    def open(self) -> None:
        """Show the sheet."""
        self._dialog.open()
        self._card.clear()
        with self._card:
            text(say("Keys"), tag="h2")
            with box("keys-cols"):
                for group, held in sheet(self._keys).items():
                    _group(group, held)
            text(say("Letters are pressed without Shift. Press Esc to close."), "quiet", "p")

    def _fill(self) -> None:
        self._card = box("card keys")


def _group(group: str, keys: Iterable[Key]) -> None:
    rows = (piece("div", "keys-row", span(say(key.label)), _caps(key)) for key in keys)
    Drawing("div", "keys-group", piece("h3", "", say(group)), *rows)


def _caps(key: Key) -> Piece:
    return piece("span", "caps", *map(cap, key.shown.split()))


class Palette:
    """Do anything: type a part of its name, press Enter."""

    def __init__(self, hotkeys: Hotkeys) -> None:
        self._hotkeys = hotkeys
        self._keys: list[Key] = []
        self._found: list[Key] = []
        self._dialog = LateDialog(say("Do anything"), self._fill, on_top=True)

    def _fill(self) -> None:
        with box("card palette"):
            self._field()
            self._list = box("palette-list")

    def _field(self) -> None:
        with box("search", "label"):
            icon("command")
            field = box("", "input", placeholder=say("Do anything …"), autofocus="")
        field.props["aria-label"] = say("Do anything")
        field.on("input", self._typed, js_handler="(e) => emit(e.target.value)")
        field.on("keydown.enter", self._first, args=[])

    def open(self) -> None:
        """Show the palette."""
        self._dialog.open()
        self._find("")

    def list(self, keys: Iterable[Key]) -> None:
        """Offer these keys' actions."""
        named = [key for key in keys if key.shown and key.keys and not key.repeat]
        self._keys = [key for key in named if key.press != "palette"]

    def _typed(self, typed: events.GenericEventArguments) -> None:
        self._find(str(typed.args))

    def _find(self, sought: str) -> None:
        words = sought.casefold().split()
        self._found = [key for key in self._keys if _fits(key, words)][:MOST]
        self._list.clear()
        with self._list:
            for key in self._found:
                self._entry(key)
            if not self._found:
                text(say("Nothing of that name here."), "quiet", "p")

    def _entry(self, key: Key) -> Element:
        drawn = span(say(key.group), "quiet"), span(say(key.label)), _caps(key)
        row = Drawing("button", "palette-row", *drawn, type="button")
        return row.on("click", lambda: self._run(key), args=[])

    def _first(self) -> None:
        if self._found:
            self._run(self._found[0])

    def _run(self, key: Key) -> None:
        self._dialog.close()
        self._hotkeys.run_method("run", key.binding())


def _fits(key: Key, words: list[str]) -> bool:
    name = f"{say(key.group)} {say(key.label)}".casefold()
    return all(word in name for word in words)
