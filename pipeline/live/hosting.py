"""A live page in the worker: between the visit's process and those who look on from the dashboard.

Each viewer has a line of their own, over a door in the data folder that only this user reaches.
What the visit says goes to all of them; what a viewer does goes to the visit only where that viewer
has control. Who took control, when, and how it ended stands on the audit trail; what was typed
stands nowhere.
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from model.clock import Clock
from model.doors import door, is_ourselves
from model.errors import PageClosed, StorageError
from model.live import (
    DEEDS,
    FROM_PAGE,
    FROM_VIEWER,
    Drawn,
    Ended,
    FromPage,
    Guest,
    Hands,
    Left,
    Pages,
    Showing,
    Stage,
    Standing,
    Told,
    Took,
    ToViewer,
    read,
    written,
)
from model.live_line import FRAME, Line
from pipeline.live.control import Control, Holder

Note = Callable[[str, str, str], None]
"""Writes one line of the audit trail: who, did what, and how."""

_log = logging.getLogger(__name__)
_BEAT: Final = 0.2  # seconds between looks at leases
_MOST_VIEWERS: Final = 8
_TELL_EVERY: Final = 5.0  # seconds between two words about the same lease
_OPENING: Final = Standing(Stage.AUTOMATION, "Billhook opens the portal.")
_ATTENDED: Final = frozenset({Stage.WAITING, Stage.PERSON})


@dataclass(slots=True)
class Viewer:
    """Somebody who looks on; nobody knows who before they said it."""

    number: int
    line: Line
    guest: Guest | None = None


@dataclass(slots=True)
class Host:
    """One visit's live page, and all who look on."""

    page: Line
    control: Control
    clock: Clock
    note: Note
    viewers: list[Viewer] = field(default_factory=list)
    standing: Standing = _OPENING
    pages: Pages | None = None
    showing: Showing | None = None
    frame: bytes | None = None
    _count: int = 0
    _told_hands: float = 0.0

    def welcome(self, end: socket.socket) -> None:
        """Take in a viewer, who has to say who they are."""
        if len(self.viewers) >= _MOST_VIEWERS:
            end.close()
            return
        self._count += 1
        self.viewers.append(Viewer(self._count, Line(end)))

    def turn(self) -> None:
        """Do what there is to do: hear everybody, let leases lapse, see off who has gone."""
        self._hear_page()
        for viewer in self.viewers:
            self._hear(viewer)
        self._see_off()
        if lapsed := self.control.lapse():
            self._free(lapsed, "its time was over")
        for line in (self.page, *(viewer.line for viewer in self.viewers)):
            line.flush()
        if self.control.holder and self.clock.monotonic() - self._told_hands > _TELL_EVERY:
            self._tell_hands()

    def end(self, why: str) -> None:
        """Say that the visit has ended, and how."""
        if held := self.control.release():
            self._noted(held.guest, "gave back control of the live page", "the visit ended")
        self._tell(Standing(Stage.ENDED, why))

    # -- what the visit says ------------------------------------------------------------------

    def _hear_page(self) -> None:
        for packet in self.page.hear():
            if packet.kind == FRAME:
                self.page.say(written(Drawn()))
                self.frame = packet.content
                for viewer in self._guests():
                    viewer.line.show(packet.content)
            else:
                self._said(packet.content)

    def _said(self, content: bytes) -> None:
        try:
            message: FromPage = read(content, FROM_PAGE)
        except ValueError:
            self.page.close()
            return
        if isinstance(message, Pages):
            self.pages = message
        elif isinstance(message, Showing):
            self.showing = message
        elif isinstance(message, Standing):
            self._stands(message)
        self._tell(message)

    def _stands(self, standing: Standing) -> None:
        self.standing = standing
        if standing.stage is Stage.AUTOMATION:
            self.frame = self.pages = self.showing = None
            if held := self.control.release():
                self._free(held, "the visit went on")
        elif standing.stage is Stage.PERSON and self.control.holder is None:
            self.page.say(written(Left()))

    # -- what viewers say ---------------------------------------------------------------------

    def _hear(self, viewer: Viewer) -> None:
        for packet in viewer.line.hear():
            try:
                if viewer.guest is None:
                    self._greet(viewer, read(packet.content, (Guest,)))
                else:
                    self._do(viewer, viewer.guest, read(packet.content, FROM_VIEWER))
            except ValueError:
                viewer.line.close()
                return

    def _greet(self, viewer: Viewer, guest: Guest) -> None:
        viewer.guest = guest
        self._noted(guest, "looked at the live page", "")
        for message in (self.standing, self.pages, self.showing):
            if message is not None:
                viewer.line.say(written(message))
        if self.frame is not None:
            viewer.line.show(self.frame)
        self._tell_hands()

    def _do(self, viewer: Viewer, guest: Guest, message: Any) -> None:
        match message:
            case Drawn():
                viewer.line.drawn()
            case Took():
                self._take(viewer, guest)
            case Left():
                if held := self.control.release(viewer.number):
                    self._free(held, "by themselves")
            case Ended(verdict) if self.control.renew(viewer.number):
                self._noted(guest, "ended their part at the live page", verdict.value)
                self.page.say(written(message))
            case _ if isinstance(message, DEEDS) and self.control.renew(viewer.number):
                if self.standing.stage is Stage.PERSON:
                    self.page.say(written(message))

    def _take(self, viewer: Viewer, guest: Guest) -> None:
        if self.standing.stage not in _ATTENDED:
            refusal = "Billhook has the page itself at this moment."
        else:
            new = self.control.holder is None
            refusal = self.control.take(viewer.number, guest)
            if not refusal and new:
                self._noted(guest, "took control of the live page", "")
                self.page.say(written(Took()))
        if refusal:
            viewer.line.say(written(Told(refusal, refused=True)))
        self._tell_hands()

    def _see_off(self) -> None:
        for viewer in [one for one in self.viewers if one.line.closed]:
            self.viewers.remove(viewer)
            viewer.line.close()
            if held := self.control.release(viewer.number):
                self._free(held, "they left the page")

    def _free(self, held: Holder, how: str) -> None:
        self._noted(held.guest, "gave back control of the live page", how)
        if self.standing.stage in _ATTENDED:
            self.page.say(written(Left()))
        self._tell_hands()

    # -- what everybody hears -----------------------------------------------------------------

    def _guests(self) -> list[Viewer]:
        return [viewer for viewer in self.viewers if viewer.guest and not viewer.line.closed]

    def _tell(self, message: ToViewer) -> None:
        for viewer in self._guests():
            viewer.line.say(written(message))

    def _tell_hands(self) -> None:
        self._told_hands = self.clock.monotonic()
        held = self.control.holder
        for viewer in self._guests():
            yours = held is not None and held.viewer == viewer.number
            name, may = (
                held.guest.full_name if held else "",
                bool(viewer.guest and viewer.guest.may),
            )
            viewer.line.say(written(Hands(name, yours, may, round(self.control.seconds, 1))))

    def _noted(self, guest: Guest, verb: str, how: str) -> None:
        try:
            self.note(guest.name, verb, how)
        except StorageError as trouble:  # what can't be put on record does not go on
            _log.warning("A live page is closed: %s", trouble.message)
            self.page.close()


