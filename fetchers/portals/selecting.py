"""Finding elements: lists of alternative selectors, of which the first that shows something wins.

A selector is `css=`, `xpath=`, `text=`, `role=` (as Playwright writes them) or `label=` (the text
of a field's label).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, Frame, FrameLocator, Locator, Page

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import Fence, origin_of
from fetchers.portals.patience import until
from fetchers.portals.recipe.parts import Alternatives
from model.outcomes import OutcomeCode

Scope = Page | Frame | Locator

FRAME_WITHIN: Final = " >>> "
"""Between the selector of a frame and that of one within it."""

ENGINES: Final = ("css=", "xpath=", "text=", "role=", "label=")
_MOST_LOOKED_AT: Final = 50  # elements of one selector; what is meant stands among the first
_LABEL: Final = "label="
_FRAME_WAIT: Final = 5.0  # seconds
_FRAME_MS: Final = 3_000
_CHOICE_MS: Final = 10_000
_SEEN: Final = """
  const drawn = box => box.width > 0 && box.height > 0;
  const written = node => {
    const range = document.createRange();
    range.selectNode(node);
    return drawn(range.getBoundingClientRect());
  };
  const seen = el => {  // as Playwright's own is_visible has it
    const style = getComputedStyle(el);
    if (style.display === 'contents') return [...el.childNodes].some(child =>
      child.nodeType === 1 ? seen(child) : child.nodeType === 3 && written(child));
    return el.checkVisibility() && style.visibility === 'visible'
      && drawn(el.getBoundingClientRect());
  };
"""
_FIRST: Final = f"(found, most) => {{ {_SEEN} return found.slice(0, most).findIndex(seen); }}"
_ANY: Final = f"found => {{ {_SEEN} return found.some(seen); }}"
_WORTH: Final = 3  # alternatives from which on one look at all but the first spares some
_IS_FIRST: Final = f"""
(found, [el, most]) => {{
  {_SEEN}
  const at = found.slice(0, most).findIndex(seen);
  return found.length > 0 && found[Math.max(at, 0)] === el;
}}
"""
_EVERY: Final = """
(found, but) => { %s
  const is = el => but.some(one => el.matches(one) || el.querySelector(one)), read = %s;
  return found.map((el, at) => [at, el]).filter(([, el]) => seen(el))
    .map(([at, el]) => [at, is(el), is(el) ? null : read(el)]);
}
"""
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
    """The first visible element of the first alternative that has one.

    All elements of an alternative are looked at in one go, and all alternatives behind the first to
    see whether any has one: a call to the browser costs more than the look.
    """
    wanted = tuple(alternatives)
    for number, selector in enumerate(wanted):
        if number == 1 and len(wanted) >= _WORTH and not _shows_any(scope, wanted[number:]):
            return None
        found = locate(scope, selector)
        at: int = found.evaluate_all(_FIRST, _MOST_LOOKED_AT)
        if at >= 0:
            return found.nth(at)
    return None


def _shows_any(scope: Scope, alternatives: Iterable[str]) -> bool:
    """Whether an element of any of them is visible; also where that can't be told in one go."""
    either = reduce(Locator.or_, (locate(scope, one) for one in alternatives))
    try:
        return bool(either.evaluate_all(_ANY))
    except Error:
        return True


def told_by(place: Locator, read: str, *, timeout: float) -> Any:
    """What the script `read`, a function of an element, makes of it.

    One that is not there is waited for, so many milliseconds; who looks first pays a third.

    Raises:
        Error: it does not come, or there are several.
    """
    told: list[Any] = place.evaluate_all(f"found => found.length === 1 ? [({read})(found[0])] : []")
    return told[0] if told else place.evaluate(read, timeout=timeout)


def first_present(scope: Scope, alternatives: Iterable[str]) -> Locator | None:
    """The first visible element, or where none shows the first that is there, folded away."""
    wanted = tuple(alternatives)
    seen = first_visible(scope, wanted)
    if seen is not None:
        return seen
    folded = (locate(scope, selector) for selector in wanted)
    return next((one.first for one in folded if one.count()), None)


def is_first(scope: Scope, selector: str, handle: ElementHandle) -> bool:
    """Whether `first_present` finds this element by the selector, told in one call."""
    is_it: bool = locate(scope, selector).evaluate_all(_IS_FIRST, [handle, _MOST_LOOKED_AT])
    return is_it


def every_visible(
    scope: Scope, alternatives: Iterable[str], *, but: Iterable[str] = ()
) -> list[Locator]:
    """All visible elements of the first alternative that has any.

    Those are left out that one of the CSS selectors `but` names, or that hold such a one.
    """
    return [place for place, _nothing in every_read(scope, alternatives, "() => null", but=but)]


def every_read(
    scope: Scope, alternatives: Iterable[str], read: str, *, but: Iterable[str] = ()
) -> list[tuple[Locator, Any]]:
    """Each element of `every_visible`, with what the script `read`, a function of it, makes."""
    without = [one.removeprefix("css=") for one in but]
    for selector in alternatives:
        found = locate(scope, selector)
        seen: list[tuple[int, bool, Any]] = found.evaluate_all(_EVERY % (_SEEN, read), without)
        if seen:
            return [(found.nth(at), told) for at, left_out, told in seen if not left_out]
    return []


def wait_for(
    page: Page, alternatives: Iterable[str], *, seconds: float, scope: Scope | None = None
) -> Locator | None:
    """The first visible element, waited for; None where it does not come."""
    wanted = tuple(alternatives)
    return until(page, lambda: first_visible(scope or page, wanted), seconds=seconds)


def in_frame(page: Page, told: str) -> FrameLocator:
    """A frame of the page that a selector names, or one within it: `iframe#outer >>> iframe`."""
    outer, *inner = told.split(FRAME_WITHIN)
    frame = page.frame_locator(outer)
    for selector in inner:
        frame = frame.frame_locator(selector)
    return frame


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
