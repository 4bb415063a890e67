"""Where sentences end in a text of any language."""

from __future__ import annotations

import re
from typing import Final

from fetchers.mail.values.writing import folded, is_letter

_SENTENCE_END: Final = re.compile(r"[!?؟;](?=\s|$)|[。।]|\.(?=\s+(?P<next>[^\W\d_]))")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(])\S{1,3}$|(?:nr|no|nro|ref|fakt|αριθ|num|broj|tel|incl|inkl|vč|excl)$"
)


def sentence_ends(text: str) -> list[int]:
    """Where sentences end; the point of "no." ends none, nor one before a small letter."""
    return [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not match["next"]
        or not (match["next"].islower() or _ABBREVIATED.search(folded(text[: match.start()])))
    ]


def has_letters(text: str) -> bool:
    """Whether there is a word or a number in a text."""
    return any(map(is_letter, text))
