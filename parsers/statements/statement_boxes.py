"""Balances that stand beside a statement's table: labels with an amount each, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations, groupby, product
from typing import Final

from parsers.paper.layout import Layout, Span, VisualLine
from parsers.wording import amounts, dates

_LEADER: Final = re.compile(r"[.\u00b7\u2026_]{2,}|[.\u00b7]")
_LABELLED: Final = re.compile(
    r"(?P<label>[^\d]*[^\W\d]{3}[^\d]*?)[\s:.]+(?P<amount>[-+(\u2212]?\s?(?:[€$£]|[A-Z]{3})?\s?"
    r"[-+\u2212]?\d[\d.,'\u2019\u00a0 ]*[.,]\d\d[-)]?(?:\s?[^\W\d]{1,3}\.?|\s?[€$£])?)"
)
_FEWEST: Final = 2
_MOST: Final = 3
"""Amounts above a table, and below it, of which one may be its balance."""


def ends(layout: Layout, start: int) -> tuple[tuple[Decimal, Decimal], ...]:
    """What each box begins and ends with; then each amount above the table with any other."""
    stated = [(line.index, amount) for line in layout.lines if (amount := _stated(line))]
    boxes = [
        (box[0], box[-1]) for box in (list(run) for run in _runs(stated)) if len(box) >= _FEWEST
    ]
    last = max((line.index for line in layout.lines if dates.find(line.text)), default=start)
    above = [amount for index, amount in stated if index < start]
    below = [amount for index, amount in stated if index > last]
    few = max(len(above), len(below)) <= _MOST
    beside = (product((*above, Decimal(0)), below), ((Decimal(0), one) for one in above))
    return (*boxes, *(chain(*beside, combinations(above, 2)) if few else ()))


def without_leaders(line: VisualLine) -> Iterator[Span]:
    """The segments of a line, parted where dots lead from one word to another."""
    for segment in line.segments:
        words = enumerate(segment.words)
        for leads, part in groupby(words, key=lambda one: bool(_LEADER.fullmatch(one[1].text))):
            if not leads:
                places = [at for at, _ in part]
                yield segment.part(places[0], places[-1] + 1)


def _stated(line: VisualLine) -> Decimal | None:
    """The amount of a line that is a label and an amount."""
    text = " ".join(part.text for part in without_leaders(line))
    found = _LABELLED.fullmatch(text)
    return amounts.number(found["amount"]) if found and not dates.find(text) else None


def _runs(stated: Sequence[tuple[int, Decimal]]) -> Iterator[list[Decimal]]:
    """The amounts of lines that follow each other."""
    run: list[Decimal] = []
    before = None
    for index, amount in stated:
        if before is not None and index != before + 1:
            yield run
            run = []
        run.append(amount)
        before = index
    yield run
