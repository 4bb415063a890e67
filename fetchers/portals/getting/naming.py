"""Files of an archive, given to the rows that their names name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fetchers.portals.files import Got, kind_of
from fetchers.portals.row_values import Row


def assigned(files: Sequence[Got], rows: Sequence[Row], accept: Sequence[str]) -> dict[str, Got]:
    """The files by the numbers of the rows that their names name.

    A file belongs to the longest number in its name, so that 1001-2 is no copy of 1001. Of two
    files of one row the kind counts that the recipe names first.
    """
    numbers = sorted((row.listing.number or "" for row in rows), key=len, reverse=True)
    given: dict[str, Got] = {}
    for file in sorted(files, key=lambda one: _rank(one, accept)):
        number = next((one for one in numbers if one and names(file.name, one)), None)
        if number is not None and _rank(file, accept) < len(accept):
            given.setdefault(number, file)
    return given


def _rank(file: Got, accept: Sequence[str]) -> int:
    kind = kind_of(file.content)
    return accept.index(kind) if kind in accept else len(accept)


def names(name: str, number: str) -> bool:
    """Whether a file's name names a number, however its parts are joined."""
    signs = re.findall(r"[^\W_]", number)
    inner = r"[\W_]*".join(map(re.escape, signs))
    return (
        bool(signs) and re.search(rf"(?<![^\W_]){inner}(?![^\W_])", name, re.IGNORECASE) is not None
    )
