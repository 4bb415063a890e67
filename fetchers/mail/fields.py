"""Number, amount, due date and customer number of a notice: label and value, or nothing.

A value counts only next to its label: after it on its line, in the cell beside it, or below it in a
table's column. Labels of other things (order, previous balance, VAT, IBAN, telephone) claim their
values too, so that those are never taken. Where two values are equally good, none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from fetchers.mail.amounts import amounts
from fetchers.mail.dates import dates
from fetchers.mail.lexicon import any_of, normal, table, without_addresses
from model.money import Money

T = TypeVar("T")


class Label(StrEnum):
    """What a label announces; the names of the table."""

    INVOICE_NUMBER = "invoice_number"
    CREDIT_NUMBER = "credit_number"
    DOCUMENT_NUMBER = "document_number"
    AMOUNT = "amount"
    DUE = "due"
    CUSTOMER = "customer"
    NEGATIVE = "negative"


NUMBERS: Final = frozenset({Label.INVOICE_NUMBER, Label.CREDIT_NUMBER, Label.DOCUMENT_NUMBER})

_SEPARATORS: Final = re.compile(
    r"(?:[^\w\n]|(?<!\w)(?:number|no|nr|num|numéro|numer|nummer|n|inv|id|ref|is|ist|lautet|est|es)"
    r"(?![\w/-]))*",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"(?=[\w./-]*\d)[^\W_][\w./-]{1,39}")
_IS_AMOUNT: Final = re.compile(r"\d{1,3}([.,]\d{3})*[.,]\d{2}")
_YEAR: Final = re.compile(r"20\d\d")
_SUBJECT_RANK: Final = 99  # a subject that is nothing but a number
_LONGEST_GAP: Final = 60  # characters between a label and the value it announces
_MOST_LINES: Final = 2000


@dataclass(frozen=True, slots=True)
class Setting:
    """What helps to read values: the mail's languages, the supplier's currency, the day."""

    languages: tuple[str, ...]
    today: date
    currency: str | None = None

    @property
    def language(self) -> str | None:
        """The language that decides the order of day and month."""
        return self.languages[0] if self.languages else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A label in a cell. `rank` is its place in the table: the lower, the more it says."""

    kind: Label
    rank: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A labelled value, with the line that it stands in."""

    kind: Label
    rank: int
    row: int
    text: str = ""
    money: Money | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a mail with its cells and the labels in each."""

    index: int
    cells: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...] = field(default=())


def values(subject: str, body: str, setting: Setting) -> tuple[Value, ...]:
    """All labelled values of a mail, the subject's first."""
    lines = [subject, *without_addresses(body).splitlines()[:_MOST_LINES]]
    rows = [_row(index, line, setting.languages) for index, line in enumerate(lines)]
    found = [value for row in rows for value in _values_of(row, rows, setting)]
    if _TOKEN.fullmatch(subject.strip()) and (bare := _first_token(subject.strip(), setting)):
        found.append(Value(Label.DOCUMENT_NUMBER, _SUBJECT_RANK, 0, text=bare))
    return tuple(found)


def numbers(found: Sequence[Value], wanted: Sequence[Label]) -> tuple[Value, ...]:
    """The distinct numbers under the first of these labels that has any."""
    for kind in wanted:
        distinct = {value.text: value for value in reversed(found) if value.kind is kind}
        if distinct:
            return tuple(sorted(distinct.values(), key=lambda value: value.row))
    return ()


def best_amount(found: Sequence[Value]) -> Money | None:
    """The amount under the label that says most; None where two of equal standing differ."""
    return _agreed([(value.rank, value.money) for value in found if value.kind is Label.AMOUNT])


def best_due(found: Sequence[Value]) -> date | None:
    """The due date under the label that says most; None where two of equal standing differ."""
    return _agreed([(value.rank, value.day) for value in found if value.kind is Label.DUE])


def best_customer(found: Sequence[Value]) -> str | None:
    """The customer number under the label that says most; None where two differ."""
    return _agreed([(0, value.text) for value in found if value.kind is Label.CUSTOMER])


def only_amount(text: str, setting: Setting) -> Money | None:
    """The one amount of a text without labels; None where there are several."""
    found = {
        item.money
        for item in amounts(text, language=setting.language, currency=setting.currency)
        if item.money
    }
    return found.pop() if len(found) == 1 else None


