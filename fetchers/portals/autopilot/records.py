"""Rows that a portal's own interface answers: which array holds them, and what its keys say.

A key is believed only where the values of all records fit. What two keys could say is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.locale import CURRENCIES
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.recipe import Column, Columns
from fetchers.portals.values import NO_CURRENCY
from model.documents import DocumentKind

Record = Mapping[str, Any]
Values = tuple[str, ...]

_DEEPEST: Final = 4
_KEY: Final = re.compile(r"[\w-]+")
_HUMPS: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|[_.\W]+")
_DAY: Final = r"^(\d{4}-\d{2}-\d{2})(?!\d)"
_A_DAY: Final = re.compile(_DAY)
_FIGURE: Final = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_UUID: Final = re.compile(r"[\da-f]{8}-[\da-f]{4}-|[\da-f]{16,}", re.IGNORECASE)
_TECHNICAL: Final = re.compile(r"\b(id|uid|uuid|guid|key|hash|token)\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"number|nummer|numero|num\b|\bno\b|\bnr\b", re.IGNORECASE)
_ISSUED: Final = re.compile(r"issue|ausgestell|émis", re.IGNORECASE)
_MADE: Final = re.compile(r"creat|erstell|updat|geänd", re.IGNORECASE)
_WHOLE: Final = re.compile(r"gross|brutto|total|incl|ttc", re.IGNORECASE)
_FILE: Final = re.compile(r"\bpdf\b|download|\bfile\b|attachment|\bdocument", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(https?://|/)[^\s<>\"]+")
_SUFFIX: Final = re.compile(r"\.pdf\b|\.xml\b|/pdf\b|/download\b|=pdf\b", re.IGNORECASE)
_TOTAL: Final = re.compile(r"total|count", re.IGNORECASE)
_LONGEST_NUMBER: Final = 40


@dataclass(frozen=True, slots=True)
class Told:
    """An array of like records in an answer: its path (None: the answer itself) and its total's."""

    path: str | None
    records: tuple[Record, ...]
    total: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the records say: columns, the kinds they name, and where their files' addresses are."""

    columns: Columns
    addresses: tuple[str, ...]
    kinds: Mapping[str, DocumentKind] | None = None


def arrays_in(answer: Any) -> Iterator[Told]:
    """The arrays of records that an answer holds, the longest first."""
    found = sorted(_arrays(answer, ""), key=lambda one: -len(one[1]))
    for path, records in found:
        yield Told(path or None, records, _total(answer, path, len(records)))


def _arrays(value: Any, path: str) -> Iterator[tuple[str, tuple[Record, ...]]]:
    if isinstance(value, list):
        records = tuple(one for one in value if isinstance(one, dict))
        if records and len(records) == len(value):
            yield path, records
    elif isinstance(value, dict) and path.count(".") < _DEEPEST:
        for key, inner in value.items():
            if _KEY.fullmatch(key):
                yield from _arrays(inner, f"{path}.{key}".lstrip("."))


def _total(answer: Any, path: str, least: int) -> str | None:
    """The path of the number of all records; it stands beside their array, or above it."""
    if not isinstance(answer, dict):
        return None
    for at, value in _scalars(answer, ""):
        beside = path.startswith(at.rpartition(".")[0])
        if isinstance(value, int) and value >= least and beside and _TOTAL.search(_said(at)):
            return at
    return None


def reading_of(records: Sequence[Record], shown: str, currency: str) -> Reading | None:
    """What all records say; None where they identify no documents, or hold some that are none.

    `shown` is the text of the page: a number that stands there is the one that people know.
    `currency` is the page's, for records that name none.
    """
    told = _told(records)
    if any(words.NO_LIST.search(_plain(value)) for values in told.values() for value in values):
        return None
    found = {
        "number": _best(told, lambda path, values: _numbers(path, values, shown)),
        "day": _best(told, _days),
        "amount": _best(told, _amounts),
        "due": _best(told, _dues),
        "account": _best(told, _accounts),
    }
    found["currency"] = _best(told, lambda _, values: int(set(values) <= CURRENCIES))
    if found["currency"] is None and currency == NO_CURRENCY:
        found["amount"] = None
    kinds = _kinds(told)
    if kinds is not None:
        found["kind"] = kinds[0]
    if found["number"] is None and (found["day"] is None or found["amount"] is None):
        return None
    columns = {name: _column(name, path) for name, path in found.items() if path is not None}
    if not {"day", "amount"} & columns.keys():
        return None
    return Reading(Columns(**columns), _addresses(told), kinds[1] if kinds else None)


