from __future__ import annotations

from collections import Counter

import pytest

from ui.keys import ANSWERS, EVERYWHERE, Key, bindings, list_keys, row_keys, sheet
from ui.shell import SCREENS


def test_one_key_does_one_thing() -> None:
    for keys in (list_keys(7, "List"), row_keys(".row", "Rows")):
        bound = Counter(key.keys for key in (*keys, *ANSWERS, *EVERYWHERE) if key.keys)
        assert max(bound.values()) == 1


def test_no_key_is_the_beginning_of_a_sequence() -> None:
    every = bindings((*list_keys(7, "List"), *EVERYWHERE))
    assert not [short for short in every for long in every if long.startswith(f"{short} ")]


def test_every_screen_can_be_reached_by_two_keys() -> None:
    reached = {key.press.removeprefix("go-") for key in EVERYWHERE if key.group == "Go to"}
    on_its_own = {"/live", "/takeover", "/add-portal", "/start", "/recipe"}  # from other screens
    assert len(reached) == len(SCREENS.keys() - on_its_own)


def test_the_sheet_prints_what_the_map_binds() -> None:
    keys = (*list_keys(7, "List"), *EVERYWHERE)
    printed = {key.keys for group in sheet(keys).values() for key in group}
    assert printed | {"arrowdown", "arrowup"} == set(bindings(keys))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key("d", "D", "Deliver", "x", press="deliver"), {"press": "deliver"}),
        (Key("/", "/", "Search", "x", focus=("input",)), {"focus": ["input"]}),
        (
            Key("j", "J", "Next", "x", step=".row", amount=1, repeat=True),
            {"step": ".row", "with": 1, "repeat": True},
        ),
        (
            Key("j", "J", "Next", "x", call="move", on=7, amount=1),
            {"call": "move", "on": 7, "with": 1, "repeat": False},
        ),
    ],
)
def test_a_key_becomes_what_the_browser_understands(key: Key, expected: dict[str, object]) -> None:
    assert key.binding() == expected


def test_acting_keys_never_repeat_while_held_down() -> None:
    acting = [key for key in EVERYWHERE if key.press]
    assert acting
    assert not any(key.repeat for key in acting)
