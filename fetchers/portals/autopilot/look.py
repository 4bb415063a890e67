"""A page as the autopilot sees it: its best groups of rows, and the short texts around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, Frame, Page

from fetchers.portals.fence import Fence
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Alternatives

_LOOK: Final = files(__package__).joinpath("lists.js").read_text("utf-8")
_DEEPEST: Final = 3
_MOST_FRAMES: Final = 8
_NAMED: Final = """
el => {
  const plain = name => /^[A-Za-z][\\w-]*$/.test(name) && !/\\d{3,}|[0-9a-f]{8,}/.test(name);
  const list = [];
  if (el.id && plain(el.id)) list.push(`#${el.id}`);
  if (el.name) list.push(`iframe[name="${el.name.replace(/["\\\\]/g, '')}"]`);
  for (const cls of el.classList) if (plain(cls)) list.push(`iframe.${cls}`);
  const path = (el.getAttribute('src') || '').split('?')[0];
  if (path && !/["\\\\]/.test(path)) list.push(`iframe[src^="${path}"]`);
  list.push('iframe', 'frame');
  return list.filter(one => document.querySelector(one) === el).slice(0, 4);
}
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text of a first row, what labels it, its selectors, and all rows' `values`."""

    text: str
    label: str
    selectors: tuple[str, ...]
    time: str
    link: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A link or button of a row: its words, and what its markup hints at.

    `shown` says that a person pointed at it.
    """

    words: str
    href: str
    tag: str
    classes: tuple[str, ...]
    path: str = ""
    says: str = ""
    hints: str = ""
    download: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A group of like rows that look like documents.

    `parts` are the first row's, `controls` those of the row at `sample`; `boxes` says that rows can
    be ticked.
    """

    score: float
    count: int
    table: bool
    selectors: tuple[str, ...]
    headers: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    parts: tuple[Part, ...]
    controls: tuple[Control, ...]
    sample: int = 0
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """A short text with a number in it, and the selectors that find it alone."""

    text: str
    selectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a page, or at a frame of it, which `frames` lead to."""

    groups: tuple[Rows, ...]
    short: tuple[Short, ...]
    language: str
    heading: str
    frames: tuple[Alternatives, ...] = ()


def look(page: Page, fence: Fence) -> Looked:
    """What a page shows now: itself, or the frame of the portal's own that shows more rows."""
    best = _look(page, page, ())
    for frame, way in _frames(page, fence):
        inner = _look(page, frame, way)
        if _score(inner) > _score(best):
            best = inner
    return best


def look_at(page: Page, frame: Frame, anchor: ElementHandle, fence: Fence) -> Looked | None:
    """The group of like rows around an element that a person pointed at, best first.

    They need two of a date, an amount and a number. None where the element stands in a frame that
    is not the portal's own.
    """
    if frame is page.main_frame:
        return _look(page, page, (), anchor)
    way = next((way for inner, way in _frames(page, fence) if inner is frame), None)
    return _look(page, frame, way, anchor) if way else None


def _score(looked: Looked) -> float:
    return max((rows.score for rows in looked.groups), default=0.0)


def _look(
    page: Page,
    place: Page | Frame,
    frames: tuple[Alternatives, ...],
    anchor: ElementHandle | None = None,
) -> Looked:
    nothing: dict[str, Any] = {"groups": [], "short": [], "language": "", "heading": ""}
    told: dict[str, Any] = steadily(page, lambda: place.evaluate(_LOOK, anchor), otherwise=nothing)
    return Looked(
        groups=tuple(_rows(group) for group in told["groups"] if group["rows"]),
        short=tuple(Short(one["text"], _css(one["selectors"])) for one in told["short"]),
        language=told["language"],
        heading=told["heading"],
        frames=frames,
    )


def _frames(page: Page, fence: Fence) -> Iterator[tuple[Frame, tuple[Alternatives, ...]]]:
    """The frames of the portal's own, with the selectors that lead to each from the outside in."""
    for frame in page.frames[1 : _MOST_FRAMES + 1]:
        way: list[Alternatives] = []
        inner: Frame | None = frame
        while inner is not None and inner.parent_frame is not None and fence.allows(inner.url):
            named = _named(inner)
            way.insert(0, named or ("css=iframe",))
            inner = inner.parent_frame
        if inner is page.main_frame and 0 < len(way) <= _DEEPEST:
            yield frame, tuple(way)


def _named(frame: Frame) -> Alternatives:
    try:
        handle: ElementHandle = frame.frame_element()
        return _css(handle.evaluate(_NAMED))
    except Error:
        return ()


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
        controls=tuple(control_told(one) for one in told["controls"]),
        sample=told["sample"],
        boxes=told["boxes"],
    )


def _part(told: dict[str, Any]) -> Part:
    return Part(
        text=told["text"],
        label=told["label"],
        selectors=_css(told["selectors"]),
        time=told["time"],
        link=told["link"],
        values=tuple(one or "" for one in told["values"]),
    )


def control_told(told: dict[str, Any]) -> Control:
    """A control as the page told it."""
    return Control(
        words=told["words"],
        href=told["href"] or "",
        tag=told["tag"],
        classes=tuple(told["classes"]),
        path=told["path"],
        says=told["says"],
        hints=told["hints"],
        download=told["download"],
        shown=told.get("shown", False),
    )


def _css(selectors: list[str]) -> tuple[str, ...]:
    return tuple(f"css={selector}" for selector in selectors)
