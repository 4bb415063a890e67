"""A file by plain HTTP with the visit's session: no page is opened for it.

The same fence holds: every hop is looked at before it is asked for, so that a redirect that leaves
the portal's origins reaches nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Error

from fetchers.portals.files import LARGEST, named
from fetchers.portals.getting.reading import Bounds, cookies_of, read
from fetchers.portals.session import Session

_MOST_HOPS: Final = 8
_SHOWS: Final = "[navigator.userAgent, navigator.languages.join()]"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class LeftThePortal(Exception):
    """A redirect leads out of the portal; its argument is the address."""


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer by plain HTTP, after all redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def name(self) -> str:
        """What the portal calls the file."""
        return named(self.url, self.headers)

    @property
    def leads_to(self) -> str | None:
        """Where a redirect leads."""
        place = self.headers.get("location")
        return urljoin(self.url, place) if place and self.status in _REDIRECTS else None


def ask(session: Session, address: str, *, seconds: float) -> Plain | None:
    """The answer to a GET with the session's cookies; None where none came.

    Raises:
        LeftThePortal: a redirect leads elsewhere; it was not followed.
        TooLarge: the file is larger than Billhook takes; it was not read to its end.
    """
    for _ in range(_MOST_HOPS):
        if not session.fence.allows(address):
            raise LeftThePortal(address)
        answer = _one(session, address, seconds)
        if answer is None or answer.leads_to is None:
            return answer
        address = answer.leads_to
    return None


def _one(session: Session, address: str, seconds: float) -> Plain | None:
    if session.replay is not None:
        told = session.replay.answer(address)
        return Plain(address, *told) if told else None
    try:
        came = read(address, _headers(session, address), Bounds(seconds, LARGEST), session.clock)
        if came is None:
            return None
        if came.cookies:
            session.context.add_cookies(cookies_of(came, address, session.clock))
    except Error:
        return None
    answer = Plain(address, came.status, came.headers, came.content)
    if session.recording is not None:
        session.recording.plain(address, answer.status, answer.headers, answer.content)
    return answer


def _headers(session: Session, address: str) -> dict[str, str]:
    """What the browser would send: its cookies for the address, its name and languages."""
    cookies = session.context.cookies(address)
    agent, languages = shows_itself_as(session)
    told = {"User-Agent": agent, "Accept-Language": languages, "Accept": "*/*"}
    if cookies:
        told["Cookie"] = "; ".join(f"{one.get('name')}={one.get('value')}" for one in cookies)
    return {**told, "Referer": session.page.url}


def shows_itself_as(session: Session) -> tuple[str, str]:
    """The browser's name and its languages, which no page changes."""
    if session.shown_as is None:
        agent, languages = session.page.evaluate(_SHOWS)
        session.shown_as = (agent, languages)
    return session.shown_as