class Hosting:
    """A live page while its visit lasts; `line` is for the visit's process."""

    def __init__(self, host: Host, way_in: socket.socket, path: Path, line: int) -> None:
        self.line = line
        self._host = host
        self._door = way_in
        self._path = path
        self._why = "The visit has ended."
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Let viewers in from now on."""
        self._thread.start()

    def ended(self, why: str) -> None:
        """What viewers are told at the end."""
        self._why = why

    def stop(self) -> None:
        """Tell the viewers how it ended, and see them off."""
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        self._door.setblocking(False)
        while not self._over.is_set():
            self._wait()
            self._let_in()
            self._host.turn()
        self._let_in()
        self._host.turn()  # who came last is told, too
        self._host.end(self._why)
        for viewer in self._host.viewers:
            viewer.line.close()

    def _wait(self) -> None:
        lines = [self._host.page, *(viewer.line for viewer in self._host.viewers)]
        with selectors.DefaultSelector() as selector:
            selector.register(self._door, selectors.EVENT_READ)
            for line in lines:
                if not line.closed:
                    more = selectors.EVENT_WRITE if line.has_more else 0
                    selector.register(line.socket, selectors.EVENT_READ | more)
            selector.select(_BEAT)

    def _let_in(self) -> None:
        try:
            caller, _ = self._door.accept()
        except BlockingIOError:
            return
        if is_ourselves(caller, self._path):
            self._host.welcome(caller)
        else:
            caller.close()


@contextmanager
def hosted(path: Path, control: Control, clock: Clock, note: Note) -> Iterator[Hosting]:
    """A live page behind a door of its own, as long as the block lasts.

    Raises:
        PageClosed: there can't be such a door.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs, ExitStack() as stack:
        try:
            way_in = stack.enter_context(door(path))
        except OSError as trouble:
            why = trouble.strerror or str(trouble)
            raise PageClosed(f"No live page can be opened at {path}: {why}.") from None
        made = Hosting(Host(Line(ours), control, clock, note), way_in, path, theirs.fileno())
        made.start()
        try:
            yield made
        finally:
            made.stop()
