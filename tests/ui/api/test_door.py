"""Attacks on the door of the API: whose token, how much, how slow, what is smuggled in."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from billhook.wiring import reader
from model.api import ApiToken
from model.api import Scope as ApiScope
from model.clock import FixedClock
from model.secret import Secret
from pipeline.desks.api_desk import StoreApiDesk
from storage import api_tokens
from storage.store import Store
from tests import emptystore
from tests.storage import samples
from tests.ui.api.conftest import HERE, caller_of, token_of
from ui.api.v1.door import Door
from ui.api.v1.pace import AT_ONCE
from ui.limits import MOST_BYTES

UNKNOWN = "urn:billhook:problem:token-unknown"


def client_of(served: httpx.ASGITransport, **headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=served, base_url=HERE, headers=headers)


async def test_a_token_of_another_company_opens_nothing(
    served: httpx.ASGITransport, tmp_path: Path
) -> None:
    other = emptystore.opened(tmp_path / "other.sqlite", FixedClock(samples.NOON))
    try:
        _, secret = token_of(other)
    finally:
        other.close()
    async with client_of(served, authorization=f"Bearer {secret.reveal()}") as client:
        answer = await client.get("/documents")
    assert (answer.status_code, answer.json()["type"]) == (401, UNKNOWN)


async def test_expired_and_revoked_tokens_open_nothing(store: Store, tmp_path: Path) -> None:
    clock = FixedClock(samples.NOON)
    own = emptystore.opened(tmp_path / "own.sqlite", clock)
    try:
        _, secret = token_of(own, days=1)
        token, other = token_of(own, days=3)
        desk = StoreApiDesk(own, reader(own))
        assert desk.holder(secret)
        clock.move(timedelta(days=1))
        assert desk.holder(secret) is None
        assert desk.holder(other)
        with own.begin() as tx:
            api_tokens.revoke(tx, token.name, actor="a test")
        assert desk.holder(other) is None
    finally:
        own.close()


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer ' OR 1=1 --",
        "Bearer \udcff",
        "Basic dXNlcjpwYXNz",
        "Bearer " + "x" * 5000,
        "bhk_x",
    ],
)
async def test_what_is_no_token_opens_nothing(served: httpx.ASGITransport, said: str) -> None:
    headers = [(b"authorization", said.encode("utf-8", "surrogateescape"))]
    async with client_of(served) as client:
        assert (await client.get("/documents", headers=headers)).status_code == 401


async def test_two_tokens_in_one_request_are_none(
    served: httpx.ASGITransport, filled: Store
) -> None:
    """A proxy before us may have looked at the other one."""
    _, secret = token_of(filled)
    good = ("authorization", f"Bearer {secret.reveal()}")
    async with client_of(served) as client:
        answer = await client.get("/documents", headers=[good, ("authorization", "Bearer x")])
    assert answer.status_code == 401


async def test_a_cookie_or_an_address_carries_no_token(
    served: httpx.ASGITransport, filled: Store
) -> None:
    _, secret = token_of(filled)
    async with client_of(served, cookie=f"billhook_session={secret.reveal()}") as client:
        for query in ("access_token", "token", "authorization"):
            answer = await client.get("/documents", params={query: secret.reveal()})
            assert answer.status_code == 401
            assert secret.reveal() not in answer.text


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "POST", "XYZZY"])
async def test_other_methods_are_unknown_and_nothing_is_echoed(
    reader: httpx.AsyncClient, method: str
) -> None:
    answer = await reader.request(method, "/documents", headers={"x-echo": "canary"})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert "canary" not in answer.text
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    [
        "/documents/..%2f..%2fetc%2fpasswd/file",
        "/documents/%2e%2e/file",
        "/documents/..%5c..%5cfile/file",
        "/documents/%00/file",
        "/documents/doc-1%00.pdf/file",
        "/documents/%ff%fe/file",
        "/documents//etc/passwd/file",
        "/documents/" + "a" * 5000 + "/file",
        "/../../../etc/passwd",
    ],
)
async def test_an_id_is_no_path(reader: httpx.AsyncClient, path: str) -> None:
    request = httpx.Request("GET", HERE, headers=reader.headers)
    request.url = httpx.URL(HERE).copy_with(raw_path=path.encode())
    answer = await reader.send(request)
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def packed(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "'; DROP TABLE document; --",
        "!!!!",
        "",
        "AAAA",
        packed(),
        packed("x", "y", "z"),
        packed({"a": 1}, 2, None),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
        "%00",
    ],
)
async def test_a_forged_cursor_is_refused(reader: httpx.AsyncClient, cursor: str) -> None:
    for name in ("documents", "suppliers"):
        answer = await reader.get(f"/{name}", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["type"]) == (
            400,
            "urn:billhook:problem:cursor-invalid",
        )


@pytest.mark.parametrize("key", ["' OR 1=1 --", "2026-11-20", "9" * 40, "\x00", "²", "-1"])
async def test_a_forged_place_in_a_list_is_refused_or_just_a_place(store: Store, key: str) -> None:
    """Whoever knows how cursors are made moves in a list that they may read anyway."""
    with store.begin() as tx:
        samples.file_invoice(tx, "more", number="N-1")
    async with caller_of(store) as client:
        cursor = (await client.get("/documents?limit=1")).json()["next"]
        of = json.loads(base64.urlsafe_b64decode(cursor + "=="))[0]
        forged = packed(of, key, "' OR 1=1 --")
        answer = await client.get("/documents", params={"cursor": forged})
    assert answer.status_code == 400


@pytest.mark.parametrize("limit", ["0", "-1", "201", "999999999999999999999", "1e3", "ten", ""])
async def test_a_huge_page_is_refused(reader: httpx.AsyncClient, limit: str) -> None:
    assert (await reader.get("/documents", params={"limit": limit})).status_code == 422


@pytest.mark.parametrize("length", ["9" * 12, str(MOST_BYTES + 1)])
async def test_a_body_that_says_it_is_too_large_is_not_read(
    reader: httpx.AsyncClient, length: str
) -> None:
    answer = await reader.post("/documents", headers={"content-length": length}, content=b"")
    assert (answer.status_code, answer.json()["type"]) == (
        413,
        "urn:billhook:problem:body-too-large",
    )


async def test_a_body_that_never_ends_is_cut(reader: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 4096
            yield b"x" * 4096

    answer = await reader.post("/documents", content=endless())
    assert answer.status_code == 413
    assert read <= MOST_BYTES + 2 * 4096


async def test_a_body_that_drips_is_not_waited_for(filled: Store) -> None:
    _, secret = token_of(filled)

    async def nothing_comes() -> Message:
        await asyncio.sleep(3600)
        raise AssertionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def inner(_scope: Scope, _receive: object, _send: object) -> None:
        raise AssertionError("a request without its body came through")

    door = Door(
        inner, holder=StoreApiDesk(filled, reader(filled)).holder, clock=filled.clock, slowest=0.01
    )
    headers = [(b"authorization", f"Bearer {secret.reveal()}".encode())]
    scope = {"type": "http", "method": "POST", "path": "/documents", "headers": headers}
    await door(scope, nothing_comes, send)
    assert sent[0]["status"] == 408


async def test_a_caller_in_a_hurry_has_to_wait_and_no_other_caller_has() -> None:
    """And neither has whoever sends no token at all, by its address."""
    clock = FixedClock(samples.NOON)
    door = Door(PlainTextResponse("in"), holder=_registered, clock=clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url=HERE) as client:

        async def ask(token: str) -> httpx.Response:
            return await client.get("/x", headers={"authorization": f"Bearer {token}"})

        statuses = [(await ask("hasty")).status_code for _ in range(AT_ONCE + 1)]
        assert statuses == [200] * AT_ONCE + [429]
        refused = await ask("hasty")
        assert refused.json()["type"] == "urn:billhook:problem:too-many"
        assert refused.headers["retry-after"] == "1"
        assert (await ask("calm")).status_code == 200
        assert (await ask("")).status_code == 401
        clock.move(timedelta(seconds=1))
        assert [(await ask("hasty")).status_code for _ in range(21)] == [200] * 20 + [429]


def _registered(secret: Secret) -> ApiToken:
    name = secret.reveal()
    return ApiToken(name, name, frozenset(), samples.NOON, samples.NOON + timedelta(days=1))


async def test_a_token_stands_in_no_log_and_no_answer(
    served: httpx.ASGITransport, filled: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token, secret = token_of(filled, ApiScope.READ_PORTALS)
    async with client_of(served, authorization=f"Bearer {secret.reveal()}") as client:
        answers = [await client.get(path) for path in ("/portals", "/documents", "/documents/x")]
    assert not [one for one in answers if secret.reveal() in one.text]
    assert secret.reveal() not in caplog.text
    assert secret.reveal() not in repr(token)


async def test_no_web_socket_is_opened(served: httpx.ASGITransport) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await served.app({"type": "websocket", "path": "/documents", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
