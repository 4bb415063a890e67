"""A plug-in at work: its variables, the row it is at, and what its steps are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Download, Error, Frame, Locator, Page, Response

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.haul import Haul
from fetchers.portals.plugins.scripts import frame_of, run_script
from fetchers.portals.plugins.values import filled, filled_script
from fetchers.portals.recipe import Recipe
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.selecting import Scope, first_present
from fetchers.portals.session import Session
from model.outcomes import OutcomeCode

_DEFAULT_MS: Final = 15_000
_LONGEST: Final = 120.0  # seconds
_MOST_HEARD: Final = 300


@dataclass
class Run:
    """One run of a plug-in's steps.

    `row` is the element of the list that the steps of a loop are at; `days` are the dates of its
    list as they are written, `heard` the answers that the page got from the portal, `downloads`
    those that were not taken yet, `offered` the choices that it has named by option.
    """

    session: Session
    recipe: Recipe
    haul: Haul
    variables: dict[str, Any]
    row: Locator | None = None
    days: list[str] = field(default_factory=list)
    heard: list[Response] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """The page that the steps are at."""
        return self.session.page

    def text(self, step: Step, key: str, place: str) -> str:
        """A text of a step with its variables filled in; RECIPE_BROKEN where it is missing."""
        value = filled(step.get(key), self.variables)
        if value is None or value == "":
            raise broken(place, f"its {key} is blank")
        return str(value)

    def seconds(self, step: Step) -> float:
        """How long a step may take."""
        told = step.get("timeout")
        milliseconds = told if isinstance(told, (int, float)) and told > 0 else _DEFAULT_MS
        return min(milliseconds / 1000, _LONGEST, self.session.patience)

    def script(self, script: str, place: str, arguments: Mapping[str, Any] | None = None) -> Any:
        """The value of a script of the plug-in."""
        whole = filled(script, self.variables)
        if not isinstance(whole, str):
            return whole
        told = filled_script(script, self.variables)
        return run_script(self.page, told, place=place, arguments=dict(arguments or {}))

    def scope(self, step: Step, place: str) -> Scope:
        """Where a step looks: the row of its loop, a frame, or the page."""
        if step.get("iframe"):
            return frame_of(self.page, step["iframe"], place=place)
        within_row = self.row is not None and step.get("scopeSelector") is not False
        return self.row if within_row and self.row is not None else self.page

    def element(self, step: Step, place: str) -> Locator | None:
        """The element that a step names, if it is there."""
        selector = f"css={self.text(step, 'selector', place)}"
        scope = self.scope(step, place)
        try:
            return first_present(scope, (selector,))
        except Error:
            return None

    @contextmanager
    def at(self, row: Locator | None, named: Mapping[str, Any]) -> Iterator[None]:
        """Steps at one row, with variables of their own."""
        before, kept = self.row, dict(self.variables)
        self.row = row
        self.variables.update(named)
        try:
            yield
        finally:
            self.row = before
            self.variables.clear()
            self.variables.update(kept)

    def hear(self, response: Response) -> None:
        """Nothing comes back: an answer to the page's own script is kept in mind."""
        if response.request.resource_type in ("xhr", "fetch"):
            self.heard = [*self.heard[-_MOST_HEARD:], response]

    def take_note(self, download: Download) -> None:
        """Nothing comes back: a download has started."""
        self.downloads.append(download)


Action = Callable[[Run, Step, str], Any]
"""Does one step; what comes back is its value for a check."""


def forgiving(run: Run, action: Action, step: Step, place: str) -> Any:
    """The value of a step; False where it failed and is optional."""
    try:
        return action(run, step, place)
    except VisitEnded as ended:
        if step.get("optional") is True and ended.outcome.code is OutcomeCode.RECIPE_BROKEN:
            return False
        raise


def frame_or_page(run: Run, step: Step, place: str) -> Page | Frame:
    """The page, or the frame that a step names."""
    return frame_of(run.page, step.get("iframe"), place=place)
