"""What reconciliation says of a statement line, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
    """A supplier statement on file; `opening` and `closing` are balances as printed.

    A document may hold several, for several accounts or currencies: `part` counts them from 1.
    `account_number` is our customer number as it is printed, "" where none is.
    """

    id: str
    document_id: str
    supplier_id: str
    account_id: str | None
    currency: str
    statement_date: date | None
    opening: Decimal | None
    closing: Decimal | None
    part: int = 1
    account_number: str = ""


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


class DecisionKind(StrEnum):
    """What a person decided about a statement."""

    LINK = "link"
    UNLINK = "unlink"
    ACCEPT_DIFFERENCE = "accept_difference"
    SIGN_OFF = "sign_off"
    REOPEN = "reopen"


class StandingState(StrEnum):
    """Whether a person has closed a statement."""

    OPEN = "open"
    SIGNED_OFF = "signed_off"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands with people: who signed or reopened it, when and why.

    Reopened by what arrived late, `by` is empty and `arrived` says what it was, a sentence each.
    """

    state: StandingState = StandingState.OPEN
    by: str = ""
    at: datetime | None = None
    note: str = ""
    arrived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided; for a line the last decision about it counts.

    `difference` is the one that was accepted, statement minus ledger; `before` is how the statement
    stood until then. `position` counts the decisions about a statement from 1.
    """

    id: str
    statement_id: str
    position: int
    kind: DecisionKind
    item_ids: tuple[str, ...]
    entry_ids: tuple[str, ...]
    difference: Decimal | None
    actor: str
    at: datetime
    note: str
    before: Standing


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two entries that may be one invoice booked twice; `score` is between 0 and 1."""

    a: str
    b: str
    score: float
    reason: str
