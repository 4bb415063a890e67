"""What reconciliation says of a statement line, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.documents import StatementLineKind
from model.money import Money


class MatchStatus(StrEnum):
    """The coarse status of a statement line, or (the last two) of an entry of ours."""

    MATCHED = "matched"
    MATCHED_DIFFERENCE = "matched_difference"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    PAYMENT = "payment"
    BALANCE_FORWARD = "balance_forward"
    DISPUTED = "disputed"
    AMBIGUOUS = "ambiguous"
    NOT_ON_STATEMENT = "not_on_statement"
    TIMING = "timing"


@dataclass(frozen=True, slots=True)
class StatementItem:
    """A statement line as matching sees it; + is what we owe."""

    id: str
    statement_id: str
    supplier_id: str
    kind: StatementLineKind
    reference: str
    day: date | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """A supplier statement on file; `opening` and `closing` are balances as printed."""

    id: str
    document_id: str
    supplier_id: str
    account_id: str | None
    currency: str
    statement_date: date | None
    opening: Decimal | None
    closing: Decimal | None


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one statement line.

    `difference` is statement minus ledger; `reason` is one sentence; `rule` names what found it.
    An ambiguous line has no entries; its candidates stand in `reason`.
    """

    item_id: str
    entry_ids: tuple[str, ...]
    status: MatchStatus
    difference: Decimal
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class OurSide:
    """An entry of ours that no statement line shows: `not_on_statement` or `timing`."""

    entry_id: str
    status: MatchStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Their balance explained from ours, to the cent: theirs = ours + items + unexplained."""

    theirs: Money
    ours: Money
    items: tuple[tuple[str, Money], ...]
    unexplained: Money


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two entries that may be one invoice booked twice; `score` is between 0 and 1."""

    a: str
    b: str
    score: float
    reason: str
