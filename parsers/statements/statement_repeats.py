"""Tables of a statement that list again what stands above them: what of all is overdue.

A list of what is late, below the list of all, has lines that the first one has, cell by cell.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from parsers.paper.layout import Layout, VisualLine
from parsers.statements.statement_heads import Heads
from parsers.wording import amounts, dates

_FEWEST_CELLS: Final = 3


def repeated(layout: Layout, heads: Heads) -> frozenset[int]:
    """The lines that head a table of which every line stands in the tables above it."""
    ends = [*(index for index, _ in heads[1:]), len(layout.lines)]
    found: set[int] = set()
    above: dict[str, list[Counter[str]]] = {}
    for (index, _), end in zip(heads, ends[: len(heads)], strict=True):
        listed = [_cells(line) for line in layout.lines[index + 1 : end] if _is_listed(line)]
        if listed and all(_stands_in(cells, above) for cells in listed):
            found.add(index)
            continue
        for cells in listed:
            for cell in cells:
                above.setdefault(cell, []).append(cells)
    return frozenset(found)


def _stands_in(cells: Counter[str], above: dict[str, list[Counter[str]]]) -> bool:
    """Whether one line above has all these cells, where they are enough to know it by."""
    rarest = min((above.get(cell, []) for cell in cells), key=len)
    return cells.total() >= _FEWEST_CELLS and any(cells <= other for other in rarest)


def _cells(line: VisualLine) -> Counter[str]:
    return Counter(word.text for segment in line.segments for word in segment.words)


def _is_listed(line: VisualLine) -> bool:
    return bool(dates.find(line.text)) and amounts.vote(line.text) is not None
