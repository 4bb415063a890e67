"""Amounts of money in running text. A number without a currency is no amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from fetchers.mail.lexicon import table
from fetchers.mail.values.terms import most_spoken
from fetchers.mail.values.writing import plain
from model.money import Money, exponent

_TABLE: Final = table("currencies")
_CODES: Final = frozenset(code.lower() for code in _TABLE["codes"])
_SYMBOLS: Final[dict[str, str]] = {plain(key): code for key, code in _TABLE["symbols"].items()}
_SHARED: Final[dict[str, list[str]]] = {plain(key): code for key, code in _TABLE["shared"].items()}
_LOCAL: Final[dict[str, dict[str, Any]]] = _TABLE["local"]
_UNSURE: Final[dict[str, list[str]]] = _TABLE["unsure"]
_BY_LANGUAGE: Final[dict[str, str]] = _TABLE["by_language"]
_BY_COUNTRY: Final[dict[str, str]] = _TABLE["by_country"]


def _any_of(signs: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, signs), key=len, reverse=True))


# a code in small letters is more often a word: "all", "try", "top"
_SIGNS: Final = (
    rf"(?i:{_any_of([*_SYMBOLS, *_SHARED, *_LOCAL])}|eur|usd|gbp|chf)|{_any_of(_TABLE['codes'])}"
)
_NUMBER: Final = re.compile(
    r"(?<![0-9])(?<![0-9][.,/:-])"
    r"(?:[0-9]{1,3}(?P<mark>[.,' ])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,4}(?:[.,:][0-9]{1,3})?"
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?:\.[0-9]{1,2})?"
    r"|[0-9]{1,13}(?:[.,:][0-9]{1,3})?)"
    r"(?!\.?[0-9]|[,/:-][0-9])"
)
_BEFORE: Final = re.compile(rf"(?<!\w)(?P<sign>{_SIGNS})\s?$|(?P<bare>[$€£¥₹₺₽₴₪₩₫฿৳₱元])\s?$")
_AFTER: Final = re.compile(
    rf"(?P<dash>[.,:]?-{{1,2}}(?!\w))?\s?(?P<sign>{_SIGNS})(?![^\W\u0e00-\u9fff\uac00-\ud7af])"
)
_UNSPACED: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
FIGURE: Final = re.compile(
    r"(?<![\w.,/-])[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*)?[.,][0-9]{2}"
    r"(?![\w%]|[.,/-][0-9])"
)
"""What is written as an amount is, with two decimals, but says no currency."""

_CROWN: Final = re.compile(r"(?<![^\W\d])kr(?!\w)")
_NAMED: Final = re.compile(rf"\(\s?({_SIGNS})\s?\)|\b(?:IN|EN) ({_SIGNS})\b|\b({_SIGNS})[\s:]*$")
_MINUS: Final = re.compile(r"(?:(?<!\w)-|(?<=[A-Z]{3})-|(?:(?<=[:|=\t])\s?|^\s?)\()\s?$")
_MINUS_AFTER: Final = re.compile(r"-(?!\w)|\s?CR\b")
_JOINED: Final = re.compile(r"[\w/.-]$")
_DECIMALS: Final = re.compile(r"[.,:]([0-9]{1,2})$")
_THREE: Final = re.compile(r"[.,]([0-9]{3})$")
_SMALLEST: Final = re.compile(r"0[.,]([0-9]{3})$")
_WIDEST: Final = 14  # characters of a currency's sign, its space and a minus


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands in the text, its currency included."""

    start: int
    end: int
    money: Money


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number with the currencies beside it."""

    number: re.Match[str]
    before: re.Match[str] | None
    after: re.Match[str] | None
    lead: int  # where the text before it was cut
    negative: bool

    @property
    def written(self) -> bool:
        """Whether it is written as money is, with decimals or groups."""
        return not self.number[0].isdigit()

    @property
    def start(self) -> int:
        """Where the amount begins."""
        return self.lead + self.before.start() if self.before else self.number.start()

    @property
    def end(self) -> int:
        """Where the amount ends."""
        return self.after.end() if self.after else self.number.end()


def amounts(text: str, *, language: str | None, currency: str | None) -> Iterator[FoundAmount]:
    """The amounts in a plain text, in order.

    `currency` is the supplier's own: it decides what a sign that several currencies share means.
    """
    found = [_candidate(text, number) for number in _NUMBER.finditer(text)]
    for candidate in _own_signs([each for each in found if each is not None]):
        sign = _sign(candidate)
        code = _code(sign, language, currency) if sign else None
        if code is None:
            continue
        value = _value(candidate.number[0], exponent(code))
        money = Money(-value if candidate.negative else value, code)
        yield FoundAmount(candidate.start, candidate.end, money)


def currency_of_label(label: str, *, language: str | None, currency: str | None) -> str | None:
    """The currency that a label names for the figure after it: "total (EUR)", "amount in CHF"."""
    named = _NAMED.search(label.upper())
    sign = next(filter(None, named.groups()), "") if named else ""
    return _code(sign.lower(), language, currency) if sign else None


def of_figure(figure: str, code: str) -> Money:
    """A figure without a sign, as money of this currency."""
    return Money(_value(figure, exponent(code)), code)


def currency_by_country(country: str) -> str | None:
    """The currency of a sender whose domain ends so ("au"), where others write it alike."""
    return _BY_COUNTRY.get(country)


def currency_by_words(text: str) -> str | None:
    """The crown that a folded text means by "kr", by its own words: the languages are near kin."""
    if not _CROWN.search(text):
        return None
    crowns = {spoken: code for spoken, code in _BY_LANGUAGE.items() if code in _SHARED["kr"]}
    spoken = most_spoken(text, tuple(crowns))
    return crowns[spoken] if spoken else None


def _candidate(text: str, number: re.Match[str]) -> _Candidate | None:
    """The number with what stands beside it; None for a part of something longer."""
    lead = max(0, number.start() - _WIDEST)
    front = text[lead : number.start()]
    minus = _MINUS.search(front)
    if minus:
        front = front[: minus.start()]
    before = _BEFORE.search(front)
    if not before and _JOINED.search(front) and not _UNSPACED.search(front[-1]):
        return None
    after = _AFTER.match(text, number.end())
    ahead = text[lead : lead + before.start()] if before else ""
    negative = bool(minus or _MINUS.search(ahead))
    trailing = _MINUS_AFTER.match(text, after.end() if after else number.end())
    dashed = before is None and after is not None and after["dash"] == "-"
    return _Candidate(number, before, after, lead, negative or bool(trailing) or dashed)


def _own_signs(candidates: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Each number with its own currency: a sign between two numbers belongs to one of them."""
    for place, candidate in enumerate(candidates):
        following = candidates[place + 1] if place + 1 < len(candidates) else None
        previous = candidates[place - 1] if place else None
        before, after = candidate.before, candidate.after
        if following is not None and after and following.start < candidate.end:
            after = None if _to_following(candidate, following) else after
        if previous is not None and before and previous.end > candidate.start:
            before = before if _to_following(previous, candidate) else None
        yield _Candidate(candidate.number, before, after, candidate.lead, candidate.negative)


