"""How a portal writes dates and amounts, by what stands in its rows; unsure is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fetchers.portals.values import NO_CURRENCY, DateOrder, currency_in

FIGURES: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(?:\d{4}|\d\d)(?!\d)"
)
AMOUNT: Final = re.compile(r"\d[\d.,'\u2019\u00a0\u202f ]*([.,])\d\d(?!\d)")
_FIGURE: Final = r"\d[\d.,'\u2019\u00a0\u202f ]*[.,]\d\d(?!\d)"
MONEY: Final = re.compile(
    rf"(?:[€£$]|\b[A-Z]{{3}}\b)\s?[-\u2212(]?\s?{_FIGURE}|{_FIGURE}\s?(?:[€£$]|zł|\b[A-Z]{{3}}\b)"
)
_MOST_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Locale:
    """How dates and amounts are written. `dates` is None where two ways are equally likely."""

    dates: DateOrder | None
    decimal: str
    currency: str

    @property
    def has_currency(self) -> bool:
        """Whether amounts can be read at all."""
        return self.currency != NO_CURRENCY


def locale_of(texts: Iterable[str], *, language: str) -> Locale:
    """The locale that the texts of a list's rows agree with."""
    told = tuple(texts)
    return Locale(_dates(told, language), _decimal(told), _currency(told))


def _dates(texts: tuple[str, ...], language: str) -> DateOrder | None:
    pairs = [
        (int(found[1]), int(found[2]), found[0])
        for text in texts
        for found in FIGURES.finditer(text)
    ]
    if not pairs or any(first > _MOST_MONTHS for first, _, _ in pairs):
        return DateOrder.DMY
    if any(second > _MOST_MONTHS for _, second, _ in pairs):
        return DateOrder.MDY
    if all("." in shown for _, _, shown in pairs):
        return DateOrder.DMY  # nobody writes the month first with dots
    tongue = language.lower()
    if tongue == "en-us":
        return DateOrder.MDY
    return None if tongue in ("", "en") else DateOrder.DMY


def _decimal(texts: tuple[str, ...]) -> str:
    near_money = [found[0] for text in texts for found in MONEY.finditer(text)]
    marks = [found[1] for text in near_money for found in AMOUNT.finditer(text)]
    return "," if marks.count(",") > marks.count(".") else "."


def _currency(texts: tuple[str, ...]) -> str:
    found = [found[0] for text in texts for found in MONEY.finditer(text)]
    named = [code for code in map(currency_in, found) if code]
    return max(set(named), key=named.count) if named else NO_CURRENCY
