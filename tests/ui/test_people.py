"""People and one's own account: what requests take, give and refuse, and the page of a link."""

from __future__ import annotations

import httpx
import pytest

from tests.ui.sample_desk import ADA, IVO, SampleDesk, SampleSessions
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_people import LINK
from ui.cookies import COOKIE

pytestmark = pytest.mark.slow

GOOD = "violet ladder forty gulls"
NEW = {"name": "eve", "full_name": "Eve Ng", "role": "clerk", "mail": ""}


@pytest.fixture
def admin(stranger: httpx.AsyncClient, sessions: SampleSessions) -> httpx.AsyncClient:
    stranger.cookies.set(COOKIE, sessions.open(ADA.id).reveal())
    return stranger


async def test_a_link_names_the_site_that_was_asked_and_nothing_keeps_it(
    admin: httpx.AsyncClient, desk: SampleDesk
) -> None:
    said = await admin.post("/api/people/add", json=NEW)
    assert said.json() == {"value": f"http://127.0.0.1/choose?token={LINK.reveal()}"}
    assert said.headers["cache-control"] == "no-store"
    secure = {"origin": "https://127.0.0.1"}
    said = await admin.post("/api/people/reset", json={"name": "eve"}, headers=secure)
    assert said.json()["value"].startswith("https://127.0.0.1/choose?")
    assert desk.calls == [(ADA.id, "add eve"), (ADA.id, "reset eve")]


@pytest.mark.parametrize("who", ["clerk", "auditor"])
async def test_only_an_administrator_makes_links(
    stranger: httpx.AsyncClient, sessions: SampleSessions, desk: SampleDesk, who: str
) -> None:
    person = {"clerk": "u1", "auditor": IVO.id}[who]
    stranger.cookies.set(COOKIE, sessions.open(person).reveal())
    for path, said in (("add", NEW), ("reset", {"name": "ada"})):
        answer = await stranger.post(f"/api/people/{path}", json=said)
        assert answer.status_code == 400
        assert "Only an admin may" in answer.json()["error"]
    assert desk.calls == []


@pytest.mark.parametrize("said", [[], {}, {"name": 1}, {**NEW, "role": "king"}])
async def test_what_no_form_says_is_not_understood(
    admin: httpx.AsyncClient, desk: SampleDesk, said: object
) -> None:
    answer = await admin.post("/api/people/add", json=said)
    assert (answer.status_code, desk.calls) == (400, [])


async def test_everybody_changes_their_own_password(
    stranger: httpx.AsyncClient, sessions: SampleSessions, desk: SampleDesk
) -> None:
    stranger.cookies.set(COOKIE, sessions.open(IVO.id).reveal())
    said = {"password": "old", "new": "old"}
    assert (await stranger.post("/api/people/password", json=said)).status_code == 400
    said["new"] = GOOD
    assert (await stranger.post("/api/people/password", json=said)).json() == {}
    assert desk.people.passwords == [("ivo", GOOD)]


async def test_a_link_shows_whose_it_is_and_lets_them_choose(
    stranger: httpx.AsyncClient, desk: SampleDesk
) -> None:
    for _ in range(2):  # looking at it spends nothing
        page = await stranger.get("/choose", params={"token": LINK.reveal()})
        assert page.status_code == 200
        assert "You sign in as <b>hugo</b>" in page.text
    form = {"token": LINK.reveal(), "password": GOOD, "again": "something else"}
    refused = await stranger.post("/choose", data=form)
    assert (refused.status_code, "The two passwords differ." in refused.text) == (400, True)
    short = await stranger.post("/choose", data=form | {"password": "ab", "again": "ab"})
    assert "shorter than 10 characters" in short.text
    done = await stranger.post("/choose", data=form | {"again": GOOD})
    assert (done.status_code, done.headers["location"]) == (303, "/login?link=used")
    assert "set-cookie" not in done.headers
    assert desk.people.passwords == [("hugo", GOOD)]
    assert "sign in with it" in (await stranger.get("/login?link=used")).text


@pytest.mark.parametrize("token", ["", "guess", "\ud800".encode("utf-8", "surrogatepass")])
async def test_a_link_that_is_none_leads_to_the_door(
    stranger: httpx.AsyncClient, token: str
) -> None:
    answer = await stranger.get("/choose", params={"token": token})
    assert answer.headers["location"] == "/login?link=spent"
    form = {"token": "guess", "password": GOOD, "again": GOOD}
    assert (await stranger.post("/choose", data=form)).headers["location"] == "/login?link=spent"
    assert "used before or is too old" in (await stranger.get("/login?link=spent")).text


async def test_the_door_repeats_no_words_of_an_address(stranger: httpx.AsyncClient) -> None:
    page = (await stranger.get("/login", params={"link": HOSTILE})).text
    assert HOSTILE not in page
    assert 'role="alert"' not in page
