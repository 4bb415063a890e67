"""Statements of `statement_ledgers` whose headers are words of no language.

What is read of them is read by structure: by what columns hold and what they make up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.statement_cases import Sender
from benchmarks.statement_ledger_lists import SENDERS
from benchmarks.statement_ledger_others import LATER
from benchmarks.statement_ledger_papers import papers
from benchmarks.statement_papers import Paper

_SYLLABLES = (
    *("ba", "ke", "mi", "no", "ru", "sta", "vel", "dor", "fin", "gal"),
    *("hum", "jor", "lek", "mos", "pir", "que", "ras", "tun", "wex", "yol"),
)
_KEPT = re.compile(r"(\{[^}]*\}|\b(?:EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK|kr|Kč)\b|[€$£])")
_WORD = re.compile(r"[^\W\d]{2,}")


def blind_papers() -> Iterator[Paper]:
    """A statement of each sender in each of its languages, its headers made up."""
    yield from papers([blind(sender) for sender in (*SENDERS, *LATER)], seeds=(1,))


def blind(sender: Sender) -> Sender:
    """The sender with other headers, each as long as it was; currencies stay."""
    said = {}
    for language, text in sender.said.items():
        heads, _, words = text.partition("||")
        named = (one.partition(":") for one in heads.split("|") if one)
        made = "|".join(f"{name}:{_made_up(header, language)}" for name, _, header in named)
        said[language] = f"{made}||{words}"
    return replace(sender, said=said)


def _made_up(header: str, language: str) -> str:
    """The header with words of no language in place of its own."""
    parts = _KEPT.split(header)
    return "".join(part if at % 2 else _words(part, language) for at, part in enumerate(parts))


def _words(text: str, language: str) -> str:
    def other(found: re.Match[str]) -> str:
        dice = random.Random(f"{language} {text} {found[0]}")
        word = "".join(dice.choice(_SYLLABLES) for _ in found[0])
        return word[: max(3, len(found[0]))].capitalize()

    return _WORD.sub(other, text)
