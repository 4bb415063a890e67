"""How a portal writes dates and amounts, by what stands in all its rows; unsure is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from fetchers.portals.values import NO_CURRENCY, DateOrder, currency_in, order_by_evidence

FIGURES: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(?:\d{4}|\d\d)(?!\d)"
)
_YEAR_FIRST: Final = re.compile(r"(?<!\d)\d{4}\s?[./]\s?\d{1,2}\s?[./]\s?\d{1,2}(?!\d)")
_YEARLESS: Final = re.compile(r"(?<![\d.,])\d{1,2}\.\s?\d{1,2}\.(?!\d)")  # 01.08. of a period
CURRENCIES: Final = frozenset(
    re.findall(
        "...",
        "AEDALLARSAUDBGNBHDBRLCADCHFCLPCNYCOPCZKDKKEGPEURGBPGELHKDHUFIDRILSINRISK"
        "JODJPYKRWKWDKZTMADMDLMKDMXNMYRNOKNZDOMRPENPHPPLNQARRONRSDRUBSARSEKSGDTHB"
        "TNDTRYTWDUAHUSDVNDZAR",
    )
)
_CODE: Final = "|".join(sorted(CURRENCIES))  # INV-1001 is no amount of a currency INV
_SIGNS: Final = r"[€£$¥₹₺₴₽₪円元원]|zł|Kč|\bkr\b\.?|\bFt\b|\blei\b"
_SIGN: Final = rf"(?:{_SIGNS}|\b(?:{_CODE})\b)"
_MINUS: Final = r"[-\u2212(]?"
_FIGURE: Final = r"\d[\d.,'\u2019\u00a0\u202f ]*[.,]\d\d(?!\d)"
_WHOLE: Final = r"\d[\d.,'\u2019\u00a0\u202f ]*"
AMOUNT: Final = re.compile(rf"{_FIGURE}|{_SIGN}\s?{_MINUS}\s?\d|\d\s?{_SIGN}")
MONEY: Final = re.compile(rf"{_SIGN}\s?{_MINUS}\s?{_SIGN}?{_WHOLE}|{_WHOLE}\s?{_SIGN}")
_TIGHT: Final = r"\d[\d.,'\u2019\u00a0\u202f]*[.,]\d\d(?!\d)"
_UNIT: Final = rf"(?:{_SIGNS}|\b[A-Z]{{3}}\b)"  # short, since recipes keep what it is used in
LEADING: Final = re.compile(rf"^\s*({_MINUS}{_UNIT}\s?{_MINUS}{_TIGHT}|{_MINUS}{_TIGHT}\s?{_UNIT})")
_MARKED: Final = re.compile(r"([.,])(\d+)\D*$")
_KRONER: Final = {"sv": "SEK", "nb": "NOK", "nn": "NOK", "no": "NOK", "da": "DKK", "is": "ISK"}
_KRONE: Final = re.compile(r"\bkr\b", re.IGNORECASE)
_CENTS: Final = 2
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


def locale_of(
    texts: Iterable[str], *, language: str, today: date, around: Iterable[str] = ()
) -> Locale:
    """The locale that the texts of a list's rows agree with.

    `around` are texts that may name the currency where the rows don't: headers, headings.
    """
    told = tuple(texts)
    currency = _currency(told, language)
    if currency == NO_CURRENCY:
        currency = _currency(tuple(around), language, bare=True)
    return Locale(_dates(told, language, today), _decimal(told), currency)


def _dates(texts: tuple[str, ...], language: str, today: date) -> DateOrder | None:
    if any(_YEAR_FIRST.search(text) for text in texts):
        return DateOrder.YMD
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
    return _by_language(language) or _by_order([shown for _, _, shown in pairs], today)


def _by_language(language: str) -> DateOrder | None:
    tongue = language.lower()
    if tongue == "en-us":
        return DateOrder.MDY
    return None if tongue in ("", "en") else DateOrder.DMY


def _by_order(shown: list[str], today: date) -> DateOrder | None:
    found = order_by_evidence(shown, today=today)
    return found if found in (DateOrder.DMY, DateOrder.MDY) else None


def _decimal(texts: tuple[str, ...]) -> str:
    """The mark that parts cents: it stands before the last two figures, in most amounts.

    Amounts that name their currency are believed alone; other figures may be anything.
    """
    plain = [_without_dates(text) for text in texts]
    priced = [found[0] for text in plain for found in MONEY.finditer(text)]
    figures = [one for text in priced or plain for one in re.findall(_WHOLE, text)]
    marks: list[str] = []
    for end in filter(None, (_MARKED.search(one.strip()) for one in figures)):
        cents = len(end[2]) == _CENTS
        marks.append(end[1] if cents else {",": ".", ".": ","}[end[1]])
    return "," if marks.count(",") > marks.count(".") else "."


def _without_dates(text: str) -> str:
    for dates in (_YEAR_FIRST, FIGURES, _YEARLESS):
        text = dates.sub(" ", text)
    return text


def _currency(texts: tuple[str, ...], language: str, *, bare: bool = False) -> str:
    found = texts if bare else [one[0] for text in texts for one in MONEY.finditer(text)]
    named = [code for code in (_code_in(text, language) for text in found) if code]
    return max(set(named), key=named.count) if named else NO_CURRENCY


def _code_in(text: str, language: str) -> str | None:
    told = currency_in(text)
    if told is None and _KRONE.search(text):
        return _KRONER.get(language.lower()[:2])
    return told if told is None or told in CURRENCIES else None
