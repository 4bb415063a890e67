"""Who gets past the guard, over HTTP and over web sockets; behind it stands a stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from model.people import User
from model.secret import Secret
from tests.ui.sample_desk import MAYA, SampleDesk, SampleSessions
from ui.cookies import COOKIE
from ui.limits import MOST_BYTES
from ui.web.guard import Guard, host_name
from ui.web.shelf import LIBRARY_FOLDERS

HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "bills.example"})
HERE = "http://127.0.0.1:8080"


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who is there; reads the whole body; closes a web socket at once."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    read = 0
    while True:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    user = scope["state"]["user"]
    if scope["path"] == "/page":
        page = "<script>a()</script><body><script type=module>b()</script>"
        headers = {"X-NiceGUI-Content": "page", "cache-control": "no-store"}
        await PlainTextResponse(page, headers=headers)(scope, receive, send)
        return
    answer = {"user": user.name if user else None, "read": read}
    await JSONResponse(answer)(scope, receive, send)


@pytest.fixture
def guard(sessions: SampleSessions) -> Guard:
    return Guard(inner, sessions=sessions, hosts=HOSTS)


@pytest.fixture
def cookie(sessions: SampleSessions) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={sessions.open(MAYA.id).reveal()}"}


async def ask(
    guard: Guard, headers: Mapping[str, str], *, path: str = "/api/inbox", method: str = "GET"
) -> httpx.Response:
    transport = httpx.ASGITransport(guard)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        return await client.request(method, path, headers=headers)


async def dial(guard: Guard, headers: Mapping[str, str]) -> str:
    """What a web socket gets: accepted or closed."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    packed = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "websocket",
        "path": "/_nicegui_ws/socket.io/",
        "headers": packed,
        "query_string": b"",
    }
    await guard(scope, receive, send)
    return str(sent[0]["type"]).removeprefix("websocket.")


async def test_a_signed_in_person_gets_through(guard: Guard, cookie: dict[str, str]) -> None:
    answer = await ask(guard, cookie)
    assert (answer.status_code, answer.json()["user"]) == (200, MAYA.name)


async def test_a_stranger_gets_no_data(guard: Guard) -> None:
    assert (await ask(guard, {})).status_code == 403


async def test_a_stranger_who_wants_a_page_is_sent_to_the_door(guard: Guard) -> None:
    answer = await ask(guard, {"accept": "text/html"}, path="/portals")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("path", ["/login", "/health", "/ready", "/metrics", "/static/theme.css"])
async def test_the_door_itself_is_open(guard: Guard, path: str) -> None:
    assert (await ask(guard, {}, path=path)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/loginx", "/static", "/_nicegui/3.18.0/static/vue.js", "/enter/x"]
)
async def test_what_only_looks_like_the_door_is_not(guard: Guard, path: str) -> None:
    assert (await ask(guard, {}, path=path)).status_code == 403


async def test_only_what_is_posted_to_a_receiver_s_address_needs_no_session(guard: Guard) -> None:
    assert (await ask(guard, {}, path="/answers/x", method="POST")).status_code == 200
    for method in ("GET", "PUT", "DELETE"):
        assert (await ask(guard, {}, path="/answers/x", method=method)).status_code == 403
    foreign = {"host": "evil.example"}
    answer = await ask(guard, foreign, path="/answers/x", method="POST")
    assert answer.status_code == 403


async def test_an_ended_session_is_a_stranger(
    guard: Guard, cookie: dict[str, str], sessions: SampleSessions
) -> None:
    sessions.held.clear()
    assert (await ask(guard, cookie)).status_code == 403


async def test_a_removed_user_is_a_stranger(
    guard: Guard, cookie: dict[str, str], desk: SampleDesk
) -> None:
    desk.removed.add(MAYA.id)
    assert (await ask(guard, cookie)).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "evil@"])
async def test_a_foreign_host_is_refused(guard: Guard, cookie: dict[str, str], host: str) -> None:
    """A name of an attacker that resolves to this machine (DNS rebinding)."""
    answer = await ask(guard, cookie | {"host": host, "accept": "text/html"})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["localhost:8080", "[::1]:8080", "[::1]", "BILLS.example:443"])
async def test_our_own_names_are_known(guard: Guard, cookie: dict[str, str], host: str) -> None:
    assert (await ask(guard, cookie | {"host": host})).status_code == 200


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:9999"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ],
)
async def test_another_site_can_neither_post_nor_connect(
    guard: Guard, cookie: dict[str, str], header: str, value: str
) -> None:
    headers = cookie | {header: value, "host": "127.0.0.1:8080"}
    assert (await ask(guard, headers, method="POST")).status_code == 403
    assert await dial(guard, headers) == "close"


