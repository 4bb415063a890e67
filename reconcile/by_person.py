"""What people decided about the lines of a statement: it counts before any rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from model.documents import StatementLineKind
from model.matches import Decision, DecisionKind, Match, MatchStatus, StatementItem
from model.orders import LedgerEntry

_OF_LINES: Final = (DecisionKind.LINK, DecisionKind.UNLINK, DecisionKind.ACCEPT_DIFFERENCE)


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The last decision about each line, oldest first, each once."""
    of_lines = [one for one in decisions if one.kind in _OF_LINES]
    last = {item_id: one for one in of_lines for item_id in one.item_ids}
    return tuple(one for one in of_lines if any(last[item_id] is one for item_id in one.item_ids))


def decided(
    items: Collection[StatementItem],
    entries: Iterable[LedgerEntry],
    decisions: Iterable[Decision],
) -> tuple[Match, ...]:
    """The matches of the lines that people decided about, with what is different about them now."""
    known = {entry.id: entry for entry in entries}
    by_id = {item.id: item for item in items}
    return tuple(
        match
        for one in in_force(decisions)
        for match in _matches(
            one,
            [by_id[item_id] for item_id in one.item_ids if item_id in by_id],
            [known[entry_id] for entry_id in one.entry_ids if entry_id in known],
        )
    )


def _matches(
    one: Decision, items: Sequence[StatementItem], entries: Sequence[LedgerEntry]
) -> Iterator[Match]:
    """A match for each line of the decision; the difference stands once, at the first line."""
    apart = sum((item.amount.amount for item in items), Decimal(0))
    apart -= sum((entry.amount.amount for entry in entries), Decimal(0))
    status, reason = _SAYS[one.kind](one, items, entries, apart)
    ids = tuple(entry.id for entry in entries)
    for item in items:
        yield Match(item.id, ids, status, apart, reason, one.kind.value)
        apart = Decimal(0)


Said = tuple[MatchStatus, str]
_Sayer = Callable[[Decision, Sequence[StatementItem], Sequence[LedgerEntry], Decimal], Said]


def _linked(
    one: Decision, items: Sequence[StatementItem], entries: Sequence[LedgerEntry], apart: Decimal
) -> Said:
    said = f"{one.actor} linked {_lines(items)} with {_booked(items, entries)}{_why(one)}."
    if apart:
        return MatchStatus.MATCHED_DIFFERENCE, f"{said} They differ by {apart}."
    paid = all(item.kind is StatementLineKind.PAYMENT for item in items)
    return MatchStatus.PAYMENT if paid else MatchStatus.MATCHED, said


def _unlinked(
    one: Decision, items: Sequence[StatementItem], _entries: Sequence[LedgerEntry], _apart: Decimal
) -> Said:
    said = f"{one.actor} said that {_lines(items)} is something else{_why(one)}; link what it is."
    return MatchStatus.AMBIGUOUS, said


def _accepted(
    one: Decision, items: Sequence[StatementItem], entries: Sequence[LedgerEntry], apart: Decimal
) -> Said:
    said = f"{one.actor} accepted the difference of {one.difference} at {_lines(items)}{_why(one)}"
    if apart == one.difference:
        return MatchStatus.MATCHED, f"{said}."
    now = f"it is {apart} now, with {_booked(items, entries)}"
    return MatchStatus.MATCHED_DIFFERENCE, f"{said}; {now}."


_SAYS: Final[dict[DecisionKind, _Sayer]] = {
    DecisionKind.LINK: _linked,
    DecisionKind.UNLINK: _unlinked,
    DecisionKind.ACCEPT_DIFFERENCE: _accepted,
}


def _why(one: Decision) -> str:
    return f" ({one.note})" if one.note else ""


def _lines(items: Iterable[StatementItem]) -> str:
    return ", ".join(f"{item.reference or '(no number)'} over {item.amount}" for item in items)


def _booked(items: Sequence[StatementItem], entries: Iterable[LedgerEntry]) -> str:
    """The entries; those of another supplier say whose they are."""
    own = {item.supplier_id for item in items}
    said = (
        f"{entry.reference or '(no number)'} over {entry.amount}"
        + ("" if entry.supplier_id in own else f" on the account of {entry.supplier_id}")
        for entry in entries
    )
    return ", ".join(said) or "nothing"
