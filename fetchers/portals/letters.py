"""Letters without their marks, as the words of `sayings.toml` and its sisters are written."""

from __future__ import annotations

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "đ": "d",
        "\u0131": "i",
        "\u03c2": "\u03c3",
        "\u2019": "'",
        "\u2018": "'",
        "\u2011": "-",
        "\u00a0": " ",
    }
)


def plain(text: str) -> str:
    """A text in small letters without accents."""
    return bare(text.casefold())


def bare(text: str) -> str:
    """The same without a change of case: for patterns, in which case means something."""
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(ch for ch in parts if not unicodedata.combining(ch))
