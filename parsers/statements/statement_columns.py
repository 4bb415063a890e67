"""What the columns of a statement's table hold: by their headers, and by what stands in them.

Two headers that are known make a header line. A column whose header is not known is told by its
cells: days, amounts, a balance that runs, numbers that differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Final

from parsers.statements import (
    statement_foreign,
    statement_marks,
    statement_relations,
    statement_stems,
    statement_words,
)
from parsers.statements.statement_headings import account_in, currency_of
from parsers.statements.statements import LONGEST_REFERENCE, MONEY_COLUMNS, TableRow
from parsers.wording import amounts, dates

UNKNOWN: Final = "?"
"""Begins the name of a column whose header is not known."""
_FEWEST, _FEWEST_NAMED = 3, 2
_WIDE: Final = 5
"""In a header of so many columns two that are known by their stems are enough."""
_TELLING: Final = frozenset({"date", "due", "reference"})
_ASIDE: Final = frozenset({"account", "late", "mark", statement_stems.LESS})
"""What a header may name without being one of a statement's table."""
_SURE: Final = 2
"""From this strength on, a header is that of a document's number."""
_MOST_OF: Final = 0.8
_ASIDE_FROM: Final = 100
"""Columns whose header proved wrong are numbered from here: no table has so many."""
_MOST_LETTERS: Final = 6
"""Beside an amount: a currency and CR; more is a sentence that holds one."""
_COUNTED: Final = re.compile(r"(?<=[^\W\d]{4}) ?[1-9]$")
"""The number of a field that there is more than one of: Belegfeld 1."""
_RATE: Final = re.compile(r"\b\d{1,2}(?:[.,]\d{1,2})?\s?%")
"""How much of an amount a column holds: 2 % Skonto, Retention 5%."""
_AGE: Final = re.compile(
    r"\D{0,14}\b(?:0|1|7|8|14|15|30|31|45|46|60|61|90|91|120|121)\s*(?:[-\u2013+]|to|bis|à|a|tot)?"
    r"\s*(?:7|14|15|30|45|60|90|120)?(?:\s*\+)?(?:\s*[^\W\d]{1,6}\.?)?"
)
"""The header of a column of amounts by age: 1-30, 31 - 60 days, over 90, 90+."""
_FEWEST_TOLD: Final = 2
"""Words beside a number that make a sentence of it: By cheque 4711."""
_AGED_FROM: Final = 50
"""Columns of amounts by their age are numbered from here."""
_SHORTEST_LABEL: Final = 5
"""Letters before a day that make a label of it: Saldo am 01.06.2026."""
_CENT: Final = Decimal("0.01")
_RUNNING: Final = 0.7


def columns(cells: Sequence[str]) -> dict[int, str]:
    """What each cell of a header names, unknown ones as ?0, ?1 …; empty where it is no header.

    What says an account behind a header is a coupon's beside the table, whose column is no other's.
    Of several that name the same, the one of the document counts: its number before an entry's.
    """
    filled = {at: cell for at, cell in enumerate(cells) if cell.strip()}
    if len(filled) <= _WIDE or not account_in(filled[max(filled)].split()):
        return _headers(filled)
    beside, _ = filled.popitem()
    kinds = _headers(filled)
    return kinds | {beside: f"{UNKNOWN}{beside}"} if kinds else {}


def _headers(filled: Mapping[int, str]) -> dict[int, str]:
    """What these headers name."""
    if len(filled) < _FEWEST or any(_is_value(cell) for cell in filled.values()):
        return {}
    named = {at: kind for at, cell in filled.items() if (kind := _named(cell))}
    first = {kind: at for at, kind in sorted(named.items(), key=lambda one: _rank(one, filled))}
    own = {at for at, kind in named.items() if kind == statement_stems.LESS or at == first[kind]}
    kinds = {at: named[at] if at in own else f"{UNKNOWN}{at}" for at in filled}
    aged = are_ages(filled.values()) and not _TELLING.isdisjoint(first)
    kinds |= dict(_ages(filled)) if aged else {}
    return kinds if aged or _is_head(list(filled.values()), set(first) - _ASIDE) else {}


def _named(cell: str) -> str | None:
    return statement_words.column(cell) or statement_stems.column(statement_words.bare(cell))


def unsure(columns: Mapping[str, str]) -> frozenset[str]:
    """The columns, by their headers, that these do not name for sure: a number of what?"""
    weak = (
        name
        for name, header in columns.items()
        if name == "reference" and statement_stems.strength(name, header) < _SURE
    )
    return frozenset(weak)


