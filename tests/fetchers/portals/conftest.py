"""Visiting the farm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fetchers.portals import visit
from model.ports import Attendant, Codes, SignInMemory
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult
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
        return visit(
            wanted, given, self.progress.append, codes=codes, attendant=attendant, memory=memory
        )


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Farm]:
    spool = tmp_path / "spool"
    spool.mkdir()
    with ExitStack() as stack:
        yield Farm(stack, spool)
