"""`say`: an English sentence of the source in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from ui.languages.catalogue import catalogue
from ui.languages.choice import current
from ui.languages.formats import locale


class Phrase(str):
    """A text of the source that is said later; `sense` tells it apart from its homonyms."""

    __slots__ = ("sense",)

    sense: str

    def __new__(cls, source: str, sense: str = "") -> Self:
        """The text itself, with its sense."""
        made = super().__new__(cls, source)
        made.sense = sense
        return made


def phrase(source: str, sense: str = "") -> Phrase:
    """The text unchanged, marked for the catalogues; `say` gives it in a language."""
    return Phrase(source, sense)


def say(source: str, /, **values: object) -> str:
    """The text in the language that is spoken, with these values in its placeholders.

    A text that the catalogue lacks stays English. Values are put in as they are: what they hold is
    never looked up, and never a placeholder.
    """
    sense = source.sense if isinstance(source, Phrase) else ""
    found = catalogue(current()).get((sense, source))
    said = found.forms[0] if found and found.forms[0] else str(source)
    return said.format(**values) if values else said


def all_said(words: Iterable[str]) -> tuple[str, ...]:
    """Every one of these texts in the language that is spoken."""
    return tuple(say(word) for word in words)


def said_by_name(words: Mapping[str, str]) -> dict[str, str]:
    """Every one of these texts in the language that is spoken, by its name."""
    return {name: say(word) for name, word in words.items()}


def say_many(number: int, one: str, many: str, /, **values: object) -> str:
    """The text for so many of something; `{n}` in it is the number."""
    found = catalogue(current()).get(("", one))
    sources = (one, many)
    forms = found.forms if found and all(found.forms) and len(found.forms) > 1 else sources
    written = locale()
    return forms[written.plural(number)].format(n=written.figure(number), **values)
