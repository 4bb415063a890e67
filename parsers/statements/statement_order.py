"""The order in which a statement is read: as it stands, or upwards where the newest lines lead.

Programs on the web list the newest document first, so that the balance from before stands below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from model.documents import Check, StatementLine, StatementLineKind, StatementReading
from parsers.statements import statements
from parsers.statements.statements import Sheet, TableRow, Voice
from parsers.wording import dates

_AMOUNTS: Final = ("amount", "debit", "credit")
_FEWEST: Final = 3


def build(sheet: Sheet) -> tuple[StatementReading, tuple[Check, ...]]:
    """The statement that the rows make, read upwards where only so its sum holds.

    Raises:
        DocumentDamaged: nothing names a currency.
    """
    statement, checks = _by_running(sheet, *statements.build(sheet))
    if checks[0].ok or not _is_newest_first(sheet.rows, sheet.voice or Voice.of(sheet)):
        return statement, checks
    upwards, proofs = statements.build(replace(sheet, rows=sheet.rows[::-1]))
    return (_as_printed(upwards), proofs) if proofs[0].ok else (statement, checks)


def _by_running(
    sheet: Sheet, statement: StatementReading, checks: tuple[Check, ...]
) -> tuple[StatementReading, tuple[Check, ...]]:
    """The statement, begun and closed as its running balance is, if the page says the beginning.

    The sum of a column can pass for what is owed where the label of what was carried is not known.
    """
    lines = [one for one in statement.lines if one.kind is not StatementLineKind.BALANCE_FORWARD]
    if statement.opening or len(lines) < _FEWEST or not all(map(_leads, pairwise(lines))):
        return statement, checks
    first, last = lines[0], lines[-1]
    if first.balance is None or first.balance == first.amount.amount:
        return statement, checks
    opening = first.balance - first.amount.amount
    voice = sheet.voice or Voice.of(sheet)
    if opening not in {voice.last_amount(row) for row in sheet.rows if not row.dated}:
        return statement, checks
    ran = replace(statement, opening=opening, closing=last.balance)
    return ran, (statements.adds_up(ran),)


def _leads(pair: tuple[StatementLine, StatementLine]) -> bool:
    """Whether a line's balance and the next one's amount make the next one's balance."""
    before, after = pair
    return before.balance is not None and before.balance + after.amount.amount == after.balance


def _is_newest_first(rows: Iterable[TableRow], voice: Voice) -> bool:
    """Whether the days of the lines go backwards from the top to the foot."""
    lines = (row for row in rows if row.dated and any(map(row.cells.get, _AMOUNTS)))
    said = (dates.read(row.cells["date"], month_first=voice.month_first) for row in lines)
    days = [day for day in said if day]
    return days == sorted(days, reverse=True) and len(set(days)) > 1


def _as_printed(statement: StatementReading) -> StatementReading:
    """The statement, its lines in the order in which they stand on the page."""
    lines = enumerate(reversed(statement.lines), start=1)
    return replace(statement, lines=tuple(replace(line, position=at) for at, line in lines))
