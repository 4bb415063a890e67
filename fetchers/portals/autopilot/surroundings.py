"""What surrounds a list: what can be pressed, and what turns it or chooses a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Frame, Page

from fetchers.portals.autopilot.look import Control, control_told
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Alternatives

_CONTROLS: Final = files(__package__).joinpath("controls.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Chooser:
    """A select, or a group of controls, that each name a part of a list or an account.

    `about` is what its markup calls it; `apply` sends its form, `open` unfolds it.
    """

    names: tuple[str, ...]
    selectors: Alternatives
    about: str = ""
    apply: Alternatives = ()
    open: Alternatives = ()


@dataclass(frozen=True, slots=True)
class DayField:
    """A field for a day; `filled` says that it holds one already."""

    selectors: Alternatives
    filled: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it, as it shows now; `numbers` are the selectors of links to numbered pages.

    `listed` are links of a table or list that each name a number.
    """

    controls: tuple[Control, ...]
    numbers: Alternatives
    years: tuple[Chooser, ...]
    selects: tuple[Chooser, ...]
    menus: tuple[Chooser, ...]
    listed: tuple[Chooser, ...]
    days: tuple[DayField, ...]
    apply: Alternatives


def surroundings_of(page: Page, place: Page | Frame, rows: Alternatives = ()) -> Surroundings:
    """What stands around the rows in a page or frame of it."""
    nothing: dict[str, Any] = {
        **dict.fromkeys(("controls", "numbers", "years", "selects", "menus", "listed"), ()),
        **dict.fromkeys(("dates", "apply"), ()),
    }
    wanted = {"rows": [selector.removeprefix("css=") for selector in rows]}
    told = steadily(page, lambda: place.evaluate(_CONTROLS, wanted), otherwise=nothing)
    return Surroundings(
        controls=tuple(control_told(one) for one in told["controls"]),
        numbers=_css(told["numbers"]),
        years=tuple(_chooser(one) for one in told["years"] if one["selectors"]),
        selects=tuple(_select(one) for one in told["selects"] if one["selectors"]),
        menus=tuple(_chooser(one) for one in told["menus"] if one["selectors"] and one["open"]),
        listed=tuple(_chooser(one) for one in told["listed"] if one["selectors"]),
        days=tuple(DayField(_css(one["selectors"]), one["filled"]) for one in told["dates"]),
        apply=_css(told["apply"]),
    )


def _chooser(told: dict[str, Any]) -> Chooser:
    return Chooser(
        names=tuple(told["names"]),
        selectors=_css(told["selectors"]),
        about=told.get("about", ""),
        open=_css(told.get("open", ())),
    )


def _select(told: dict[str, Any]) -> Chooser:
    return Chooser(
        names=tuple(told["options"]),
        selectors=_css(told["selectors"]),
        about=told["about"],
        apply=_css(told["apply"]),
    )


def _css(selectors: list[str]) -> Alternatives:
    return tuple(f"css={selector}" for selector in selectors)