def over(above: Sequence[str], own: Sequence[str]) -> list[str]:
    """The header that two rows of cells make, one above the other."""
    pairs = zip_longest(above, own, fillvalue="")
    return [" ".join(filter(None, (upper.strip(), lower.strip()))) for upper, lower in pairs]


def known(kinds: Mapping[int, str]) -> int:
    """How many of the columns are known by their headers."""
    return sum(not kind.startswith(UNKNOWN) for kind in kinds.values())


def _rank(named: tuple[int, str], cells: Mapping[int, str]) -> tuple[int, bool, int]:
    """Where a header stands among those that name the same: the last of the order is taken.

    Of amounts, the one whose header names its currency is that of the account.
    """
    at, kind = named
    refers = statement_stems.is_mark_of_order(cells[at])
    ours = kind == "amount" and currency_of(cells[at]) is not None
    return statement_stems.strength(kind, cells[at]) * (not refers), ours, -at


def in_one_currency(headers: Mapping[str, str]) -> dict[str, str]:
    """What each column is; where headers of money name their currency, one of codes is foreign."""
    said = {currency_of(text) for name, text in headers.items() if name in MONEY_COLUMNS}
    foreign = {"currency": statement_foreign.CODE} if len(said - {None}) == 1 else {}
    return {name: foreign.get(name, name) for name in headers}


def _is_head(cells: Collection[str], named: set[str]) -> bool:
    """Whether enough is named for a statement's header: two, by stems three of less than five."""
    listed = {kind for cell in cells if (kind := statement_words.column(cell))} - _ASIDE
    if len(listed) >= _FEWEST_NAMED and listed & (MONEY_COLUMNS | _TELLING):
        return True
    enough = len(named) >= (_FEWEST_NAMED if len(cells) >= _WIDE else _FEWEST)
    return enough and bool(named & MONEY_COLUMNS) and bool(named & _TELLING)


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number: a header has none but in brackets, and no amount at all."""
    if _is_age(cell):
        return False
    bare = _COUNTED.sub("", _RATE.sub("", cell.partition("(")[0]))
    return any(ch.isdecimal() for ch in bare) or amounts.vote(_RATE.sub("", cell)) is not None


def _ages(headers: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The columns of ages, with the one before them, which holds what is not due."""
    first = min(at for at, header in headers.items() if _is_age(header))
    yield from ((at, f"{UNKNOWN}{_AGED_FROM + at}") for at in headers if at >= first - 1)


def are_ages(headers: Iterable[str]) -> bool:
    """Whether a header has columns for amounts by their age, as only statements have."""
    return sum(map(_is_age, headers)) >= _FEWEST_NAMED


def _is_age(cell: str) -> bool:
    """Whether a header names how old the amounts below it are."""
    return any(map(str.isdigit, cell)) and bool(_AGE.fullmatch(cell.strip()))


def is_line(cells: Sequence[str]) -> bool:
    """Whether these cells hold a day and an amount, each by itself."""
    return any(map(_is_day, cells)) and any(map(_is_money, cells))


def ways(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, ...]]:
    """The rows, their unknown columns named: as most tables have them, else debit behind credit."""
    named = told(rows)
    yield named
    if any("credit" in row.cells for row in named):
        swapped = {"debit": "credit", "credit": "debit"}
        yield tuple(_renamed(row, swapped) for row in named)


