"""The people who use Billhook, and what happened, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from model.languages import Language


class Right(StrEnum):
    """One kind of thing that people do; the words follow "may"."""

    LOOK = "look at everything but secrets"
    OWN_ACCOUNT = "change their own password and end their own sessions"
    WORK = "work on documents, statements, questions, deliveries and visits"
    FILL_VAULT = "put a sign-in into the vault"
    APPROVE = "confirm a change of bank details"
    TAKE_OVER = "control a live page that somebody else opened"
    ALLOW_HOSTS = "say what a portal's pages may reach"
    OPEN_SECRETS = "be shown a secret, say where it goes, or remove it"
    UNLOCK_VAULT = "lock or unlock the vault"
    SET_RULES = "change a rule"
    CONNECT = "connect, change or remove a mailbox, a portal or a destination"
    BACK_UP = "make a backup"
    MANAGE_PEOPLE = "say who may sign in, and what they may do"


class Role(StrEnum):
    """What a person may do, as `MAY` says. An auditor reads everything and changes nothing."""

    CLERK = "clerk"
    APPROVER = "approver"
    ADMIN = "admin"
    AUDITOR = "auditor"

    def may(self, right: Right) -> bool:
        """Whether a person of this role may do such a thing."""
        return self in MAY[right]

    @property
    def unlocks_vault(self) -> bool:
        """Whether a person of this role may open the workers' vaults."""
        return self.may(Right.UNLOCK_VAULT)

    @property
    def sets_rules(self) -> bool:
        """Whether a person of this role may change what the company decides."""
        return self.may(Right.SET_RULES)

    @property
    def opens_secrets(self) -> bool:
        """Whether a person of this role may be shown a secret, say where it goes, or remove it."""
        return self.may(Right.OPEN_SECRETS)

    @property
    def takes_over(self) -> bool:
        """Whether a person of this role may control a live page that somebody else opened."""
        return self.may(Right.TAKE_OVER)

    @property
    def backs_up(self) -> bool:
        """Whether a person of this role may make a backup."""
        return self.may(Right.BACK_UP)

    @property
    def connects(self) -> bool:
        """Whether a person of this role may connect mailboxes, portals and destinations."""
        return self.may(Right.CONNECT)


_EVERYBODY: Final = frozenset(Role)
_WORKERS: Final = _EVERYBODY - {Role.AUDITOR}
_APPROVERS: Final = frozenset({Role.APPROVER, Role.ADMIN})
_ADMINS: Final = frozenset({Role.ADMIN})

MAY: Final[Mapping[Right, frozenset[Role]]] = MappingProxyType(
    {
        Right.LOOK: _EVERYBODY,
        Right.OWN_ACCOUNT: _EVERYBODY,
        Right.WORK: _WORKERS,
        Right.FILL_VAULT: _WORKERS,
        Right.APPROVE: _APPROVERS,
        Right.TAKE_OVER: _APPROVERS,
        Right.ALLOW_HOSTS: _ADMINS,
        Right.OPEN_SECRETS: _ADMINS,
        Right.UNLOCK_VAULT: _ADMINS,
        Right.SET_RULES: _ADMINS,
        Right.CONNECT: _ADMINS,
        Right.BACK_UP: _ADMINS,
        Right.MANAGE_PEOPLE: _ADMINS,
    }
)
"""Who may do what: the one table that every action is held against."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in, as long as they are `active`.

    `language` is None where the browser's is spoken; `mail` is empty where no admin wrote one down.
    `entities` are the ids of our companies whose documents alone they see; empty: of all.
    """

    id: str
    name: str
    full_name: str
    role: Role
    active: bool = True
    language: Language | None = None
    mail: str = ""
    entities: frozenset[str] = frozenset()


class TokenPurpose(StrEnum):
    """What a one-time token is good for."""

    ENTER = "enter"
    SECOND_STEP = "second step"
    CHOOSE_PASSWORD = "choose a password"  # noqa: S105 - what it is for, no password


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session: where it was opened and when. `id` ends it, and opens nothing.

    `last_used` is not later than five minutes before its last use, None where nothing is known.
    """

    id: str
    user_id: str
    opened: datetime
    place: str
    last_used: datetime | None = None


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

    `topic` is inbox, portals, statements, deliveries, exceptions, mail, vault, views or settings.
    """

    id: int
    topic: str
    subject: str
