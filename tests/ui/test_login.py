from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from model.clock import FixedClock
from model.patience import TRIES, WINDOW, Patience
from tests.ui.sample_desk import MAYA, PASSWORD, TOKEN, SampleDesk, SampleSessions
from ui.cookies import COOKIE


async def post(client: httpx.AsyncClient, name: str, password: str) -> httpx.Response:
    return await client.post("/login", data={"name": name, "password": password})


async def test_name_and_password_open_a_session(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    answer = await post(stranger, MAYA.name, PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert list(sessions.held.values()) == [MAYA.id]
    assert (await stranger.get("/")).status_code == 200


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    stranger: httpx.AsyncClient,
) -> None:
    cookie = (await post(stranger, MAYA.name, PASSWORD)).headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))


async def test_a_wrong_password_opens_nothing_and_says_so(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    answer = await post(stranger, MAYA.name, "guess")
    assert answer.status_code == 401
    assert "Name and password don&#x27;t fit." in answer.text
    assert sessions.held == {}
    assert "guess" not in answer.text


async def test_a_new_sign_in_ends_the_old_session(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    await post(stranger, MAYA.name, PASSWORD)
    before = set(sessions.held)
    await post(stranger, MAYA.name, PASSWORD)
    assert before.isdisjoint(sessions.held)
    assert len(sessions.held) == 1


async def test_after_five_wrong_tries_the_right_password_has_to_wait(
    stranger: httpx.AsyncClient, clock: FixedClock
) -> None:
    for _ in range(TRIES):
        assert (await post(stranger, MAYA.name, "guess")).status_code == 401
    blocked = await post(stranger, MAYA.name, PASSWORD)
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) <= WINDOW
    clock.move(timedelta(seconds=WINDOW + 1))
    assert (await post(stranger, MAYA.name, PASSWORD)).status_code == 303


async def test_a_one_time_token_opens_one_session_and_leaves_the_address(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    first = await stranger.get("/enter", params={"token": TOKEN})
    again = await stranger.get("/enter", params={"token": TOKEN})
    assert (first.headers["location"], again.headers["location"]) == ("/", "/login")
    assert len(sessions.held) == 1


async def test_an_empty_token_is_no_token(stranger: httpx.AsyncClient, desk: SampleDesk) -> None:
    desk.token = ""
    assert (await stranger.get("/enter")).headers["location"] == "/login"


async def test_tokens_can_not_be_guessed_at_leisure(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    for n in range(TRIES):
        await stranger.get("/enter", params={"token": f"guess {n}"})
    answer = await stranger.get("/enter", params={"token": TOKEN})
    assert answer.headers["location"] == "/login"
    assert sessions.held == {}


async def test_signing_out_ends_the_session(
    clerk: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    answer = await clerk.post("/logout")
    assert answer.headers["location"] == "/login"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert sessions.held == {}


async def test_over_tls_the_cookie_is_this_very_host_s_alone(
    stranger: httpx.AsyncClient, sessions: SampleSessions
) -> None:
    stranger.base_url = httpx.URL("https://127.0.0.1")
    cookie = (await post(stranger, MAYA.name, PASSWORD)).headers["set-cookie"].lower()
    assert cookie.startswith(f"__host-{COOKIE}=")
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))
    assert len(sessions.held) == 1
    assert (await stranger.post("/logout")).headers["location"] == "/login"
    assert sessions.held == {}


async def test_a_refused_sign_in_stands_in_the_log_without_what_was_typed(
    stranger: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await post(stranger, "hunter2-secret", "guess-9")
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "a sign-in was refused" in record.getMessage()
    assert not {"hunter2-secret", "guess-9"} & set(record.getMessage().split())


async def test_the_sign_in_page_shows_foreign_text_as_text(
    stranger: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "company", lambda: "<script>hurt()</script>")
    page = (await stranger.get("/login")).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_the_sign_in_page_needs_no_script(stranger: httpx.AsyncClient) -> None:
    page = (await stranger.get("/login")).text
    assert "<script" not in page
    assert 'action="/login"' in page


def test_patience_counts_each_name_for_itself(clock: FixedClock) -> None:
    patience = Patience(clock)
    for _ in range(TRIES):
        patience.failed("address a")
    assert patience.wait("address a", "name x") > 0
    assert patience.wait("address b", "name x") == 0
    patience.forget("address a")
    assert patience.wait("address a") == 0
