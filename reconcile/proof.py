"""The other direction: what of ours the statement lacks, and their balance explained from ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, OurSide, Proof, StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry

Step = tuple[str, Money]

_IN_TRANSIT: Final = timedelta(days=5)
"""How long a payment of ours may take until the supplier books it."""
_RUNNING: Final = (StatementLineKind.PAYMENT, StatementLineKind.BALANCE_FORWARD)
"""Kinds of line that only a running account shows, not a list of open items."""


def ours(
    items: Iterable[StatementItem],
    entries: Iterable[LedgerEntry],
    matches: Iterable[Match],
    *,
    statement_date: date,
    since: date | None = None,
) -> tuple[OurSide, ...]:
    """The entries of ours that the statement does not show, in the order of their ids.

    What is dated after the statement, or paid shortly before it, is `timing`. Left out as settled
    are entries before `since` (the first day of the statement's month), and payments where the
    statement lists open items only.
    """
    account = _account(items, entries, matches)
    first = since or statement_date.replace(day=1)
    unseen = [entry for entry in account.unmatched() if entry.doc_date >= first]
    sides = (_side(entry, statement_date, running=account.running) for entry in unseen)
    known = [side for side in sides if side]
    return tuple(sorted(known, key=lambda side: (len(side.entry_id), side.entry_id)))


def prove(
    items: Iterable[StatementItem],
    entries: Iterable[LedgerEntry],
    matches: Iterable[Match],
    *,
    closing: Money,
    since: date,
    opening: Money | None = None,
    earlier: Money | None = None,
) -> Proof:
    """Their closing balance explained from ours, item by item, to the coin.

    Our balance is the sum of all entries of the supplier; `earlier` is that of the ones before
    `since` that were not handed in because they can't answer a line. `opening` is their balance
    before `since`; without it, what the statement brings forward. What stays unexplained is an
    error in the statement's own arithmetic.
    """
    account = _account(items, entries, matches)
    zero = closing - closing
    before = opening
    if before is None:
        before = sum((line.amount for line in account.brought_forward()), zero)
    unread = zero if earlier is None else earlier
    steps = tuple(_steps(account, before, unread, since=since))
    held = sum((entry.amount for entry in account.entries), unread)
    explained = sum((amount for _, amount in steps), held)
    return Proof(closing, held, steps, closing - explained)


@dataclass(frozen=True, slots=True)
class _Account:
    """A statement beside our entries for it; `others` are matched, but on another account."""

    lines: tuple[StatementItem, ...]
    entries: tuple[LedgerEntry, ...]
    others: tuple[LedgerEntry, ...]
    matches: tuple[Match, ...]

    @property
    def running(self) -> bool:
        """Whether the statement shows a running account, not a list of open items."""
        return any(line.kind in _RUNNING for line in self.lines)

    def brought_forward(self) -> Iterator[StatementItem]:
        """The lines that repeat the balance of the statement before."""
        return (line for line in self.lines if line.kind is StatementLineKind.BALANCE_FORWARD)

    def unmatched(self) -> Iterator[LedgerEntry]:
        """Our entries that no line of the statement has."""
        matched = {entry_id for match in self.matches for entry_id in match.entry_ids}
        return (entry for entry in self.entries if entry.id not in matched)


def _account(
    items: Iterable[StatementItem], entries: Iterable[LedgerEntry], matches: Iterable[Match]
) -> _Account:
    lines, answers = tuple(items), tuple(matches)
    sides = {(line.supplier_id, line.amount.currency) for line in lines}
    matched = {entry_id for match in answers for entry_id in match.entry_ids}
    own, others = [], []
    for entry in sorted(entries, key=lambda e: (e.doc_date, len(e.id), e.id)):
        if (entry.supplier_id, entry.amount.currency) in sides:
            own.append(entry)
        elif entry.id in matched:
            others.append(entry)
    return _Account(lines, tuple(own), tuple(others), answers)


def _steps(account: _Account, opening: Money, unread: Money, *, since: date) -> Iterator[Step]:
    unmatched = list(account.unmatched())
    earlier = [entry.amount for entry in unmatched if entry.doc_date < since]
    carried = sum(earlier, unread)
    if opening != carried:
        yield f"Before {since}: their balance {opening}, ours {carried}.", opening - carried
    for match in account.matches:
        if match.difference:
            yield match.reason, Money(match.difference, opening.currency)
    for entry in account.others:
        yield f"{_name(entry)} is booked on the account of {entry.supplier_id}.", entry.amount
    for entry in unmatched:
        if entry.doc_date >= since:
            yield f"{_name(entry)} is in our ledger, not on the statement.", -entry.amount


def _side(entry: LedgerEntry, statement_date: date, *, running: bool) -> OurSide | None:
    paid = entry.kind is EntryKind.PAYMENT
    said = f"{_name(entry)}, dated {entry.doc_date}"
    if entry.doc_date > statement_date:
        return OurSide(entry.id, MatchStatus.TIMING, f"{said}, is later than the statement.")
    if paid and entry.doc_date > statement_date - _IN_TRANSIT:
        return OurSide(entry.id, MatchStatus.TIMING, f"{said}, was on its way to the supplier.")
    if paid and not running:
        return None
    return OurSide(entry.id, MatchStatus.NOT_ON_STATEMENT, f"{said}, is not on the statement.")


def _name(entry: LedgerEntry) -> str:
    return f"{entry.reference.strip() or '(no number)'} over {entry.amount}"
