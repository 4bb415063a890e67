"""Whether a mail announces other bank details: the oldest way to be paid what is another's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Final

from fetchers.mail.language import language_of
from fetchers.mail.lexicon import any_of, normal, table, without_addresses

_NEAR: Final = 32  # characters between what changes and the word for it
_MOST: Final = 100  # words of a kind in one clause; no person writes more
_READ: Final = 20_000
_UNSPACED: Final = frozenset(table("languages")["unspaced"])
_CLAUSE: Final = re.compile(r"[!?;|\t\n\u3002]|\.(?=\s|$)")


def announced_change(text: str, languages: Iterable[str]) -> str:
    """The words that speak of changed bank details; "" where none do.

    A noun for bank details and a word for change must stand near each other in one clause. A text
    too short to tell its language is read in all of them.
    """
    if language_of(text) is None:
        languages = table("bank_details")["nouns"]
    clauses = [part for part in _CLAUSE.split(normal(without_addresses(text[:_READ]))) if part]
    for language in languages:
        for clause in clauses if language in table("bank_details")["nouns"] else ():
            if found := _near(clause, language):
                return found
    return ""


def _near(clause: str, language: str) -> str:
    changes = list(islice(_pattern("changes", language).finditer(clause), _MOST))
    nouns = _pattern("nouns", language).finditer(clause) if changes else iter(())
    for noun in islice(nouns, _MOST):
        for change in changes:
            gap = max(change.start() - noun.end(), noun.start() - change.end())
            if gap <= _NEAR:
                return clause[min(noun.start(), change.start()) : max(noun.end(), change.end())]
    return ""


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    return any_of(table("bank_details")[kind][language], anywhere=language in _UNSPACED)
