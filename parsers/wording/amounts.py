"""Amounts as text: which sign separates decimals in a document, and what a number says."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

DECIMAL_POINT: Final = "."
DECIMAL_COMMA: Final = ","

_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'\u2019])\d{3})+([.,])\d{2}(?!\d)")
_PLAIN: Final = re.compile(r"(?<![\d.,])\d+([.,])\d{2}(?![\d.,]\d|\d)")
_NUMBER: Final = re.compile(r"\d[\d.,'\u2019\u00a0\u202f ]*")
_CREDIT: Final = re.compile(r"(?:\bCR|\bCr\.?|\bH|\bAV)$")
_CENTS: Final = 2
_LONGEST: Final = 20
"""More digits before the point than this are no amount of money."""


def vote(text: str) -> str | None:
    """The decimal separator of a document, by all its amounts; None where none tells.

    Grouped amounts (1.234,56) can't be read two ways and count three times. Dates must have been
    taken out of the text: 01.10 looks like an amount.
    """
    votes = {DECIMAL_POINT: 0, DECIMAL_COMMA: 0}
    for found in _GROUPED.finditer(text):
        if found[1] != found[2]:
            votes[found[2]] += 3
    for found in _PLAIN.finditer(text):
        votes[found[1]] += 1
    if votes[DECIMAL_POINT] == votes[DECIMAL_COMMA]:
        return None
    return max(votes, key=lambda mark: votes[mark])


def number(text: str, decimal: str | None = None) -> Decimal | None:
    """The number that a text holds, signed; None where there is none.

    Without a known separator, the last sign before one or two closing digits separates decimals.
    Negative are a minus before or after, brackets, and CR, Cr, H, AV behind.
    """
    found = _NUMBER.search(text)
    if not found:
        return None
    digits = re.sub(r"[\s'\u2019\u00a0\u202f]", "", found[0]).rstrip(".,")
    value = _value(digits, decimal or _separator(digits))
    return None if value is None else -value if negative(text, found) else value


def negative(text: str, found: re.Match[str]) -> bool:
    """Whether the text around a number makes it negative."""
    before, behind = text[: found.start()], text[found.end() :].strip()
    if "(" in before and behind.startswith(")"):
        return True
    if re.search(r"[-\u2212\u2013]\s*(?:[^\W\d]{1,3}|[€$£])?\s*$", before):
        return True
    return behind.startswith("-") or bool(_CREDIT.search(behind))


def _separator(digits: str) -> str:
    last = max(digits.rfind("."), digits.rfind(","))
    mark = digits[last] if last >= 0 else DECIMAL_POINT
    if digits.count(mark) > 1:
        return DECIMAL_COMMA if mark == DECIMAL_POINT else DECIMAL_POINT
    both = "." in digits and "," in digits
    if both or len(digits) - last - 1 <= _CENTS:
        return mark
    return DECIMAL_COMMA if mark == DECIMAL_POINT else DECIMAL_POINT


def _value(digits: str, decimal: str) -> Decimal | None:
    grouping = DECIMAL_COMMA if decimal == DECIMAL_POINT else DECIMAL_POINT
    plain = digits.replace(grouping, "").replace(decimal, ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.adjusted() <= _LONGEST else None


def canonical(value: Decimal) -> str:
    """An amount as Billhook writes it: a dot, at least two decimals; absurd ones as they are."""
    if value.adjusted() > _LONGEST:
        return str(value)
    if value == value.quantize(Decimal("0.01")):
        return str(value.quantize(Decimal("0.01")) + 0)
    return f"{value.normalize():f}"
