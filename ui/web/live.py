"""The web socket of a live page: frames to the browser, mouse and keys back to the visit.

It stands behind the guard, which proves host, session and, where a browser names one, the origin;
here an origin has to be named. The session is looked at again all the time, and whoever signs out
is out. What goes through is never logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from model.clock import Clock
from model.desk import Desk
from model.errors import BillhookError, Unavailable
from model.live import FROM_VIEWER, Stage, Standing, read, written
from model.live_line import FRAME, MESSAGE, Unpacking, packed
from model.people import User
from model.ports import Sessions
from ui.cookies import held

_NOT_ALLOWED: Final = 1008
_SIGNED_OUT: Final = 4401
_LOOK_EVERY: Final = 3.0  # seconds between two looks at the session
_MOST_BYTES: Final = 64_000
_MOST_A_SECOND: Final = 200
_PIECE: Final = 256 * 1024


def live(desk: Desk, sessions: Sessions, clock: Clock) -> APIRouter:
    """The route to live pages, `/live/RUN`."""
    router = APIRouter()

    @router.websocket("/live/{run_id}")
    async def attend(socket: WebSocket, run_id: str) -> None:
        if not socket.headers.get("origin"):
            await socket.close(_NOT_ALLOWED)
            return
        await socket.accept()
        await _Viewing(socket, sessions, clock).go(desk, run_id)

    return router


class _Viewing:
    """One browser that looks at a live page."""

    def __init__(self, socket: WebSocket, sessions: Sessions, clock: Clock) -> None:
        self._socket = socket
        self._sessions = sessions
        self._clock = clock
        self._token = held(socket)

    async def go(self, desk: Desk, run_id: str) -> None:
        """Carry what is said in both directions until one side ends."""
        user: User = self._socket.state.user
        try:
            end = await asyncio.to_thread(desk.live.line, user, run_id)
        except BillhookError as refusal:
            later = isinstance(refusal, Unavailable)
            await self._end(Stage.AUTOMATION if later else Stage.ENDED, refusal.message)
            return
        reader, writer = await asyncio.open_unix_connection(sock=end)
        try:
            await _first(self._down(reader), self._up(writer), self._while_signed_in())
        finally:
            writer.close()
            with suppress(*_GONE):  # it is closed already
                await self._socket.close()

    async def _end(self, stage: Stage, why: str) -> None:
        message = written(Standing(stage, why))
        with suppress(WebSocketDisconnect):
            await self._socket.send_text(message.decode())
            await self._socket.close()

    async def _down(self, reader: asyncio.StreamReader) -> None:
        unpacking = Unpacking()
        while piece := await reader.read(_PIECE):
            for packet in unpacking.feed(piece):
                if packet.kind == FRAME:
                    await self._socket.send_bytes(packet.content)
                else:
                    await self._socket.send_text(packet.content.decode())

    async def _up(self, writer: asyncio.StreamWriter) -> None:
        """What does not fit is left out: a wrong message ends nothing."""
        pace = _Pace(self._clock.monotonic)
        while True:
            text = await self._socket.receive_text()
            if len(text) > _MOST_BYTES or not pace.allows():
                continue
            with suppress(ValueError):
                writer.write(packed(MESSAGE, written(read(text, FROM_VIEWER))))
                await writer.drain()

    async def _while_signed_in(self) -> None:
        while True:
            if await asyncio.to_thread(self._sessions.user, self._token) is None:
                await self._socket.close(_SIGNED_OUT)
                return
            await asyncio.sleep(_LOOK_EVERY)


class _Pace:
    """So many messages a second, counted from second to second."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._second = 0
        self._count = 0

    def allows(self) -> bool:
        """Whether one more may come now."""
        second = int(self._now())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        return self._count <= _MOST_A_SECOND


async def _first(*ways: Coroutine[Any, Any, None]) -> None:
    """Nothing comes back: one of them has ended, and so have the others."""
    tasks = [asyncio.create_task(way) for way in ways]
    _, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception) and not isinstance(ended, _GONE):
            raise ended


_GONE: Final = (WebSocketDisconnect, OSError, RuntimeError)
"""How a browser or a worker that goes away shows."""
