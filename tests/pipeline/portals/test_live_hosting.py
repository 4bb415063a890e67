"""A live page in the worker: who hears what, who may do what, what stands on the audit trail."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from model.clock import FixedClock
from model.doors import is_ourselves
from model.errors import PageClosed, StorageBusy, StorageError
from model.live import (
    FROM_VIEWER,
    TO_VIEWER,
    Button,
    Drawn,
    Ended,
    Guest,
    Hands,
    Left,
    Motion,
    Pages,
    Pointed,
    Stage,
    Standing,
    Told,
    Took,
    Typed,
    Verdict,
    read,
    written,
)
from model.live_line import FRAME, Line
from pipeline.live.control import Control
from pipeline.live.hosting import Host, hosted

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MAYA = Guest("u1", "maya", "Maya Okafor", may=True)
SAM = Guest("u2", "sam", "Sam Ode", may=True)
LOOKER = Guest("u3", "lu", "Lu Ek", may=False)
PRESS = Pointed(Motion.PRESSED, 0.5, 0.5, Button.LEFT, 1, 1)


@dataclass
class End:
    """The far end of a line: a viewer, or the visit's process."""

    line: Line
    frames: list[bytes] = field(default_factory=list)

    def say(self, message: Any) -> None:
        self.line.say(written(message))

    def hear(self, kinds: tuple[type[Any], ...] = TO_VIEWER) -> list[Any]:
        """The messages since the last look; frames are put aside."""
        heard = self.line.hear()
        self.frames += [one.content for one in heard if one.kind == FRAME]
        return [read(one.content, kinds) for one in heard if one.kind != FRAME]


@dataclass
class Room:
    """A host with the visit at one side and viewers at the other."""

    host: Host
    visit: End
    clock: FixedClock
    trail: list[tuple[str, str, str]]
    ends: list[End] = field(default_factory=list)

    def enter(self, guest: Guest) -> End:
        """A viewer who has said who they are."""
        ours, theirs = socket.socketpair()
        self.host.welcome(ours)
        end = End(Line(theirs))
        self.ends.append(end)
        end.say(guest)
        self.host.turn()
        return end

    def does(self, end: End, message: Any) -> list[Any]:
        """What the visit hears of what one end says."""
        end.say(message)
        self.host.turn()
        return [one for one in self.visit.hear(FROM_VIEWER) if one != Drawn()]


@pytest.fixture
def room() -> Iterator[Room]:
    ours, theirs = socket.socketpair()
    clock, trail = FixedClock(NOW), list[tuple[str, str, str]]()
    host = Host(Line(ours), Control(clock), clock, lambda *words: trail.append(words))
    made = Room(host, End(Line(theirs)), clock, trail)
    yield made
    for line in (host.page, made.visit.line, *(one.line for one in host.viewers)):
        line.close()
    for end in made.ends:
        end.line.close()


def waits(room: Room, stage: Stage = Stage.WAITING) -> None:
    room.visit.say(Standing(stage, "A CAPTCHA.", 60.0))
    room.host.turn()


def test_all_who_look_on_hear_where_the_visit_stands(room: Room) -> None:
    maya, lu = room.enter(MAYA), room.enter(LOOKER)
    waits(room)
    room.visit.line.show(b"a picture")
    room.host.turn()
    for end in (maya, lu):
        assert Standing(Stage.WAITING, "A CAPTCHA.", 60.0) in end.hear()
        assert end.frames == [b"a picture"]


def test_who_comes_late_sees_it_all_at_once(room: Room) -> None:
    waits(room)
    room.visit.say(Pages(("Portal",), 0))
    room.visit.line.show(b"a picture")
    room.host.turn()
    maya = room.enter(MAYA)
    heard = maya.hear()
    assert heard[0].stage is Stage.WAITING
    assert heard[1:] == [Pages(("Portal",), 0), Hands("", yours=False, may=True)]
    assert maya.frames == [b"a picture"]


def test_only_who_has_control_reaches_the_page(room: Room) -> None:
    waits(room)
    maya, sam = room.enter(MAYA), room.enter(SAM)
    assert room.does(maya, PRESS) == []
    assert room.does(maya, Took()) == [Took()]
    waits(room, Stage.PERSON)
    assert room.does(maya, PRESS) == [PRESS]
    assert room.does(sam, PRESS) == []
    assert room.does(sam, Ended(Verdict.DONE)) == []
    assert room.does(maya, Ended(Verdict.DONE)) == [Ended(Verdict.DONE)]


def test_a_second_controller_is_refused_and_told_why(room: Room) -> None:
    waits(room)
    maya, sam = room.enter(MAYA), room.enter(SAM)
    room.does(maya, Took())
    sam.hear()
    assert room.does(sam, Took()) == []
    told, hands = sam.hear()
    assert told.refused
    assert told.words.startswith("Maya Okafor has control")
    assert (hands.holder, hands.yours) == ("Maya Okafor", False)


