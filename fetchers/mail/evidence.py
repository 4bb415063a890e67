"""What the words of a mail speak for, zone by zone: subject, lead, middle, rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from fetchers.mail.language import languages_of
from fetchers.mail.lexicon import any_of, normal, table, without_addresses


class Concept(StrEnum):
    """What a word can speak for; the names of the lexicon."""

    INVOICE = "INVOICE"
    AVAILABLE = "AVAILABLE"
    ATTACHED = "ATTACHED"
    CREDIT = "CREDIT"
    STATEMENT = "STATEMENT"
    REMIND = "REMIND"
    RECEIPT = "RECEIPT"
    ORDER = "ORDER"
    QUOTE = "QUOTE"
    OTP = "OTP"
    ACCOUNT = "ACCOUNT"
    SHIP = "SHIP"
    NEWS = "NEWS"
    CANCEL = "CANCEL"
    BANKCHANGE = "BANKCHANGE"
    ASIDE = "ASIDE"  # what is about a document, not one: a comment, a basket, a journal, a survey
    EXPIRE = "EXPIRE"
    PORTAL = "PORTAL"  # where a document that is not attached is fetched
    LOGIN = "LOGIN"
    DEVICE = "DEVICE"  # of a warning about a sign-in, not of the way to one


_UNSPACED: Final = frozenset(table("languages")["unspaced"])
_LEAD: Final = 220  # characters of the body that decide most
_MIDDLE: Final = 700
_MOST_HITS: Final = 3
_READ: Final = 20_000
_CODE: Final = re.compile(r"(?<![\d.,/-])\d{6}(?![\d.,/-])")
_NUMBER: Final = re.compile(r"(?=(?:\D*\d){5})[A-Z]{0,5}[-_/# ]?\d[\d._/-]*")
_LONGEST_CODE: Final = 8  # digits up to which a number without a prefix may be a one-time code


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a concept's words stand in each zone, at most 3 each, and the first such word."""

    subject: int = 0
    lead: int = 0
    middle: int = 0
    rest: int = 0
    word: str = ""

    @property
    def early(self) -> bool:
        """Whether subject or lead speak for it."""
        return bool(self.subject or self.lead)

    @property
    def body(self) -> float:
        """The body's weight for it."""
        return 2 * self.lead + self.middle + 0.3 * self.rest

    def __bool__(self) -> bool:
        return bool(self.subject or self.lead or self.middle or self.rest)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All hits of a mail.

    `code` says that six digits stand alone somewhere in it, `numbered` that the subject is nothing
    but the number of something.
    """

    hits: Mapping[Concept, Hits]
    code: bool
    languages: tuple[str, ...]
    numbered: bool = False

    def __getitem__(self, concept: Concept) -> Hits:
        return self.hits[concept]


def evidence_of(subject: str, body: str) -> Evidence:
    """What the words of subject and body speak for."""
    body = without_addresses(body[:_READ])
    languages = languages_of(f"{subject}\n{body}")
    text = normal(body)
    zones = (normal(subject), text[:_LEAD], text[_LEAD:_MIDDLE], text[_MIDDLE:])
    hits = {concept: _hits(concept, zones, languages) for concept in Concept}
    code = bool(_CODE.search(f"{subject}\n{body}"))
    return Evidence(hits, code, languages, numbered=_is_number(subject.strip()))


def _is_number(subject: str) -> bool:
    """Whether this is a document's number and nothing else; bare digits may be a one-time code."""
    bare = subject.isdigit() and len(subject) <= _LONGEST_CODE
    return not bare and bool(_NUMBER.fullmatch(subject))


def _hits(concept: Concept, zones: tuple[str, ...], languages: tuple[str, ...]) -> Hits:
    counts = [0, 0, 0, 0]
    word = ""
    for words in filter(None, (pattern(concept, language) for language in languages)):
        for place, zone in enumerate(zones):
            found = words.findall(zone)
            word = word or next(iter(found), "")
            counts[place] = max(counts[place], min(_MOST_HITS, len(set(found))))
    return Hits(counts[0], counts[1], counts[2], counts[3], word)


@cache
def pattern(concept: Concept, language: str) -> re.Pattern[str] | None:
    """What finds a concept's words of one language; None where the lexicon has none."""
    stems = table("concepts")[concept.value].get(language)
    return any_of(stems, anywhere=language in _UNSPACED) if stems else None
