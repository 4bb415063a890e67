"""Writing down what worked: each step by several selectors of the element that it really used.

A step that hangs on one name breaks with that name. So each element that a visit without a recipe
found is described again, while it is in sight, in ways that rarely change together: by its words,
by a steady attribute, by a class that no build made up, by where it stands. What is written was
tried on the page: it finds this element and no other before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, Locator

from fetchers.portals.patience import steadily
from fetchers.portals.recipe import (
    Alternatives,
    Browserless,
    DocumentList,
    Part,
    Recipe,
    read_recipe,
    write_recipe,
)
from fetchers.portals.recipe.parts import LONGEST_SELECTOR
from fetchers.portals.selecting import Scope, every_read, first_present, first_visible, is_first

_OF_ELEMENT: Final = files(__package__).joinpath("writing.js").read_text("utf-8")
_OF_ROWS: Final = files(__package__).joinpath("rows.js").read_text("utf-8")
_EACH_KIND: Final = 2  # selectors kept of one kind
_MOST: Final = 6
_FEW: Final = 3
_TEXT: Final = "el => el.innerText"

Tried = Callable[[str], bool]


class Scribe:
    """Keeps, for each step of a visit, the selectors of the element that it used.

    A step is named by its path in the recipe; those of a list begin with the list's name.
    """

    def __init__(self) -> None:
        self._found: dict[str, Alternatives] = {}
        self._batches: dict[str, int] = {}
        self._prompt: dict[str, list[bool]] = {}

    def note(self, step: str, place: Locator, used: Alternatives, *, scope: Scope) -> None:
        """Nothing comes back: a step's element is described, once."""
        if step in self._found:
            return
        try:
            self._keep(step, selectors_of(place, used, scope=scope, may_go=_may_go(step)))
        except Error:  # the page moved on: what the autopilot knew of the step stays
            return

    def note_list(self, part: DocumentList, rows: list[Locator], *, scope: Scope) -> None:
        """Nothing comes back: a list's rows and what stands in and around them are described."""
        if f"{part.name}.rows" in self._found or not rows:
            return
        if part.rows is not None:
            self._keep(f"{part.name}.rows", row_selectors(rows, part.rows, scope=scope))
        for step, used in _in_row(part):
            self._note_present(f"{part.name}.{step}", used, rows[0], within=rows)
        for step, used in _around(part):
            self._note_present(f"{part.name}.{step}", used, scope)

    def note_batch(self, part: DocumentList, rows: int) -> None:
        """Nothing comes back: it is known how many rows come at once, if they are always as many.

        One row a time is no batch: a page that was built by halves shows as many.
        """
        step = f"{part.name}.pages.batch"
        alike = self._batches.get(step, rows) == rows
        self._batches[step] = rows if alike and rows > 1 else 0

    def note_prompt(self, part: DocumentList, told: list[bool]) -> None:
        """Nothing comes back: of more batches it is known whether the list asked for each at once.

        It is written down where it did so each time, twice at least.
        """
        self._prompt.setdefault(f"{part.name}.pages.prompt", []).extend(told)

    def written(self, recipe: str, *, needless: Browserless | None = None) -> str:
        """The text of a recipe, each of its steps by all that was noted of it.

        `needless` is the proof that visits by it need no browser.
        """
        told = self.described(read_recipe(recipe))
        return write_recipe(told.model_copy(update={"browserless": needless}))

    def described(self, read: Recipe) -> Recipe:
        """A recipe, each of its steps by all that was noted of it."""
        places = {part.name: f"lists.{at}" for at, part in enumerate(read.lists)}
        batches = {step: rows for step, rows in self._batches.items() if rows}
        prompt = {step: all(told) and len(told) > 1 for step, told in self._prompt.items()}
        noted: dict[str, Alternatives | int] = {**self._found, **batches, **prompt}
        found = {_placed(step, places): told for step, told in noted.items()}
        return _replaced(read, "", found)

    def _keep(self, step: str, alternatives: Alternatives) -> None:
        if alternatives:
            self._found[step] = alternatives

    def _note_present(
        self,
        step: str,
        used: Alternatives,
        scope: Scope,
        *,
        within: list[Locator] | None = None,
    ) -> None:
        try:
            place = first_present(scope, used)
            if place is not None:
                found = selectors_of(place, used, scope=scope, rows=within, may_go=_may_go(step))
                self._keep(step, found)
        except Error:  # the page moved on: what the autopilot knew of the step stays
            return


def _may_go(step: str) -> bool:
    """Whether it says something that the step's element is not there on another page."""
    return step.endswith((".signed_in", ".pages.next", ".pages.more"))


