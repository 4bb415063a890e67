"""Words that are known by how they begin or end: Ausgangsrechnung, Belegdatum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class Parts(Generic[Meaning]):
    """Parts of words, by what each means.

    A word is cut at each length that a part has, longest first, and looked up: a page has thousands
    of words, and to try each part on each of them took a quarter of its reading.
    """

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = meanings
        self._lengths = sorted({len(part) for part in meanings}, reverse=True)

    def beginning(self, word: str) -> Meaning | None:
        """What the longest part means that a word begins with; None where none does."""
        cuts = (word[:length] for length in self._lengths)
        return next((self._meanings[cut] for cut in cuts if cut in self._meanings), None)

    def ending(self, word: str) -> Meaning | None:
        """What the longest part means that a word ends with; None where none does."""
        cuts = (word[-length:] for length in self._lengths)
        return next((self._meanings[cut] for cut in cuts if cut in self._meanings), None)
