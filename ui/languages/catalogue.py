"""Catalogues in gettext's format (.po), read as text: what translators' programs write.

Only what catalogues need is read: contexts, plurals, strings over several lines, comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from model.languages import Language

HERE: Final = Path(__file__).parent
_LINE: Final = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(.*)"\s*')
_ESCAPES: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A source text with its translations; `many` is its plural, or empty where it has none.

    `sense` tells apart what is one word in English and several in other languages.
    """

    source: str
    forms: tuple[str, ...]
    many: str = ""
    sense: str = ""


Catalogue = Mapping[tuple[str, str], Entry]
"""Entries by sense and source."""


def path(language: Language) -> Path:
    """The file of a language's catalogue."""
    return HERE / f"{language.value}.po"


@cache
def catalogue(language: Language) -> Catalogue:
    """The entries of a language; none for English, which is the source."""
    if language is Language.ENGLISH:
        return {}
    found = entries(path(language).read_text(encoding="utf-8"))
    return {(one.sense, one.source): one for one in found}


def entries(written: str) -> Iterator[Entry]:
    """The entries of a .po file; its header is none. Raises ValueError for a line that is none."""
    for block in re.split(r"\n\s*\n", written):
        said = _strings(block.splitlines())
        if said.get("msgid"):
            forms = [said[name] for name in sorted(said) if name.startswith("msgstr")]
            plural, sense = said.get("msgid_plural", ""), said.get("msgctxt", "")
            yield Entry(said["msgid"], tuple(forms), plural, sense)


def _strings(lines: Iterable[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"This is no line of a catalogue: {line!r}")
        name = found[1] or name
        said[name] = said.get(name, "") + _plain(found[2])
    return said


def _plain(escaped: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), escaped)