def _in_row(part: DocumentList) -> list[tuple[str, Alternatives]]:
    """The steps of a list that are looked for within its rows."""
    getter = part.document
    steps: list[tuple[str, Alternatives | None]] = [
        (f"columns.{name}.at", column.at) for name, column in part.columns.named().items()
    ]
    steps += [("document.detail", getter.detail), ("document.menu", getter.menu)]
    if getter.detail is None and getter.menu is None:
        steps += [("document.link", getter.link), ("document.click", getter.click)]
    return [(step, used) for step, used in steps if used]


def _around(part: DocumentList) -> list[tuple[str, Alternatives]]:
    pages = part.pages
    steps = [("counter.at", part.counter.at if part.counter else None)]
    if pages is not None:
        steps += [("pages.next", pages.next), ("pages.more", pages.more)]
    return [(step, used) for step, used in steps if used]


def _placed(step: str, places: Mapping[str, str]) -> str:
    """A step's path in the recipe: a list stands there by its position."""
    for name, place in places.items():
        if step.startswith(f"{name}."):
            return place + step.removeprefix(name)
    return step


def _replaced(part: Recipe, path: str, found: Mapping[str, Alternatives | int]) -> Recipe:
    changed: Recipe = _changed(part, path, found)
    return changed


def _changed(value: Any, path: str, found: Mapping[str, Alternatives | int]) -> Any:
    """A part of a recipe with what was found in the place of what it named."""
    if path in found:
        return found[path]
    if isinstance(value, Part):
        return value.model_copy(
            update={
                name: _changed(getattr(value, name), f"{path}.{name}".lstrip("."), found)
                for name in type(value).model_fields
            }
        )
    if isinstance(value, tuple):
        return tuple(_changed(one, f"{path}.{at}", found) for at, one in enumerate(value))
    return value


def selectors_of(
    place: Locator,
    used: Alternatives,
    *,
    scope: Scope,
    rows: list[Locator] | None = None,
    may_go: bool = False,
) -> Alternatives:
    """The selectors of an element that find it in its scope, the steadiest first.

    Within a row they must find something in every row in which those that were used do. Of an
    element that `may_go` none says only where it stands: something else may stand there then.
    """
    handle = place.element_handle(timeout=2_000)
    row = rows[0].element_handle(timeout=2_000) if rows else None
    told: list[tuple[int, str]] = handle.evaluate(_OF_ELEMENT, [row, may_go])

    def holds(selector: str) -> bool:
        return is_first(scope, selector, handle) and all(_in(one, (selector,)) for one in others)

    others = [one for one in (rows or [])[1:] if _in(one, used)]
    return _chosen(told, used, tried=holds)


def selectors_of_handle(handle: ElementHandle, scope: Scope) -> Alternatives:
    """The selectors that find an element of a page, the steadiest first."""
    told: list[tuple[int, str]] = handle.evaluate(_OF_ELEMENT, [None, False])
    return _chosen(told, (), tried=lambda selector: is_first(scope, selector, handle))


def _in(row: Locator, alternatives: Alternatives) -> bool:
    return first_visible(row, alternatives) is not None


def row_selectors(rows: list[Locator], used: Alternatives, *, scope: Scope) -> Alternatives:
    """The selectors that find exactly these rows."""
    told: list[tuple[int, str]] = steadily(
        rows[0].page, lambda: rows[0].evaluate(_OF_ROWS), otherwise=[]
    )
    wanted = [one.inner_text() for one in rows]

    def tried(selector: str) -> bool:
        return [text for _, text in every_read(scope, (selector,), _TEXT)] == wanted

    return _chosen(told, used, tried=tried)


def _chosen(told: list[tuple[int, str]], used: Alternatives, *, tried: Tried) -> Alternatives:
    """A few of each kind that hold on the page; those that were used stand behind them."""
    kept: dict[str, int] = {}
    spare: list[str] = []
    for kind, selector in sorted(told, key=lambda one: one[0]):
        if len(selector) > LONGEST_SELECTOR or ">>" in selector or selector in kept:
            continue
        if list(kept.values()).count(kind) >= _EACH_KIND:
            spare.append(selector)
        elif _holds(tried, selector):
            kept[selector] = kind
    rest = [one for one in (*used, *spare) if one not in kept]
    missing = max(_EACH_KIND, _FEW - len(kept))
    held = [one for one in rest if _holds(tried, one)]
    return (*tuple(kept)[:_MOST], *held[:missing])


def _holds(tried: Tried, selector: str) -> bool:
    try:
        return tried(selector)
    except Error:  # it can't be written in this engine's grammar, or the element is gone
        return False
