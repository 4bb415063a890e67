"""The line to a portal without a browser: its origins alone, and its cookies where they belong."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from fetchers.portals.browserless.line import Elsewhere, Jar, Line, Shown
from fetchers.portals.browserless.markup import Unlike, Unreached, words_of
from fetchers.portals.fence import Fence
from model.clock import SystemClock
from tests.portals.doors import Stranger
from tests.portals.serving import serve


def line(*origins: str, seconds: float = 10.0) -> Line:
    clock = SystemClock()
    shown = Shown("Agent/1.0", "de-DE")
    return Line(Fence(frozenset(origins)), shown, clock, clock.monotonic() + seconds, 5.0)


def cookie(**facts: object) -> dict[str, object]:
    usual = {"name": "s", "value": "1", "domain": "a.example", "path": "/", "secure": True}
    return {**usual, "expires": -1, "httpOnly": True, **facts}


@pytest.mark.parametrize(
    ("facts", "address", "sent"),
    [
        ({}, "https://a.example/x", "s=1"),
        ({}, "https://b.example/x", ""),
        ({}, "https://sub.a.example/", ""),
        ({"domain": ".a.example"}, "https://sub.a.example/", "s=1"),
        ({"domain": ".a.example"}, "https://nota.example/", ""),
        ({}, "http://a.example/x", ""),
        ({"path": "/in"}, "https://a.example/in/x", "s=1"),
        ({"path": "/in"}, "https://a.example/inside", ""),
        ({"expires": 50.0}, "https://a.example/", ""),
        ({"expires": 200.0}, "https://a.example/", "s=1"),
    ],
)
def test_a_cookie_goes_where_a_browser_sends_it(
    facts: dict[str, object], address: str, sent: str
) -> None:
    assert Jar([cookie(**facts)]).header(address, now=100.0) == sent


def test_a_cookie_of_one_name_takes_the_place_of_the_one_before() -> None:
    jar = Jar([cookie()])
    jar.take([cookie(value="2"), cookie(path="/in", value="3")])
    assert jar.header("https://a.example/in", now=0.0) == "s=3; s=2"


async def _page(request: Request) -> Response:
    return HTMLResponse(f"<p>{request.method} {request.headers.get('accept-language')}")


def _site(stranger: str, posts: list[bytes]) -> Starlette:
    async def away(_request: Request) -> Response:
        return RedirectResponse(f"{stranger}/x", 302)

    async def again(request: Request) -> Response:
        posts.append(await request.body())
        return RedirectResponse("/page", 307)

    async def sent(request: Request) -> Response:
        posts.append(await request.body())
        return RedirectResponse("/page", 303)

    async def ever(_request: Request) -> Response:
        return RedirectResponse("/ever", 302)

    return Starlette(
        routes=[
            Route("/page", _page, methods=["GET", "POST"]),
            Route("/away", away),
            Route("/ever", ever),
            Route("/again", again, methods=["POST"]),
            Route("/sent", sent, methods=["POST"]),
        ]
    )


def test_nothing_is_asked_of_anybody_else() -> None:
    stranger, posts = Stranger(), list[bytes]()
    with ExitStack() as stack:
        other = stack.enter_context(serve(stranger.app()))
        origin = stack.enter_context(serve(_site(other, posts)))
        asks = line(origin)
        for address in (f"{origin}/away", f"{other}/x", "file:///etc/passwd", "ftp://a.example/"):
            with pytest.raises(Elsewhere):
                asks.get(address)
        with pytest.raises(Unlike):
            asks.get(f"{origin}/ever")
        with pytest.raises(Unlike):
            asks.send(f"{origin}/again", b"p=1", came_from=f"{origin}/page")
        page = asks.send(f"{origin}/sent", b"p=2", came_from=f"{origin}/page")
    assert stranger.seen == []
    assert posts == [b"p=1", b"p=2"]
    assert words_of(page.root) == "GET de-DE"


def test_a_server_that_does_not_answer_tells_nothing_of_its_pages() -> None:
    with pytest.raises(Unreached):
        line("http://127.0.0.1:9").get("http://127.0.0.1:9/")
    with pytest.raises(Unreached):
        line("http://127.0.0.1:9", seconds=0.0).get("http://127.0.0.1:9/")
