"""Files of the program are read and compressed once; everything else is asked each time."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from ui.web.shelf import LARGEST, Shelf

SEEN: Counter[str] = Counter()


async def shop(scope: Scope, _: Receive, send: Send) -> None:
    """An application that counts what it is asked for."""
    path = scope["path"]
    SEEN[path] += 1
    status = 404 if path.endswith("missing.js") else 200
    begin = {"type": "http.response.start", "status": status, "headers": [(b"etag", b"one")]}
    await send(begin)
    size = LARGEST + 1 if path.endswith("large.js") else 3
    for more in (True, False):
        await send({"type": "http.response.body", "body": b"x" * size, "more_body": more})


@pytest.mark.parametrize(
    ("path", "headers", "asked"),
    [
        ("/static/theme.css", {}, 1),
        ("/static/missing.js", {}, 2),
        ("/static/large.js", {}, 2),
        ("/api/inbox", {}, 2),
        ("/static/partly.css", {"range": "bytes=0-1"}, 2),
        ("/static/known.css", {"if-none-match": "one"}, 2),
    ],
)
async def test_only_whole_files_of_the_program_are_held(
    path: str, headers: dict[str, str], asked: int
) -> None:
    SEEN.clear()
    door = httpx.ASGITransport(Shelf(shop))
    async with httpx.AsyncClient(transport=door, base_url="http://shop") as client:
        answers = [await client.get(path, headers=headers) for _ in range(2)]
    assert SEEN[path] == asked
    first, second = ((one.status_code, one.content, one.headers["etag"]) for one in answers)
    assert first == second


async def test_a_file_is_held_whole_though_the_first_who_asked_for_it_left_in_its_midst() -> None:
    async def parts() -> AsyncIterator[bytes]:
        for part in (b"one ", b"two ", b"three"):
            yield part
            await asyncio.sleep(0)

    async def file(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(parts(), headers={"content-length": "13"})(scope, receive, send)

    async def on(request: Request, go_on: RequestResponseEndpoint) -> Response:
        return await go_on(request)

    shelf = Shelf(BaseHTTPMiddleware(file, on))
    scope = {"type": "http", "method": "GET", "path": "/static/whole.js", "headers": []}
    answers: list[bytes] = []

    async def left() -> Message:
        return {"type": "http.disconnect"}

    async def heard(message: Message) -> None:
        answers.append(message.get("body", b""))

    await shelf(scope, left, heard)
    answers.clear()
    await shelf(scope, left, heard)
    assert b"".join(answers) == b"one two three"


async def test_what_a_page_imports_by_name_last_is_fetched_from_the_start(
    clerk: httpx.AsyncClient,
) -> None:
    page = (await clerk.get("/")).text
    named = re.search(r'"dompurify": ?"([^"]+)"', page)
    assert named
    assert f'<link rel="modulepreload" href="{named[1]}">' in page
    assert (await clerk.get(named[1])).status_code == 200
