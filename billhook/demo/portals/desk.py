"""What a portal knows and counts: its documents, its visitors, what they did, its switches."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from billhook.demo.archive import Archive
from billhook.demo.shapes import Document, PortalFacts, Seller, World
from model.clock import Clock

ATTEMPTS_ALLOWED: Final = 3


@dataclass(slots=True)
class Log:
    """Counts since the start: the proof that something happened once, or never."""

    attempts: int = 0
    refused: int = 0
    sign_ins: int = 0
    codes_refused: int = 0
    forged_forms: int = 0
    list_views: int = 0
    downloads: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """The counts by their names, with the number of files handed out in all."""
        counts: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        return counts | {"files": self.downloads.total()}


@dataclass(slots=True)
class Switches:
    """What tests turn on: a maintenance page, renamed classes and a moved menu, a slow file."""

    maintenance: bool = False
    redesigned: bool = False
    slow_seconds: float = 0

    def turn(self, wanted: dict[str, Any]) -> None:
        """Set the switches that are named."""
        for name in asdict(self):
            if name in wanted:
                setattr(self, name, wanted[name])


@dataclass(slots=True)
class Visitor:
    """A browser with its session. `user` is empty until the sign-in is complete."""

    csrf: str
    user: str = ""
    claimed: str = ""
    proven: bool = False
    tickets: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """One portal's state."""

    facts: PortalFacts
    world: World
    archive: Archive
    clock: Clock
    log: Log = field(default_factory=Log)
    switches: Switches = field(default_factory=Switches)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def documents(self) -> tuple[Document, ...]:
        """What the portal lists, newest first."""
        return self.world.on_portal(self.facts.slug)

    @property
    def seller(self) -> Seller:
        """The supplier behind the portal."""
        return self.world.seller(self.facts.seller)

    @property
    def cookie(self) -> str:
        """The session cookie's name. Browsers share cookies between ports, so it differs."""
        return f"{self.facts.slug.replace('-', '_')}_session"

    @property
    def locked(self) -> bool:
        """Whether too many wrong passwords have closed the account."""
        return self.log.refused >= ATTEMPTS_ALLOWED

    def visitor(self, request: Request) -> Visitor | None:
        """The visitor of a request, signed in or not."""
        return self.visitors.get(request.cookies.get(self.cookie, ""))

    def signed_in(self, request: Request) -> Visitor | None:
        """The visitor of a request if the sign-in is complete."""
        visitor = self.visitor(request)
        return visitor if visitor and visitor.user else None

    def welcome(self, response: Response, user: str = "") -> Visitor:
        """A new session, its cookie set on the response."""
        token = secrets.token_urlsafe(24)
        self.visitors[token] = visitor = Visitor(csrf=secrets.token_urlsafe(18), user=user)
        response.set_cookie(self.cookie, token, httponly=True, samesite="lax")
        return visitor

    def farewell(self, request: Request) -> None:
        """End the session of a request."""
        self.visitors.pop(request.cookies.get(self.cookie, ""), None)

    def opens(self, username: str, password: str) -> bool:
        """Whether the sign-in is right; every call is one attempt."""
        self.log.attempts += 1
        known = self.facts.sign_in
        right = hmac.compare_digest(
            username.strip().lower().encode(), known.username.lower().encode()
        )
        right &= hmac.compare_digest(password.encode(), known.password.encode())
        if not right or self.locked:
            self.log.refused += 1
            return False
        return True

    def find(self, number: str) -> Document | None:
        """The listed document of that number."""
        return next((document for document in self.documents if document.number == number), None)
