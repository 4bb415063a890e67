"""Values of a list's cells: dates and amounts, read as the recipe declares them, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from model.errors import AmountUnreadable
from model.money import Money


class DateOrder(StrEnum):
    """How a portal writes 3 May 2026 in figures."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


_MONTHS: Final = (
    ("jan", "gen", "ene", "янв", "sty", "led", "tammi", "\u03b9\u03b1\u03bd", "ian", "oca"),
    ("feb", "fév", "fev", "fév", "lut", "únor", "helmi", "φεβ", "фев", "şub"),
    (
        "mars",
        "march",
        "mar",
        "mär",
        "mrt",
        "maart",
        "mrz",
        "březen",
        "března",
        "maalis",
        "μαρ",
        "μάρ",
        "мар",
        "már",
    ),
    ("apr", "avr", "abr", "kwi", "dub", "huhti", "απρ", "апр", "ápr", "nis"),
    ("may", "mai", "mei", "mag", "maj", "květ", "touko", "μαΐ", "μαι", "мая", "май", "máj"),
    (
        "jun",
        "juin",
        "giu",
        "cze",
        "červen",
        "června",
        "kesä",
        "\u03b9\u03bf\u03c5\u03bd",
        "июн",
        "jún",
        "haz",
    ),
    (
        "jul",
        "juil",
        "lug",
        "lip",
        "červenec",
        "července",
        "heinä",
        "\u03b9\u03bf\u03c5\u03bb",
        "июл",
        "júl",
        "tem",
    ),
    ("aug", "aoû", "aou", "ago", "sie", "srp", "elo", "\u03b1\u03c5\u03b3", "αύγ", "авг", "ağu"),
    ("sep", "set", "wrz", "zář", "syys", "σεπ", "сен", "eyl"),
    ("oct", "okt", "ott", "out", "paź", "říj", "loka", "οκτ", "окт", "eki"),
    ("nov", "lis", "marras", "νοε", "νοέ", "ноя", "noi", "kas"),
    ("dec", "dez", "déc", "dic", "des", "gru", "pros", "joulu", "δεκ", "дек", "ara"),
)
_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WITH_SIGNS: Final = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})")
_FIGURES: Final = re.compile(
    r"(?<!\d)(\d{1,4})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{4}|\d\d)(?!\d)"
)
_DAY_MONTH: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})"
)
_MONTH_DAY: Final = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CENTURY: Final = 2000
NO_CURRENCY: Final = "XXX"
"""ISO 4217's code where no currency is involved, or none is known yet."""
_TWO_DIGITS: Final = 100
_ENOUGH_TO_SORT: Final = 6  # dates that are in order by chance once in some hundred lists

_SYMBOLS: Final = {"€": "EUR", "£": "GBP", "$": "USD", "zł": "PLN", "kč": "CZK", "fr.": "CHF"} | {
    "¥": "JPY",
    "円": "JPY",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₪": "ILS",
}
_CODE: Final = re.compile(r"\b([A-Z]{3})\b")
_AMOUNT: Final = re.compile(r"\d[\d.,'\u2019\u00a0\u202f\u2009 ]*")
_NEGATIVE: Final = re.compile(
    r"^\s*\(.*\)\s*$|[-\u2212\u2013]\s*(?:[^\d\s]{0,4}\s*)\d|\d\s*[-\u2212]|\b(?:CR|Cr)\b"
)
_SPACES: Final = "'\u2019\u00a0\u202f\u2009 "


def clean(text: str, *, longest: int = 200) -> str:
    """Foreign text on one line, without control characters, cut to a length."""
    shown = "".join(ch if unicodedata.category(ch)[0] != "C" else " " for ch in text)
    return " ".join(shown.split())[:longest]


def read_date(text: str, order: DateOrder) -> date | None:
    """The date that a cell says; None where it says none, or one that does not exist."""
    parts = _date_parts(clean(text), order)
    if parts is None:
        return None
    year, month, day = parts
    try:
        return date(year + _CENTURY if year < _TWO_DIGITS else year, month, day)
    except ValueError:
        return None


def _date_parts(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    if found := _ISO.search(text) or _WITH_SIGNS.search(text):
        year, month, day = map(int, found.groups())
        return year, month, day
    if found := _FIGURES.search(text):
        first, second, third = map(int, found.groups())
        return _ordered(first, second, third, order)
    return _with_month_name(text)


def _ordered(first: int, second: int, third: int, order: DateOrder) -> tuple[int, int, int]:
    if order is DateOrder.YMD:
        return first, second, third
    return (third, second, first) if order is DateOrder.DMY else (third, first, second)


def _with_month_name(text: str) -> tuple[int, int, int] | None:
    for pattern, places in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2))):
        for found in pattern.finditer(text):
            month = _month(found[places[1]])
            if month:
                return int(found[places[0]]), month, int(found[places[2]])
    return None


