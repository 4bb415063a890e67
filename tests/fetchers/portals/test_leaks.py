"""Nothing leaves a visit but to its own origins, whatever a page tries."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.fence import Fence, host_rules, origin_of
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.challenges_leaks import Leaky, Passing, outside
from tests.portals.sites import DOCS, PASSWORD

ONE = DOCS[:1]


@pytest.mark.e2e
@pytest.mark.slow
def test_a_page_that_tries_every_way_out_reaches_nobody(farm: Farm) -> None:
    with outside() as foreign:
        site = Leaky(docs=ONE, out=foreign.origin)
        origin = farm.serve(site)
        result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert foreign.heard == []
    assert foreign.datagrams == []
    assert foreign.origin.removeprefix("http://") in result.blocked_hosts


@pytest.mark.e2e
@pytest.mark.slow
def test_the_same_ways_are_ways_out_where_the_network_is_open(farm: Farm) -> None:
    """The control: without the first wall the foreign server hears from most of them."""
    with outside() as foreign:
        origin = farm.serve(Leaky(docs=ONE, out=foreign.origin))
        both = frozenset({origin, foreign.origin})
        farm.visit(origin, recipes.table(origin), origins=both)
    paths = {one.split(b" ")[1].split(b"?")[0] for one in foreign.heard if b" " in one}
    assert {b"/beacon", b"/keepalive", b"/fetch", b"/xhr", b"/socket", b"/image"} <= paths


@pytest.mark.e2e
@pytest.mark.slow
def test_a_form_that_turns_away_while_the_password_is_typed_gets_nothing(farm: Farm) -> None:
    with outside() as foreign:
        site = Leaky(docs=ONE, out=foreign.origin, late=True)
        origin = farm.serve(site)
        result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.FILL_REFUSED, result.outcome
    assert result.outcome.facts["refusal"] == "drift"
    assert foreign.heard == []
    assert site.log["posts"] == 0


@pytest.mark.e2e
@pytest.mark.slow
def test_a_password_that_the_portal_sends_on_reaches_nobody(farm: Farm) -> None:
    with outside() as foreign:
        site = Passing(docs=ONE, out=foreign.origin)
        origin = farm.serve(site)
        result = farm.visit(origin, recipes.table(origin), time_limit=30.0)
    assert site.log["posts"] == 1
    assert foreign.heard == []
    assert not result.outcome.good
    assert quote(PASSWORD) not in str(result)


FENCE = Fence(frozenset({"https://portal.acme.example"}))


@pytest.mark.parametrize(
    "url",
    [
        "https://portal.acme.example.evil.example/",
        "https://evil.portal.acme.example/",
        "https://acme.example/",
        "https://portal.acme.example:8443/",
        "http://portal.acme.example/",
        "https://pоrtal.acme.example/",  # noqa: RUF001 - the point: a Cyrillic o
        "https://portal.acme.example@evil.example/",
        "https://portal.acme.example%2eevil.example/",
        "https://portal-acme.example/",
        "https://portal.acme.exampIe/",
        "//portal.acme.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "blob:https://portal.acme.example/1",
        "file:///etc/passwd",
    ],
)
def test_a_look_alike_is_another_place(url: str) -> None:
    assert not FENCE.allows(url)


@given(st.text(alphabet="abcdefghijklmnop.-:@/%\u0435\u043e\u0430", max_size=30))
def test_only_the_very_origin_is_inside(tail: str) -> None:
    url = f"https://portal.acme.example{tail}"
    if FENCE.allows(url):
        assert origin_of(url) == "https://portal.acme.example"
        assert tail[:1] in ("", "/", ":", "?", "#") or not tail.strip("/")


def test_a_host_for_resources_is_reached_and_never_typed_at() -> None:
    wide = FENCE.with_resources({"cdn.acme.example", "bad host", "x.example:8443"})
    rules = host_rules(wide.reach)
    assert "MAP cdn.acme.example:443 cdn.acme.example:443" in rules
    assert "MAP x.example:8443 x.example:8443" in rules
    assert rules.endswith("MAP * ~NOTFOUND")
    assert not wide.allows("https://cdn.acme.example/")