def test_who_may_only_watch_is_told_so(room: Room) -> None:
    waits(room)
    looker = room.enter(LOOKER)
    looker.hear()
    assert room.does(looker, Took()) == []
    assert [type(one) for one in looker.hear()] == [Told, Hands]


def test_nobody_takes_the_page_while_billhook_has_it(room: Room) -> None:
    maya = room.enter(MAYA)
    assert room.does(maya, Took()) == []
    assert any(isinstance(one, Told) and one.refused for one in maya.hear())


def test_a_lease_that_runs_out_frees_the_page(room: Room) -> None:
    waits(room)
    maya, sam = room.enter(MAYA), room.enter(SAM)
    room.does(maya, Took())
    waits(room, Stage.PERSON)
    room.clock.move(timedelta(minutes=10))
    room.host.turn()
    assert [one for one in room.visit.hear(FROM_VIEWER) if one != Drawn()] == [Left()]
    assert room.does(maya, PRESS) == []
    assert room.does(sam, Took()) == [Took()]
    assert ("maya", "gave back control of the live page", "its time was over") in room.trail


def test_a_deed_renews_the_lease(room: Room) -> None:
    waits(room)
    maya = room.enter(MAYA)
    room.does(maya, Took())
    waits(room, Stage.PERSON)
    for _ in range(3):
        room.clock.move(timedelta(minutes=9))
        assert room.does(maya, PRESS) == [PRESS]


def test_who_leaves_gives_control_back(room: Room) -> None:
    waits(room)
    maya = room.enter(MAYA)
    room.does(maya, Took())
    maya.line.close()
    room.host.turn()
    room.host.turn()
    assert room.host.control.holder is None
    assert ("maya", "gave back control of the live page", "they left the page") in room.trail


def test_the_trail_says_who_and_when_and_never_what_was_typed(room: Room) -> None:
    waits(room)
    maya = room.enter(MAYA)
    room.does(maya, Took())
    waits(room, Stage.PERSON)
    assert room.does(maya, Typed("Hunter2 canary")) == [Typed("Hunter2 canary")]
    room.does(maya, Ended(Verdict.DONE))
    waits(room, Stage.AUTOMATION)
    room.host.end("7 new documents.")
    assert [verb for _who, verb, _how in room.trail] == [
        "looked at the live page",
        "took control of the live page",
        "ended their part at the live page",
        "gave back control of the live page",
    ]
    assert "canary" not in repr(room.trail)
    assert maya.hear()[-1] == Standing(Stage.ENDED, "7 new documents.")


def test_what_can_not_be_put_on_record_does_not_happen(room: Room) -> None:
    waits(room)
    maya = room.enter(MAYA)

    def full(*_words: str) -> None:
        raise StorageError("The database is gone.")

    room.host.note = full
    maya.say(Took())
    room.host.turn()
    assert room.host.page.closed
    assert issubclass(StorageBusy, Exception)


def test_a_stranger_who_says_nonsense_is_seen_off(room: Room) -> None:
    ours, theirs = socket.socketpair()
    room.host.welcome(ours)
    theirs.sendall(b"GET / HTTP/1.1\r\n\r\n")
    room.host.turn()
    assert room.host.viewers == []
    theirs.close()


def test_a_viewer_who_did_not_say_who_they_are_can_do_nothing(room: Room) -> None:
    waits(room)
    ours, theirs = socket.socketpair()
    room.host.welcome(ours)
    end = End(Line(theirs))
    room.ends.append(end)
    assert room.does(end, Took()) == []
    assert room.host.viewers == []


def test_there_is_room_for_eight(room: Room) -> None:
    for number in range(10):
        room.enter(Guest(f"u{number}", "x", "X", may=False))
    assert len(room.host.viewers) == 8


def test_the_door_opens_for_its_owner_alone_and_goes_at_the_end(tmp_path: Path) -> None:
    path, clock = tmp_path / "run.live", FixedClock(NOW)
    with hosted(path, Control(clock), clock, lambda *_words: None) as page:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(10)
            caller.connect(str(path))
            line = Line(caller)
            line.say(written(MAYA))
            caller.setblocking(True)
            caller.settimeout(10)
            assert b"automation" in caller.recv(65_536)
            page.ended("Done.")
            page.stop()
            rest = b""
            while piece := caller.recv(65_536):
                rest += piece
            assert b"Done." in rest
    assert not path.exists()


def test_a_path_too_long_for_a_socket_is_told(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    deep = tmp_path / ("x" * 120) / "run.live"
    deep.parent.mkdir()
    with (
        pytest.raises(PageClosed, match="No live page can be opened"),
        hosted(deep, Control(clock), clock, lambda *_words: None),
    ):
        pass


def test_the_owner_of_a_door_is_known(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        mine = tmp_path / "mine"
        mine.touch()
        assert is_ourselves(ours, mine)
        if os.geteuid() == 0:
            os.chown(mine, 65534, 65534)
            assert not is_ourselves(ours, mine)
