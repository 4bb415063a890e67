"""The REST API's callers: tokens with scopes, and what is asked for page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from model.people import Role, User
from model.secret import Secret
from model.wire import DocumentFields

R = TypeVar("R")


class Scope(StrEnum):
    """What the holder of a token may do; a token has some of these and no others."""

    READ_DOCUMENTS = "read:documents"
    READ_STATEMENTS = "read:statements"
    READ_EXCEPTIONS = "read:exceptions"
    READ_EXPECTATIONS = "read:expectations"
    READ_DELIVERIES = "read:deliveries"
    READ_SUPPLIERS = "read:suppliers"
    READ_PORTALS = "read:portals"
    READ_EVENTS = "read:events"
    READ_METRICS = "read:metrics"  # `/metrics`, which is no part of the API
    WRITE_DOCUMENTS = "write:documents"
    WRITE_STATEMENTS = "write:statements"
    WRITE_EXCEPTIONS = "write:exceptions"
    WRITE_DELIVERIES = "write:deliveries"
    APPROVE = "approve"  # beside write:exceptions: what only an approver may answer


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as everybody may see it: the token itself is shown once, and only its hash is kept.

    `expires` and `revoked` end it; `last_used` is true to the minute. It sees the documents of
    these `entities` alone, by id; empty: of all.
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    made: datetime
    expires: datetime
    last_used: datetime | None = None
    revoked: datetime | None = None
    entities: frozenset[str] = frozenset()

    def as_user(self) -> User:
        """The holder as the audit trail names it, with the role that the scopes amount to."""
        role = Role.APPROVER if Scope.APPROVE in self.scopes else Role.CLERK
        name, full_name = f"token {self.name}", f"the token {self.name}"
        return User(f"token:{self.id}", name, full_name, role, entities=self.entities)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the last record's sort key, as text, and its id."""

    key: str
    id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a list is asked for: what fits the filters, after a place, so many at most."""

    size: int
    after: Place | None = None
    filters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Part(Generic[R]):
    """Some records of a list in its order; `next` is where the following ones begin, if any."""

    records: tuple[R, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A document's file: its bytes, their SHA-256, a safe name, and a type that never runs."""

    content: bytes
    sha256: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Write:
    """A write, as its caller asks for it.

    `key` makes it one that is done once; `request` is what differs with its address or its body;
    `seen` are the digests of the versions that the caller may have seen, None for any there is.
    """

    token: ApiToken
    key: str
    request: str
    seen: frozenset[str] | None


class Verdict(StrEnum):
    """What may be decided about a statement."""

    LINK = "link"
    UNLINK = "unlink"
    ACCEPT = "accept"
    SIGN_OFF = "sign-off"
    REOPEN = "reopen"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a statement: about some of its lines and entries of ours, or all of it."""

    verdict: Verdict
    line_ids: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The record after a write, as JSON; `repeated` where it was done and answered before."""

    body: bytes
    repeated: bool = False


class ApiDesk(Protocol):
    """All that the REST API can ask and do. Calls block: keep them off the loop.

    Records are those of `model.wire`. What is done is written to the audit trail in the token's
    name; it raises KeyReused, ChangedSince, RecordMissing, StaleVersion and WrongInput.
    """

    def holder(self, token: Secret) -> ApiToken | None:
        """The token as it is registered; None where it is unknown, expired or revoked."""
        ...

    def page(self, kind: type[R], asked: Asked) -> Part[R]:
        """Some records of a kind, oldest first. Raises CursorInvalid, WrongInput."""
        ...

    def one(self, kind: type[R], record_id: str) -> R:
        """One record. Raises RecordMissing."""
        ...

    def fields(self, document_id: str) -> DocumentFields:
        """All that was read from a document. Raises RecordMissing."""
        ...

    def file(self, document_id: str) -> StoredFile:
        """The newest file of a document. Raises RecordMissing, FileMissing."""
        ...

    def release(self, write: Write, document_id: str) -> Answered:
        """The document, on its way to its destinations."""
        ...

    def correct(self, write: Write, document_id: str, name: str, value: str) -> Answered:
        """The document with a corrected field."""
        ...

    def upload(self, write: Write, name: str, content: bytes) -> Answered:
        """The document that a file is, filed and read; one that is on file already is that one."""
        ...

    def decide(self, write: Write, statement_id: str, decided: Decided) -> Answered:
        """The statement, as it stands by a decision."""
        ...

    def answer(self, write: Write, exception_id: str, key: str) -> Answered:
        """The exception, answered."""
        ...

    def retry(self, write: Write, delivery_id: str) -> Answered:
        """The delivery, on its way again under its old key."""
        ...
