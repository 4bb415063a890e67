"""The sheet of all keys, and the palette that does anything by its name; both from one map."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui import events
from nicegui.element import Element

from ui.components.hotkeys import Hotkeys
from ui.components.parts import box, dialog, icon, key_cap, text
from ui.keys import Key, sheet
from ui.languages import say

MOST = 16


class KeySheet:
    """All keys of the screen that is shown; printed when it is opened."""

    def __init__(self) -> None:
        self._keys: tuple[Key, ...] = ()
        with dialog(say("All keys")) as self._dialog:
            self._card = box("card keys")

    def list(self, keys: Iterable[Key]) -> None:
        """Know these keys."""
        self._keys = tuple(keys)

    def open(self) -> None:
        """Show the sheet."""
        self._card.clear()
        with self._card:
            text(say("Keys"), tag="h2")
            with box("keys-cols"):
                for group, held in sheet(self._keys).items():
                    _group(group, held)
            text(say("Letters are pressed without Shift. Press Esc to close."), "quiet", "p")
        self._dialog.open()


def _group(group: str, keys: Iterable[Key]) -> None:
    with box("keys-group"):
        text(say(group), tag="h3")
        for key in keys:
            with box("keys-row"):
                text(say(key.label))
                with box("caps", "span"):
                    for cap in key.shown.split():
                        key_cap(cap)


class Palette:
    """Do anything: type a part of its name, press Enter."""

    def __init__(self, hotkeys: Hotkeys) -> None:
        self._hotkeys = hotkeys
        self._keys: list[Key] = []
        self._found: list[Key] = []
        self._dialog = dialog(say("Do anything")).props("position=top")
        with self._dialog, box("card palette"):
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
        self._find("")
        self._dialog.open()

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
        with box("palette-row", "button", type="button") as row:
            text(say(key.group), "quiet")
            text(say(key.label))
            with box("caps", "span"):
                for cap in key.shown.split():
                    key_cap(cap)
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
