"""What ships with the program, read and compressed once: scripts, styles, fonts and glyphs.

A browser that has nothing of the dashboard yet asks for some two dozen files at once. To read and
compress them takes longer than to make the page that wants them, and is the same work each time.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, TypeAlias

from nicegui import __version__
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIBRARY_FOLDERS: Final = tuple(
    f"/_nicegui/{__version__}/{name}/" for name in ("static", "components", "libraries", "esm")
)
FOLDERS: Final = ("/static/", *LIBRARY_FOLDERS)
MOST: Final = 256
"""So many files are held, of at most `LARGEST` bytes each."""
LARGEST: Final = 400_000
_PARTLY: Final = ("range", "if-none-match", "if-modified-since", "x-forwarded-prefix")
"""With these headers an answer is another one than the file."""


_Key: TypeAlias = tuple[str, bool]
"""A path, and whether the browser takes it compressed."""


@dataclass(slots=True)
class _File:
    """An answer as it was sent."""

    start: Message = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    whole: bool = False

    def note(self, message: Message) -> None:
        """Keep a part of the answer."""
        if message["type"] == "http.response.start":
            self.start = {**message, "headers": [*message["headers"]]}
        elif len(self.body) <= LARGEST:
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body")

    @property
    def fits(self) -> bool:
        """Whether it is a whole file, and none too large."""
        found = self.start.get("status") == HTTPStatus.OK
        return found and self.whole and len(self.body) <= LARGEST


class Shelf:
    """Hands out the files of the program as they were answered the first time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files: dict[_Key, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the shelf, or let the application answer and keep what it says."""
        key = _key(scope)
        if key is None:
            await self._app(scope, receive, send)
        elif (held := self._files.get(key)) is not None:
            await send({**held.start, "headers": [*held.start["headers"]]})
            await send({"type": "http.response.body", "body": bytes(held.body)})
        else:
            await self._fetched(key, scope, send)

    async def _fetched(self, key: _Key, scope: Scope, send: Send) -> None:
        said = _File()

        async def noted(message: Message) -> None:
            said.note(message)
            await send(message)

        await self._app(scope, _patient(), noted)
        if said.fits and len(self._files) < MOST:
            self._files[key] = said


def _patient() -> Receive:
    """What an application hears of a browser that never leaves.

    One that leaves ends the answer in its midst, and half a file would look like a whole one.
    """
    asked = iter(({"type": "http.request", "body": b"", "more_body": False},))

    async def receive() -> Message:
        for message in asked:
            return message
        return await asyncio.Future()

    return receive


def _key(scope: Scope) -> _Key | None:
    """What names an answer; None for what is no file of the program, or only a part of one."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path: str = scope["path"]
    headers = Headers(scope=scope)
    if not path.startswith(FOLDERS) or any(name in headers for name in _PARTLY):
        return None
    return path, "gzip" in headers.get("accept-encoding", "")
