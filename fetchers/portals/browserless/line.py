"""The line to a portal without a browser: registered origins alone, each hop looked at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from fetchers.portals.browserless.markup import Markup, Unlike, Unreached, markup_of
from fetchers.portals.fence import Fence, origin_of
from fetchers.portals.files import LARGEST
from fetchers.portals.getting.reading import Answer, Bounds, TooLarge, cookies_of, read
from fetchers.portals.passages import retry_after
from model.clock import Clock

_MOST_HOPS: Final = 8
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_KEEPING: Final = frozenset({307, 308})  # the body is sent once more (RFC 9110, 15.4.8)
_LARGEST_PAGE: Final = 8 * 1024 * 1024  # bytes
_PAGES: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

Cookie = dict[str, Any]
"""As a browser's storage state holds it."""


class Elsewhere(Unlike):
    """An address leads out of the portal: it was not asked."""

    def __init__(self, address: str) -> None:
        super().__init__("an address leads out of the portal")
        self.origin = origin_of(address) or "no address"


@dataclass(slots=True)
class Jar:
    """The cookies of one visit."""

    cookies: list[Cookie] = field(default_factory=list, repr=False)

    def header(self, address: str, now: float) -> str:
        """What is sent to an address (RFC 6265, 5.4); `now` is in seconds since 1970."""
        mine = [one for one in self.cookies if _goes_to(one, address, now)]
        mine.sort(key=lambda one: -len(one["path"]))
        return "; ".join(f"{one['name']}={one['value']}" for one in mine)

    def standing(self) -> frozenset[tuple[str, str]]:
        """What tells one session from another."""
        return frozenset((one["name"], one["value"]) for one in self.cookies)

    def take(self, fresh: Iterable[Cookie]) -> None:
        """Nothing comes back: cookies are kept, each in the place of the one of its name."""
        for one in fresh:
            others = [old for old in self.cookies if _key(old) != _key(one)]
            self.cookies[:] = [*others, {"sameSite": "Lax", **one}]


def _key(cookie: Cookie) -> tuple[str, str, str]:
    return cookie["name"], cookie["domain"], cookie["path"]


def _goes_to(cookie: Cookie, address: str, now: float) -> bool:
    place, domain = urlsplit(address), cookie["domain"]
    host, path = (place.hostname or "").lower(), place.path or "/"
    own = host == domain or (domain.startswith(".") and f".{host}".endswith(domain))
    folder = cookie["path"]
    below = path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
    ended = 0 <= cookie.get("expires", -1) <= now
    return own and below and not ended and (place.scheme == "https" or not cookie["secure"])


@dataclass(frozen=True, slots=True)
class Shown:
    """How a visit shows itself: the browser's name, and its languages."""

    agent: str
    languages: str


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer after all redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(slots=True)
class Line:
    """What asks a portal's servers; `until` is when the visit's time is over (monotonic seconds).

    `patience` is how long one answer may take, in seconds.
    """

    fence: Fence
    shown: Shown
    clock: Clock
    until: float
    patience: float
    jar: Jar = field(default_factory=Jar)

    def page(self, address: str, *, came_from: str = "") -> Markup:
        """The page at an address.

        Raises:
            Unlike: none came, or not from the portal.
        """
        return self._page(self.get(address, came_from=came_from, most=_LARGEST_PAGE))

    def send(self, address: str, body: bytes, *, came_from: str) -> Markup:
        """The page that answers a form, sent once.

        Raises:
            Unlike: none came, or not from the portal.
        """
        origin = origin_of(came_from) or ""
        told = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        answer = self._ask(address, came_from, _LARGEST_PAGE, posted=body, told=told)
        leads_to = _leads_to(answer)
        if leads_to is None:
            return self._page(answer)
        if answer.status in _KEEPING:
            raise Unlike("the form's answer asks for it once more")
        return self.page(leads_to, came_from=came_from)

    def get(self, address: str, *, came_from: str = "", most: int = LARGEST) -> Plain:
        """The answer to a GET, after all redirects.

        Raises:
            Unlike: none came, or not from the portal.
        """
        for _ in range(_MOST_HOPS):
            answer = self._ask(address, came_from, most)
            leads_to = _leads_to(answer)
            if leads_to is None:
                return answer
            address = leads_to
        raise Unlike("it is redirected for ever")

    def _ask(
        self,
        address: str,
        came_from: str,
        most: int,
        *,
        posted: bytes | None = None,
        told: Mapping[str, str] | None = None,
    ) -> Plain:
        if not self.fence.allows(address):
            raise Elsewhere(address)
        seconds = min(self.patience, self.until - self.clock.monotonic())
        if seconds <= 0:
            raise Unreached("the visit's time is over")
        headers = {**self._headers(address, came_from), **(told or {})}
        try:
            answer = read(address, headers, Bounds(seconds, most), self.clock, posted=posted)
        except TooLarge:
            raise Unlike("an answer is larger than Billhook takes") from None
        if answer is None:
            raise Unreached("no answer came")
        self.jar.take(cookies_of(answer, address, self.clock))
        return _plain(address, answer)

    def _headers(self, address: str, came_from: str) -> dict[str, str]:
        cookies = self.jar.header(address, self.clock.now().timestamp())
        told = {
            "User-Agent": self.shown.agent,
            "Accept-Language": self.shown.languages,
            "Accept": _PAGES,
        }
        referer = came_from.partition("#")[0]
        return {
            **told,
            **({"Cookie": cookies} if cookies else {}),
            **({"Referer": referer} if origin_of(referer) == origin_of(address) else {}),
        }

    @staticmethod
    def _page(answer: Plain) -> Markup:
        kind = answer.headers.get("content-type", "")
        later = retry_after(answer.headers.get("retry-after"))
        return markup_of(answer.url, answer.status, answer.content, kind, later)


def _plain(address: str, answer: Answer) -> Plain:
    return Plain(address, answer.status, answer.headers, answer.content)


def _leads_to(answer: Plain) -> str | None:
    place = answer.headers.get("location")
    return urljoin(answer.url, place) if place and answer.status in _REDIRECTS else None
