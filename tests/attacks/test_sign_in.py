"""The doors of the dashboard, tried by whoever may not: on the real desk, over every address."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing.general import nicegui_reset_globals
from sqlalchemy import text
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Message

from model.clock import FixedClock
from model.patience import TRIES
from model.people import Role
from model.secret import Secret
from pipeline.access.sessions import StoreSessions
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from storage import users
from storage.store import Store
from storage.tables import metadata
from tests import emptystore
from tests.hashes import CHEAP, hashed
from tests.pipeline.doors import ShutDoor
from tests.ui.sample_documents import NOW
from ui.cookies import COOKIE, TICKET
from ui.web import create_app
from ui.web.guard import OWN_DOOR, PUBLIC, PUBLIC_FOLDER, SIGNED_FOLDER
from vault import passwords

pytestmark = pytest.mark.slow

HERE: Final = "http://127.0.0.1"
PASSWORD: Final = "violet ladder forty gulls"
PEOPLE: Final = {
    "ada": Role.ADMIN,
    "sam": Role.APPROVER,
    "maya": Role.CLERK,
    "ivo": Role.AUDITOR,
    "gone": Role.CLERK,
}
FOREIGN: Final = {"origin": "https://evil.example"}
OWN_ACCOUNT: Final = ("session", "event", "change", "sign_in_failure", "one_time_token")
"""What an auditor's own account may write; everything else stays as it is."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a fifth of a second a call."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = emptystore.opened(tmp_path / "billhook.sqlite", clock)
    with opened.begin() as tx:
        for name, role in PEOPLE.items():
            users.add(tx, name, name.title(), role, hashed(Secret(PASSWORD)))
        users.set_active(tx, users.every(tx)[1].id, active=False)
        users.invite(tx, "eve", "Eve", Role.ADMIN)
    yield opened
    opened.close()


def _unread(*_asked: Any, **_named: Any) -> Any:
    raise AssertionError("Nothing is read here.")


@pytest.fixture
async def app(
    store: Store, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FastAPI]:
    """The whole application on a real desk, without a worker."""
    monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")
    desk = StoreDesk(store, clock, _unread, door=ShutDoor(), live=LivePages(tmp_path))
    with nicegui_reset_globals():
        made = create_app(
            desk,
            hosts=frozenset({"127.0.0.1"}),
            secret=Secret("a secret of the tests"),
            sessions=StoreSessions(store),
            clock=clock,
        )
        async with made.router.lifespan_context(made):
            yield made


