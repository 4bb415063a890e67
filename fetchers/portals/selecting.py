"""Finding elements: lists of alternative selectors, of which the first that shows something wins.

A selector is `css=`, `xpath=`, `text=`, `role=` (as Playwright writes them) or `label=` (the text
of a field's label).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import ElementHandle, Error, Frame, Locator, Page

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import Fence, origin_of
from fetchers.portals.patience import until
from fetchers.portals.recipe.parts import Alternatives
from model.outcomes import OutcomeCode

Scope = Page | Frame | Locator

ENGINES: Final = ("css=", "xpath=", "text=", "role=", "label=")
_MOST_LOOKED_AT: Final = 50  # elements of one selector; what is meant stands among the first
_LABEL: Final = "label="
_FRAME_WAIT: Final = 5.0  # seconds
_FRAME_MS: Final = 3_000
_CHOICE_MS: Final = 10_000
_OPTIONS: Final = """
el => el.tagName !== 'SELECT' ? [] : [...el.options]
  .filter(one => !one.disabled && !(one.parentElement.disabled === true))
  .map(one => ({value: one.value, label: (one.label || one.text).trim()}))
"""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a select: what it says, and its value."""

    value: str
    label: str


def locate(scope: Scope, selector: str) -> Locator:
    """All elements of a selector within a scope."""
    if selector.startswith(_LABEL):
        return scope.get_by_label(selector.removeprefix(_LABEL))
    return scope.locator(selector)


def first_visible(scope: Scope, alternatives: Iterable[str]) -> Locator | None:
    """The first visible element of the first alternative that has one."""
    for selector in alternatives:
        found = locate(scope, selector)
        for index in range(min(found.count(), _MOST_LOOKED_AT)):
            if found.nth(index).is_visible():
                return found.nth(index)
    return None


def first_present(scope: Scope, alternatives: Iterable[str]) -> Locator | None:
    """The first visible element, or where none shows the first that is there, folded away."""
    wanted = tuple(alternatives)
    seen = first_visible(scope, wanted)
    if seen is not None:
        return seen
    folded = (locate(scope, selector) for selector in wanted)
    return next((one.first for one in folded if one.count()), None)


def every_visible(scope: Scope, alternatives: Iterable[str]) -> list[Locator]:
    """All visible elements of the first alternative that has any."""
    for selector in alternatives:
        seen = [one for one in locate(scope, selector).all() if one.is_visible()]
        if seen:
            return seen
    return []


def wait_for(
    page: Page, alternatives: Iterable[str], *, seconds: float, scope: Scope | None = None
) -> Locator | None:
    """The first visible element, waited for; None where it does not come."""
    wanted = tuple(alternatives)
    return until(page, lambda: first_visible(scope or page, wanted), seconds=seconds)


def inside(
    page: Page, frames: tuple[Alternatives, ...], fence: Fence, *, step: str
) -> Page | Frame:
    """The page, or the frame that lies in it, in a frame of it, and so on, from the outside in.

    It is looked for each time: a page may put another frame in its place.

    Raises:
        VisitEnded: RECIPE_BROKEN where there is none, ORIGIN_MISMATCH where it lies elsewhere.
    """
    scope: Page | Frame = page
    for depth, alternatives in enumerate(frames, start=1):
        frame = until(page, lambda: _frame_of(scope, alternatives), seconds=_FRAME_WAIT)  # noqa: B023 - called at once
        if frame is None:
            raise broken(f"{step}.frames.{depth}")
        if not fence.allows(frame.url):
            seen = origin_of(frame.url) or "a frame without an origin"
            raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=seen)
        scope = frame
    return scope


def _frame_of(scope: Page | Frame, alternatives: Alternatives) -> Frame | None:
    place = first_visible(scope, alternatives)
    handle: ElementHandle | None = place.element_handle(timeout=_FRAME_MS) if place else None
    frame = handle.content_frame() if handle else None
    return frame if frame is not None and origin_of(frame.url) else None


def options_of(place: Locator) -> list[Option]:
    """The options of a select that can be chosen; none where the element is no select."""
    try:
        told: list[dict[str, str]] = place.evaluate(_OPTIONS, timeout=_FRAME_MS)
    except Error:
        return []
    return [Option(one["value"], one["label"]) for one in told]


def choose(place: Locator, option: Option) -> bool:
    """Whether the option of a select could be chosen."""
    try:
        place.select_option(value=option.value, label=option.label, timeout=_CHOICE_MS)
    except Error:
        return False
    return True
