"""Typed candidates: every date, amount and identifier of a document, with its place.

The decimal separator and the day-month order are decided once for the document (`Locale`), never
value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from parsers.paper.layout import Layout, Span, span
from parsers.paper.words import Word
from parsers.wording import amounts, dates, identifiers

_GLUED: Final = re.compile(
    r"^(?:invoice|rechnung|facture|factuur|fattura|factura|number|nummer|n[ro]\.)"
    r"(?=\w{2})(?=\S*\d)",
    re.IGNORECASE,
)
"""A label that is set on top of its number without a space."""
_HEAD: Final = re.compile(r"#?[A-Za-z0-9][A-Za-z0-9/-]*[-/]")
_TAIL: Final = re.compile(r"[A-Z0-9/-]*\d[A-Z0-9/-]*|[A-Z]{1,2}")
_SPLIT: Final = 0.35
"""Parts of a number nearer than this part of the type's height are one."""
_SYMBOL: Final = (
    r"(?:€|\$|£|¥|(?:EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK|HUF|CAD|AUD|Euro|US\$|C\$|A\$|Rs\.?"
    r"|[Kk]r|K[čc]|z[łl])\b)"
)
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,/%])(?P<lead>[-\u2212\u2013(]?\s?{_SYMBOL}?\s?[-\u2212\u2013(]?)"
    r"(?P<digits>\d{1,3}(?:[.,'\u2019]\d{3})+(?:[.,]\d{2,4})?"
    r"|\d{1,3}(?: \d{3})+(?:[.,]\d{2,4})?(?!\d)|\d+(?:[.,]\d{1,6})?)"
    rf"(?P<tail>\s?-(?!\d)|\))?(?P<unit>\s?{_SYMBOL}|\s?%)?(?:\s?(?P<credit>CR)\b)?(?![\w/]|[.,]\d)"
)
_US_ZIP: Final = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b")
_IDENTIFIER: Final = re.compile(
    r"(?<![\w@])#?[A-Za-z0-9][A-Za-z0-9/_.\-\u2013]*[A-Za-z0-9]|(?<![\w@])#?\d(?!\w)"
)
_WIDE: Final = 0.5
"""A space wider than this part of the type's height never groups thousands."""


@dataclass(frozen=True, slots=True)
class Locale:
    """How a document writes numbers and dates: one vote for the whole document."""

    decimal: str
    month_first: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on a page. `money` is False for what may also be a quantity or a year."""

    value: Decimal
    place: Span
    money: bool
    percent: bool = False
    symbol: bool = False
    dashed: bool = False
    """A minus stands behind the number."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date on a page."""

    value: date
    place: Span


@dataclass(frozen=True, slots=True)
class Identifier:
    """A word that may be a number of something: digits, perhaps with letters and separators."""

    value: str
    place: Span

    @property
    def begins(self) -> Span:
        """Where it stands for its label: its first word, where it runs on over a second line."""
        first, last = self.place.words[0], self.place.words[-1]
        wrapped = abs(first.middle - last.middle) > first.height / 2
        return self.place.part(0, 1) if wrapped else self.place


@dataclass(frozen=True, slots=True)
class Candidates:
    """All typed candidates of a document."""

    locale: Locale
    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]
    identifiers: tuple[Identifier, ...]


def collect(layout: Layout, *, american: bool, month_first: bool | None = None) -> Candidates:
    """The candidates of a document.

    Where no date proves the day-month order, it is `month_first` if that is known, else `american`
    breaks the tie.
    """
    segments = layout.segments
    dated = [(segment, dates.find(segment.text)) for segment in segments]
    locale = _locale(layout, dated, american=american, month_first=month_first)
    days: list[Day] = []
    numbers: list[Amount] = []
    names: list[Identifier] = []
    for segment, found in dated:
        blank = segment.text
        for one in found:
            days.append(
                Day(
                    dates.choose(one, month_first=locale.month_first),
                    cut(segment, one.start, one.end),
                )
            )
            blank = blank[: one.start] + "\x00" * (one.end - one.start) + blank[one.end :]
        for amount, start, end in _amounts(segment, blank, locale):
            numbers.append(amount)
            if amount.money or amount.symbol or amount.percent:
                blank = blank[:start] + "\x00" * (end - start) + blank[end:]
        names += _identifiers(segment, blank)
    days += _wrapped_days(layout, locale)
    return Candidates(
        locale, tuple(_undecorated(numbers)), tuple(days), tuple(_mended(layout, names))
    )


def _locale(
    layout: Layout,
    dated: list[tuple[Span, list[dates.FoundDate]]],
    *,
    american: bool,
    month_first: bool | None,
) -> Locale:
    texts = []
    for segment, found in dated:
        text = segment.text
        for one in found:
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
        texts.append(text)
    decimal = amounts.vote("\n".join(texts)) or amounts.DECIMAL_POINT
    us = american or bool(_US_ZIP.search(layout.text))
    every = [one for _, found in dated for one in found]
    usual = us and decimal == amounts.DECIMAL_POINT
    return Locale(
        decimal, dates.month_first(every, american=usual if month_first is None else month_first)
    )


