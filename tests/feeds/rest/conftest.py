"""One web server for all peers of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.peers import Site, web_site
from tests.feeds.rest.stands import SYSTEMS, Stand, System, standing


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with web_site() as opened:
        yield opened


@pytest.fixture(params=SYSTEMS.values(), ids=lambda system: system.kind.value)
def stand(site: Site, request: pytest.FixtureRequest) -> Iterator[Stand]:
    system: System = request.param
    with standing(site, system) as opened:
        yield opened


@pytest.fixture(
    params=[one for one in SYSTEMS.values() if one.chooses_taxes],
    ids=lambda system: system.kind.value,
)
def choosing(site: Site, request: pytest.FixtureRequest) -> Iterator[Stand]:
    """A stand of each system where a tax is found by its rate."""
    system: System = request.param
    with standing(site, system) as opened:
        yield opened
