"""The words of documents in twelve languages, one table a language: `languages/*.toml`.

A table holds the labels of each field by how surely they name it, the titles of each kind of
document, the headers of the columns of items, and the months. Words are compared folded
(`layout.fold`): case, accents and punctuation do not matter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from model.documents import DocumentKind
from parsers.paper.layout import fold

LANGUAGES: Final = ("en", "de", "fr", "nl", "it", "es", "pl", "pt", "sv", "da", "fi", "cs")
"""ISO 639-1 codes; where two languages use a word for different kinds, the first counts."""
SURE: Final = 3.0
"""This weight and more: the label names one field and no other."""
_WEIGHTS: Final = {"after_discount": 3.8, "sure": SURE, "likely": 2.0, "title": 1.8, "weak": 1.6}
_OWN_WEIGHTS: Final = {
    ("invoice_number", "weak"): 1.0,
    ("issue_date", "weak"): 1.2,
    ("charge_total", "sure"): 2.0,
    ("discount_total", "sure"): 2.0,
}
"""Words that name many things, and adjustments, which are labelled by what they are for."""
_SHORTEST_MONTH: Final = 3
WHOLE: Final = 27720
"""A word's whole weight: it has whole twelfths, elevenths … halves, so that sums are exact."""

Names = Mapping[str, tuple[tuple[str, float], ...]]


@cache
def table(language: str) -> dict[str, Any]:
    """The whole table of one language."""
    path = files("parsers.wording") / "languages" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _tables() -> Iterator[dict[str, Any]]:
    return map(table, LANGUAGES)


def learn() -> None:
    """Read every table now: a process that forks does so once for all of its children."""
    for known in (labels, titles, columns, months, words):
        known()


@cache
def labels() -> Names:
    """The fields that each folded phrase names, with their weights."""
    found: dict[str, dict[str, float]] = {}
    for phrase, name, weight in _phrases():
        fields = found.setdefault(phrase, {})
        fields[name] = max(weight, fields.get(name, 0.0))
    return {phrase: tuple(fields.items()) for phrase, fields in found.items()}


def _phrases() -> Iterator[tuple[str, str, float]]:
    for words in _tables():
        for name, levels in words["labels"].items():
            for level, phrases in levels.items():
                weight = _OWN_WEIGHTS.get((name, level), _WEIGHTS[level])
                yield from ((fold(phrase), name, weight) for phrase in phrases)


@cache
def titles() -> Mapping[str, DocumentKind]:
    """The kind that each folded title names."""
    found: dict[str, DocumentKind] = {}
    for words in _tables():
        for kind, phrases in words["titles"].items():
            for phrase in phrases:
                found.setdefault(fold(phrase), DocumentKind(kind))
    return found


@cache
def columns() -> Mapping[str, str]:
    """What each folded header of a column of items names: text, quantity, price or total."""
    found: dict[str, str] = {}
    for words in _tables():
        for column, phrases in words["columns"].items():
            for phrase in phrases:
                found.setdefault(fold(phrase), column)
    return found


@cache
def words() -> Mapping[str, Mapping[str, int]]:
    """The languages that use each word of labels, titles, headers and months, each by its share.

    What one language alone says counts `WHOLE`, what four say a quarter of it for each.
    """
    users: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for word in fold(" ".join(_phrases_of(table(language)))).split():
            if len(word) >= _SHORTEST_MONTH:
                users.setdefault(word, set()).add(language)
    return {
        word: dict.fromkeys(languages, WHOLE // len(languages)) for word, languages in users.items()
    }


def _phrases_of(told: Mapping[str, Any]) -> Iterator[str]:
    yield from told["months"]
    for levels in told["labels"].values():
        yield from (phrase for phrases in levels.values() for phrase in phrases)
    for part in ("titles", "columns"):
        yield from (phrase for phrases in told[part].values() for phrase in phrases)


@cache
def months() -> Mapping[str, int]:
    """The number of each month's name, its forms, and of what begins one name and no other."""
    whole: dict[str, int] = {}
    begun: dict[str, set[int]] = {}
    for words in _tables():
        for number, forms in enumerate(words["months"], 1):
            for form in fold(forms).split():
                whole.setdefault(form, number)
                for size in range(_SHORTEST_MONTH, len(form)):
                    begun.setdefault(form[:size], set()).add(number)
    told = {start: min(numbers) for start, numbers in begun.items() if len(numbers) == 1}
    return told | whole
