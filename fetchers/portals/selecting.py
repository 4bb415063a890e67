"""Finding elements: lists of alternative selectors, of which the first that shows something wins.

A selector is `css=`, `xpath=`, `text=`, `role=` (as Playwright writes them) or `label=` (the text
of a field's label).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from playwright.sync_api import Frame, Locator, Page

from fetchers.portals.patience import until

Scope = Page | Frame | Locator

ENGINES: Final = ("css=", "xpath=", "text=", "role=", "label=")
_MOST_LOOKED_AT: Final = 50  # elements of one selector; what is meant stands among the first
_LABEL: Final = "label="


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