def told(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The rows, their unknown columns named by what stands in them and by what they make up."""
    rows = _in_own_currency(statement_relations.unwrapped(rows, _is_day))
    named = _by_cells(statement_relations.uncounted(rows, _lines(rows)))
    named = statement_relations.in_order(named, _lines(named), _is_day)
    named = statement_relations.without_discount(named, _lines(named))
    lines = _lines(named)
    settled = statement_relations.left_open(named, lines, lambda name: _holds_money(name, lines))
    named = statement_relations.by_text(settled, _lines(settled))
    return tuple(map(_label_apart, named))


def _in_own_currency(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    lines = _lines(rows)
    names = dict.fromkeys(name for row in lines for name in row.cells)
    money = [name for name in names if _holds_money(name, lines)]
    return statement_foreign.in_own_currency(rows, lines, money)


def _label_apart(row: TableRow) -> TableRow:
    """The row; a day at the end of a label, which is all that it has beside money, is no line's."""
    said = row.cells.get("date", "")
    days = dates.find(said)
    if len(days) != 1 or sum(map(str.isalpha, said[: days[0].start])) < _SHORTEST_LABEL:
        return row
    if any(row.cells.get(name) for name in row.cells.keys() - MONEY_COLUMNS - {"date"}):
        return row
    return replace(row, cells=row.cells | {"date": "", "text": said})


def _by_cells(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    rows = _gathered(_doubted(rows))
    lines = _lines(rows)
    names = {name for row in lines for name in row.cells}
    unknown = [name for name in names if name.startswith(UNKNOWN)]
    unknown.sort(key=lambda name: int(name.removeprefix(UNKNOWN)))
    if not unknown or not lines:
        return statement_marks.signed(rows)
    known = names.difference(unknown)
    chosen = _apart(unknown, known, lines) | _number(unknown, known, lines)
    known |= set(chosen.values())
    for name in unknown:
        kind = _kind(_cells(name, lines), known, lines) if name not in chosen else None
        if kind and kind not in known:
            chosen[name] = kind
            known.add(kind)
    return statement_marks.signed(tuple(_renamed(row, chosen) for row in rows))


def _gathered(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows; amounts that stand in one of several columns, as by their age, in one."""
    lines = _lines(rows)
    names = {name for row in lines for name in row.cells}
    money = [one for one in names if one.startswith(UNKNOWN) and _holds_money(one, lines)]
    aged = any(map(_is_aged, money))
    if len(money) < (1 if aged else _FEWEST) or names & (MONEY_COLUMNS - {"balance"}):
        return rows
    if any(sum(bool(row.cells.get(name)) for name in money) != 1 for row in lines):
        return rows
    return [_in_one(row, money) for row in rows]


def _is_aged(name: str) -> bool:
    return _AGED_FROM <= int(name.removeprefix(UNKNOWN)) < _ASIDE_FROM


def _in_one(row: TableRow, money: Collection[str]) -> TableRow:
    """The row with the one amount of these columns as its amount; a row of sums as it is."""
    filled = [name for name in money if row.cells.get(name)]
    return _renamed(row, {filled[0]: "amount"}) if len(filled) == 1 else row


def _doubted(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows, a column that does not hold what its header speaks of taken for an unknown one."""
    lines = _lines(rows)
    wrong: dict[str, str] = {}
    for at, name in enumerate(sorted(MONEY_COLUMNS | set(_BELIED))):
        filled = [cell for cell in _cells(name, lines) if cell]
        belies = _BELIED.get(name, _is_day)
        if filled and _share(filled, belies) >= _MOST_OF:
            wrong[name] = f"{UNKNOWN}{_ASIDE_FROM + at}"
    return _left([_renamed(row, wrong) for row in rows] if wrong else rows)


def _left(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows; a balance that is the only column of money is what is left of each document.

    So is one beside an amount that it never exceeds, and that does not run from line to line.
    """
    lines = _lines(rows)
    names = {name for row in lines for name in row.cells} - {statement_foreign.FOREIGN}
    money = {name for name in names if _holds_money(name, lines)}
    other = next(iter(money - {"balance"}), "")
    beside = other == "amount" or other.startswith(UNKNOWN)
    left = money == {"balance"} or (
        money == {"balance", other}
        and beside
        and statement_relations.is_rest("balance", other, lines)
    )
    return [_renamed(row, {"balance": "open"}) for row in rows] if left else rows


def _is_no_date(cell: str) -> bool:
    return not dates.find(cell)


def _is_no_number(cell: str) -> bool:
    """Whether a cell is certainly no number of a document: an amount, a day, a word, a sentence."""
    return _is_money(cell) or _is_day(cell) or not _has_digit(cell) or _is_sentence(cell)


def _lines(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows that tell what their columns hold: with a day and an amount, else with a day."""
    whole = [row for row in rows if is_line(list(row.cells.values()))]
    return whole or [row for row in rows if any(map(dates.find, row.cells.values()))]


def _cells(name: str, rows: Iterable[TableRow]) -> list[str]:
    return [row.cells.get(name, "").strip() for row in rows]


def _apart(unknown: Sequence[str], known: set[str], rows: Sequence[TableRow]) -> dict[str, str]:
    """Two columns of money that are never both filled: debit and credit."""
    if known & (MONEY_COLUMNS - {"balance"}):
        return {}
    money = [name for name in unknown if _holds_money(name, rows)]
    for one, other in pairwise(money):
        pairs = zip(_cells(one, rows), _cells(other, rows), strict=True)
        if all(bool(left) != bool(right) for left, right in pairs):
            return {one: "debit", other: "credit"}
    return {}


def _holds_money(name: str, rows: Sequence[TableRow]) -> bool:
    if name == statement_stems.LESS:
        return False
    filled = [cell for cell in _cells(name, rows) if cell]
    return bool(filled) and _share(filled, _is_money) >= _MOST_OF


def _number(unknown: Sequence[str], known: set[str], rows: Sequence[TableRow]) -> dict[str, str]:
    """The column of numbers that differ: of several the fullest, with letters, with short texts."""
    if "reference" in known:
        return {}
    fitting = {name: cells for name in unknown if _differ(cells := _cells(name, rows))}
    chosen = min(fitting, key=lambda name: _worth(fitting[name]), default=None)
    return {chosen: "reference"} if chosen else {}


def _worth(cells: Sequence[str]) -> tuple[int, bool, int]:
    """What a column of numbers is chosen by: every line has a number, not every one an order."""
    lettered = sum(map(_has_letters, cells)) >= _MOST_OF * len(cells)
    return sum(not cell for cell in cells), not lettered, sum(map(len, cells))


def _differ(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or 2 * len(filled) < len(cells):
        return False
    if _share(filled, _is_day) or _share(filled, _is_money) >= _MOST_OF:
        return False
    if _share(filled, _is_sentence) >= _MOST_OF:
        return False
    distinct = len(set(filled)) >= _MOST_OF * len(filled)
    return distinct and _share(filled, _has_digit) >= _MOST_OF


def _renamed(row: TableRow, chosen: Mapping[str, str]) -> TableRow:
    cells = {chosen.get(name, name): cell for name, cell in row.cells.items()}
    return replace(row, cells=cells, told=row.told | set(chosen.values()))


def _kind(cells: Sequence[str], known: set[str], rows: Sequence[TableRow]) -> str | None:
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    if "mark" not in known and statement_marks.are_marks(filled):
        return "mark"
    if _share(filled, _is_day) >= _MOST_OF:
        return "due" if "date" in known else "date"
    if _share(filled, _is_money) >= _MOST_OF:
        return _money_kind(cells, known, rows)
    if _share(filled, _has_letters) < _MOST_OF:
        return None
    return "text" if "type" in known else "type"


def _money_kind(cells: Sequence[str], known: set[str], rows: Sequence[TableRow]) -> str | None:
    """Balance, credit, amount or what is open: by what the other columns of money are."""
    if "balance" not in known and _runs(cells, rows):
        return "balance"
    if "debit" in known and not {"credit", "amount"} & known:
        both = sum(
            bool(cell and row.cells.get("debit")) for cell, row in zip(cells, rows, strict=True)
        )
        return "credit" if not both else None
    if not {"amount", "debit", "open"} & known:
        return "amount"
    return "open" if "amount" in known else None


def _runs(cells: Sequence[str], rows: Sequence[TableRow]) -> bool:
    """Whether the amounts change from row to row by what another column holds."""
    decimal = amounts.vote("\n".join(cells))
    values = [amounts.number(cell, decimal) for cell in cells]
    steps = [
        (after - before, row)
        for (before, after), row in zip(pairwise(values), rows[1:], strict=True)
        if before is not None and after is not None
    ]
    fitting = sum(
        any(
            (value := amounts.number(cell, decimal)) is not None
            and abs(abs(value) - abs(step)) < _CENT
            for cell in row.cells.values()
        )
        for step, row in steps
    )
    return len(steps) > 1 and fitting >= _RUNNING * len(steps)


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells)


def _is_day(cell: str) -> bool:
    found = dates.find(cell)
    return len(found) == 1 and found[0].end - found[0].start >= len(cell) - 1


def _is_money(cell: str) -> bool:
    few = sum(map(str.isalpha, cell)) <= _MOST_LETTERS
    return few and amounts.number(cell) is not None and amounts.vote(cell) is not None


def _is_sentence(cell: str) -> bool:
    """Whether a cell is more than a number: it tells what happened, and may hold one."""
    words = cell.split()
    told = sum(len(word) > 1 and word.isalpha() for word in words)
    return len(words) > LONGEST_REFERENCE or told >= _FEWEST_TOLD


def _has_letters(cell: str) -> bool:
    return any(ch.isalpha() for ch in cell)


def _has_digit(cell: str) -> bool:
    return any(ch.isdigit() for ch in cell)


_BELIED: Final = {
    "reference": _is_no_number,
    "mark": _is_money,
    "date": _is_no_date,
    "due": _is_money,
}
"""What a column of such a header can't hold; one of money holds no days."""
