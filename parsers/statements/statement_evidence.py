"""What lines show to be those of a statement, whatever the title and the headers say.

A bill that lists what was delivered has days, numbers and amounts as well, and its lines add up.
What it has not: a balance that runs, debit beside credit, a balance from before, a day when each
line falls due, or a part of a line that was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from model.documents import StatementLine, StatementLineKind, StatementReading
from parsers.statements import statement_proof, statement_stems
from parsers.statements.statement_relations import PAID
from parsers.statements.statements import TableRow
from parsers.wording import dates

_FEWEST: Final = 3
_MOST_OF: Final = 0.8


def is_statement(rows: Sequence[TableRow], parts: Sequence[StatementReading]) -> bool:
    """Whether lines that add up have what only those of a statement have."""
    lines = [one for part in parts for one in part.lines if not _is_forward(one)]
    numbers = {one.reference for one in lines if any(map(str.isdigit, one.reference))}
    if len(lines) < _FEWEST or len(numbers) < _MOST_OF * len(lines):
        return False
    return (
        all(map(_runs, parts))
        or _has_sides(rows)
        or any(part.opening for part in parts)
        or _falls_due(lines)
        or _are_discounted(rows)
        or statement_proof.name_kinds(rows)
    )


def _is_forward(line: StatementLine) -> bool:
    return line.kind is StatementLineKind.BALANCE_FORWARD


def _runs(part: StatementReading) -> bool:
    """Whether each line but the first leads from one balance to the next."""
    steps = [
        after.balance is not None
        and before.balance is not None
        and before.balance + after.amount.amount == after.balance
        for before, after in pairwise(part.lines)
    ]
    return len(steps) >= _FEWEST - 1 and all(steps)


def _has_sides(rows: Sequence[TableRow]) -> bool:
    """Whether lines stand on both sides, or were paid in part."""
    dated = [row for row in rows if row.dated]
    both = all(any(row.cells.get(side) for row in dated) for side in ("debit", "credit"))
    marked = len({row.cells["mark"] for row in dated if row.cells.get("mark")}) > 1
    return both or marked or any(row.cells.get(PAID) for row in dated)


def _are_discounted(rows: Sequence[TableRow]) -> bool:
    """Whether most lines say until which later day less of them may be paid."""
    dated = [row for row in rows if row.dated]
    own = [dates.find(row.cells["date"])[0].day for row in dated]
    until = [dates.find(row.cells.get(statement_stems.LESS, "")) for row in dated]
    later = sum(bool(found and found[0].day > day) for day, found in zip(own, until, strict=True))
    return later >= max(_FEWEST, _MOST_OF * len(dated))


def _falls_due(lines: Sequence[StatementLine]) -> bool:
    """Whether each line that we owe falls due, not all of them on one day."""
    owed = [one for one in lines if one.amount.amount > 0]
    terms = [one.due for one in owed if one.day and one.due and one.due >= one.day]
    return len(terms) == len(owed) and len(set(terms)) > 1
