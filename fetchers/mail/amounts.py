"""Amounts of money in running text. A number without a currency is no amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fetchers.mail.lexicon import table
from model.money import Money, exponent

_TABLE: Final = table("currencies")
_CODES: Final = frozenset(_TABLE["codes"])
_SYMBOLS: Final[dict[str, str]] = _TABLE["symbols"]
_SHARED: Final[dict[str, list[str]]] = _TABLE["shared"]
_BY_LANGUAGE: Final[dict[str, str]] = _TABLE["by_language"]

_SIGNS: Final = "|".join(
    sorted(map(re.escape, [*_SYMBOLS, *_SHARED, *_CODES]), key=len, reverse=True)
)
_NUMBER: Final = (
    r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+(?:[.,]\d{1,3})?|\d{1,12}(?:[.,]\d{1,3})?"
)
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,/-])(?P<minus>[-\u2212(]\s?)?(?:"
    rf"(?P<before>{_SIGNS})\s?(?P<minus2>[-\u2212])?(?P<after_sign>{_NUMBER})"
    rf"|(?P<before_sign>{_NUMBER})(?P<dash>,-)?\s?(?P<after>{_SIGNS})(?!\w)"
    rf")(?P<minus3>-(?!\w))?",
    re.IGNORECASE,
)
_DECIMALS: Final = re.compile(r"[.,](\d{1,2})$")
_THREE: Final = re.compile(r"[.,]\d{3}$")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands in the text."""

    start: int
    end: int
    money: Money


def amounts(text: str, *, language: str | None, currency: str | None) -> Iterator[FoundAmount]:
    """The amounts in a text, in order.

    `currency` is the supplier's own: it decides what a sign that several currencies share means.
    """
    for match in _AMOUNT.finditer(text):
        sign = match["before"] or match["after"]
        code = _code(sign, language, currency)
        number = match["after_sign"] or match["before_sign"]
        value = _value(number, exponent(code))
        minus = match["minus"] or match["minus2"] or match["minus3"]
        yield FoundAmount(match.start(), match.end(), Money(-value if minus else value, code))


def _code(sign: str, language: str | None, currency: str | None) -> str:
    if sign.upper() in _CODES:
        return sign.upper()
    lower = sign.lower()
    if lower in _SYMBOLS:
        return _SYMBOLS[lower]
    shared = _SHARED[lower]
    if currency in shared:
        return str(currency)
    spoken = _BY_LANGUAGE.get(language or "", "")
    return spoken if spoken in shared else shared[0]


def _value(number: str, decimals: int) -> Decimal:
    """The number's value: its last mark is the decimal one if the currency has such decimals."""
    tail = _DECIMALS.search(number)
    if tail is None and decimals == 3 and _THREE.search(number):  # noqa: PLR2004 - ISO 4217 exponent
        tail = re.search(r"[.,](\d{3})$", number)
    digits = re.sub(r"\D", "", number)
    return Decimal(digits).scaleb(-len(tail[1])) if tail else Decimal(digits)
