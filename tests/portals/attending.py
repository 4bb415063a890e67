"""A person at the live page of a visit to the farm, over the line of the visit's process."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image

from model.live import (
    FROM_PAGE,
    Button,
    Drawn,
    Ended,
    FromViewer,
    Motion,
    Pages,
    Pointed,
    Pressed,
    Showing,
    ShowStep,
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
from model.visits import OpenPage, VisitResult

WIDTH, HEIGHT = 1280, 900
LONG = 90.0  # seconds; the machine that runs this may be busy


class Person:
    """Somebody at the other end of a visit's line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.standings: list[Standing] = []
        self.told: list[Told] = []
        self.pages = Pages((), 0)
        self.showing = Showing(ShowStep.OFF)
        self.heard_of_showing = 0
        self.frames = 0
        self.frame = b""

    @property
    def stage(self) -> Stage:
        """Where the visit stands."""
        return self.standings[-1].stage if self.standings else Stage.AUTOMATION

    def look(self) -> None:
        """Hear what has come."""
        for packet in self.line.hear():
            if packet.kind == FRAME:
                self.frame, self.frames = packet.content, self.frames + 1
                self.line.say(written(Drawn()))
                continue
            message: Any = read(packet.content, FROM_PAGE)
            match message:
                case Standing():
                    self.standings.append(message)
                case Pages():
                    self.pages = message
                case Told():
                    self.told.append(message)
                case Showing():
                    self.showing = message
                    self.heard_of_showing += 1
        self.line.flush()

    def until(self, seen: Callable[[], bool], seconds: float = LONG) -> None:
        """Look on until something is seen."""
        end = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < end, f"never seen; {self.standings[-2:]} {self.pages}"
            time.sleep(0.01)
            self.look()

    def reaches(self, stage: Stage) -> None:
        """Look on until the visit stands there."""
        self.until(lambda: self.stage is stage)

    def takes_over(self) -> None:
        """Wait until a person is waited for, and take control."""
        self.reaches(Stage.WAITING)
        self.say(Took())
        self.reaches(Stage.PERSON)
        self.until(lambda: bool(self.frame))

    def say(self, message: FromViewer) -> None:
        """Do something."""
        self.line.say(written(message))

    def click(self, place: tuple[int, int]) -> None:
        """Click at a place of the page, in its pixels."""
        x, y = place[0] / WIDTH, place[1] / HEIGHT
        self.say(Pointed(Motion.MOVED, x, y))
        self.say(Pointed(Motion.PRESSED, x, y, Button.LEFT, buttons=1, clicks=1))
        self.say(Pointed(Motion.RELEASED, x, y, Button.LEFT, clicks=1))

    def press(self, keys: str) -> None:
        """Press the keys of a text, one after the other."""
        for key in keys:
            code, virtual = f"Key{key.upper()}", ord(key.upper())
            self.say(Pressed(True, key, code, virtual, text=key))
            self.say(Pressed(False, key, code, virtual))

    def paste(self, text: str) -> None:
        """Paste a text."""
        self.say(Typed(text))

    def ends(self, verdict: Verdict) -> None:
        """Give a verdict."""
        self.say(Ended(verdict))

    def colour(self, place: tuple[int, int]) -> tuple[int, ...]:
        """The colour of the last frame at a place of the page."""
        with Image.open(io.BytesIO(self.frame)) as picture:
            found = picture.convert("RGB").getpixel(place)
        assert isinstance(found, tuple)
        return found

    def colours(self, box: tuple[int, int, int, int]) -> tuple[tuple[int, int], ...]:
        """The least and the most of each colour in a box of the last frame."""
        with Image.open(io.BytesIO(self.frame)) as picture:
            extrema: Any = picture.convert("RGB").crop(box).getextrema()
        return tuple(extrema)


@contextmanager
def attending(
    go: Callable[[OpenPage], VisitResult], *, idle: float = 40.0, longest: float = 60.0
) -> Iterator[tuple[Person, Callable[[], VisitResult]]]:
    """A person at a visit that goes on in a thread, and the way to its result."""
    ours, theirs = socket.socketpair()
    results: list[VisitResult] = []
    order = OpenPage(theirs.fileno(), idle, longest)
    thread = threading.Thread(target=lambda: results.append(go(order)), daemon=True)
    person = Person(Line(ours))

    def result() -> VisitResult:
        person.until(lambda: not thread.is_alive(), 90)
        return results[0]

    with ours, theirs:
        thread.start()
        yield person, result
        person.line.close()
        thread.join(90)
