"""A mail's text as lines and cells with their values, and the words that stand for each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from fetchers.mail.values.amounts import FIGURE, amounts
from fetchers.mail.values.dates import dates
from fetchers.mail.values.sentences import has_letters, sentence_ends
from fetchers.mail.values.terms import words_of
from fetchers.mail.values.writing import folded
from model.money import Money

_CELLS: Final = re.compile(r"\t| {3,}|\s*[|│¦]\s*|\.{4,}|·{3,}|_{4,}")
_EDGE: Final = re.compile(r"^[\s>*•·\u2013\u2014-]+(?=[^\d\s])|[\s*•·]+$|^>[\s>]*")
_SIGN: Final = r"A-Za-z0-9\u00c0-\u024f\u0370-\u052f"  # scripts that have spaces between words
_TOKEN: Final = re.compile(
    rf"(?<![{_SIGN}])(?=[{_SIGN}./_-]{{0,39}}?[0-9])[{_SIGN}](?:[{_SIGN}./_-]{{0,38}}[{_SIGN}])?(?![{_SIGN}])"
)
_PREFIXED: Final = re.compile(r"(?:(?<=[:#]\s)|(?<=[:#])|^)(?P<prefix>[A-Z]{1,6})[ ]$")
_GROUPS: Final = re.compile(r"(?: [0-9]{2,6}){1,4}$|(?: [0-9]{3}(?![0-9])){2,4}")
_NOT_A_NUMBER: Final = re.compile(
    r"20[0-9]{2}|[0-9]{1,2}|[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]{2}|0?[0-9]:[0-9]{2}"
)
LONGEST_LABEL: Final = 60
"""Characters up to which words are a label."""

_SENTENCE_WORDS: Final = 4
_SHORTEST_TOKEN: Final = 3
_MOST_LINES: Final = 1500
_LONGEST_LINE: Final = 2000
_MOST_VALUES: Final = 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """What helps to read values: the mail's languages, the supplier's currency, the day.

    `sent` is the day of a mail that announces something new, None for one that reminds. `country`
    is the end of the sender's domain ("uk", "com").
    """

    languages: tuple[str, ...]
    today: date
    currency: str | None = None
    sent: date | None = None
    country: str = ""
    month_first: bool | None = None

    @property
    def language(self) -> str | None:
        """The language that decides what a shared currency sign means."""
        return self.languages[0] if self.languages else None


@dataclass(frozen=True, slots=True)
class Item:
    """A value in a cell: an amount, a date, something written like a number, or a bare figure.

    A `figure` is written as an amount is, but names no currency: its label may. The `readings` of
    a date without a `day` are its two possible days.
    """

    start: int
    end: int
    text: str = ""
    figure: str = ""
    money: Money | None = None
    day: date | None = None
    readings: tuple[date, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is neither an amount nor a date."""
        return bool(self.text)


class Sort(Enum):
    """What a cell holds."""

    EMPTY = auto()
    LABEL = auto()
    VALUE = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a line with its values. `plain` is its text folded, letter for letter."""

    text: str
    plain: str
    items: tuple[Item, ...]
    sort: Sort


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a mail; the subject is row 0."""

    index: int
    cells: tuple[Cell, ...]

    @property
    def is_header(self) -> bool:
        """Whether all it holds are labels."""
        sorts = {cell.sort for cell in self.cells}
        return Sort.LABEL in sorts and sorts <= {Sort.LABEL, Sort.EMPTY}

    @property
    def has_values(self) -> bool:
        """Whether a cell is nothing but a value."""
        return any(cell.sort is Sort.VALUE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it stands: its row, its column, and its place among the cell's values."""

    row: Row
    column: int
    at: int

    @property
    def cell(self) -> Cell:
        """The cell that it stands in."""
        return self.row.cells[self.column]

    @property
    def item(self) -> Item:
        """The value."""
        return self.cell.items[self.at]


def rows_of(subject: str, body: str, setting: Setting) -> tuple[Row, ...]:
    """The subject and the lines of a plain text that are not blank."""
    lines = [subject, *(line for line in body.splitlines() if line.strip())][:_MOST_LINES]
    return tuple(_row(index, line[:_LONGEST_LINE], setting) for index, line in enumerate(lines))


def places_of(rows: Sequence[Row]) -> tuple[Place, ...]:
    """Every value of a mail with its place, in order."""
    found = [
        Place(row, column, at)
        for row in rows
        for column, cell in enumerate(row.cells)
        for at in range(len(cell.items))
    ]
    return tuple(found[:_MOST_VALUES])


def _row(index: int, line: str, setting: Setting) -> Row:
    row = line.removesuffix("\t") if "\t" in line else _EDGE.sub("", line)
    parts = _CELLS.split(row)
    return Row(index, tuple(_cell(part.strip(), setting) for part in parts))


def _cell(text: str, setting: Setting) -> Cell:
    items = tuple(_items(text, setting)) if any(map(str.isdigit, text)) else ()
    return Cell(text, folded(text), items, _sort(text, items))


def _sort(text: str, items: Sequence[Item]) -> Sort:
    if not has_letters(text):
        return Sort.EMPTY
    if not items:
        short = len(text) <= LONGEST_LABEL
        return Sort.LABEL if short and not _is_sentence(text) else Sort.PROSE
    rest = text[: items[0].start] + "".join(
        text[one.end : other.start] for one, other in zip(items, (*items[1:], None), strict=True)
        if other
    ) + text[items[-1].end :]  # fmt: skip
    return Sort.VALUE if not has_letters(rest) and len(items) == 1 else Sort.PROSE


def _is_sentence(text: str) -> bool:
    """Whether a text has a sentence's end in it, or at its end after several words."""
    ended = text.endswith((".", "!", "?")) and text.count(" ") >= _SENTENCE_WORDS
    return ended or bool(sentence_ends(text))


def _items(text: str, setting: Setting) -> Iterator[Item]:
    """The values of a cell in order: dates first, then amounts, then what else has digits."""
    taken: list[Item] = [
        Item(found.start, found.end, day=found.day, readings=found.readings)
        for found in dates(
            text, languages=setting.languages, today=setting.today, month_first=setting.month_first
        )
    ]
    for amount in amounts(text, language=setting.language, currency=setting.currency):
        if not _overlaps(amount.start, amount.end, taken):
            taken.append(Item(amount.start, amount.end, money=amount.money))
    for item in (*_figures(text), *_numbers(text, setting.languages)):
        if not _overlaps(item.start, item.end, taken):
            taken.append(item)
    yield from sorted(taken, key=lambda item: item.start)


def _figures(text: str) -> Iterator[Item]:
    for match in FIGURE.finditer(text):
        yield Item(match.start(), match.end(), figure=match[0])


def _numbers(text: str, languages: tuple[str, ...]) -> Iterator[Item]:
    past = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < past or text[end : end + 2].strip().startswith("%"):
            continue
        if prefix := _PREFIXED.search(text[:start]):
            start = start if words_of(folded(prefix[0]), languages) else prefix.start("prefix")
        if match[0].isdigit() and (groups := _GROUPS.match(text, end)):
            end = past = groups.end()
        if end - start >= _SHORTEST_TOKEN and not _NOT_A_NUMBER.fullmatch(text[start:end]):
            yield Item(start, end, text=text[start:end])


def _overlaps(start: int, end: int, taken: Sequence[Item]) -> bool:
    return any(start < item.end and item.start < end for item in taken)
