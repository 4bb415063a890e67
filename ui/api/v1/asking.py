"""What may stand in the query of each list; what else stands there is refused, never ignored."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import Path
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from model.deliveries import DeliveryState
from model.documents import DocumentKind
from model.expectations import ExpectationState
from model.filing import DocumentStatus
from model.matches import MatchStatus
from model.news import NewsKind
from ui.api.v1.cursors import LONGEST

MOST: Final = 200
"""So many records stand on a page."""
PRINTED: Final = r"^[^\x00-\x1f\x7f]+$"
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:")
_ID: Final = r"^[A-Za-z0-9._:-]+$"


def _written(said: object) -> object:
    """The text of an instant: what is only a number is none. Raises ValueError."""
    if isinstance(said, str) and not _INSTANT.match(said):
        raise ValueError("an instant is written as in RFC 3339")
    return said


RecordId = Annotated[str, Path(pattern=_ID, max_length=128)]
Id = Annotated[str, Field(pattern=_ID, max_length=128)]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTED)]
Since = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    Field(description="Only what came at this instant or later (RFC 3339)."),
]


class Listed(BaseModel):
    """A page of a list: so many records, from the beginning or after a cursor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: Annotated[str, Field(max_length=LONGEST)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50

    def filters(self) -> dict[str, Any]:
        """What of the list is wanted."""
        return self.model_dump(exclude={"cursor", "limit"}, exclude_none=True)


class Documents(Listed):
    """Documents by what identifies them and where they stand."""

    status: DocumentStatus | None = None
    kind: DocumentKind | None = None
    supplier_id: Id | None = None
    account_id: Id | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    since: Since | None = None


class Statements(Listed):
    """Statements of a supplier, or that of a document."""

    supplier_id: Id | None = None
    document_id: Id | None = None
    since: Since | None = None


class Matches(Listed):
    """Matches in one status."""

    status: MatchStatus | None = None


class Exceptions(Listed):
    """Questions: open or closed ones, of one reason, about one thing."""

    open: bool | None = None
    reason: Text | None = None
    subject: Text | None = None
    since: Since | None = None


class Expectations(Listed):
    """Expectations by how they stand and whom they concern."""

    state: ExpectationState | None = None
    supplier_id: Id | None = None
    portal_id: Id | None = None
    since: Since | None = None


class Deliveries(Listed):
    """Deliveries by how they stand, and of what or where to."""

    state: DeliveryState | None = None
    document_id: Id | None = None
    destination_id: Id | None = None
    since: Since | None = None


class Events(Listed):
    """What happened after an event, by its sequence; of one type or of all."""

    after: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    type: NewsKind | None = None


class Suppliers(Listed):
    """Suppliers by VAT id, or only those that somebody has confirmed."""

    vat_id: Text | None = None
    proposed: bool | None = None


class OfSupplier(Listed):
    """What belongs to one supplier."""

    supplier_id: Id | None = None
