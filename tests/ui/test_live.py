"""The web socket of a live page: who gets in, what goes through, when it ends."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from model.clock import SystemClock
from model.errors import PageClosed, PageNotOpen
from model.live import FROM_VIEWER, Took, Typed, read
from model.live_line import Line
from tests.ui.sample_desk import MAYA, SampleDesk, SampleSessions
from tests.ui.sample_live import RUN
from ui.cookies import COOKIE
from ui.web.guard import Guard
from ui.web.live import live

LONG = 20.0  # seconds


@dataclass
class Browser:
    """Web sockets to the served route."""

    port: int
    sessions: SampleSessions

    @property
    def here(self) -> str:
        """The dashboard's own origin."""
        return f"http://127.0.0.1:{self.port}"

    def connect(
        self, run_id: str = RUN, *, signed_in: bool = True, origin: str | None = ""
    ) -> ClientConnection:
        """A web socket; `origin` "" is the dashboard's own."""
        token = self.sessions.open(MAYA.id).reveal() if signed_in else "nothing"
        named = self.here if origin == "" else origin
        return connect(
            f"ws://127.0.0.1:{self.port}/live/{run_id}",
            origin=None if named is None else Origin(named),
            additional_headers={"cookie": f"{COOKIE}={token}"},
            open_timeout=LONG,
            proxy=None,
        )


@pytest.fixture
def browser(desk: SampleDesk, sessions: SampleSessions) -> Iterator[Browser]:
    """The route behind the guard, served on a port of this machine."""
    web = FastAPI()
    web.include_router(live(desk, sessions, SystemClock()))
    web.add_middleware(Guard, sessions=sessions, hosts=frozenset({"127.0.0.1"}))
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(web, log_level="critical", lifespan="off", ws="websockets-sansio")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield Browser(door.getsockname()[1], sessions)
        server.should_exit = server.force_exit = True
        thread.join(10)
    for far in desk.live.far:
        far.close()


def first(page: ClientConnection) -> dict[str, object]:
    """The next message, which is a JSON object."""
    return dict(json.loads(page.recv(LONG)))


def until_closed(page: ClientConnection) -> int | None:
    """The code with which the other side closes."""
    with pytest.raises(ConnectionClosed) as closed:
        drain(page)
    return closed.value.rcvd.code if closed.value.rcvd else None


def drain(page: ClientConnection) -> None:
    """Read on for ever."""
    while True:
        page.recv(LONG)


@pytest.mark.parametrize(
    ("signed_in", "origin"),
    [(False, ""), (True, "http://evil.example"), (True, None), (True, "null")],
    ids=["nobody", "foreign origin", "no origin", "an origin of nowhere"],
)
def test_who_is_not_allowed_sees_nothing(
    browser: Browser, desk: SampleDesk, *, signed_in: bool, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        browser.connect(signed_in=signed_in, origin=origin)
    assert refused.value.response.status_code == 403
    assert desk.live.guests == []


def test_frames_and_messages_come_and_deeds_go(browser: Browser, desk: SampleDesk) -> None:
    with browser.connect() as page:
        assert first(page)["stage"] == "waiting"
        assert first(page)["t"] == "pages"
        assert first(page)["t"] == "hands"
        frame = page.recv(LONG)
        assert isinstance(frame, bytes)
        assert frame[:2] == b"\xff\xd8"
        for said in ('{"t":"take"}', "{", '{"t":"guest"}', '{"t":"p","text":"ä€"}'):
            page.send(said)
        assert heard_by(desk, 2) == [Took(), Typed("ä€")]
    assert desk.live.guests == [MAYA]


def heard_by(desk: SampleDesk, many: int) -> list[object]:
    """So many messages that reached the visit's side."""
    line, heard, end = Line(desk.live.far[0]), list[object](), time.monotonic() + LONG
    while len(heard) < many and time.monotonic() < end:
        heard += [read(packet.content, FROM_VIEWER) for packet in line.hear()]
    return heard


@pytest.mark.slow
def test_more_than_a_person_can_do_is_left_out(browser: Browser, desk: SampleDesk) -> None:
    with browser.connect() as page:
        page.send('{"t":"p","text":"' + "x" * 70_000 + '"}')
        for _ in range(3_000):
            page.send('{"t":"leave"}')
        page.send("last")
        time.sleep(1.2)
        page.send('{"t":"p","text":"after"}')
        line, heard = Line(desk.live.far[0]), list[object]()
        while Typed("after") not in heard:
            heard += [read(packet.content, FROM_VIEWER) for packet in line.hear()]
    assert len(heard) < 3_000
    assert all(getattr(one, "text", "after") == "after" for one in heard)


@pytest.mark.parametrize(
    ("refusal", "stage"),
    [(PageClosed("The visit has ended."), "ended"), (PageNotOpen(), "automation")],
    ids=["ended", "not begun"],
)
def test_a_page_that_is_not_open_says_so(
    browser: Browser, desk: SampleDesk, refusal: PageClosed | PageNotOpen, stage: str
) -> None:
    desk.live.refusal = refusal
    with browser.connect() as page:
        told = first(page)
    assert (told["stage"], told["why"]) == (stage, refusal.message)


def test_a_run_that_does_not_exist_says_so(browser: Browser) -> None:
    with browser.connect("0" * 32) as page:
        assert first(page)["stage"] == "ended"


def test_the_end_of_the_visit_is_the_end_of_the_socket(browser: Browser, desk: SampleDesk) -> None:
    with browser.connect() as page:
        first(page)
        desk.live.far[0].close()
        assert until_closed(page) == 1000


def test_who_signs_out_is_out(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.web.live._LOOK_EVERY", 0.05)
    with browser.connect() as page:
        first(page)
        browser.sessions.held.clear()
        assert until_closed(page) == 4401