def _to_following(first: _Candidate, second: _Candidate) -> bool:
    """Whether the sign between two numbers is the second one's."""
    return first.before is not None or (second.written and not first.written)


def _sign(candidate: _Candidate) -> str:
    """The sign beside a number: a code says more than a symbol that is shared."""
    signs = [
        (match["sign"] or match.groupdict().get("bare") or "").lower()
        for match in (candidate.before, candidate.after)
        if match
    ]
    return next((sign for sign in signs if sign in _CODES), signs[0] if signs else "")


def _code(sign: str, language: str | None, currency: str | None) -> str | None:
    if sign in _CODES:
        return sign.upper()
    if sign in _SYMBOLS:
        return _SYMBOLS[sign]
    spoken = language or ""
    if sign in _LOCAL:
        return str(_LOCAL[sign]["currency"]) if spoken in _LOCAL[sign]["languages"] else None
    return _shared_code(sign, spoken, currency)


def _shared_code(sign: str, language: str, currency: str | None) -> str | None:
    """What a sign of several currencies means; None where a language's countries differ."""
    shared = _SHARED[sign]
    if currency is not None and currency in shared:
        return currency
    if language in _UNSURE.get(sign, ()):
        return None
    spoken = _BY_LANGUAGE.get(language, "")
    return spoken if spoken in shared else shared[0]


def _value(number: str, decimals: int) -> Decimal:
    """The number's value: its last mark is the decimal one if the currency has such decimals."""
    tail = _DECIMALS.search(number) or _SMALLEST.match(number)
    if tail is None and decimals == 3:  # noqa: PLR2004 - ISO 4217 exponent
        tail = _THREE.search(number)
    digits = re.sub(r"[^0-9]", "", number)
    return Decimal(digits).scaleb(-len(tail[1])) if tail else Decimal(digits)