def cut(segment: Span, start: int, end: int) -> Span:
    """The words of a segment that a part of its text covers."""
    at, first, last = 0, None, 0
    for index, word in enumerate(segment.words):
        if first is None and at + len(word.text) > start:
            first = index
        if at < end:
            last = index
        at += len(word.text) + 1
    return segment.part(first or 0, last + 1)


def _amounts(segment: Span, text: str, locale: Locale) -> Iterator[tuple[Amount, int, int]]:
    for found in _AMOUNT.finditer(_parted(segment, text, locale)):
        digits = found["digits"]
        place = cut(segment, *found.span())
        value = amounts.number(digits, locale.decimal)
        if value is None or len(digits) > 16:  # noqa: PLR2004 - longer numbers are identifiers
            continue
        dashed = "-" in (found["tail"] or "")
        minus = found["credit"] or found["tail"] or re.search(r"[-\u2212\u2013(]", found["lead"])
        unit = (found["unit"] or "").strip()
        symbol = bool(re.search(_SYMBOL, found["lead"])) or bool(unit and unit != "%")
        cents = bool(re.search(rf"\{locale.decimal}\d\d$", digits))
        signed = -value if minus else value
        yield Amount(signed, place, cents, unit == "%", symbol, dashed), *found.span()


def _parted(segment: Span, text: str, locale: Locale) -> str:
    """The text with a tab for each space that is too wide to group the thousands of a number."""
    signs, at = list(text), 0
    for word, after in pairwise(segment.words):
        at += len(word.text) + 1
        wide = after.x0 - word.x1 >= _WIDE * segment.height
        if wide or locale.decimal == amounts.DECIMAL_POINT:
            signs[at - 1] = "\t"
    return "".join(signs)


def _identifiers(segment: Span, text: str) -> Iterator[Identifier]:
    for found in _IDENTIFIER.finditer(text):
        value = found[0].lstrip("#")
        if any(ch.isdigit() for ch in value) and not identifiers.is_other(value):
            yield Identifier(_GLUED.sub("", value), cut(segment, *found.span()))


def _mended(layout: Layout, names: list[Identifier]) -> Iterator[Identifier]:
    """The identifiers, with those wrapped over two lines drawn together: INV-2025- above 9884."""
    heads: dict[int, Identifier] = {}
    tails: set[int] = set()
    for segment, head, tail in (*_wrapped(layout), *_spaced(layout)):
        both = span((head, tail), segment.line)
        heads[id(head)] = Identifier(head.text.lstrip("#") + tail.text, both)
        tails.add(id(tail))
    for name in names:
        if not any(id(word) in tails or id(word) in heads for word in name.place.words):
            yield name
    yield from heads.values()


def _wrapped(layout: Layout) -> Iterator[tuple[Span, Word, Word]]:
    """Both parts of numbers that go on in the line below."""
    for upper in layout.segments:
        head = upper.words[-1]
        if not _HEAD.fullmatch(head.text):
            continue
        alone = upper.part(len(upper.words) - 1, len(upper.words))
        below = (*layout.below(alone), *layout.below(upper))
        for lower in {id(one): one for one in below}.values():
            if len(lower.words) == 1 and _TAIL.fullmatch(lower.words[0].text):
                yield upper, head, lower.words[0]


def _spaced(layout: Layout) -> Iterator[tuple[Span, Word, Word]]:
    """Both parts of numbers that a narrow gap parts behind a hyphen."""
    for segment in layout.segments:
        for head, tail in pairwise(segment.words):
            near = tail.x0 - head.x1 < _SPLIT * head.height
            if near and _HEAD.fullmatch(head.text) and _TAIL.fullmatch(tail.text):
                yield segment, head, tail


def _wrapped_days(layout: Layout, locale: Locale) -> Iterator[Day]:
    """Dates wrapped over two lines: 9 de febrero above de 2025, 2026-07- above 24."""
    for upper in layout.segments:
        if len(upper.words) > 4 or not any(ch.isdigit() for ch in upper.text):  # noqa: PLR2004 - a date has four words
            continue
        for lower in layout.below(upper):
            gap = "" if upper.text.endswith(("-", "/", ".")) else " "
            for one in dates.find(f"{upper.text}{gap}{lower.text}"):
                if one.start < len(upper.text) < one.end:
                    both = span((*upper.words, *lower.words), upper.line)
                    yield Day(dates.choose(one, month_first=locale.month_first), both)


def _undecorated(numbers: list[Amount]) -> list[Amount]:
    """The amounts; where most money has a minus behind it, that is decoration and no sign."""
    money = [one for one in numbers if one.money]
    dashed = [one for one in money if one.dashed]
    if len(dashed) * 2 <= len(money):
        return numbers
    return [replace(one, value=abs(one.value)) if one.dashed else one for one in numbers]
