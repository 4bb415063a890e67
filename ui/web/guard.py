"""The guard before everything: sessions, hosts, origins, sizes and headers.

It is pure ASGI, because a middleware made for HTTP never sees the web sockets that NiceGUI's pages
live on.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.people import User
from model.ports import Sessions
from model.sight import seen_by
from ui.cookies import held, is_sealed
from ui.early import early_link
from ui.languages import preferred, speaking
from ui.limits import MOST_BYTES, MOST_EXPORT, MOST_PICTURE, MOST_UPLOADED
from ui.looks import Looks
from ui.web.back import here, onward, remember
from ui.web.shelf import LIBRARY_FOLDERS

_LOG: Final = logging.getLogger(__name__)
_SHOWN: Final = 200

PUBLIC: Final = frozenset(
    {
        *("/login", "/enter", "/choose", "/step", "/step/enrol"),
        *("/oidc/start", "/oidc/callback"),
        *("/health", "/ready", "/metrics"),
    }
)
"""What needs no session: the door, and what programs ask; `/metrics` has a guard of its own."""
PUBLIC_FOLDER: Final = "/static/"
SIGNED_FOLDER: Final = "/answers/"
"""What is posted here is signed, and needs no session."""
OWN_DOOR: Final = "/api/v1/"
"""What other systems call with tokens: it has a door of its own, and no session opens it."""
LARGER: Final = (
    ("/_nicegui/client/", MOST_UPLOADED),
    ("/api/v1/uploads", MOST_UPLOADED),
    ("/api/vault/seed-picture", MOST_PICTURE),
    ("/api/vault/import", MOST_EXPORT * 4 // 3),  # in base64
)

# Vue compiles templates in the browser and NiceGUI evaluates handlers: 'unsafe-eval' stays. Scripts
# in the page itself run by nonce only, so text that slips into the markup still runs nothing.
CSP: Final = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
COMMON: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
TLS_ONLY: Final = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
"""A browser that came by TLS once does not come without it for a year (RFC 6797)."""


class BodyTooLarge(Exception):
    """More was sent than this address takes."""


class Guard:
    """Lets a request through to `app` when host, origin and session are in order."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions, hosts: frozenset[str]) -> None:
        self._app = app
        self._sessions = sessions
        self._hosts = frozenset(host.lower() for host in hosts)
        self._lately = Looks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, redirect or refuse one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        user = await self._user(scope)
        allowed = self._ours(scope) and (user is not None or _public(scope))
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, user if allowed else None)
            return
        guarded = _with_headers(scope, send)
        if not allowed:
            await self._refusal(scope)(scope, receive, guarded)
            return
        language = (user and user.language) or preferred(_wishes(scope))
        scope.setdefault("state", {}).update(user=user, language=language)
        with speaking(language), seen_by(user):
            await self._within_size(scope, receive, guarded)

    async def _user(self, scope: Scope) -> User | None:
        token = held(HTTPConnection(scope))
        if not token.reveal() or scope["path"].startswith((PUBLIC_FOLDER, OWN_DOOR)):
            return None
        if scope["path"].startswith(LIBRARY_FOLDERS):  # a page wants a score of them at once
            digest = hashlib.sha256(token.reveal().encode()).digest()
            return await self._lately.share(digest, lambda: self._sessions.user(token))
        return await asyncio.to_thread(self._sessions.user, token)

    def _ours(self, scope: Scope) -> bool:
        if self._allowed(scope):
            return True
        caller = (scope.get("client") or ("nobody",))[0]
        _LOG.warning(
            "refused a foreign host or origin, from %s: %s", caller, scope["path"][:_SHOWN]
        )
        return False

    def _allowed(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host_name(host) not in self._hosts:  # a foreign name that resolves to us (DNS rebinding)
            return False
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return True
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return False
        return headers.get("sec-fetch-site") not in ("cross-site", "same-site")

    async def _socket(self, scope: Scope, receive: Receive, send: Send, user: User | None) -> None:
        if user is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # the server answers 403
            return
        scope.setdefault("state", {})["user"] = user
        with seen_by(user):
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response:
        page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
        if page and self._allowed(scope):
            return _to_the_door(scope)
        return JSONResponse({"error": "forbidden"}, 403)

    async def _within_size(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(OWN_DOOR):
            await self._app(scope, receive, send)
            return
        most = MOST_BYTES + next((more for at, more in LARGER if scope["path"].startswith(at)), 0)
        too_large = JSONResponse({"error": "too large"}, 413)
        if _length(Headers(scope=scope)) > most:
            await too_large(scope, receive, send)
            return
        try:
            await self._app(scope, _counted(receive, most), send)
        except BodyTooLarge:
            await too_large(scope, receive, send)


def _to_the_door(scope: Scope) -> Response:
    """The way to the sign-in, and back from there to what was wanted."""
    if Headers(scope=scope).get("sec-fetch-site") == "cross-site":
        return onward(here(scope))  # the session's cookie comes only where our own page asks
    answer = RedirectResponse("/login", 303)
    remember(scope, answer)
    return answer


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets: "[::1]:8080" is "::1"."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:  # a bracket that never closes
        return ""


def _public(scope: Scope) -> bool:
    path: str = scope["path"]
    signed = scope.get("method") == "POST" and path.startswith(SIGNED_FOLDER)
    return signed or path in PUBLIC or path.startswith((PUBLIC_FOLDER, OWN_DOOR))


def _wishes(scope: Scope) -> str:
    return Headers(scope=scope).get("accept-language", "")


def _length(headers: Mapping[str, str]) -> int:
    stated = headers.get("content-length", "0")
    return int(stated) if stated.isdecimal() else 0


def _counted(receive: Receive, most: int) -> Receive:
    """Receive that ends with BodyTooLarge: a stated length can lie, or be missing."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge
        return message

    return counted


def _with_headers(scope: Scope, send: Send) -> Send:
    """Send that adds the headers every answer carries, and the nonce to NiceGUI's own scripts."""
    nonce = secrets.token_urlsafe(16)
    held: Message | None = None
    body = b""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        # a page must come uncompressed, for its scripts get their nonce here
        scope["headers"] = [it for it in scope["headers"] if it[0] != b"accept-encoding"]

    async def wrapped(message: Message) -> None:
        nonlocal held, body
        if message["type"] == "http.response.start":
            message = _dressed(message, nonce, sealed=is_sealed(HTTPConnection(scope)))
            if Headers(raw=message["headers"]).get("x-nicegui-content") == "page":
                held = _linked(message, early_link(scope.get("state", {})))
                return
        elif held is not None:
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = body.replace(b"<script", b'<script nonce="%s"' % nonce.encode())
            await send(_resized(held, len(body)))
            message = {"type": "http.response.body", "body": body}
            held, body = None, b""  # the page's request lives as long as the page
        await send(message)

    return wrapped


def _dressed(message: Message, nonce: str, *, sealed: bool) -> Message:
    present = Headers(raw=message["headers"])
    added = COMMON | (TLS_ONLY if sealed else {})
    if "content-security-policy" not in present:
        added["content-security-policy"] = CSP.format(nonce=nonce)
    if "cache-control" not in present:
        added["cache-control"] = "no-store"
    extra = [(name.encode(), value.encode()) for name, value in added.items()]
    return {**message, "headers": [*message["headers"], *extra]}


def _linked(message: Message, link: str | None) -> Message:
    added = [(b"link", link.encode())] if link else []
    return {**message, "headers": [*message["headers"], *added]}


def _resized(message: Message, length: int) -> Message:
    kept = [it for it in message["headers"] if it[0].lower() != b"content-length"]
    return {**message, "headers": [*kept, (b"content-length", str(length).encode())]}