def browser(app: FastAPI, address: str = "192.0.2.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url=HERE)


def as_(client: httpx.AsyncClient, store: Store, name: str) -> None:
    """Let a client hold a session of this person's."""
    with store.begin() as tx:
        person = next(one for one in users.every(tx) if one.name == name)
        client.cookies.set(COOKIE, users.open_session(tx, person.id))


async def sign_in(client: httpx.AsyncClient, name: str, password: str) -> httpx.Response:
    return await client.post("/login", data={"name": name, "password": password})


def _routes(routes: Sequence[BaseRoute], kind: type[Any]) -> Iterator[Any]:
    """All routes of a kind, those of routers in routers too."""
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from _routes(inner.routes, kind)
        elif isinstance(route, kind):
            yield route


def addresses(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and address of the application, with something in the place of ids."""
    found = []
    for route in _routes(app.routes, Route):
        path = route.path
        for name in route.param_convertors:
            path = path.replace("{" + name + "}", "x").replace("{" + name + ":path}", "x")
        found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


def is_public(method: str, path: str) -> bool:
    signed = method == "POST" and path.startswith(SIGNED_FOLDER)
    return signed or path in PUBLIC or path.startswith((PUBLIC_FOLDER, OWN_DOOR))


def contents(store: Store, *, but: tuple[str, ...] = ()) -> str:
    """A digest of all rows of all tables but these."""
    digest = hashlib.sha256()
    with store.read() as tx:
        for table in metadata.sorted_tables:
            if table.name not in but:
                rows = tx.connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
                digest.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return digest.hexdigest()


async def test_a_stranger_gets_nothing_from_any_address(app: FastAPI, store: Store) -> None:
    before = contents(store)
    tried = [one for one in addresses(app) if not is_public(*one)]
    assert len(tried) >= 25
    async with browser(app) as client:
        for cookies in ({}, {COOKIE: "guess"}, {TICKET: "guess"}):
            client.cookies.clear()
            client.cookies.update(cookies)
            for method, path in tried:
                answer = await client.request(method, path, json={})
                assert answer.status_code == 403, (method, path)
    assert contents(store) == before


async def test_another_site_posts_nowhere_in_a_person_s_name(app: FastAPI, store: Store) -> None:
    before = contents(store)
    async with browser(app) as client:
        as_(client, store, "ada")
        signed_in = contents(store)
        for method, path in addresses(app):
            if method != "GET" and not path.startswith(OWN_DOOR):
                answer = await client.request(method, path, json={}, headers=FOREIGN)
                assert answer.status_code == 403, (method, path)
    assert contents(store) == signed_in != before


async def test_nothing_changes_by_being_looked_at(app: FastAPI, store: Store) -> None:
    async with browser(app) as client:
        as_(client, store, "ada")
        before = contents(store)
        for method, path in addresses(app):
            if method == "GET" and path.startswith(("/api/", "/authenticator", "/choose", "/step")):
                assert (await client.get(path)).status_code < 500, path
    assert contents(store) == before


async def test_an_auditor_changes_nothing_at_any_address(app: FastAPI, store: Store) -> None:
    said = {
        "name": "maya",
        "full_name": "X",
        "role": "admin",
        "username": "u",
        "value": "v",
        "origins": "https://a.example",
        "version": 1,
        "seed": "JBSWY3DPEHPK3PXP",
        "password": PASSWORD,
        "copied": False,
        "file": "export.csv",
        "body": "",
        "passphrase": "",
    }
    before = contents(store, but=OWN_ACCOUNT)
    async with browser(app) as client:
        as_(client, store, "ivo")
        for method, path in addresses(app):
            if method != "GET" and path not in PUBLIC and path != "/logout":
                answer = await client.request(method, path, json=said)
                assert answer.status_code < 500, (method, path)
    assert contents(store, but=OWN_ACCOUNT) == before


async def test_no_web_socket_opens_for_a_stranger_or_another_site(
    app: FastAPI, store: Store
) -> None:
    async with browser(app) as client:
        as_(client, store, "ada")
        mine = f"{COOKIE}={client.cookies[COOKIE]}"
    found = _routes(app.routes, WebSocketRoute)
    paths = [route.path.replace("{run_id}", "x") for route in found]
    assert "/live/x" in paths
    for path in (*paths, "/_nicegui_ws/socket.io/"):
        for headers in (
            {"host": "127.0.0.1", "origin": HERE},
            {"host": "127.0.0.1", "origin": HERE, "cookie": f"{COOKIE}=guess"},
            {"host": "127.0.0.1", "origin": FOREIGN["origin"], "cookie": mine},
            {"host": "evil.example", "origin": "http://evil.example", "cookie": mine},
        ):
            assert await dialled(app, path, headers) == "websocket.close", (path, headers)


async def dialled(app: FastAPI, path: str, headers: dict[str, str]) -> str:
    """The first thing that a web socket hears."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "query_string": b"EIO=4&transport=websocket",
    }
    await app(scope, receive, send)
    return str(sent[0]["type"])


async def test_a_planted_session_is_not_the_one_that_is_signed_in(
    app: FastAPI, store: Store
) -> None:
    async with browser(app) as client, browser(app, "203.0.113.9") as thief:
        client.cookies.set(COOKIE, "planted")
        thief.cookies.set(COOKIE, "planted")
        assert (await sign_in(client, "ada", PASSWORD)).status_code == 303
        assert (await thief.get("/api/inbox")).status_code == 403
        as_(thief, store, "maya")  # a thief's own session, planted: it ends, and is not raised
        planted = thief.cookies[COOKIE]
        async with browser(app) as victim:
            victim.cookies.set(COOKIE, planted)
            answer = await sign_in(victim, "ada", PASSWORD)
            assert planted not in answer.headers["set-cookie"]
        assert (await thief.get("/api/inbox")).status_code == 403


async def test_names_can_not_be_told_apart_by_the_answer(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody, somebody, one who may not sign in any more, and one who has no password yet."""
    asked: list[str] = []
    fits = passwords.fits

    def counted(password: Secret, kept: str) -> bool:
        asked.append(kept)
        return fits(password, kept)

    monkeypatch.setattr(passwords, "fits", counted)
    heard, work = set(), []
    for number, name in enumerate(("nobody", "ada", "gone", "eve")):
        async with browser(app, f"192.0.2.{number}") as client:
            answer = await sign_in(client, name, "a wrong guess")
            heard.add((answer.status_code, answer.text, "set-cookie" in answer.headers))
            work.append(len(asked))
            asked.clear()
    assert len(heard) == 1
    assert work == [1, 1, 1, 1]  # one password is worked on, whoever is named


@pytest.mark.parametrize("name", ["gone", "eve"])
async def test_who_may_not_sign_in_is_told_what_a_wrong_password_is_told(
    app: FastAPI, name: str
) -> None:
    async with browser(app) as client:
        for password in (PASSWORD, ""):
            answer = await sign_in(client, name, password or " ")
            assert answer.status_code == 401


async def test_one_address_can_not_try_many_names(app: FastAPI) -> None:
    async with browser(app) as client, browser(app, "203.0.113.9") as other:
        for number in range(TRIES):
            await sign_in(client, f"name{number}", "guess")
        assert (await sign_in(client, "maya", PASSWORD)).status_code == 429
        assert (await sign_in(other, "maya", PASSWORD)).status_code == 303


async def test_an_own_account_does_not_make_an_address_innocent_again(app: FastAPI) -> None:
    async with browser(app) as client:
        for number in range(TRIES - 1):
            await sign_in(client, f"name{number}", "guess")
        assert (await sign_in(client, "maya", PASSWORD)).status_code == 303
        await sign_in(client, "ada", "guess")
        assert (await sign_in(client, "ada", "guess")).status_code == 429


async def test_one_name_can_not_be_tried_from_many_addresses(app: FastAPI) -> None:
    statuses = []
    for number in range(TRIES + 1):
        async with browser(app, f"198.51.100.{number}") as client:
            statuses.append((await sign_in(client, "ada", "guess")).status_code)
    assert statuses[-1] == 429
    async with browser(app, "203.0.113.9") as client:
        assert (await sign_in(client, "ADA", PASSWORD)).status_code == 429  # nor in capitals


async def test_what_ends_a_session_ends_it_on_every_device(app: FastAPI, store: Store) -> None:
    async with browser(app) as here, browser(app, "203.0.113.9") as there:
        for client in (here, there):
            await sign_in(client, "maya", PASSWORD)
            assert (await client.get("/authenticator")).status_code == 200
        await here.post("/logout")
        assert (await here.get("/authenticator")).status_code == 403
        assert (await there.get("/authenticator")).status_code == 200
        with store.begin() as tx:
            maya = next(one for one in users.every(tx) if one.name == "maya")
            users.set_role(tx, maya.id, Role.AUDITOR)
        assert (await there.get("/authenticator")).status_code == 403
