"""The keyboard map: one list from which the keys, the sheet of keys and the palette are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ui.languages import phrase


@dataclass(frozen=True, slots=True)
class Key:
    """One binding. It presses a control, focuses one, calls a component or steps through rows.

    `keys` is what hotkeys.js understands: "d", "g i", "mod+k". `shown` is how it is printed. `step`
    names the rows that `amount` walks through, after `press` where there is one; `call` is a method
    of the component `on`. `act` is what the screen does to the row that the person sees, whatever
    is drawn anew meanwhile (`Screen.act`). `hint` is the word in the status bar, after `caps` or
    the first of the printed keys. A key without `keys` is one that hotkeys.js knows by itself.
    """

    keys: str
    shown: str
    label: str
    group: str
    press: str = ""
    focus: tuple[str, ...] = ()
    call: str = ""
    act: str = ""
    on: int = 0
    step: str = ""
    amount: float = 0
    repeat: bool = False
    hint: str = ""
    caps: tuple[str, ...] = ()

    def binding(self) -> dict[str, Any]:
        """The binding as hotkeys.js takes it."""
        if self.act:
            return {"act": self.act, "on": self.on}
        if self.press and self.step:
            return {"press": self.press, "step": self.step, "with": self.amount, "repeat": True}
        if self.press:
            return {"press": self.press}
        if self.focus:
            return {"focus": list(self.focus)}
        if self.step:
            return {"step": self.step, "with": self.amount, "repeat": self.repeat}
        return {"call": self.call, "on": self.on, "with": self.amount, "repeat": self.repeat}


GO = phrase("Go to")
EVERY = phrase("Everywhere")
QUESTIONS = phrase("Questions")
EVERYWHERE = (
    Key("g i", "G I", "Inbox", GO, press="go-inbox"),
    Key("g e", "G E", "Exceptions", GO, press="go-exceptions"),
    Key("g s", "G S", "Statements", GO, press="go-statements"),
    Key("g p", "G P", "Portals", GO, press="go-portals"),
    Key("g d", "G D", "Deliveries", GO, press="go-deliveries"),
    Key("g v", "G V", "Vault", GO, press="go-vault"),
    Key("g o", "G O", "Overview", GO, press="go-overview"),
    Key("g t", "G T", "Settings", GO, press="go-settings"),
    Key("/", "/", "Search", EVERY, focus=(".search input",)),
    Key(
        "mod+k",
        "Ctrl K",
        "Do anything",
        EVERY,
        press="palette",
        hint="anything",
        caps=("Ctrl K",),
    ),
    Key("?", "?", "All keys", EVERY, press="keys", hint="all keys"),
)

UNLOCK = Key("g u", "G U", "Unlock the vault", EVERY, press="unlock")
"""Bound only while the vault is locked, where the person may unlock it."""


def list_keys(component: int, group: str) -> tuple[Key, ...]:
    """The keys of a screen with a record list: they work wherever the focus is."""
    return (
        *_walk(group, call="move", on=component),
        Key("escape", "Esc", "Back to the list", group, call="back", on=component),
    )


def choosing_keys(component: int, group: str) -> tuple[Key, ...]:
    """The keys that select several records of a list."""
    extend: dict[str, Any] = {"call": "extend", "on": component, "repeat": True}
    return (
        Key("x", "X", "Select", group, call="toggle", on=component, hint="select"),
        Key("J", "Shift J", "Select, and go on", group, amount=1, **extend),
        Key("K", "Shift K", "Select, and go back", group, amount=-1, **extend),
        Key("mod+a", "Ctrl A", "Select all that fit", group, call="choose_all", on=component),
    )


def row_keys(selector: str, group: str) -> tuple[Key, ...]:
    """The keys of a screen whose rows are controls of their own."""
    return _walk(group, step=selector)


ANSWERS = (
    Key("", "1\N{EN DASH}9", "Answer 1 to 9 of the question", QUESTIONS, hint="answer"),
    Key("", "A P Q …", "The answer with that key", QUESTIONS),
)


def _walk(group: str, **how: Any) -> tuple[Key, ...]:
    return (
        Key("j", "J ↓", "Next", group, amount=1, repeat=True, hint="move", caps=("J", "K"), **how),
        Key("k", "K ↑", "Previous", group, amount=-1, repeat=True, **how),
        Key("arrowdown", "", "", group, amount=1, repeat=True, **how),
        Key("arrowup", "", "", group, amount=-1, repeat=True, **how),
    )


def bindings(keys: Iterable[Key]) -> dict[str, dict[str, Any]]:
    """The map that hotkeys.js takes."""
    return {key.keys: key.binding() for key in keys if key.keys}


def sheet(keys: Iterable[Key]) -> dict[str, list[Key]]:
    """The keys by group, for printing; second keys of the same thing are left out."""
    groups: dict[str, list[Key]] = {}
    for key in keys:
        if key.shown:
            groups.setdefault(key.group, []).append(key)
    return groups
