"""The REST API over a small filled store, and callers with tokens of any scopes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from billhook import wiring
from model.api import ApiToken, Scope
from model.clock import FixedClock
from model.ids import new_id
from model.matches import Match, MatchStatus
from model.secret import Secret
from pipeline.desks.api_desk import StoreApiDesk
from storage import api_tokens, deliveries, exceptions, expectations, statements
from storage.store import Store
from tests import emptystore
from tests.storage import samples
from ui.api.v1 import create_api

HERE = "http://127.0.0.1"
PAPER = b"%PDF-1.7 a bill"


@dataclass
class Passing(FixedClock):
    """A clock whose seconds pass as fast as requests come, so that nobody waits for a turn."""

    seconds: list[float] = field(default_factory=lambda: [0.0])

    def monotonic(self) -> float:
        """A minute later than when it was asked before."""
        self.seconds[0] += 60
        return self.seconds[0]


def fill(store: Store) -> None:
    """One record of each kind, and what belongs to it."""
    sha256 = store.files.put(PAPER)
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx, sha256=sha256)
        statement_id = statements.add(
            tx, "doc-1", "nordwind", "nordwind-1", samples.STATEMENT_READING
        )
        matches = tuple(
            Match(one.id, ("e-1",), MatchStatus.MATCHED, Decimal(0), "Equal.", "exact")
            for one in statements.items(tx, statement_id)
        )
        statements.save(tx, statement_id, matches, (), None)
        exceptions.raise_(tx, samples.question())
        expectations.expect(tx, samples.expectation())
        deliveries.queue(tx, "doc-1", "erp", "key-1")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that tests only read."""
    folder = tmp_path_factory.mktemp("api")
    opened = emptystore.opened(folder / "app.sqlite", Passing(samples.NOON))
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of a test's own."""
    opened = emptystore.opened(tmp_path / "app.sqlite", Passing(samples.NOON))
    fill(opened)
    yield opened
    opened.close()


def token_of(store: Store, *scopes: Scope, days: float = 1) -> tuple[ApiToken, Secret]:
    """A token with these scopes, by default all of them."""
    with store.begin() as tx:
        return api_tokens.add(
            tx,
            f"test {new_id()}",
            frozenset(scopes or Scope),
            life=timedelta(days=days),
            actor="a test",
        )


def caller_of(store: Store, *scopes: Scope) -> httpx.AsyncClient:
    """A client of the API on a store, with a token of these scopes, by default all of them."""
    api = create_api(StoreApiDesk(store, wiring.reader(store)), store.clock)
    _, secret = token_of(store, *scopes)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(api, raise_app_exceptions=False),
        base_url=HERE,
        headers={"authorization": f"Bearer {secret.reveal()}"},
    )


@pytest.fixture(scope="module")
def served(filled: Store) -> httpx.ASGITransport:
    """The API on the store that is only read; it is made once, for that takes a while."""
    return httpx.ASGITransport(
        create_api(StoreApiDesk(filled, wiring.reader(filled)), filled.clock)
    )


@pytest.fixture(scope="module")
def bearer(filled: Store) -> dict[str, str]:
    """The header of a caller who may do everything there."""
    _, secret = token_of(filled)
    return {"authorization": f"Bearer {secret.reveal()}"}


@pytest.fixture
async def reader(
    served: httpx.ASGITransport, bearer: dict[str, str]
) -> AsyncIterator[httpx.AsyncClient]:
    """A caller who may do everything, on the store that is only read."""
    async with httpx.AsyncClient(transport=served, base_url=HERE, headers=bearer) as client:
        yield client


@pytest.fixture
async def writer(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """A caller who may do everything, on a store of its own."""
    async with caller_of(store) as client:
        yield client
