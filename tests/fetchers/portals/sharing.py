"""Visits of many portals in one browser, each with a page and cookies of its own.

It is the engine itself that runs, in this process: what `visit` adds is a process for each.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from fetchers.portals.autopilot import Autopilot
from fetchers.portals.autopilot.repair import Mender
from fetchers.portals.autopilot.writing import Scribe
from fetchers.portals.browser import Looks, browser
from fetchers.portals.child import guide_by, prepare
from fetchers.portals.den import den
from fetchers.portals.fence import Fence
from fetchers.portals.fixture import Replay
from fetchers.portals.flow import ByRecipe, Guide, run
from fetchers.portals.recipe import Recipe, read_recipe
from fetchers.portals.session import Session
from fetchers.portals.tabs import shut
from fetchers.portals.wire import Credential, Tape
from model.clock import SystemClock
from model.visits import VisitOrder, VisitProgress, VisitResult


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
        session = self._session(wanted, credential, lambda _progress: None)
        session.replay = replay
        if recipe is None:
            session.scribe = Scribe()
        elif mends:
            session.mender = Mender(session, recipe)
        return self._run(session, ByRecipe(recipe) if recipe else Autopilot())

    def visit_as_a_child(
        self, order: VisitOrder, credential: Credential, tell: Callable[[VisitProgress], None]
    ) -> VisitResult:
        """The result of a visit as its own process would have made it."""
        self.context.clear_cookies()
        session = self._session(order, credential, tell)
        guide = guide_by(read_recipe(order.recipe)) if order.recipe else Autopilot()
        prepare(session, guide, Tape())
        return self._run(session, guide)

    def _session(
        self, order: VisitOrder, credential: Credential, tell: Callable[[VisitProgress], None]
    ) -> Session:
        return Session(
            context=self.context,
            page=self.context.new_page(),
            order=order,
            credential=credential,
            fence=Fence(order.origins),
            clock=SystemClock(),
            tell=tell,
        )

    def _run(self, session: Session, guide: Guide) -> VisitResult:
        try:
            return run(session, guide)
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