async def test_our_own_page_posts_and_connects(guard: Guard, cookie: dict[str, str]) -> None:
    headers = cookie | {"origin": HERE, "sec-fetch-site": "same-origin", "host": "127.0.0.1:8080"}
    assert (await ask(guard, headers, method="POST")).status_code == 200
    assert await dial(guard, headers) == "accept"


async def test_a_stranger_has_no_web_socket(guard: Guard) -> None:
    assert await dial(guard, {"host": "127.0.0.1"}) == "close"


async def test_an_ended_session_has_no_web_socket(
    guard: Guard, cookie: dict[str, str], sessions: SampleSessions
) -> None:
    sessions.held.clear()
    assert await dial(guard, cookie | {"host": "127.0.0.1"}) == "close"


async def test_a_web_socket_of_a_foreign_host_is_closed(
    guard: Guard, cookie: dict[str, str]
) -> None:
    assert await dial(guard, cookie | {"host": "evil.example"}) == "close"


async def test_the_door_of_the_api_is_its_own_and_no_session_counts_there(
    guard: Guard, cookie: dict[str, str]
) -> None:
    """Behind it a token is asked for; a page that makes a browser send its cookie gets nowhere."""
    answer = await ask(guard, cookie, path="/api/v1/documents")
    assert (answer.status_code, answer.json()["user"]) == (200, None)


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"origin": "https://evil.example", "host": "127.0.0.1"}]
)
async def test_foreign_hosts_and_origins_are_refused_before_the_door_of_the_api(
    guard: Guard, headers: dict[str, str]
) -> None:
    answer = await ask(guard, headers, path="/api/v1/documents", method="POST")
    assert answer.status_code == 403


async def test_every_answer_carries_the_headers_of_a_closed_house(
    guard: Guard, cookie: dict[str, str]
) -> None:
    headers = (await ask(guard, cookie)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_scripts_of_a_page_run_by_a_nonce_that_is_never_the_same(
    guard: Guard, cookie: dict[str, str]
) -> None:
    first = await ask(guard, cookie | {"accept": "text/html"}, path="/page")
    second = await ask(guard, cookie | {"accept": "text/html"}, path="/page")
    nonce = first.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    assert first.text.count(f'<script nonce="{nonce}"') == 2
    assert int(first.headers["content-length"]) == len(first.content)
    assert nonce not in second.headers["content-security-policy"]


async def test_a_body_that_says_it_is_too_large_is_refused(
    guard: Guard, cookie: dict[str, str]
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url=HERE) as client:
        answer = await client.post("/api/x", content=b"x" * (MOST_BYTES + 1), headers=cookie)
    assert answer.status_code == 413


async def test_a_body_that_does_not_say_its_size_is_counted(
    guard: Guard, cookie: dict[str, str]
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url=HERE) as client:
        answer = await client.post("/api/x", content=chunks(), headers=cookie)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("host", "name"),
    [("[::1]:8080", "::1"), ("[::1]", "::1"), ("LocalHost", "localhost"), ("a:1", "a"), ("[x", "")],
)
def test_the_name_of_a_host_stands_without_port_and_brackets(host: str, name: str) -> None:
    assert host_name(host) == name


async def test_over_tls_a_browser_is_told_to_come_by_tls_alone(
    guard: Guard, cookie: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    transport = httpx.ASGITransport(guard)
    async with httpx.AsyncClient(transport=transport, base_url="https://127.0.0.1") as client:
        sealed = await client.get("/login")
        assert (await client.get("/page", headers=cookie)).status_code == 403
    told = sealed.headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in (await ask(guard, cookie)).headers
    assert not caplog.records


async def test_a_foreign_host_stands_in_the_log(
    guard: Guard, caplog: pytest.LogCaptureFixture
) -> None:
    await ask(guard, {"host": "evil.example"}, path="/page")
    (record,) = caplog.records
    assert "foreign host or origin" in record.getMessage()


async def test_who_asks_for_the_many_files_of_a_library_is_looked_up_once(
    cookie: dict[str, str], sessions: SampleSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Secret] = []
    known = sessions.user

    def look(token: Secret) -> User | None:
        asked.append(token)
        return known(token)

    monkeypatch.setattr(sessions, "user", look)
    guard = Guard(inner, sessions=sessions, hosts=HOSTS)
    for path in (f"{LIBRARY_FOLDERS[0]}{name}.js" for name in "ab"):
        assert (await ask(guard, cookie, path=path)).status_code == 200
    assert len(asked) == 1
    for _ in range(2):
        assert (await ask(guard, cookie)).status_code == 200
    assert len(asked) == 3