def _agreed(ranked: Sequence[tuple[int, T | None]]) -> T | None:
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    distinct = {value for rank, value in ranked if rank == best}
    return distinct.pop() if len(distinct) == 1 else None


def _row(index: int, line: str, languages: tuple[str, ...]) -> Row:
    cells = tuple(line.split("\t"))
    return Row(index, cells, tuple(tuple(_marks(cell, languages)) for cell in cells))


def _marks(cell: str, languages: tuple[str, ...]) -> Iterator[Mark]:
    """Labels in a cell; where several fit, the longest."""
    text = normal(cell)
    if len(text) != len(cell):
        text = cell.lower()
    at = 0
    for match in _labels(languages)[0].finditer(text):
        if match.start() < at:
            continue
        kind, rank = _labels(languages)[1][match[0]]
        at = match.end()
        yield Mark(kind, rank, match.start(), match.end())


@cache
def _labels(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, tuple[Label, int]]]:
    """One pattern for all labels of these languages, and what each of its words means."""
    meaning: dict[str, tuple[Label, int]] = {}
    for kind in Label:
        for language in languages:
            for rank, word in enumerate(table("labels")[kind.value].get(language, ())):
                meaning.setdefault(normal(word), (kind, rank))
    return re.compile(any_of(meaning).pattern + r"(?!\w)"), meaning


def _values_of(row: Row, rows: Sequence[Row], setting: Setting) -> Iterator[Value]:
    for column, marks in enumerate(row.marks):
        for position, mark in enumerate(marks):
            if mark.kind is Label.NEGATIVE:
                continue
            until = marks[position + 1].start if position + 1 < len(marks) else None
            inside = row.cells[column][mark.end : until]
            value = _read(mark, inside, row.index, setting)
            if value is None and until is None and not inside.strip(" :#.-*"):
                yield from _elsewhere(mark, row, column, rows=rows, setting=setting)
            elif value is not None:
                yield value


def _elsewhere(
    mark: Mark, row: Row, column: int, *, rows: Sequence[Row], setting: Setting
) -> Iterator[Value]:
    """The value of a label that stands alone: beside it, else below it."""
    beside = column + 1
    if beside < len(row.cells) and not row.marks[beside]:
        value = _read(mark, row.cells[beside], row.index, setting)
        if value is not None:
            yield value
            return
    for below in rows[row.index + 1 :]:
        same_shape = len(below.cells) == len(row.cells)
        value = _read(mark, below.cells[column], below.index, setting) if same_shape else None
        if value is None:
            return
        yield value
        if len(row.cells) == 1:
            return


def _read(mark: Mark, text: str, row: int, setting: Setting) -> Value | None:
    if mark.kind is Label.AMOUNT:
        money = _first_amount(text, setting)
        return Value(mark.kind, mark.rank, row, money=money) if money is not None else None
    if mark.kind is Label.DUE:
        day = _first_date(text, setting)
        return Value(mark.kind, mark.rank, row, day=day) if day is not None else None
    token = _first_token(text, setting)
    return Value(mark.kind, mark.rank, row, text=token) if token else None


def _first_amount(text: str, setting: Setting) -> Money | None:
    found = next(amounts(text, language=setting.language, currency=setting.currency), None)
    return found.money if found and found.start <= _LONGEST_GAP else None


def _first_date(text: str, setting: Setting) -> date | None:
    found = next(dates(text, language=setting.language, today=setting.today), None)
    return found.day if found and found.start <= _LONGEST_GAP else None


def _first_token(text: str, setting: Setting) -> str:
    """A number right after its label: a date, an amount or a year there is none."""
    start = _SEPARATORS.match(text)
    at = start.end() if start else 0
    match = _TOKEN.match(text, at)
    if match is None:
        return ""
    token = match[0].rstrip("./-")
    day = next(dates(text[at:], language=setting.language, today=setting.today), None)
    money = next(amounts(text[at:], language=setting.language, currency=None), None)
    other = (day and day.start == 0) or (money and money.start == 0) or _IS_AMOUNT.fullmatch(token)
    return "" if other or _YEAR.fullmatch(token) else token
