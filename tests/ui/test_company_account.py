"""The door for the company's account, and the way back to the page that was wanted."""

from __future__ import annotations

import httpx
import pytest

from model.clock import FixedClock
from model.patience import TRIES
from tests.ui.sample_company import OUT, THERE
from tests.ui.sample_desk import MAYA, PASSWORD, SampleDesk, SampleSessions
from ui.cookies import STATE, WANTED

PAGE = {"accept": "text/html"}


async def test_the_door_offers_it_where_there_is_a_provider(
    stranger: httpx.AsyncClient, desk: SampleDesk
) -> None:
    assert "/oidc/start" not in (await stranger.get("/login")).text
    desk.company_sign_in.is_offered = True
    page = (await stranger.get("/login")).text
    assert 'href="/oidc/start"' in page
    assert "<details>" not in page
    desk.company_sign_in.passwords = False
    assert "<details>" in (await stranger.get("/login")).text
    german = await stranger.get("/login", headers={"accept-language": "de"})
    assert "Mit dem Firmenkonto anmelden" in german.text


async def test_who_comes_back_has_a_session_and_the_page_that_was_wanted(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    turned = await stranger.get("/statements?id=s1", headers=PAGE)
    assert turned.headers["location"] == "/login"
    left = await stranger.get("/oidc/start")
    assert left.headers["location"] == THERE
    assert {"httponly", "samesite=lax", "path=/"} <= {
        part.strip().lower() for part in left.headers["set-cookie"].split(";")
    }
    desk.company_sign_in.person = MAYA
    back = await stranger.get("/oidc/callback", params={"state": "held", "code": "c"})
    assert 'content="0;url=/statements?id=s1"' in back.text
    assert "samesite=strict" in back.headers["set-cookie"].lower()
    assert list(sessions.held.values()) == [MAYA.id]
    out = await stranger.post("/logout")
    assert OUT.replace("&", "&amp;") in out.text
    assert sessions.held == {}


async def test_a_password_leads_back_to_the_page_too(stranger: httpx.AsyncClient) -> None:
    await stranger.get("/deliveries", headers=PAGE)
    answer = await stranger.post("/login", data={"name": MAYA.name, "password": PASSWORD})
    assert answer.headers["location"] == "/deliveries"
    assert (await stranger.post("/logout")).headers["location"] == "/login"


@pytest.mark.parametrize(
    "planted",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "/%0d%0ax", "javascript:x"),
        *("/x\r\nset-cookie: a", "/<script>", '/"onload=', "evil.example", "/" + "x" * 2000),
    ],
)
async def test_no_planted_address_leads_to_another_site(
    stranger: httpx.AsyncClient, desk: SampleDesk, planted: str
) -> None:
    held = f"{WANTED}={planted}".replace("\r", "").replace("\n", "")
    answer = await stranger.post(
        "/login", data={"name": MAYA.name, "password": PASSWORD}, headers={"cookie": held}
    )
    assert answer.headers["location"] in ("/", "/%0d%0ax", "/xset-cookie:")
    desk.company_sign_in.person = MAYA
    back = await stranger.get(
        "/oidc/callback?state=held&next=https://evil.example&to=//evil.example",
        headers={"cookie": f"{STATE}=held; {held}"},
    )
    assert "evil.example" not in back.text


async def test_a_refused_sign_in_opens_nothing_and_says_why(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions, clock: FixedClock
) -> None:
    desk.company_sign_in.person = MAYA
    for _ in range(TRIES):
        answer = await stranger.get("/oidc/callback", params={"state": "another", "code": "c"})
        assert answer.status_code == 403
        assert "did not begin in this browser" in answer.text
    again = await stranger.get("/oidc/callback", params={"state": "another", "code": "c"})
    assert again.status_code == 429
    assert sessions.held == {}


async def test_a_link_from_another_site_is_asked_for_again_by_our_own_page(
    stranger: httpx.AsyncClient,
) -> None:
    """A strict cookie stays back on the first request; the session is not lost for that."""
    first = await stranger.get("/exceptions", headers={**PAGE, "sec-fetch-site": "cross-site"})
    assert first.status_code == 200
    assert 'content="0;url=/exceptions"' in first.text
    second = await stranger.get("/exceptions", headers={**PAGE, "sec-fetch-site": "same-origin"})
    assert second.headers["location"] == "/login"
