"""Which languages' words to look for in a text: short stems of others collide (bon, val, kod)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from fetchers.mail.lexicon import normal, table
from fetchers.mail.values.terms import spoken
from fetchers.mail.values.writing import folded

_TABLE: Final = table("languages")
_RELATIVES: Final[dict[str, list[str]]] = _TABLE["relatives"]
_FUNCTION_WORDS: Final = {
    language: frozenset(normal(word) for word in words)
    for language, words in _TABLE["function_words"].items()
}
_LETTERS: Final = {language: set(letters) for language, letters in _TABLE["letters"].items()}
_SCRIPTS: Final = tuple(
    (re.compile(pattern), language)
    for pattern, language in (
        ("[\u3040-\u30ff]", "ja"),
        ("[\uac00-\ud7af]", "ko"),
        ("[\u4e00-\u9fff]", "zh"),
        ("[\u0e00-\u0e7f]", "th"),
        ("[\u0e80-\u0eff]", "lo"),
        ("[\u0590-\u05ff]", "he"),
        ("[\u067e\u0686\u0698\u06af\u06cc]", "fa"),
        ("[\u0600-\u06ff]", "ar"),
        ("[\u0370-\u03ff]", "el"),
        ("[\u0900-\u097f]", "hi"),
        ("[\u0980-\u09ff]", "bn"),
        ("[\u0a00-\u0a7f]", "pa"),
        ("[\u0b80-\u0bff]", "ta"),
        ("[\u0d00-\u0d7f]", "ml"),
        ("[\u0d80-\u0dff]", "si"),
        ("[\u10a0-\u10ff]", "ka"),
        ("[\u0456\u0457\u0454\u0491]", "uk"),
        ("[\u0453\u045c]", "mk"),
        ("[\u0452\u0458-\u045b\u045f]", "sr"),
        ("[\u044b\u044d]", "ru"),
        ("[\u0400-\u04ff]", "bg"),
    )
)
_MAIN: Final = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
_WORD: Final = re.compile(r"[^\W\d_]+")
_READ: Final = 1500  # characters that decide
_FEW: Final = 3  # function words below which a Latin text is of no sure language
_NEAR: Final = 0.75  # of the best language's hits: may be it as well
_SCRIPT_SHARE: Final = 0.15


def language_of(text: str) -> str | None:
    """The language of a text (ISO 639), None where that is unsure."""
    return next(iter(_detected(text)), None)


def languages_of(text: str) -> tuple[str, ...]:
    """The languages whose words to look for: the text's own, its relatives, English.

    A text too short to tell may still have labels that tell.
    """
    detected = _detected(text) or (*spoken(folded(text[:_READ]), ()), *_MAIN)
    near = [relative for found in detected for relative in _RELATIVES.get(found, [found])]
    return tuple(dict.fromkeys([*detected, *near, "en"]))


def _detected(text: str) -> tuple[str, ...]:
    lead = normal(text[:_READ])
    return _by_script(lead) or _by_words(lead)


def _by_script(text: str) -> tuple[str, ...]:
    """The language that a script other than Latin gives away."""
    letters = [c for c in text if c.isalpha()]
    foreign = "".join(c for c in letters if c > "\u036f")
    if len(foreign) <= len(letters) * _SCRIPT_SHARE:
        return ()
    for pattern, language in _SCRIPTS:
        if len(pattern.findall(foreign)) * 50 > len(foreign):
            return (language,)
    return ()


def _by_words(text: str) -> tuple[str, ...]:
    counts = Counter(_WORD.findall(text))
    said, letters = set(counts), set(text)
    hits = {
        language: sum(counts[word] for word in words & said)
        + len(letters & _LETTERS.get(language, set()))
        for language, words in _FUNCTION_WORDS.items()
    }
    best = max(hits.values())
    if best < _FEW:
        return ()
    ranked = sorted(hits, key=lambda language: -hits[language])
    return tuple(language for language in ranked if hits[language] >= best * _NEAR)[:4]
