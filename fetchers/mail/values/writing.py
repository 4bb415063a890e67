"""A mail's text in one writing: ASCII digits, no direction marks, one form of every letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from fetchers.mail.lexicon import table

_ZEROS: Final = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810,
)  # fmt: skip
_HIDDEN: Final = (
    *range(0x0591, 0x05BE),  # Hebrew points
    *range(0x064B, 0x0660),  # Arabic vowels
    0x0640,  # the Arabic filler
    0x00AD,
    0x034F,
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_TABLE: Final = table("writing")
_ONE_WRITING: Final[dict[int, str | None]] = {
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
    **dict.fromkeys(_HIDDEN),
    **{ord(other): same for other, same in _TABLE["same"].items()},
    ord("\r"): None,
}
_ALPHABETS: Final = (
    range(0x41, 0x5B),
    range(0xC0, 0x250),
    range(0x370, 0x588),
    range(0x1E00, 0x2000),
)


def plain(text: str) -> str:
    """Text with ASCII digits and decimal marks, compatible forms, and nothing hidden in it."""
    return unicodedata.normalize("NFKC", text.translate(_ONE_WRITING))


def folded(text: str) -> str:
    """Text without case and accents, letter for letter: positions stay as they are."""
    return text.translate(_FOLDED)


def is_letter(character: str) -> bool:
    """Whether a character belongs to a word: a letter, or a vowel sign or accent on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _bases(alphabets: Iterable[Iterable[int]]) -> dict[int, str]:
    """Each cased or accented letter's plain small one."""
    letters = (chr(code) for alphabet in alphabets for code in alphabet)
    bases = {ord(c): unicodedata.normalize("NFD", c.lower())[0] for c in letters}
    return bases | {ord(letter): base for letter, base in _TABLE["letters"].items()}


_FOLDED: Final = _bases(_ALPHABETS)
