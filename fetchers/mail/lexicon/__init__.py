"""Our own words, as data: concepts, stems of labels, months, currencies, kinds of hosts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

# anchored at a word's start: tried at every character it would take minutes for a long word
_ADDRESS: Final = re.compile(r"https?://\S+|(?<!\S)[^\s@]{1,120}@\S+")


@cache
def table(name: str) -> dict[str, Any]:
    """The table of this name, as it stands in its file."""
    text = files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def normal(text: str) -> str:
    """Text as all tables are matched: compatible forms (NFKC), no case, one apostrophe.

    Turkish writes İ: without case it is an i, whose second dot (U+0307) no table knows.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("i\u0307", "i").replace("\u2019", "'")


def without_addresses(text: str) -> str:
    """Text without web and mail addresses: their words are the sender's software's."""
    return _ADDRESS.sub(" ", text)


def any_of(words: Iterable[str], *, anywhere: bool = False) -> re.Pattern[str]:
    """What finds any of these words, the longest first, at a word's start or anywhere."""
    stems = sorted({re.escape(normal(word)) for word in words}, key=lambda stem: (-len(stem), stem))
    return re.compile(("" if anywhere else r"(?<!\w)") + "(?:" + "|".join(stems) + ")")
