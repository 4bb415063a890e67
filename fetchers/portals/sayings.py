"""What a text says that stands where a portal's page was hoped for, in forty languages.

A saying is a rule over the concepts of `sayings.toml`: all of them stand in one sentence, in any
order. Phrases differ from portal to portal; the concepts hardly do. `tongues.toml` has the words
of further languages.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from fetchers.portals.letters import bare, plain
from fetchers.portals.passages import PASSAGE
from model.outcomes import OutcomeCode

_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?;])\s+|[\n\r]+|[\u3002\uff01\uff1f]")
_LONGEST_SENTENCE: Final = 400  # characters; what is longer is small print
_PASSAGE_LENGTH: Final = 4  # sentences; a date with dots counts as two
_NONE: Final = MappingProxyType[str, str]({})
_WORD: Final = r"(?<![^\W_])"
_ANYWHERE: Final = ""  # the script sets no spaces between words
_STARTS: Final = {
    "CJK": _ANYWHERE,
    "HIRAGANA": _ANYWHERE,
    "KATAKANA": _ANYWHERE,
    "HANGUL": _ANYWHERE,
    "THAI": _ANYWHERE,
    # Hebrew and Arabic write the article and the smallest words together with what follows them
    "HEBREW": _WORD + r"[\u05d0-\u05ea]{0,2}",
    "ARABIC": _WORD + r"[\u0621-\u064a]{0,3}",
}
"""What stands before a word, by the script of its first letter."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a text says, with the facts for the sentence that a person reads."""

    code: OutcomeCode
    facts: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class _Rule:
    code: OutcomeCode
    all: tuple[re.Pattern[str], ...]
    but: tuple[re.Pattern[str], ...]
    then: tuple[re.Pattern[str], ...]
    kind: str

    def holds(self, sentence: str, following: str) -> bool:
        wanted = all(concept.search(sentence) for concept in self.all)
        wanted = wanted and all(concept.search(following) for concept in self.then)
        return wanted and not any(concept.search(sentence) for concept in self.but)


@cache
def _read() -> tuple[dict[str, re.Pattern[str]], tuple[_Rule, ...]]:
    told = _toml("sayings.toml")
    words: dict[str, list[str]] = told["concepts"]
    for tongue in _toml("tongues.toml").values():
        for name, more in tongue.items():
            words[name] = [*words[name], *more]
    concepts = {name: _concept(beginnings) for name, beginnings in words.items()}
    rules = tuple(
        _Rule(
            OutcomeCode(rule["code"]),
            tuple(concepts[name] for name in rule["all"]),
            tuple(concepts[name] for name in rule.get("but", ())),
            tuple(concepts[name] for name in rule.get("then", ())),
            rule.get("kind", ""),
        )
        for rule in told["rules"]
    )
    return concepts, rules


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _concept(beginnings: list[str]) -> re.Pattern[str]:
    """The words of a concept, each as its script has a word begin."""
    by_start: dict[str, list[str]] = {}
    for one in map(bare, beginnings):
        script = unicodedata.name(one[0], "").partition(" ")[0]
        by_start.setdefault(_STARTS.get(script, _WORD), []).append(one)
    return re.compile("|".join(f"{start}(?:{'|'.join(by_start[start])})" for start in by_start))


def saying(text: str) -> Saying | None:
    """What a text says, by the first rule that holds for one of its sentences."""
    sentences = _sentences(text)
    for rule in _read()[1]:
        for sentence, following in zip(sentences, [*sentences[1:], ""], strict=False):
            if rule.holds(sentence, following):
                return Saying(rule.code, _facts(rule, sentence, sentences))
    return None


def mentions(text: str, concept: str) -> bool:
    """Whether a concept stands anywhere in a text."""
    return _read()[0][concept].search(plain(text)) is not None


def _sentences(text: str) -> list[str]:
    pieces = (piece.strip() for piece in _SENTENCE_ENDS.split(plain(text)))
    return [piece for piece in pieces if 0 < len(piece) <= _LONGEST_SENTENCE]


def _facts(rule: _Rule, sentence: str, sentences: list[str]) -> Mapping[str, str]:
    whole = " ".join(sentences)
    makers: Mapping[OutcomeCode, Callable[[], dict[str, str]]] = {
        OutcomeCode.LOGIN_FAILED: lambda: {"bad_field": _bad_field(sentence)},
        OutcomeCode.MAINTENANCE: lambda: {PASSAGE: _passage(sentence, sentences)},
        OutcomeCode.LOCKED: lambda: {PASSAGE: _passage(sentence, sentences)},
        OutcomeCode.BOT_BLOCKED: lambda: {PASSAGE: _passage(sentence, sentences)},
        OutcomeCode.ACTION_NEEDED: lambda: {"kind": rule.kind},
        OutcomeCode.WRONG_PORTAL: lambda: {"hint": _hint(whole)},
        OutcomeCode.APPROVAL_PENDING: lambda: {"medium": "their app or another device"},
        OutcomeCode.SITE_DOWN: lambda: {"cause": "it says that it has technical trouble"},
    }
    return makers.get(rule.code, dict)()


def _passage(sentence: str, sentences: list[str]) -> str:
    """A sentence and the few after it, in which the page may say until when."""
    at = sentences.index(sentence)
    return " ".join(sentences[at : at + _PASSAGE_LENGTH])


def _bad_field(sentence: str) -> str:
    password = _read()[0]["password"].search(sentence) is not None
    name = _read()[0]["name"].search(sentence) is not None
    if password != name:
        return "password" if password else "user name"
    return "user name or password"


_HOST: Final = re.compile(r"\b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,18}\b")


def _hint(text: str) -> str:
    """Where the sign-in belongs, in our words, but for a host that the page names."""
    host = _HOST.search(text)
    return host[0] if host else "another region, brand or kind of account"
