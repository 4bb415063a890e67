"""What is said over the line of a live page: read strictly, in packets, never printed."""

from __future__ import annotations

import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.live import (
    DEEDS,
    FROM_PAGE,
    FROM_VIEWER,
    TO_VIEWER,
    Answered,
    Button,
    Drawn,
    Ended,
    Guest,
    Hands,
    Left,
    Motion,
    Pages,
    Pointed,
    Pointing,
    Pressed,
    Showing,
    ShowStep,
    Stage,
    Standing,
    Told,
    Took,
    Turned,
    Typed,
    Verdict,
    Wheeled,
    read,
    written,
)
from model.live_line import FRAME, MESSAGE, Line, Packet, Unpacking, packed

EVERY = (
    *(Standing(Stage.WAITING, "It waits.", 12.5), Pages(("One", "Two"), 1), Told("No.", True)),
    *(Hands("Maya", yours=True, may=True, seconds=3.0), Guest("u1", "maya", "Maya", may=True)),
    *(Pointed(Motion.PRESSED, 0.5, 1.0, Button.LEFT, 1, 2, 8), Wheeled(0.0, 1.0, -3.5, 120.0)),
    *(Pressed(True, "a", "KeyA", 65, 0, "a"), Typed("geheim"), Turned(1, close=True)),
    *(Took(), Left(), Ended(Verdict.REPORT), Drawn()),
    *(Showing(ShowStep.ASK, "7 rows. Is that right?"), Pointing(on=True), Answered(yes=False)),
)


@pytest.mark.parametrize("message", EVERY, ids=lambda one: type(one).__name__)
def test_a_message_is_read_as_it_was_written(message: object) -> None:
    assert read(written(message), (type(message),)) == message  # type: ignore[arg-type]  # each is one


def test_a_kind_that_is_not_taken_here_is_refused() -> None:
    with pytest.raises(ValueError, match="no message of this kind"):
        read(written(Guest("u1", "maya", "Maya", may=True)), FROM_VIEWER)
    with pytest.raises(ValueError, match="no message of this kind"):
        read(written(Hands("", yours=True, may=True)), FROM_PAGE)
    assert set(DEEDS) < set(FROM_VIEWER)
    assert set(FROM_PAGE) < set(TO_VIEWER)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"t": "m"},
        {"t": "m", "motion": "mousePressed", "x": 1.5, "y": 0},
        {"t": "m", "motion": "mousePressed", "x": float("nan"), "y": 0},
        {"t": "m", "motion": "fly", "x": 0, "y": 0},
        {"t": "m", "motion": "mouseMoved", "x": True, "y": 0},
        {"t": "k", "down": 1, "key": "a", "code": "KeyA", "virtual": 65},
        {"t": "k", "down": True, "key": "a" * 41, "code": "", "virtual": 65},
        {"t": "k", "down": True, "key": "a", "code": "", "virtual": 65, "text": "a" * 9},
        {"t": "p", "text": ""},
        {"t": "p", "text": "a" * 10_001},
        {"t": "p", "text": "a", "more": 1},
        {"t": "page", "page": -1},
        {"t": "end", "verdict": "pay"},
        {"t": ["take"]},
        [],
        None,
    ],
)
def test_what_does_not_fit_exactly_is_refused(told: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has words of its own
        read(json.dumps(told), FROM_VIEWER)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_nonsense_is_refused_and_nothing_else_happens(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own, too
        read(text, FROM_VIEWER)


def test_no_key_and_no_text_is_ever_printed() -> None:
    said = repr((Typed("geheim"), Pressed(True, "g", "KeyG", 71, 0, "g"), [Typed("geheim")]))
    assert ("geheim" in said, "KeyG" in said) == (False, False)


@given(st.lists(st.tuples(st.sampled_from([FRAME, MESSAGE]), st.binary(max_size=40))), st.data())
def test_packets_come_whole_however_they_are_cut(
    sent: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    stream = b"".join(packed(kind, content) for kind, content in sent)
    unpacking, heard = Unpacking(), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        heard += list(unpacking.feed(stream[:cut]))
        stream = stream[cut:]
    assert heard == [Packet(kind, content) for kind, content in sent]


@pytest.mark.parametrize("bytes_", [b"X\0\0\0\1a", b"F\xff\xff\xff\xff"])
def test_what_is_no_packet_ends_the_line(bytes_: bytes) -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    theirs.sendall(bytes_)
    assert (line.hear(), line.closed) == ([], True)
    line.close()
    theirs.close()


def test_of_frames_only_the_newest_is_kept_for_a_slow_viewer() -> None:
    ours, theirs = socket.socketpair()
    line, viewer = Line(ours), Line(theirs)
    for number in range(10):
        line.show(b"frame %d" % number)
    assert [one.content for one in viewer.hear()] == [b"frame 0", b"frame 1"]
    line.drawn()
    line.drawn()
    assert [one.content for one in viewer.hear()] == [b"frame 9"]
    line.close()
    viewer.close()


def test_who_never_reads_is_cut_off() -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    for _ in range(100):
        line.say(b"x" * 100_000)
    assert line.closed
    line.close()
    theirs.close()


def test_the_end_of_the_other_side_closes_a_line() -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    theirs.close()
    assert (line.hear(), line.closed) == ([], True)
    line.say(b"into nothing")
    line.close()
