"""Amounts, quantities and days as people of five languages write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from billhook.demo.calendar import MONTHS

_MARKS: Final = {
    "de": (".", ","),
    "en": (",", "."),
    "es": (".", ","),
    "fr": ("\u00a0", ","),
    "nl": (".", ","),
}
_DAYS: Final = {"de": "%d.%m.%Y", "es": "%d/%m/%Y", "fr": "%d/%m/%Y", "nl": "%d-%m-%Y"}


def number(language: str, value: Decimal) -> str:
    """The value with the language's marks, with the decimals that it has."""
    thousands, point = _MARKS[language]
    return f"{value:,f}".translate(str.maketrans(",.", thousands + point))


def money(language: str, amount: Decimal) -> str:
    """The amount with two decimals: "1.928,64"."""
    return number(language, amount.quantize(Decimal("0.01")))


def day(language: str, value: date) -> str:
    """The day as written there: "14.10.2026", "14 October 2026"."""
    if language != "en":
        return value.strftime(_DAYS[language])
    return f"{value.day} {MONTHS['en'].split()[value.month - 1]} {value.year}"
