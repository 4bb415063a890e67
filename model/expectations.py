"""Expectations: a sign that a document exists.

It is fulfilled, or proven absent, or a person knows why not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from model.documents import DocumentKind
from model.money import Money


class ExpectationState(StrEnum):
    """OPEN, or one of the three final states."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    ABSENT = "absent"
    NEEDS_PERSON = "needs_person"


class ExpectationSource(StrEnum):
    """What made us expect the document."""

    NOTICE = "notice"
    STATEMENT_LINE = "statement_line"
    RHYTHM = "rhythm"
    PERSON = "person"
    RECEIPT = "receipt"  # goods went back


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expected document.

    `key` is the same for every sign of the same document from one source.
    """

    id: str
    key: str
    supplier_id: str
    kind: DocumentKind
    source: ExpectationSource
    source_id: str
    opened: datetime
    account_id: str | None = None
    portal_id: str | None = None
    number: str | None = None
    amount: Money | None = None
    day: date | None = None
    state: ExpectationState = ExpectationState.OPEN
    reason: str = ""
    document_id: str | None = None
    attempts: int = 0
    next_attempt: datetime | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the documents on file say about an expectation, in one sentence.

    Fulfilled: a document that agrees. Disagrees: a document with other figures. Else no document.
    """

    sentence: str
    document_id: str | None = None
    agrees: bool = False

    @property
    def fulfilled(self) -> bool:
        """Whether the expected document is on file and agrees."""
        return self.document_id is not None and self.agrees

    @property
    def disagrees(self) -> bool:
        """Whether the expected document is on file, but with other figures."""
        return self.document_id is not None and not self.agrees
