"""What the sum of a statement does not prove: that its numbers are numbers, its kinds kinds.

The sum holds whichever column the numbers were taken from. They are believed where their header
names them for sure, or where no other column could be theirs; kinds, where words or the sign say
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Final

from model.documents import StatementLine, StatementLineKind, StatementReading
from parsers.paper.layout import fold
from parsers.statements import statement_days, statement_stems, statements
from parsers.statements.statement_columns import UNKNOWN
from parsers.statements.statements import MONEY_COLUMNS, TableRow
from parsers.wording import amounts, dates

_BILLED: Final = frozenset({StatementLineKind.INVOICE, StatementLineKind.CREDIT_NOTE})
_MOST_OF: Final = 0.8
_FEWEST_DIGITS: Final = 3
_OTHER: Final = frozenset({"text", "type", "order"})
"""Columns beside the numbers' that may hold numbers of other things."""
_Read = Callable[[str], date | None]


def doubt(rows: Sequence[TableRow], parts: Sequence[StatementReading]) -> str | None:
    """Why the numbers or the kinds of the lines are not proved; None where they are."""
    lines = [line for part in parts for line in part.lines if not _is_forward(line)]
    below = [row for row in rows if _is_line(row)]
    if any(map(_is_unread, rows)):
        return "a row with a day and an amount that is no line"
    whys = (*_numbers(below, lines), *_days(below, lines), *_kinds(below, lines))
    return next((why for why in whys if why), None)


def are_named(rows: Sequence[TableRow]) -> bool:
    """Whether most lines say of themselves, by word or code, that they are an invoice or the like.

    The list of a bill for several deliveries does not.
    """
    return _is_sure([row for row in rows if _is_line(row)]) and name_kinds(rows)


def name_kinds(rows: Sequence[TableRow]) -> bool:
    """Whether most lines name their kind, wherever their numbers stand."""
    below = [row for row in rows if _is_line(row)]
    said = sum(next(statements.kinds_named(row), None) is not None for row in below)
    return bool(below) and said >= _MOST_OF * len(below)


def _is_forward(line: StatementLine) -> bool:
    return line.kind is StatementLineKind.BALANCE_FORWARD


def _is_line(row: TableRow) -> bool:
    return row.dated and any(row.cells.get(name) for name in MONEY_COLUMNS)


def _moves(row: TableRow) -> bool:
    """Whether a row has an amount of its own, and not a balance alone, as what was carried has."""
    return any(row.cells.get(name) for name in MONEY_COLUMNS - {"balance"})


def _is_unread(row: TableRow) -> bool:
    """Whether a row has a day, and an amount in a column that nobody knows, but none of its own."""
    unknown = (cell for name, cell in row.cells.items() if name.startswith(UNKNOWN))
    known = any(row.cells.get(name) for name in MONEY_COLUMNS)
    return row.dated and not known and any(amounts.vote(cell) for cell in unknown)


def _from_text(row: TableRow) -> bool:
    """Whether a row's number is none of its column but stands inside a text."""
    return not row.cells.get("reference") and any(map(str.isdigit, statements.reference_of(row)))


def _is_order_s(row: TableRow) -> bool:
    """Whether a row's number stands in its text, behind a word for what was ordered."""
    number = statements.reference_of(row) if _from_text(row) else ""
    cells = (row.cells.get(name, "") for name in ("text", "type"))
    holder = next((cell for cell in cells if number and number in cell), "")
    return statement_stems.speaks_of_order(holder.partition(number)[0]) if holder else False


def _numbers(rows: Sequence[TableRow], lines: Sequence[StatementLine]) -> Iterator[str]:
    """Why the numbers of the lines are not proved."""
    numbers = [line.reference for line in lines if line.kind in _BILLED]
    if not all(any(ch.isdigit() for ch in number) for number in numbers):
        yield "a line without a number"
    if len(set(numbers)) < _MOST_OF * len(numbers) and not (_is_sure(rows) and _in_parts(lines)):
        yield "numbers that come again"
    yield from _mixed(rows, numbers)
    if any(map(_is_order_s, rows)):
        yield "numbers behind the word for an order"
    if len({len(number.split()) for number in numbers}) > 1:
        yield "numbers of several words, and of one"
    if _is_sure(rows):
        return
    if _counts(numbers):
        yield "numbers that only count the lines"
    if any(map(_could_be_numbers, _beside(rows))):
        yield "numbers in more than one column"


def _in_parts(lines: Sequence[StatementLine]) -> bool:
    """Whether lines of one number are parts of one document: of one day, each due on another."""
    billed = [line for line in lines if line.kind in _BILLED]
    dated = {(line.reference, line.day) for line in billed}
    parts = {(line.reference, line.due) for line in billed}
    return len(dated) == len({line.reference for line in billed}) and len(parts) == len(billed)


def _days(rows: Sequence[TableRow], lines: Sequence[StatementLine]) -> Iterator[str]:
    """Why the days of the lines are not proved: where no header names them, the earlier count."""
    terms = [(line.day, line.due) for line in lines if line.day and line.due]
    if terms and sum(due < own for own, due in terms) >= _MOST_OF * len(terms):
        yield "lines that fall due before their day"
    told = [row for row in rows if "date" in row.told]
    names = {name for row in told for name in row.cells if name.startswith(UNKNOWN)}
    read = _as_read(told, lines) if names else dates.read
    for name in sorted(names):
        pairs = [(read(row.cells["date"]), _day(row.cells.get(name, ""), read)) for row in told]
        earlier = sum(bool(own and other and other < own) for own, other in pairs)
        if earlier >= _MOST_OF * len(pairs):
            yield "days in more than one column"


