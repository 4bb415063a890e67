"""A page as the autopilot sees it: its best group of rows, and the short texts around it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page

from fetchers.portals.patience import steadily

_LOOK: Final = files(__package__).joinpath("lists.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text within a row: how it is labelled, and the selectors that find it."""

    text: str
    label: str
    selectors: tuple[str, ...]
    time: str
    link: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A link or button of a row."""

    words: str
    href: str
    tag: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A group of like rows that look like documents; `parts` and `controls` are the first one's."""

    score: float
    count: int
    table: bool
    selectors: tuple[str, ...]
    headers: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    parts: tuple[Part, ...]
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A short text with a number in it, and the selectors that find it alone."""

    text: str
    selectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a page."""

    groups: tuple[Rows, ...]
    short: tuple[Short, ...]
    language: str
    heading: str


def look(page: Page) -> Looked:
    """What a page shows now."""
    nothing: dict[str, Any] = {"groups": [], "short": [], "language": "", "heading": ""}
    told: dict[str, Any] = steadily(page, lambda: page.evaluate(_LOOK), otherwise=nothing)
    return Looked(
        groups=tuple(_rows(group) for group in told["groups"] if group["rows"]),
        short=tuple(Short(one["text"], _css(one["selectors"])) for one in told["short"]),
        language=told["language"],
        heading=told["heading"],
    )


def _rows(told: dict[str, Any]) -> Rows:
    return Rows(
        score=float(told["score"]),
        count=told["count"],
        table=told["table"],
        selectors=_css(told["rows"]),
        headers=tuple(told["headers"]),
        cells=tuple(map(tuple, told["cells"])),
        texts=tuple(told["texts"]),
        parts=tuple(_part(one) for one in told["parts"]),
        controls=tuple(_control(one) for one in told["controls"]),
    )


def _part(told: dict[str, Any]) -> Part:
    return Part(told["text"], told["label"], _css(told["selectors"]), told["time"], told["link"])


def _control(told: dict[str, Any]) -> Control:
    return Control(told["words"], told["href"] or "", told["tag"], tuple(told["classes"]))


def _css(selectors: list[str]) -> tuple[str, ...]:
    return tuple(f"css={selector}" for selector in selectors)
