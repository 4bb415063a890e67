"""How hard a password is to guess, told without any list from outside.

A rough estimate on the safe side for people: what it calls weak is weak, what it passes may still
stand on somebody's list. NIST SP 800-63B asks for length rather than kinds of characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from model.secret import Secret

SHORTEST: Final = 10
"""Characters; portals that allow fewer exist, and their passwords are weak."""
LEAST_BITS: Final = 45.0
_KINDS: Final = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^a-zA-Z0-9]", 33))
_LEET: Final = str.maketrans("01345@$!", "oleasasi")
_ROWS: Final = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890"),
    *("qwertyuiop", "qwertzuiop", "asdfghjkl"),
)
_RUN: Final = 3  # characters in a row that follow each other count as one
_WORDS: Final = """
    password passwort passwd welcome willkommen letmein secret geheim admin administrator login
    invoice rechnung billing supplier portal company buchhaltung summer sommer winter spring
    herbst autumn january februar monday qwerty qwertz iloveyou dragon monkey master hallo hello
    test demo default changeme sunshine princess football
"""
_PART: Final = 4  # letters from which a word of the user's own name counts


def weakness(password: Secret, known: Iterable[str] = ()) -> str:
    """What is weak about a password, in a few words; empty for nothing.

    `known` is what anybody knows: the user name, the host, the record's name.
    """
    text = password.reveal()
    if len(text) < SHORTEST:
        return f"shorter than {SHORTEST} characters"
    rest = _without_words(text, [*_WORDS.split(), *_parts(known)])
    if _bits(_without_runs(rest), text) >= LEAST_BITS:
        return ""
    return "made of words and rows that are guessed first" if rest != text else "easily guessed"


def _parts(known: Iterable[str]) -> list[str]:
    words = (word for one in known for word in re.split(r"[^a-z0-9]+", one.casefold()))
    return [word for word in words if len(word) >= _PART]


def _without_words(text: str, words: Iterable[str]) -> str:
    """The text with each known word, also in leetspeak, and each year worth one letter."""
    plain = re.sub(r"(19|20)\d\d", "y", text.lower()).translate(_LEET)
    found = sorted((word for word in words if word.translate(_LEET) in plain), key=len)
    if not found and len(plain) == len(text):
        return text
    for word in reversed(found):
        plain = plain.replace(word.translate(_LEET), "w")
    return plain


def _without_runs(text: str) -> str:
    """The text with repeats and rows of the alphabet or the keyboard as one character each."""
    kept: list[str] = []
    for at, letter in enumerate(text):
        before = text[max(0, at - _RUN + 1) : at + 1].lower()
        if not _is_run(before):
            kept.append(letter)
    return "".join(kept)


def _is_run(few: str) -> bool:
    if len(few) < _RUN:
        return False
    turned = few[::-1]
    return len(set(few)) == 1 or any(few in row or turned in row for row in _ROWS)


def _bits(rest: str, text: str) -> float:
    """What guessing costs: each character that stays, out of as many as the password uses."""
    pool = sum(size for pattern, size in _KINDS if re.search(pattern, text))
    distinct = len(set(rest))
    worth = min(len(rest), 2 * distinct)  # few characters over and over are not long
    return worth * math.log2(pool)
