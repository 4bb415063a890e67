"""The people who use Billhook, and what happened, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do. An approver may all that a clerk may, an admin all."""

    CLERK = "clerk"
    APPROVER = "approver"
    ADMIN = "admin"

    @property
    def unlocks_vault(self) -> bool:
        """Whether a person of this role may open the workers' vaults."""
        return self is Role.ADMIN

    @property
    def sets_rules(self) -> bool:
        """Whether a person of this role may change what the company decides."""
        return self is Role.ADMIN

    @property
    def opens_secrets(self) -> bool:
        """Whether a person of this role may be shown a secret, say where it goes, or remove it."""
        return self is Role.ADMIN

    @property
    def takes_over(self) -> bool:
        """Whether a person of this role may control a live page that somebody else opened."""
        return self is not Role.CLERK


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in."""

    id: str
    name: str
    full_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the audit trail. `digest` chains it to all before it."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    detail: str
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something on a screen is out of date.

    `topic` is inbox, portals, statements, deliveries, exceptions, mail, vault or settings.
    """

    id: int
    topic: str
    subject: str
