"""An answer is judged while it comes: its length first, then what is counted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from fetchers.portals.getting.reading import Answer, Bounds, TooLarge, cookies_of, read
from model.clock import SystemClock

CLOCK = SystemClock()
MOST = 1_000_000
BOUNDS = Bounds(10.0, MOST)


@contextmanager
def serving(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that answers one request."""
    door = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        line, _ = door.accept()
        with line:
            line.recv(65_536)
            speak(line)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/invoice?number=1"
    finally:
        door.close()
        thread.join(10)


def said(text: bytes) -> Callable[[socket.socket], None]:
    return lambda line: line.sendall(text)


def test_a_length_beyond_the_bounds_is_enough_to_stop() -> None:
    endless = said(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    with serving(endless) as address, pytest.raises(TooLarge):
        read(address, {}, BOUNDS, CLOCK)


def test_an_answer_without_an_end_is_read_to_its_bounds_only() -> None:
    sent: list[int] = []

    def pour(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while len(sent) < 1_000:
                sent.append(line.send(b"x" * 65_536))
        except OSError:
            return

    with serving(pour) as address, pytest.raises(TooLarge):
        read(address, {}, BOUNDS, CLOCK)
    assert sum(sent) < 20 * MOST  # what lay in the buffers, and not what it would have sent


def test_an_answer_that_breaks_off_is_none() -> None:
    with serving(said(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) as address:
        assert read(address, {}, BOUNDS, CLOCK) is None


def test_an_answer_comes_whole_with_its_cookies() -> None:
    text = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: application/pdf\r\n"
        b"Set-Cookie: s=1; Path=/; HttpOnly\r\nSet-Cookie: t=2; Domain=evil.example\r\n\r\n%PDF"
    )
    with serving(said(text)) as address:
        answer = read(address, {"Cookie": "s=0"}, BOUNDS, CLOCK)
    assert answer is not None
    assert (answer.status, answer.content) == (200, b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    (cookie,) = cookies_of(answer, address, CLOCK)
    assert (cookie["name"], cookie["domain"], cookie["httpOnly"]) == ("s", "127.0.0.1", True)


def test_a_cookie_ends_when_it_says() -> None:
    lines = (
        "a=1; Max-Age=0",
        "b=1; Expires=Sun, 22 Nov 2099 06:00:00 GMT",
        "c=1",
        "d=1; Max-Age=x",
    )
    ends = {
        one["name"]: one["expires"]
        for one in cookies_of(Answer(200, {}, lines, b""), "https://p.example/", CLOCK)
    }
    assert ends["a"] <= CLOCK.now().timestamp()
    assert ends["b"] == datetime(2099, 11, 22, 6, tzinfo=UTC).timestamp()
    assert ends["c"] == ends["d"] == -1


def test_nobody_at_the_door_is_none() -> None:
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    door.close()
    assert read(address, {}, BOUNDS, CLOCK) is None