def _month(name: str) -> int | None:
    low = name.lower()
    fitting = [
        (len(one), number)
        for number, beginnings in enumerate(_MONTHS, start=1)
        for one in beginnings
        if low.startswith(one)
    ]
    return max(fitting)[1] if fitting else None  # červenec is July, though it begins like June


def order_by_evidence(texts: Sequence[str], *, today: date) -> DateOrder | None:
    """The order in which dates are written, as far as they prove it; None where two orders fit.

    An order is out where it makes a date that does not exist, or one that is still to come; of two
    that are left the one counts in which the list is sorted. Dates that every order reads alike
    prove themselves.
    """
    told = [text for text in map(clean, texts) if text]
    if not told:
        return DateOrder.YMD  # there is nothing to read
    fits = {order: days for order in DateOrder if (days := _read_all(told, order, today))}
    if len(set(map(tuple, fits.values()))) == 1:
        return next(iter(fits))
    if len(fits) > 1 and all("." in text for text in told):
        return DateOrder.DMY if DateOrder.DMY in fits else None  # nobody puts the month first there
    in_order = [order for order, days in fits.items() if days in (sorted(days), sorted(days)[::-1])]
    if len(fits) == 1 or (len(in_order) == 1 and len(told) >= _ENOUGH_TO_SORT):
        return next(iter(fits)) if len(fits) == 1 else in_order[0]
    return None


def _read_all(texts: Sequence[str], order: DateOrder, today: date) -> list[date]:
    """All dates in one order; none where one of them does not exist or is still to come."""
    days = [read_date(text, order) for text in texts]
    if any(day is None or day > today + timedelta(days=1) for day in days):
        return []
    return [day for day in days if day is not None]


def read_amount(text: str, *, decimal: str, currency: str) -> Money | None:
    """The signed amount that a cell says; `currency` where it names none. None: no amount.

    Minus before or behind, parentheses and CR make it negative.
    """
    shown = clean(text.replace("\u00a0", " "))
    found = _AMOUNT.search(shown)
    if not found:
        return None
    figures = "".join(ch for ch in found[0] if ch not in _SPACES)
    number = _decimal(figures, decimal)
    if number is None:
        return None
    try:
        money = Money(number, currency_in(shown) or currency)
    except AmountUnreadable:
        return None
    return -money if _NEGATIVE.search(shown) else money


def amounts_in(text: str, *, decimal: str) -> frozenset[Decimal]:
    """All amounts that a text says, without their signs."""
    shown = text.replace("\u00a0", " ")
    figures = ("".join(ch for ch in one if ch not in _SPACES) for one in _AMOUNT.findall(shown))
    read = (_decimal(one, decimal) for one in figures)
    return frozenset(amount for amount in read if amount is not None)


def _decimal(figures: str, decimal: str) -> Decimal | None:
    thousands = "." if decimal == "," else ","
    whole, _, fraction = figures.rstrip(".,").partition(decimal)
    groups = whole.split(thousands)
    if any(len(group) != 3 for group in groups[1:]) or thousands in fraction or decimal in fraction:  # noqa: PLR2004 - thousands
        return None  # written the other way round: reading it would be a guess
    try:
        return Decimal("".join(groups) + ("." + fraction if fraction else ""))
    except InvalidOperation:
        return None


def currency_in(text: str) -> str | None:
    """The currency that a text names by its ISO 4217 code or its sign."""
    if found := _CODE.search(text):
        return found[1]
    low = text.lower()
    return next((code for sign, code in _SYMBOLS.items() if sign in low), None)


def at_path(value: Any, path: str) -> Any:
    """What stands at a dotted path of a JSON value; None where nothing does."""
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def taken(text: str, pattern: str | None) -> str:
    """What a pattern takes out of a text: its first group, or all that it matches."""
    flat = " ".join(text.split())
    if pattern is None:
        return flat
    found = re.search(pattern, flat)
    return "" if found is None else found[1 if found.lastindex else 0].strip()


_LAST_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?!\d)|\d+")


def number_in(text: str, pattern: str | None) -> int | None:
    """The last number in what a pattern takes out of a counter's text; None where there is none."""
    number = _LAST_NUMBER.findall(taken(text, pattern))
    return int(re.sub(r"\D", "", number[-1])) if number else None
