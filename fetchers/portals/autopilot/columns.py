"""Which column says what: by the words of headers and labels, and by the values of all rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.locale import AMOUNT, LEADING, Locale
from fetchers.portals.autopilot.look import Part, Rows
from fetchers.portals.recipe import Column, Columns
from fetchers.portals.row_values import bare_header
from fetchers.portals.values import DateOrder, read_amount, read_date
from model.documents import DocumentKind

_LETTER: Final = "[A-Za-z\u00c0-\u024f\u0370-\u04ff]"
_NUMBER: Final = (  # whole, whatever label stands before it, with or without a space
    rf"(?<![\d_/-])(?<!{_LETTER})({_LETTER}{{0,12}}(?:[-/_]{_LETTER}{{1,8}})*[-/_]?\d[\w/.-]{{2,}}\w)"
)
_A_NUMBER: Final = re.compile(_NUMBER)
_DATE: Final = (
    r"(\d{4}-\d{2}-\d{2}|\d{4}\s?[年년./]\s?\d{1,2}\s?[月월./]\s?\d{1,2}|"
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|"
    r"\d{1,2}(?:\.|st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s+(?:de\s+)?\d{4}|"
    r"[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
_A_DATE: Final = re.compile(rf"(?<!\d){_DATE}(?!\d)")  # FB/2026/10/00774 holds none
_CODE: Final = re.compile(r"[A-Z0-9]{4,12}")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_ENOUGH: Final = 0.9
_OPTIONAL: Final = frozenset({"due", "account"})


def columns_of(rows: Rows, locale: Locale) -> Columns | None:
    """The columns of a list; None where they don't identify a document."""
    found = _by_header(rows, locale)
    for name, column in _by_value(rows, locale, headed=bool(found)).items():
        found.setdefault(name, column)
    if not locale.has_currency:
        found.pop("amount", None)
    if "number" not in found and not {"day", "amount"} <= found.keys():
        return None
    return Columns(**found) if "day" in found or "amount" in found else None


def kinds_of(rows: Rows, columns: Columns) -> Mapping[str, DocumentKind] | None:
    """The names of kinds that a column of kinds uses; None where it says no kind of document."""
    if columns.kind is None or columns.kind.header is None:
        return None
    seen = [one for one in _under(rows, columns.kind.header[0]) if one]
    told = {one: words.kind_in(one) for one in seen if not words.NO_LIST.search(one)}
    if not told or any(kind is None for kind in told.values()):
        return None
    return {**words.KIND_NAMES, **{name: kind for name, kind in told.items() if kind}}


def _under(rows: Rows, header: str) -> list[str]:
    at = [bare_header(one) for one in rows.headers].index(bare_header(header))
    return [row[at] for row in rows.cells if at < len(row)]


def _by_header(rows: Rows, locale: Locale) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for position, header in enumerate(rows.headers):
        name = words.column_of(header)
        if name in (None, "other", "net", "tax") or name in found or not _is_alone(header, rows):
            continue
        values = [row[position] for row in rows.cells if position < len(row)]
        if _fits(name, values, locale):
            pattern = _NUMBER if name in ("number", "order") and _wordy(values) else None
            found[name] = Column(header=(header,), pattern=pattern, optional=name in _OPTIONAL)
    for rather, instead in (("amount", "open"), ("number", "order")):
        column = found.pop(instead, None)
        if column is not None:
            found.setdefault(rather, column)
    return found


def _wordy(values: list[str]) -> bool:
    """Whether numbers stand among words."""
    return any(len(text.split()) > 1 for text in values) and all(
        _A_NUMBER.search(text) for text in values
    )


def _is_alone(header: str, rows: Rows) -> bool:
    bare = bare_header(header)
    return bool(bare) and [bare_header(one) for one in rows.headers].count(bare) == 1


