"""What a portal sends by mail so that somebody can sign in: asked for, and brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CodeKind(StrEnum):
    """What a page waits for."""

    CODE = "code"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A sign-in that waits for a mail.

    `origins` are the portal's: a mail belongs to it by its sender's domain, and a link only by its
    exact origin. `since` is when the sign-in was sent: what is older belongs to another one.
    `names` is what the portal calls itself; it only orders mails where a host has no domain.
    """

    kind: CodeKind
    origins: frozenset[str]
    since: datetime
    names: tuple[str, ...] = ()
