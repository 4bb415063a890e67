"""Statements against the ledger: a cascade of rules, from the certain to the plausible.

Each rule consumes what it matches. What is left is missing only where nothing of ours could be it;
several equally good answers stay open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, StatementItem
from model.orders import LedgerEntry
from reconcile import by_amount, by_reference, by_sum
from reconcile.other_account import Books, books, other_account
from reconcile.proof import ours, prove
from reconcile.references import look
from reconcile.relevance import Relevance
from reconcile.sheet import Found, Line, Sheet, grouped, printed
from reconcile.wording import name, names

__all__ = ["answered", "ours", "prove", "reconcile"]

Rule = Callable[[Sheet], Iterator[Found]]
"""Finds lines and bookings that belong together, best first; its name is the match's `rule`."""


def reconcile(
    items: Iterable[StatementItem], entries: Iterable[LedgerEntry], *, cutoff: date | None = None
) -> tuple[Match, ...]:
    """One match for each statement line, in the order of the lines' ids.

    Lines are answered per statement: an open invoice stands on the statement of each month. The
    order of `items` and `entries` does not matter. A line dated after `cutoff`, the day up to which
    we have booked, is `timing` and not missing.
    """
    lines = list(items)
    return answered(lines, _relevant(lines, entries), cutoff=cutoff)


def answered(
    items: Iterable[StatementItem], entries: Iterable[LedgerEntry], *, cutoff: date | None = None
) -> tuple[Match, ...]:
    """As `reconcile`, with entries of which a `Relevance` of these lines was asked already."""
    held = books(entries)
    sheets = _sheets(items, held)
    for sheet in sheets:
        _apply(sheet, _CERTAIN)
        sheet.join_parts()
        _apply(sheet, _LIKELY)
    other_account(sheets, held)
    for sheet in sheets:
        _apply(sheet, _PLAUSIBLE)
        sheet.separate_parts()
        for line, status, reason in _left(sheet, cutoff):
            sheet.settle(Found((line,), (), status, reason), "nothing_found")
    matches = [match for sheet in sheets for match in sheet.matches]
    return tuple(sorted(matches, key=lambda match: (len(match.item_id), match.item_id)))


def _relevant(
    items: Iterable[StatementItem], entries: Iterable[LedgerEntry]
) -> Iterator[LedgerEntry]:
    relevance = Relevance(items)
    yield from filter(relevance.matters_entry, entries)


def brought_forward(sheet: Sheet) -> Iterator[Found]:
    """The balance of the statement before: nothing of ours answers it."""
    for line in sheet.open:
        if line.first.kind is StatementLineKind.BALANCE_FORWARD:
            reason = f"{name(line)}: {line.amount} from the statement before."
            yield Found((line,), (), MatchStatus.BALANCE_FORWARD, reason)


def printed_twice(sheet: Sheet) -> Iterator[Found]:
    """A document that the statement shows again: same number, amount and day."""
    shown = grouped(
        by_reference.numbered_lines(sheet), lambda a: (look(a.ref), a.cents, a.first.day)
    )
    for lines in shown.values():
        for again in lines[1:]:
            reason = f"{name(again)} over {again.amount} is on the statement twice."
            yield Found((again,), (), MatchStatus.DUPLICATE, reason)


_CERTAIN: Final[tuple[Rule, ...]] = (
    brought_forward,
    printed_twice,
    by_reference.exact_reference,
    by_reference.normalised_reference,
)
_LIKELY: Final[tuple[Rule, ...]] = (
    by_sum.parts_of_one,
    by_sum.cost_split,
    by_reference.amount_tolerance,
    by_amount.payment,
    by_amount.payment_in_parts,
    by_amount.payments_as_one,
    by_reference.similar_reference,
    by_amount.amount_and_date,
)
_PLAUSIBLE: Final[tuple[Rule, ...]] = (
    by_sum.collective,
    by_sum.neighbours,
    by_reference.other_amount,
    by_reference.variant_reference,
    by_reference.mistyped_reference,
    by_amount.amount_and_date,
    by_amount.amount_nearly_and_date,
)


def _apply(sheet: Sheet, rules: Sequence[Rule]) -> None:
    for rule in rules:
        for found in rule(sheet):
            sheet.settle(found, rule.__name__)


def _sheets(items: Iterable[StatementItem], held: Books) -> list[Sheet]:
    statements = grouped(items, lambda i: (i.statement_id, i.supplier_id, i.amount.currency))
    return [
        Sheet(supplier, map(printed, lines), held.get((supplier, currency), []))
        for (_, supplier, currency), lines in sorted(statements.items())
    ]


def _left(sheet: Sheet, cutoff: date | None) -> Iterator[tuple[Line, MatchStatus, str]]:
    """What stays without an answer, and what that means."""
    candidates = by_amount.likely(sheet) | by_amount.payments(sheet)
    forms = by_reference.forms(sheet)
    for line in sheet.open:
        said = f"{name(line)} over {line.amount}"
        if may_be := candidates[line] or forms.get(line):
            yield line, MatchStatus.AMBIGUOUS, f"{said} may be {names(may_be)}."
        elif line.payment:
            yield line, MatchStatus.PAYMENT, f"{said}: no payment of ours is this one."
        elif cutoff and line.first.day and line.first.day > cutoff:
            yield line, MatchStatus.TIMING, f"{said} is dated after {cutoff}, the last day booked."
        else:
            yield line, MatchStatus.MISSING, f"{said} is on the statement, not in the ledger."