def _fits(name: str, values: list[str], locale: Locale) -> bool:
    """Whether the cells under a header are what the header says."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "number": lambda text: _is_number(text, locale),
        "order": lambda text: _is_number(text, locale),
        "day": lambda text: _is_date(text, locale),
        "amount": lambda text: _is_amount(text, locale, headed=True),
        "open": lambda text: _is_amount(text, locale, headed=True),
        "kind": lambda text: bool(text) and not any(ch.isdigit() for ch in text),
        "account": lambda text: any(ch.isdigit() for ch in text),
    }
    if name == "due":
        return any(_is_date(text, locale) for text in values)
    test = tests[name]
    return bool(values) and sum(map(test, values)) >= _ENOUGH * len(values)


def _is_number(text: str, locale: Locale) -> bool:
    return any(ch.isdigit() for ch in text) and not _is_date(text, locale)


def _is_date(text: str, locale: Locale) -> bool:
    return read_date(text, locale.dates or DateOrder.DMY) is not None


def _is_amount(text: str, locale: Locale, *, headed: bool = False) -> bool:
    read = read_amount(text, decimal=locale.decimal, currency="EUR")
    return (headed or bool(AMOUNT.search(text))) and read is not None


def _by_value(rows: Rows, locale: Locale, *, headed: bool) -> dict[str, Column]:
    """The columns of cards, by what the pieces of all rows are; a number is told by its looks.

    Of a table whose headers say something, cells whose headers say something else are left alone.
    """
    found: dict[str, Column] = {}
    numbers: list[tuple[int, Column]] = []
    pieces = _pieces(rows, headed=headed)
    for part in pieces:
        for name, column in _said_by(part, locale).items():
            found.setdefault(name, column)
        if likeness := _number_likeness(part):
            pattern = _NUMBER if _A_NUMBER.search(part.text) else None
            numbers.append((likeness, Column(at=part.selectors, pattern=pattern)))
    if numbers:
        found["number"] = max(numbers, key=lambda one: one[0])[1]
    if amount := _amount_in(pieces, locale):
        found["amount"] = amount
    return found


def _amount_in(pieces: list[Part], locale: Locale) -> Column | None:
    """The one piece that is an amount, or named as one; else the one that begins with one."""
    amounts = [
        (bool(part.label) and words.column_of(part.label) == "amount", Column(at=part.selectors))
        for part in pieces
        if _all_amounts(part, locale)
    ]
    if len(amounts) == 1 or any(named for named, _ in amounts):
        return max(amounts, key=lambda one: one[0])[1]
    leading = [part for part in pieces if _most(part, lambda text: bool(LEADING.match(text)))]
    if amounts or len(leading) != 1:
        return None
    return Column(at=leading[0].selectors, pattern=LEADING.pattern)


def _pieces(rows: Rows, *, headed: bool) -> list[Part]:
    known = {
        cell
        for header, *column in zip(rows.headers, *rows.cells, strict=False)
        if headed and words.column_of(header) in ("other", "net", "tax", "due", "open", "account")
        for cell in column
    }
    usable = (part for part in rows.parts if part.selectors and part.text not in known)
    return sorted(usable, key=lambda one: len(one.text))


def _most(part: Part, test: Callable[[str], bool]) -> bool:
    """Whether nearly all rows say such a thing where the first one does."""
    values = part.values or (part.text,)
    return test(part.text) and sum(map(test, values)) >= _ENOUGH * len(values)


def _all_amounts(part: Part, locale: Locale) -> bool:
    about = words.column_of(part.label) if part.label else None
    if about in ("other", "net", "tax", "due", "open"):
        return False
    return _most(part, lambda text: _is_amount(text, locale) and _only_amount(text))


def _number_likeness(part: Part) -> int:
    """How much a piece of text looks like a document's number; 0: not at all."""
    about = words.column_of(part.label) if part.label else None
    if about not in (None, "number", "order"):
        return 0
    if part.link and _are_codes(part.values):
        return 1
    token = _number_in(part.text)
    if token is None or not _most(part, lambda text: _number_in(text) is not None):
        return 0
    numbers = [_number_in(text) for text in part.values]
    if len(set(numbers)) < len(numbers):
        return 0  # what rows have in common numbers none of them
    named = about == "number" or words.kind_in(part.text) is not None
    mixed = any(ch.isalpha() for ch in token)
    return 1 + 3 * named + 2 * mixed + part.link


def _number_in(text: str) -> str | None:
    """The number that a text says, where no date and no amount stands before it."""
    without = AMOUNT.sub(" ", _A_DATE.sub(" ", text))
    first, rest = _A_NUMBER.search(text), _A_NUMBER.search(without)
    if first is None or rest is None or first[1] != rest[1] or _YEAR.fullmatch(first[1]):
        return None
    return first[1]


def _are_codes(values: tuple[str, ...]) -> bool:
    """Whether links say codes like AHM3K: one a row, which need not hold digits."""
    alike = all(_CODE.fullmatch(one) for one in values)
    digits = any(ch.isdigit() for one in values for ch in one)
    return alike and digits and len(set(values)) == len(values) > 1


def _said_by(part: Part, locale: Locale) -> dict[str, Column]:
    """The dates that one piece of text says."""
    if part.time:
        return {"day": Column(at=part.selectors, attribute="datetime")}
    if not _is_date(part.text, locale):
        return {}
    about = words.column_of(part.label) if part.label else None
    return _dates_in(part, about, locale)


def _only_amount(text: str) -> bool:
    return len(re.sub(r"[\d.,'\s€£$¥()\u2212+-]|[A-Z]{3}|zł|Kč|kr|Ft|円|元", "", text)) == 0


def _dates_in(part: Part, about: str | None, locale: Locale) -> dict[str, Column]:
    """The day of issue, and the due day where the text names it."""
    due_pattern = rf"(?i:{words.DUE.pattern})[^\d]{{0,20}}{_DATE}"
    due = re.search(due_pattern, part.text)
    if about == "due":
        return {"due": Column(at=part.selectors, pattern=_DATE, optional=True)}
    found = {"due": Column(at=part.selectors, pattern=due_pattern, optional=True)} if due else {}
    first = re.search(_DATE, part.text)
    everywhere = _most(part, lambda text: _is_date(text, locale))
    apart = first is not None and not (due and due.start(1) == first.start(1))
    if about in (None, "day") and apart and everywhere:
        found["day"] = Column(at=part.selectors, pattern=_DATE)
    return found
