"""Visiting the farm."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from fetchers.portals import visit
from fetchers.portals.wire import Credential
from model.outcomes import Outcome
from model.ports import Attendant, Codes, SignInMemory
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult
from tests.fetchers.portals.sharing import Shared, shared
from tests.portals.farm.redesigns import Changing
from tests.portals.serving import serve
from tests.portals.sites import PASSWORD, USER, Recorder, Site


@dataclass
class FarmLease:
    """A lease without a vault."""

    origins: frozenset[str]
    username: str = USER
    password: Secret = field(default_factory=lambda: Secret(PASSWORD))
    totp: Secret | None = None
    customer_number: str | None = None
    name: str = "farm"
    edition: str | None = None


@dataclass
class Farm:
    """Sites served for one test, and visits to them."""

    stack: ExitStack
    spool: Path
    progress: list[VisitProgress] = field(default_factory=list)

    def serve(self, site: Site | Recorder | Changing, host: str = "127.0.0.1") -> str:
        """The origin of a site."""
        return self.stack.enter_context(serve(site.app() if isinstance(site, Site) else site, host))

    def visit(
        self,
        origin: str,
        recipe: str | None,
        *,
        lease: dict[str, Any] | None = None,
        codes: Codes | None = None,
        attendant: Attendant | None = None,
        memory: SignInMemory | None = None,
        **order: Any,
    ) -> VisitResult:
        """The result of a visit by recipe."""
        told = {"origins": frozenset({origin}), "start_url": f"{origin}/", "time_limit": 60.0}
        wanted = VisitOrder(
            run_id="r1",
            portal="Farm",
            spool=self.spool,
            recipe=recipe,
            loopback_http=True,
            **{**told, **order},
        )
        given = FarmLease(**{"origins": wanted.origins, **(lease or {})})
        return self._visited(wanted, given, codes=codes, attendant=attendant, memory=memory)

    def _visited(self, order: VisitOrder, lease: FarmLease, **others: Any) -> VisitResult:
        return visit(order, lease, self.progress.append, **others)


@dataclass
class Yard(Farm):
    """A farm whose visits are made in one browser, in this process: for what a visit finds.

    What a visit's own process adds is not there: its end in time, hosts that were blocked. A visit
    that asks somebody, keeps or records something has a process of its own here, too.
    """

    browser: Shared = field(kw_only=True)
    doors: list[socket.socket] = field(kw_only=True)

    def serve(self, site: Site | Recorder | Changing, host: str = "127.0.0.1") -> str:
        """The origin of a site, one of those that the browser reaches."""
        app = site.app() if isinstance(site, Site) else site
        door = self.doors.pop() if host == "127.0.0.1" else None
        return self.stack.enter_context(serve(app, host, door))

    def _visited(self, order: VisitOrder, lease: FarmLease, **others: Any) -> VisitResult:
        apart = order.page or order.record or lease.origins != order.origins
        if apart or any(others.values()):
            return super()._visited(order, lease, **others)
        number = lease.customer_number
        credential = Credential(
            Secret(lease.username), lease.password, lease.totp, Secret(number) if number else None
        )
        result = self.browser.visit_as_a_child(order, credential, self.progress.append)
        facts = {"portal": order.portal, **result.outcome.facts}
        return replace(result, outcome=Outcome(result.outcome.code, facts))


DOORS = 64
"""More sites than the tests of a file serve."""


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Farm]:
    with ExitStack() as stack:
        yield Farm(stack, _spool(tmp_path))


@pytest.fixture(scope="module")
def one_browser(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Shared, list[socket.socket]]]:
    """A browser, and the doors that it reaches; each is for one site."""
    with ExitStack() as stack:
        doors = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(DOORS)]
        origins = [f"http://127.0.0.1:{door.getsockname()[1]}" for door in doors]
        yield stack.enter_context(shared(origins, tmp_path_factory.mktemp("spools"))), doors


@pytest.fixture
def yard(tmp_path: Path, one_browser: tuple[Shared, list[socket.socket]]) -> Iterator[Yard]:
    browser, doors = one_browser
    with ExitStack() as stack:
        yield Yard(stack, _spool(tmp_path), browser=browser, doors=doors)


def _spool(folder: Path) -> Path:
    spool = folder / "spool"
    spool.mkdir()
    return spool
