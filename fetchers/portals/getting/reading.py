"""One answer of a portal's server, read no further than Billhook takes: judged while it comes.

The browser's own library reads an answer whole before it hands it over, however large it is.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.cookies import CookieError, Morsel, SimpleCookie
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from model.clock import Clock

_PIECE: Final = 65_536
_SESSION_LONG: Final = -1  # a cookie's end, as the browser's library writes "with the session"


class TooLarge(Exception):
    """The answer is longer than its limit; of a longer one nothing more was read."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long an answer may take (seconds), and how long it may be (bytes)."""

    seconds: float
    most: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one request, whole. `cookies` are those it sets, as they came."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    content: bytes


def read(
    address: str,
    headers: Mapping[str, str],
    bounds: Bounds,
    clock: Clock,
    *,
    posted: bytes | None = None,
) -> Answer | None:
    """The answer to a GET, or to a POST where something is posted; None where none came in time.

    Raises:
        TooLarge: its Content-Length, or what came of it, is beyond the bounds.
    """
    until = clock.monotonic() + bounds.seconds
    line = _line(address, bounds.seconds)
    try:
        told = {**headers, "Accept-Encoding": "identity"}
        line.request("GET" if posted is None else "POST", _target(address), posted, told)
        answer = line.getresponse()
        content = _content(answer, bounds.most, lambda: clock.monotonic() < until)
    except (OSError, HTTPException, UnicodeError):
        return None
    finally:
        line.close()
    if content is None or answer.headers.get("content-encoding", "identity") != "identity":
        return None
    told = {name.lower(): value for name, value in answer.headers.items()}
    cookies = tuple(answer.headers.get_all("set-cookie") or ())
    return Answer(answer.status, MappingProxyType(told), cookies, content)


def _line(address: str, seconds: float) -> HTTPConnection:
    place = urlsplit(address)
    if place.scheme == "https":
        return HTTPSConnection(place.hostname or "", place.port, timeout=seconds, context=_trust())
    return HTTPConnection(place.hostname or "", place.port, timeout=seconds)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()  # reads all certificates that this machine trusts


def _target(address: str) -> str:
    place = urlsplit(address)
    return (place.path or "/") + (f"?{place.query}" if place.query else "")


def _content(answer: HTTPResponse, most: int, in_time: Callable[[], bool]) -> bytes | None:
    """The body; None where time was up or the line broke before its end."""
    length, came = answer.length, bytearray()
    if (length or 0) > most:
        raise TooLarge
    while piece := answer.read1(_PIECE):
        came += piece
        if len(came) > most:
            raise TooLarge
        if not in_time():
            return None
    return bytes(came) if length in (None, len(came)) else None


def cookies_of(answer: Answer, address: str, clock: Clock) -> list[Any]:
    """The cookies that an answer sets for its own host, as the browser takes them."""
    host, found = urlsplit(address).hostname or "", list[Any]()
    for line in answer.cookies:
        try:
            morsels = SimpleCookie(line).values()
        except CookieError:
            continue
        own = [one for one in morsels if _is_its_own(one["domain"], host)]
        found += [{**_cookie(one, host), "expires": _end(one, clock)} for one in own]
    return found


def _is_its_own(domain: str, host: str) -> bool:
    bare = domain.lstrip(".").lower()
    return not bare or host == bare or host.endswith(f".{bare}")


def _cookie(morsel: Morsel[str], host: str) -> dict[str, Any]:
    domain = morsel["domain"].lstrip(".").lower()
    return {
        "name": morsel.key,
        "value": morsel.coded_value,
        "domain": f".{domain}" if domain else host,
        "path": morsel["path"] or "/",
        "httpOnly": bool(morsel["httponly"]),
        "secure": bool(morsel["secure"]),
    }


def _end(morsel: Morsel[str], clock: Clock) -> float:
    """When a cookie ends (seconds since 1970)."""
    try:
        if morsel["max-age"]:
            return (clock.now() + timedelta(seconds=int(morsel["max-age"]))).timestamp()
        if morsel["expires"]:
            return parsedate_to_datetime(morsel["expires"]).timestamp()
    except (ValueError, OverflowError):
        return _SESSION_LONG
    return _SESSION_LONG
