"""What the words beside a value say of it: the terms of a label, in all languages we know.

A label is not looked up whole. Its words are: "invoice" and "number" in one label make an invoice's
number, "previous" and "balance" make a balance that is not asked for, in whatever order and form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from fetchers.mail.lexicon import table
from fetchers.mail.values.writing import folded, is_letter, plain


class Term(StrEnum):
    """What a word in a label speaks of; the names of the table."""

    INVOICE = "invoice"
    CREDIT = "credit"
    DOCUMENT = "document"
    NUMBER = "number"
    NUMBER_AFTER = "number_after"
    CUSTOMER = "customer"
    ACCOUNT = "account"
    ORDER = "order"
    DATE = "date"
    DUE = "due"
    PAY = "pay"
    PAYMENT = "payment"
    UNTIL = "until"
    UNTIL_AFTER = "until_after"
    AMOUNT = "amount"
    AMOUNT_AFTER = "amount_after"
    TOTAL = "total"
    GROSS = "gross"
    BALANCE = "balance"
    PREVIOUS = "previous"
    PAID = "paid"
    ALREADY = "already"
    NET = "net"
    TAX = "tax"
    INCL = "incl"
    ISSUE = "issue"
    OTHER = "other"


_EVERY: Final = "any"
_UNSPACED: Final = frozenset({"zh", "ja", "th"})
_PREFIXING: Final = frozenset({"ar", "he", "fa", "ur", "ko", "hi", "bn", "ta", "si"})
_SHORT: Final = 3  # letters up to which a stem is a whole word
_INSIDE: Final = 5  # letters from which a stem may stand inside a compound
_FOREIGN: Final = 5  # letters from which a Latin stem counts in a mail of another language
_KEY: Final = 3
_MOST_LANGUAGES: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A term's word in a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Stem:
    """A stem with what it means, by language."""

    text: str
    meanings: tuple[tuple[str, Term], ...]
    inside: bool
    whole: bool
    everywhere: bool  # counts in mails of all languages

    def fits(self, text: str, at: int) -> bool:
        """Whether the stem stands here as a word or a part of one, as its kind may."""
        end = at + len(self.text)
        if not self.inside and at and is_letter(text[at - 1]) and self.text[0].isalnum():
            return False
        return not (self.whole and end < len(text) and is_letter(text[end]))

    def term(self, languages: tuple[str, ...]) -> Term | None:
        """What it means in a mail of these languages; None where it is no word of theirs."""
        for language in (*languages, _EVERY):
            for known, term in self.meanings:
                if known == language:
                    return term
        meanings = {term for _, term in self.meanings}
        return self.meanings[0][1] if self.everywhere and len(meanings) == 1 else None


def words_of(text: str, languages: tuple[str, ...]) -> tuple[Word, ...]:
    """The terms in a folded text, in order; where several stems fit, the longest."""
    return tuple(_words(text, languages))


def spoken(text: str, detected: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that most of a folded text's labels are of, the likeliest first.

    Of those that share as many, the ones `detected` in its other words come first.
    """
    votes: dict[str, float] = dict.fromkeys(detected, 0.0)
    index = _index()
    for match in _WORD.finditer(text):
        stems = (stem for stem in index.get(match[0][:_KEY], ()) if match[0].startswith(stem.text))
        if stem := next(stems, None):
            known = dict.fromkeys(language for language, _ in stem.meanings)
            for language in known:
                votes[language] = votes.get(language, 0.0) + len(stem.text) / len(known)
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])[:_MOST_LANGUAGES]
    return tuple(each for each, weight in ranked if each != _EVERY and weight > ranked[0][1] / 2)


def most_spoken(text: str, languages: tuple[str, ...]) -> str | None:
    """The one of these languages whose own words a folded text has most of; None without any."""
    counts = {
        language: sum(word in text for word in _own_words(language, languages))
        for language in languages
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None


@cache
def _own_words(language: str, others: tuple[str, ...]) -> frozenset[str]:
    """A language's stems that none of the others has."""
    stems = {
        known: {folded(stem) for words in table("stems")[known].values() for stem in words}
        for known in others
    }
    foreign = set().union(*(words for known, words in stems.items() if known != language))
    return frozenset(stem for stem in stems[language] - foreign if len(stem) >= _INSIDE)


def _words(text: str, languages: tuple[str, ...]) -> Iterator[Word]:
    index = _index()
    at = 0
    while at < len(text):
        word = _word_at(text, at, index, languages)
        if word is not None:
            yield word
        at = word.end if word else at + 1


def _word_at(
    text: str, at: int, index: dict[str, tuple[_Stem, ...]], languages: tuple[str, ...]
) -> Word | None:
    for size in range(_KEY, 0, -1):
        for stem in index.get(text[at : at + size], ()):
            if (
                (len(stem.text) == size or size == _KEY)
                and text.startswith(stem.text, at)
                and stem.fits(text, at)
            ):
                term = stem.term(languages)
                if term is not None:
                    return Word(term, at, at + len(stem.text))
    return None


@cache
def _index() -> dict[str, tuple[_Stem, ...]]:
    """All stems by their first three letters, the longest first."""
    written: dict[tuple[str, bool, bool], list[tuple[str, Term]]] = {}
    for language, terms in table("stems").items():
        for term, stems in terms.items():
            for stem in stems:
                written.setdefault(_kind(stem, language), []).append((language, Term(term)))
    index: dict[str, list[_Stem]] = {}
    for (text, inside, whole), meanings in written.items():
        stem = _Stem(text, tuple(meanings), inside, whole, _everywhere(text, meanings))
        index.setdefault(text[:_KEY], []).append(stem)
    return {
        key: tuple(sorted(stems, key=lambda stem: -len(stem.text))) for key, stems in index.items()
    }


def _kind(stem: str, language: str) -> tuple[str, bool, bool]:
    """A stem's letters, whether it may stand inside a word, and whether it must end one."""
    text = folded(plain(stem.strip("-$")))
    if language in _UNSPACED and not text.isascii():
        return text, True, False
    short = len(text) <= _SHORT and text[0].isalnum()
    if language in _PREFIXING and not text.isascii():
        return text, not short, stem.endswith("$")
    inside = stem.startswith("-") or (len(text) >= _INSIDE and not stem.endswith("$"))
    return text, inside, short or stem.endswith("$")


def _everywhere(text: str, meanings: list[tuple[str, Term]]) -> bool:
    foreign_script = not folded(text).isascii()
    return foreign_script or len(text) >= _FOREIGN or any(each == _EVERY for each, _ in meanings)