def _column(name: str, path: str) -> Column:
    pattern = _DAY if name in ("day", "due") else None
    return Column(json=path, pattern=pattern, optional=name in ("due", "account"))


def _told(records: Sequence[Record]) -> dict[str, Values]:
    """The values of all records at each path that any of them has; blank where one has none."""
    each = [dict(_scalars(one, "")) for one in records]
    paths = dict.fromkeys(path for one in each for path in one)
    return {path: tuple(_text(one.get(path)) for one in each) for path in paths}


def _scalars(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        value = {str(at): one for at, one in enumerate(value[:2])}
    if not isinstance(value, dict):
        yield path, value
        return
    for key, inner in value.items():
        if _KEY.fullmatch(key) and path.count(".") < _DEEPEST:
            yield from _scalars(inner, f"{path}.{key}".lstrip("."))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)


def _said(path: str) -> str:
    """The words of a key: issuedAt says "issued At"."""
    return _HUMPS.sub(" ", path)


def _plain(value: str) -> str:
    return value.replace("_", " ")


def _best(told: Mapping[str, Values], likeness: Callable[[str, Values], int]) -> str | None:
    """The path that is likest; None where none is, or two are that say different things."""
    ranked = {path: likeness(path, values) for path, values in told.items() if any(values)}
    most = max(ranked.values(), default=0)
    first = [path for path, rank in ranked.items() if rank == most]
    if not most or len({told[path] for path in first}) > 1:
        return None
    return first[0]


def _about(path: str) -> str | None:
    """What a key's words say; of a path its last key, or else all of them."""
    last = words.column_of(_said(path.rpartition(".")[2]))
    return last or words.column_of(_said(path))


def _numbers(path: str, values: Values, shown: str) -> int:
    if _about(path) != "number" or len(set(values)) < len(values):
        return 0
    if not all(any(ch.isdigit() for ch in one) and len(one) <= _LONGEST_NUMBER for one in values):
        return 0
    if any(_A_DAY.search(one) or _UUID.search(one) or "://" in one for one in values):
        return 0
    seen = any(re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", shown) for one in values)
    said = _said(path)
    technical = bool(_TECHNICAL.search(said))
    if technical and not seen:
        return 0
    return 1 + 4 * seen + 2 * (not technical) + bool(_NUMBERED.search(said))


def _days(path: str, values: Values) -> int:
    if _about(path) != "day" or not all(map(_A_DAY.search, values)):
        return 0
    said = _said(path)
    if _MADE.search(said):
        return 1
    return 2 + 2 * (words.kind_in(said) is not None or bool(_ISSUED.search(said)))


def _dues(path: str, values: Values) -> int:
    return int(_about(path) == "due" and all(_A_DAY.search(one) for one in values if one))


def _amounts(path: str, values: Values) -> int:
    """Whether these are totals; whole numbers alone may count cents, and say nothing."""
    if _about(path) != "amount" or not all(map(_FIGURE.fullmatch, values)):
        return 0
    if not any("." in one for one in values):
        return 0
    return 1 + bool(_WHOLE.search(_said(path)))


def _accounts(path: str, values: Values) -> int:
    return int(_about(path) == "account" and all(any(map(str.isdigit, one)) for one in values))


def _kinds(told: Mapping[str, Values]) -> tuple[str, Mapping[str, DocumentKind]] | None:
    """The key that says each record's kind of document, and what its words mean."""
    for path, values in told.items():
        named = {one: words.kind_in(_plain(one)) for one in values}
        if _about(path) == "kind" and all(named.values()):
            return path, {
                **words.KIND_NAMES,
                **{one: kind for one, kind in named.items() if kind is not None},
            }
    return None


def _addresses(told: Mapping[str, Values]) -> tuple[str, ...]:
    """The paths of addresses that may be the records' files', most promising first."""
    ranked = {path: _promise(path, values) for path, values in told.items()}
    return tuple(sorted((one for one in ranked if ranked[one] > 0), key=lambda one: -ranked[one]))


def _promise(path: str, values: Values) -> int:
    there = [one for one in values if one]
    if not there or len(set(there)) < len(there) or not all(map(_ADDRESS.fullmatch, there)):
        return 0
    if not all(_may_ask(f"{_said(path)} {_HUMPS.sub(' ', one)}") for one in there):
        return 0
    return 3 * all(map(_SUFFIX.search, there)) + 2 * bool(_FILE.search(_said(path)))


def _may_ask(said: str) -> bool:
    return allowed(said, posts=False, purpose=Purpose.DOWNLOAD)
