"""News: what happened that an outside system may want to know, in the order in which it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NewsKind(StrEnum):
    """What happened. The first word names the kind of record that it is about."""

    DOCUMENT_FILED = "document.filed"
    DOCUMENT_CHANGED = "document.changed"  # its status, which the facts name
    DOCUMENT_APPROVED = "document.approved"  # released to its destinations
    DOCUMENT_WITHDRAWN = "document.withdrawn"  # its release was taken back; it went nowhere
    EXCEPTION_OPENED = "exception.opened"
    EXCEPTION_ANSWERED = "exception.answered"  # by a person, or settled: then no answer is named
    EXPECTATION_OPENED = "expectation.opened"
    EXPECTATION_CLOSED = "expectation.closed"
    STATEMENT_RECONCILED = "statement.reconciled"
    DELIVERY_DELIVERED = "delivery.delivered"
    DELIVERY_FAILED = "delivery.failed"
    DELIVERY_ANSWERED = "delivery.answered"


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news: `seq` counts without a gap, `subject` is the id of the record.

    The facts are few and no secret; whoever wants more reads the record.
    """

    id: str
    seq: int
    kind: NewsKind
    at: datetime
    subject: str
    facts: Mapping[str, str]

    @property
    def document_id(self) -> str:
        """The document that it concerns, "" where it concerns none."""
        if self.kind.startswith("document."):
            return self.subject
        about, _, named = self.facts.get("about", "").partition(":")
        return named if about == "document" else self.facts.get("document_id", "")
