from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from billhook.demo.archive import Archive
from billhook.demo.portals import PORTALS
from billhook.demo.portals.desk import Desk
from billhook.demo.world import WORLD
from model.clock import FixedClock


class InProcess(httpx.BaseTransport):
    """Hands requests to an application without a network."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        body = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


def browser(app: ASGIApp) -> httpx.Client:
    """A browser without scripts: it keeps cookies and follows redirects."""
    return httpx.Client(
        transport=InProcess(app), base_url="http://portal.test", follow_redirects=True
    )


NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("documents")
    return Archive(WORLD, folder)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def browse() -> Callable[[ASGIApp], httpx.Client]:
    """A browser for any application."""
    return browser


@pytest.fixture
def visit(archive: Archive, clock: FixedClock) -> Callable[[str], httpx.Client]:
    """A browser without scripts at the portal of that slug."""

    def open_portal(slug: str) -> httpx.Client:
        portal = PORTALS[slug](Desk(WORLD.portal(slug), WORLD, archive, clock))
        portal.desk.switches.slow_seconds = 0
        return browser(portal.app())

    return open_portal
