"""One visit's session: the page, what was ordered, and the words that must not be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import BrowserContext, Page

from fetchers.portals.fence import Fence
from fetchers.portals.fixture import Recording
from fetchers.portals.wire import Credential
from model.clock import Clock
from model.codes import CodeAsked
from model.secret import Secret
from model.visits import RunState, VisitOrder, VisitProgress

Asker = Callable[[CodeAsked, Callable[[int], None]], Secret | None]
"""Brings a code or link that comes by mail; lets time pass in the browser meanwhile."""


@dataclass(slots=True)
class Session:
    """What every step of a visit needs.

    `blocked` gathers the hosts that pages asked for and did not get. `attempted` says that a name
    or password was sent, which happens once; `said_before` are the lines shown until then. `sent`
    is when something was last sent that makes a portal mail a code; `linked` says that a mailed
    link was opened; `ask` is None where nobody can be asked for a code or link.
    """

    context: BrowserContext
    page: Page
    order: VisitOrder
    credential: Credential
    fence: Fence
    clock: Clock
    tell: Callable[[VisitProgress], None]
    blocked: set[str] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    attempted: bool = False
    said_before: frozenset[str] = frozenset()
    sent: datetime | None = None
    linked: bool = False
    ask: Asker | None = None
    recording: Recording | None = None
    _beside: Page | None = None

    @property
    def beside(self) -> Page:
        """A second page, for files and details, so that the list keeps its place."""
        if self._beside is None or self._beside.is_closed():
            self._beside = self.context.new_page()
        return self._beside

    @property
    def patience(self) -> float:
        """Seconds to wait for one page: a fair part of the whole visit's time."""
        return max(1.0, min(30.0, self.order.time_limit / 4))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that must not stand in anything that is kept."""
        return (*self.credential.secrets(), *self.codes)

    def report(self, state: RunState, done: int = 0, total: int | None = None) -> None:
        """Nothing comes back: who ordered the visit knows where it stands."""
        self.tell(VisitProgress(state, done, total))