def _as_read(rows: Sequence[TableRow], lines: Sequence[StatementLine]) -> _Read:
    """How the days of the lines were read: in the order of the whole page, or the year first."""
    days = {line.day for line in lines}
    ways: tuple[_Read, ...] = (
        dates.read,
        partial(dates.read, month_first=True),
        statement_days.year_led_day,
    )
    fitting = (way for way in ways if all(way(row.cells["date"].strip()) in days for row in rows))
    return next(fitting, dates.read)


def _day(cell: str, read: _Read) -> date | None:
    """The day that a cell is, alone."""
    found = dates.find(cell)
    alone = len(found) == 1 and found[0].end - found[0].start >= len(cell.strip()) - 1
    return read(cell.strip()) if alone else None


def _mixed(rows: Sequence[TableRow], numbers: Sequence[str]) -> Iterator[str]:
    """Why numbers may hold those of other things, or come from different places."""
    if any(sum(any(map(str.isdigit, word)) for word in one.split()) > 1 for one in numbers):
        yield "numbers of two words"
    if len({bool(row.cells.get("reference")) for row in rows}) > 1 and any(map(_from_text, rows)):
        yield "numbers in their column, and in texts"


def _is_sure(rows: Sequence[TableRow]) -> bool:
    """Whether a header names the column of the numbers for sure."""
    own = [row for row in rows if row.cells.get("reference")]
    return bool(own) and not any("reference" in row.told for row in own)


def _counts(numbers: Sequence[str]) -> bool:
    """Whether these are 11, 12, 13 …: numbers of the lines, not of documents."""
    whole = [int(number) for number in numbers if number.isdecimal()]
    if len(whole) < len(numbers) or len(whole) < _FEWEST_DIGITS:
        return False
    return whole[-1] - whole[0] < 2 * len(whole) and whole == sorted(whole)


def _beside(rows: Sequence[TableRow]) -> Iterator[list[str]]:
    """The numbers of each other column that may hold some, where they are not the lines' own."""
    names = {name for row in rows for name in row.cells}
    for name in sorted(names):
        if name in _OTHER or name.startswith(UNKNOWN):
            yield [_other_number(row.cells.get(name, ""), row) for row in rows]


def _could_be_numbers(found: Sequence[str]) -> bool:
    """Whether most lines have such a number, each another."""
    said = [number for number in found if number]
    return len(said) >= _MOST_OF * len(found) and len(set(said)) >= _MOST_OF * len(said)


def _other_number(cell: str, row: TableRow) -> str:
    """The first number in a cell that is no day, no amount and not the line's own."""
    for found in reversed(dates.find(cell)):
        cell = f"{cell[: found.start]} {cell[found.end :]}"
    own = statements.reference_of(row)
    words = (word.strip("#.,:;()") for word in cell.split())
    numbers = (word for word in words if sum(ch.isdigit() for ch in word) >= _FEWEST_DIGITS)
    return next((word for word in numbers if word not in own and amounts.vote(word) is None), "")


def _kinds(rows: Sequence[TableRow], lines: Sequence[StatementLine]) -> Iterator[str]:
    """Why the kinds of the lines are not proved."""
    if any(line.kind is StatementLineKind.OTHER for line in lines):
        yield "a line that is neither invoice, credit note nor payment"
    if any((line.amount.amount < 0) is (line.kind is StatementLineKind.INVOICE) for line in lines):
        yield "a line whose sign is not that of its kind"
    owed = {line.reference for line in lines if line.amount.amount > 0}
    billed_by = [row for row in rows if statements.reference_of(row) in owed]
    sayings = {
        said for row in billed_by for said in (_saying(row), _letters(statements.reference_of(row)))
    }
    guessed = [row for row in rows if _moves(row) and _is_guessed(row, sayings)]
    coded = {statements.reference_of(row) for row in guessed if _says_something(row)}
    bare = {statements.reference_of(row) for row in guessed if not _says_something(row)}
    billed = {_form(line.reference) for line in lines if line.amount.amount > 0}
    favour = [line.reference for line in lines if line.amount.amount < 0 and not _falls_due(line)]
    if any(one in coded or (one in bare and _form(one) not in billed) for one in favour):
        yield "a line in our favour that may be a credit note or a payment"


def _is_guessed(row: TableRow, owed: AbstractSet[str]) -> bool:
    """Whether nothing says what a row in our favour is.

    The code of an invoice says it only where lines that we owe have it too: what is in our favour
    under a code of its own is not an invoice the other way round but something else.
    """
    if statements.favours(row):
        return False
    said = statements.said_kind(row)
    own = {_saying(row), _letters(statements.reference_of(row))} - {""}
    return said is None or (
        said is StatementLineKind.INVOICE and bool(own) and own.isdisjoint(owed)
    )


def _letters(number: str) -> str:
    """The letters that a number begins with."""
    return "".join(takewhile(str.isalpha, number))


def _saying(row: TableRow) -> str:
    """The first word of a row that tells what it is."""
    cells = (row.cells.get(name, "") for name in ("type", "text"))
    words = (word for cell in cells for word in fold(cell).split() if word.isalpha())
    return next(words, "")


def _falls_due(line: StatementLine) -> bool:
    """Whether a line has terms of payment, as documents have and payments have not."""
    return line.day is not None and line.due is not None and line.due > line.day


def _says_something(row: TableRow) -> bool:
    """Whether a row has words about what it is, though nobody knows them; or a code of digits."""
    if row.cells.get("type", "").strip():
        return True
    own = row.cells.get("reference", "")
    said = " ".join(row.cells.get(name, "") for name in ("type", "text")).replace(own, "")
    said += own.replace(statements.reference_of(row), "")
    return any(map(str.isalpha, said))


def _form(number: str) -> str:
    """How a number begins and is made: those of one book of documents look alike."""
    return number[:2] + re.sub(r"\d", "0", number[2:])
