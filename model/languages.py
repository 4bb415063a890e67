"""The languages in which people can use Billhook."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language, by its code in BCP 47; the first is the one that everything is written in."""

    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"

    @property
    def own_name(self) -> str:
        """The language's name for itself: "Deutsch"."""
        return _OWN_NAMES[self]


_OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.FRENCH: "Français",
    Language.SPANISH: "Español",
}
