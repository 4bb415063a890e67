"""Which column says what: by the words of the headers in tables, by the values in cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.locale import AMOUNT, Locale
from fetchers.portals.autopilot.look import Part, Rows
from fetchers.portals.recipe import Column, Columns
from fetchers.portals.rows import bare_header
from fetchers.portals.values import DateOrder, read_amount, read_date
from model.documents import DocumentKind

_NUMBER: Final = r"((?=[^\s]*\d)[^\W_]{0,6}[-/_]?\d[\w/.-]{2,}\w)"
_A_NUMBER: Final = re.compile(_NUMBER)
_DATE: Final = (
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|"
    r"\d{1,2}(?:\.|st|nd|rd|th)?\s+[^\W\d_]{3,}\.?,?\s+\d{4})"
)
_YEAR: Final = re.compile(r"(19|20)\d\d")
_ENOUGH: Final = 0.9


def columns_of(rows: Rows, locale: Locale) -> Columns | None:
    """The columns of a list; None where they don't identify a document."""
    found = _by_header(rows, locale) if rows.headers else _by_value(rows, locale)
    if not locale.has_currency:
        found.pop("amount", None)
    if "number" not in found and not {"day", "amount"} <= found.keys():
        return None
    return Columns(**found) if "day" in found or "amount" in found else None


def kinds_of(rows: Rows, columns: Columns) -> Mapping[str, DocumentKind] | None:
    """The names of kinds that a column of kinds uses; None where one of them is unknown."""
    if columns.kind is None or columns.kind.header is None:
        return None
    at = [bare_header(one) for one in rows.headers].index(bare_header(columns.kind.header[0]))
    known = {bare_header(name) for name in words.KIND_NAMES}
    seen = {bare_header(row[at]) for row in rows.cells if at < len(row)}
    return words.KIND_NAMES if seen <= known else None


def _by_header(rows: Rows, locale: Locale) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for position, header in enumerate(rows.headers):
        name = words.column_of(header)
        if name in (None, "other") or name in found or not _is_alone(header, rows.headers):
            continue
        values = [row[position] for row in rows.cells if position < len(row)]
        if _fits(name, values, locale):
            found[name] = Column(header=(header,), optional=name == "due")
    return found


def _is_alone(header: str, headers: tuple[str, ...]) -> bool:
    return [bare_header(one) for one in headers].count(bare_header(header)) == 1


def _fits(name: str, values: list[str], locale: Locale) -> bool:
    """Whether the cells under a header are what the header says."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "number": lambda text: any(ch.isdigit() for ch in text) and not _is_date(text, locale),
        "day": lambda text: _is_date(text, locale),
        "amount": lambda text: _is_amount(text, locale),
        "kind": lambda text: bool(text) and not any(ch.isdigit() for ch in text),
    }
    if name == "due":
        return any(_is_date(text, locale) for text in values)
    test = tests[name]
    return bool(values) and sum(map(test, values)) >= _ENOUGH * len(values)


def _is_date(text: str, locale: Locale) -> bool:
    return read_date(text, locale.dates or DateOrder.DMY) is not None


def _is_amount(text: str, locale: Locale) -> bool:
    read = read_amount(text, decimal=locale.decimal, currency="EUR")
    return bool(AMOUNT.search(text)) and read is not None


def _by_value(rows: Rows, locale: Locale) -> dict[str, Column]:
    """The columns of cards, by the first row's pieces of text; a number is told by its looks."""
    found: dict[str, Column] = {}
    numbers: list[tuple[int, Column]] = []
    for part in sorted(rows.parts, key=lambda one: len(one.text)):
        if not part.selectors:
            continue
        for name, column in _said_by(part, locale).items():
            found.setdefault(name, column)
        if likeness := _number_likeness(part, locale):
            numbers.append((likeness, Column(at=part.selectors, pattern=_NUMBER)))
    if numbers:
        found["number"] = max(numbers, key=lambda one: one[0])[1]
    return found


def _number_likeness(part: Part, locale: Locale) -> int:
    """How much a piece of text looks like a document's number; 0: not at all."""
    token = _A_NUMBER.search(part.text)
    about = words.column_of(part.label) if part.label else None
    if token is None or about not in (None, "number") or AMOUNT.search(part.text):
        return 0
    if _is_date(part.text, locale) or _YEAR.fullmatch(token[0]):
        return 0
    named = about == "number" or words.kind_in(part.text) is not None
    mixed = any(ch.isalpha() for ch in token[0])
    return 1 + 3 * named + 2 * mixed + part.link


def _said_by(part: Part, locale: Locale) -> dict[str, Column]:
    """The dates and the amount that one piece of text says."""
    if part.time:
        return {"day": Column(at=part.selectors, attribute="datetime")}
    about = words.column_of(part.label) if part.label else None
    if _is_date(part.text, locale):
        return _dates_in(part, about)
    if _is_amount(part.text, locale) and _only_amount(part.text) and about != "other":
        return {"amount": Column(at=part.selectors)}
    return {}


def _only_amount(text: str) -> bool:
    return len(re.sub(r"[\d.,'\s€£$()\u2212-]|[A-Z]{3}", "", text)) == 0


def _dates_in(part: Part, about: str | None) -> dict[str, Column]:
    """The day of issue, and the due day where the text names it."""
    due = re.search(rf"(?:{words.DUE.pattern})[^\d]{{0,20}}{_DATE}", part.text, re.IGNORECASE)
    due_pattern = rf"(?i:{words.DUE.pattern})[^\d]{{0,20}}{_DATE}"
    if about == "due":
        return {"due": Column(at=part.selectors, pattern=_DATE, optional=True)}
    found = {"due": Column(at=part.selectors, pattern=due_pattern, optional=True)} if due else {}
    first = re.search(_DATE, part.text)
    if about in (None, "day") and first and not (due and due.start(1) == first.start(1)):
        found["day"] = Column(at=part.selectors, pattern=_DATE)
    return found
