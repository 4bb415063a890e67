"""What is typed into the search of the inbox: words, and filters such as `amount:>1000`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Generic, TypeVar

from model.documents import DocumentKind
from model.entities import UNKNOWN
from model.filing import Channel, DocumentStatus

T = TypeVar("T")

ME: Final = "me"
NOBODY: Final = "nobody"
_A_WEEK: Final = timedelta(days=7)
_A_MONTH: Final = timedelta(days=30)
_TOKEN: Final = re.compile(r'([a-z]+):(?:"([^"]*)"?|(\S*))|(\S+)', re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,15}(?:[.,]\d{1,3})?")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Between(Generic[T]):
    """From one value to another, both included; None leaves a side open."""

    least: T | None = None
    most: T | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a document must be to fit what was typed.

    Of several `suppliers`, `entities`, `kinds`, `statuses` or `sources` one is enough; everything
    else holds together. Amounts are compared without their sign. `entities` are codes or parts of
    names of our companies, or `unknown`; `assigned` is a user's name, `me` or `nobody`. `misread`
    are sentences about filters that say nothing; those are looked for as words.
    """

    words: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    statuses: tuple[DocumentStatus, ...] = ()
    sources: tuple[Channel, ...] = ()
    amounts: tuple[Between[Decimal], ...] = ()
    due: tuple[Between[date], ...] = ()
    dated: tuple[Between[date], ...] = ()
    received: tuple[Between[date], ...] = ()
    assigned: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()


def read(typed: str, today: date) -> Narrowing:
    """What was typed, taken apart. Nothing is refused: what is no filter is a word."""
    found = _Found(today)
    for match in _TOKEN.finditer(typed):
        name, quoted, plain, word = match.groups()
        if name is None or not found.take(name.lower(), quoted if quoted is not None else plain):
            found.words.append((word or match[0]).casefold())
    return found.narrowing()


def with_filter(typed: str, name: str, value: str) -> str:
    """What was typed, with this one filter of its name; an empty value leaves none."""
    kept = [m[0] for m in _TOKEN.finditer(typed) if (m[1] or "").lower() != name]
    if value:
        kept.append(f'{name}:"{value}"' if " " in value else f"{name}:{value}")
    return " ".join(kept)


def asks_who(typed: str) -> bool:
    """Whether what fits depends on who typed it."""
    return ME in read(typed, date.min).assigned


def filter_of(typed: str, name: str) -> str:
    """The value of the first filter of a name; empty for none."""
    for match in _TOKEN.finditer(typed):
        if (match[1] or "").lower() == name:
            return match[2] if match[2] is not None else match[3]
    return ""


@dataclass(slots=True)
class _Found:
    """What has been taken apart so far."""

    today: date
    words: list[str] = field(default_factory=list)
    values: dict[str, list[object]] = field(default_factory=dict)
    misread: list[str] = field(default_factory=list)

    def take(self, name: str, value: str) -> bool:
        """Whether this was a filter, and is kept."""
        known = _FILTERS.get(name)
        if known is None:
            return False
        try:
            meant = known.read(value.casefold(), self.today)
        except ValueError:
            self.misread.append(f"{name}: takes {known.takes}.")
            return False
        self.values.setdefault(known.holds, []).append(meant)
        return True

    def narrowing(self) -> Narrowing:
        """All of it."""
        held = {name: tuple(values) for name, values in self.values.items()}
        return Narrowing(words=tuple(self.words), misread=tuple(self.misread), **held)  # type: ignore[arg-type]  # _FILTERS pairs readers with fields


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter: the field that holds it, how its value is read, and what to say of a wrong one."""

    holds: str
    read: Callable[[str, date], object]
    takes: str


def _text(value: str, _today: date) -> str:
    if not value:
        raise ValueError(value)
    return value


def _amount(value: str, _today: date) -> Between[Decimal]:
    return _between(value, _number, _number)


def _number(value: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        raise ValueError(value)
    return Decimal(value.replace(",", "."))


def _due(value: str, today: date) -> Between[date]:
    ahead = {"week": today + _A_WEEK, "month": today + _A_MONTH}
    if value == "overdue":
        return Between(most=today - timedelta(days=1))
    if value in ahead:
        return Between(today, ahead[value])
    return _days(value, today)


def _past(value: str, today: date) -> Between[date]:
    since = {"week": today - _A_WEEK, "month": today - _A_MONTH}
    return Between(since[value], today) if value in since else _days(value, today)


def _days(value: str, today: date) -> Between[date]:
    if value == "today":
        return Between(today, today)
    return _between(value, _first_day, _last_day)


def _first_day(value: str) -> date:
    year, month, day = _parts(value)
    return date(year, month or 1, day or 1)


def _last_day(value: str) -> date:
    year, month, day = _parts(value)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _parts(value: str) -> tuple[int, int | None, int | None]:
    found = _DAY.fullmatch(value)
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):  # noqa: PLR2004 - months
        raise ValueError(value)
    return int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None


def _between(value: str, least: Callable[[str], T], most: Callable[[str], T]) -> Between[T]:
    """`>a` and `<b` include their ends: "more than 1000" is typed by who means 1000 too."""
    sign, rest = value[:1], value[1:].removeprefix("=")
    if sign == ">":
        return Between(least=least(rest))
    if sign == "<":
        return Between(most=most(rest))
    first, dots, last = value.partition("..")
    if not dots:
        return Between(least(value), most(value))
    return Between(least(first) if first else None, most(last) if last else None)


_AMOUNTS: Final = "an amount: 120.50, >1000, <50 or 100..200"
_DUES: Final = "a day: 2026-11-30, 2026-11, >2026-11-01, week, month, today or overdue"
_DAYS: Final = "a day: 2026-11-30, 2026-11, >2026-11-01, week, month or today"
_FILTERS: Final[dict[str, _Filter]] = {
    "supplier": _Filter("suppliers", _text, "a part of a supplier's name"),
    "entity": _Filter("entities", _text, f"a code or a part of a name of ours, or {UNKNOWN}"),
    "kind": _Filter("kinds", lambda v, _: DocumentKind(v), ", ".join(DocumentKind)),
    "status": _Filter("statuses", lambda v, _: DocumentStatus(v), ", ".join(DocumentStatus)),
    "source": _Filter("sources", lambda v, _: Channel(v), ", ".join(Channel)),
    "amount": _Filter("amounts", _amount, _AMOUNTS),
    "due": _Filter("due", _due, _DUES),
    "date": _Filter("dated", _past, _DAYS),
    "received": _Filter("received", _past, _DAYS),
    "for": _Filter("assigned", _text, f"a person's name, {ME} or {NOBODY}"),
}
FILTERS: Final = tuple(_FILTERS)
"""The names of all filters."""
