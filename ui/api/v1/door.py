"""The door of the API: who calls, how often, and how much and how long they send.

It stands before anything is read of a request, and knows no cookie: a browser that a foreign page
makes send something sends no token, so there is nothing that such a page could do here.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.api import ApiToken
from model.clock import Clock
from model.errors import BillhookError, TokenUnknown, TooManyTries
from model.secret import Secret
from model.sight import seen_by
from ui.api.v1.pace import Pace
from ui.api.v1.problems import plain, refused
from ui.limits import MOST_BYTES, MOST_UPLOADED

_LOG: Final = logging.getLogger(__name__)
DESCRIPTION: Final = "/openapi.json"
SLOWEST: Final = 10.0  # seconds for a whole body
UPLOADS: Final = "/uploads"
"""Where files are sent to: their bodies may be larger, and take longer."""
_SLOWER: Final = 12
_DIGITS: Final = 18
_LONGEST: Final = 256  # characters of a token


class Door:
    """Lets a request through to `app` with its token in the request's state."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        holder: Callable[[Secret], ApiToken | None],
        clock: Clock,
        slowest: float = SLOWEST,
    ) -> None:
        self._app = app
        self._holder = holder
        self._pace = Pace(clock)
        self._slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # as GET, without the body (RFC 9110, 9.3.2)
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        refusal, content = await self._asked(scope, receive)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        token: ApiToken | None = scope["state"]["token"]
        with seen_by(token.as_user() if token else None):
            await self._app(scope, _again(content, receive), send)

    async def _asked(self, scope: Scope, receive: Receive) -> tuple[Response | None, bytes]:
        """Why the request is refused, or its whole body."""
        try:
            await self._known(scope)
        except BillhookError as refusal:
            return refused(refusal, _again_after(refusal)), b""
        is_file = scope["method"] == "POST" and scope["path"].endswith(UPLOADS)
        most = MOST_UPLOADED if is_file else MOST_BYTES
        if _stated(scope) > most:
            return plain(413, {"connection": "close"}), b""
        try:
            async with asyncio.timeout(self._slowest * (_SLOWER if is_file else 1)):
                content = await _body(receive, most)
        except TimeoutError:
            return plain(408, {"connection": "close"}), b""
        if content is None:
            return plain(413, {"connection": "close"}), b""
        return None, content

    async def _known(self, scope: Scope) -> None:
        """Note the token in the request's state. Raises TokenUnknown, TooManyTries."""
        token = await asyncio.to_thread(self._holder, sent) if (sent := _sent(scope)) else None
        client = scope.get("client")
        caller = f"token {token.id}" if token else f"address {client[0] if client else ''}"
        if wait := self._pace.wait(caller):
            raise TooMany(wait)
        if token is None and not scope["path"].endswith(DESCRIPTION):
            _LOG.warning("a token of the API was refused, from %s", caller)
            raise TokenUnknown
        scope.setdefault("state", {})["token"] = token


class TooMany(TooManyTries):
    """Too many requests; come again later."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


def _again_after(refusal: BillhookError) -> dict[str, str]:
    return {"retry-after": f"{math.ceil(refusal.wait)}"} if isinstance(refusal, TooMany) else {}


def _sent(scope: Scope) -> Secret | None:
    """The token that a request carries, None where it carries none, or more than one."""
    said = Headers(scope=scope).getlist("authorization")
    kind, _, token = said[0].partition(" ") if len(said) == 1 else ("", "", "")
    fits = kind.lower() == "bearer" and 0 < len(token) <= _LONGEST
    return Secret(token.strip()) if fits else None


def _stated(scope: Scope) -> int:
    """How long the body is said to be; 0 where nothing is said, or nonsense."""
    said = Headers(scope=scope).get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else 0


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; None where it is too large."""
    content = bytearray()
    while True:
        message = await receive()
        content += message.get("body", b"")
        if len(content) > most:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return bytes(content)


def _again(content: bytes, receive: Receive) -> Receive:
    """Receive that hands out the body that was read, and then what comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": content, "more_body": False}

    return replayed


def _without_body(send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headed
