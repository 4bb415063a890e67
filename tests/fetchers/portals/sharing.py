"""Visits of many portals in one browser, each with a page and cookies of its own.

It is the engine itself that runs, in this process: what `visit` adds is a process for each.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from fetchers.portals.autopilot import Autopilot
from fetchers.portals.autopilot.repair import Mender
from fetchers.portals.autopilot.writing import Scribe
from fetchers.portals.browser import browser
from fetchers.portals.den import den
from fetchers.portals.fence import Fence
from fetchers.portals.fixture import Replay
from fetchers.portals.flow import ByRecipe, run
from fetchers.portals.looks import Looks
from fetchers.portals.recipe import Recipe
from fetchers.portals.session import Session
from fetchers.portals.tabs import shut
from fetchers.portals.wire import Credential
from model.clock import SystemClock
from model.visits import VisitOrder, VisitResult


@dataclass
class Shared:
    """One browser for many visits."""

    context: BrowserContext
    spools: Path
    runs: Iterator[int]

    def visit(
        self,
        recipe: Recipe | None,
        credential: Credential,
        *,
        replay: Replay | None = None,
        mends: bool = False,
        **order: Any,
    ) -> VisitResult:
        """The result of a visit to a portal, live or recorded; `order` are facts of its order.

        Without a recipe it goes by the autopilot; `mends` lets it repair the recipe.
        """
        self.context.clear_cookies()
        self.context.unroute_all()
        if replay is not None:
            replay.attach(self.context)
        wanted = _order(self.spools / str(next(self.runs)), order)
        wanted.spool.mkdir()
        session = Session(
            context=self.context,
            page=self.context.new_page(),
            order=wanted,
            credential=credential,
            fence=Fence(wanted.origins),
            clock=SystemClock(),
            tell=lambda _progress: None,
            replay=replay,
        )
        if recipe is None:
            session.scribe = Scribe()
        elif mends:
            session.mender = Mender(session, recipe)
        try:
            return run(session, ByRecipe(recipe) if recipe else Autopilot())
        finally:
            shut(self.context.pages)


def _order(spool: Path, facts: Mapping[str, Any]) -> VisitOrder:
    usual = {"run_id": "r", "portal": "Farm", "loopback_http": True, "time_limit": 120.0}
    return VisitOrder(**{**usual, "spool": spool, **facts})


@contextmanager
def shared(origins: Iterable[str], spools: Path) -> Iterator[Shared]:
    """A browser that reaches these origins alone, while the context is open."""
    fence = Fence(frozenset(origins))
    with den() as home, browser(home, fence, set(), Looks()) as context:
        yield Shared(context, spools, itertools.count())
