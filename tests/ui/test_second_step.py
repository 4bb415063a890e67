"""The second step of signing in: no session before it, and none for a code that was taken."""

from __future__ import annotations

import httpx
import pytest

from model.second_step import Step
from tests.ui.sample_desk import MAYA, PASSWORD, SampleDesk, SampleSessions
from tests.ui.sample_steps import CODE, RECOVERY, SEED
from ui.cookies import COOKIE, TICKET

pytestmark = pytest.mark.slow


async def _password(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/login", data={"name": MAYA.name, "password": PASSWORD})


async def test_a_password_alone_opens_no_session_where_a_code_is_asked(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    desk.second_step.steps[MAYA.name] = Step.CODE
    answer = await _password(stranger)
    assert (answer.status_code, answer.headers["location"]) == (303, "/step")
    assert sessions.held == {}
    assert COOKIE not in stranger.cookies
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict"} <= set(cookie.split("; "))
    for path in ("/", "/api/inbox", "/authenticator"):  # the ticket opens nothing else
        assert (await stranger.get(path)).status_code == 403
    assert "Type what your authenticator shows" in (await stranger.get("/step")).text
    wrong = await stranger.post("/step", data={"code": "000000"})
    assert (wrong.status_code, sessions.held) == (400, {})
    assert "000000" not in wrong.text
    right = await stranger.post("/step", data={"code": CODE})
    assert (right.headers["location"], list(sessions.held.values())) == ("/", [MAYA.id])
    assert TICKET not in stranger.cookies


async def test_a_code_is_good_once_and_a_ticket_too(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    desk.second_step.steps[MAYA.name] = Step.CODE
    await _password(stranger)
    ticket = stranger.cookies[TICKET]
    await stranger.post("/step", data={"code": CODE})
    stranger.cookies.clear()
    stranger.cookies.set(TICKET, ticket)
    again = await stranger.post("/step", data={"code": CODE})
    assert again.headers["location"] == "/login"
    stranger.cookies.clear()
    await _password(stranger)
    assert (await stranger.post("/step", data={"code": CODE})).status_code == 400
    assert len(sessions.held) == 1


@pytest.mark.parametrize(("method", "path"), [("GET", "/step"), ("POST", "/step/enrol")])
async def test_without_a_ticket_there_is_only_the_door(
    stranger: httpx.AsyncClient, method: str, path: str
) -> None:
    for ticket in ("", "guess"):
        stranger.cookies.set(TICKET, ticket)
        answer = await stranger.request(method, path, data={"code": CODE})
        assert answer.headers["location"] == "/login"
        assert SEED.letters.reveal() not in answer.text


async def test_who_has_to_enrol_does_so_before_the_first_session(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    desk.second_step.steps[MAYA.name] = Step.ENROL
    await _password(stranger)
    shown = await stranger.get("/step")
    assert "JBSW Y3DP EHPK 3PXP" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert (await stranger.post("/step/enrol", data={"code": "0"})).status_code == 400
    assert sessions.held == {}
    done = await stranger.post("/step/enrol", data={"code": CODE})
    assert all(code.reveal() in done.text for code in RECOVERY)
    assert list(sessions.held.values()) == [MAYA.id]
    assert desk.second_step.tickets == {}


async def test_whose_password_was_guessed_can_not_enrol_another_authenticator(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    desk.second_step.steps[MAYA.name] = Step.CODE
    await _password(stranger)
    answer = await stranger.post("/step/enrol", data={"code": CODE})
    assert answer.headers["location"] == "/step"
    assert sessions.held == {}


async def test_the_own_authenticator_is_changed_by_password_alone(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    assert "with your password alone" in (await clerk.get("/authenticator")).text
    for path in ("/authenticator/seed", "/authenticator/leave"):
        wrong = await clerk.post(path, data={"password": "guess"})
        assert (wrong.status_code, SEED.letters.reveal() in wrong.text) == (400, False)
    shown = await clerk.post("/authenticator/seed", data={"password": PASSWORD})
    assert "JBSW Y3DP" in shown.text
    done = await clerk.post("/authenticator/enrol", data={"code": CODE})
    assert RECOVERY[0].reveal() in done.text
    assert "9 recovery codes left" in (await clerk.get("/authenticator")).text
    left = await clerk.post("/authenticator/leave", data={"password": PASSWORD})
    assert left.headers["location"].startswith("/settings")
    assert desk.second_step.steps == {}
