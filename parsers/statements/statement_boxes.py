"""Balances that stand beside a statement's table: labels with an amount each, line by line."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
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
_AMOUNT: Final = re.compile(
    r"[-+(\u2212]?\s?(?:[€$£]|[A-Z]{3})?\s?[-+\u2212]?"
    r"(?:\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+|\d+)[.,]\d\d(?![\d%]|[.,]\d)[-)]?(?:\s?CR\b)?"
)
_FEWEST: Final = 2
_MOST: Final = 3
"""Amounts above a table, and below it, of which one may be its balance."""
_MOST_ABOVE: Final = 6
_MOST_IN_BOX: Final = 8
_MOST_BESIDE: Final = 40
"""So many amounts above a table, and around it: of more, some would fit by chance."""
_LEAST_TAX, _MOST_TAX = Decimal("0.01"), Decimal("0.3")
_AGES: Final = 3
"""Amounts of one line that may be what is owed by its age."""


def ends(layout: Layout, start: int) -> tuple[tuple[Decimal, Decimal], ...]:
    """What each box begins and ends with; then each amount above the table with any other."""
    stated = [(line.index, said[1]) for line in layout.lines if (said := _stated(line)) and said[1]]
    boxes = [(box[0][1], box[-1][1]) for box in _boxes(layout)]
    last = max((line.index for line in layout.lines if dates.find(line.text)), default=start)
    above = [amount for index, amount in stated if index < start]
    below = [amount for index, amount in stated if index > last]
    few = max(len(above), len(below)) <= _MOST
    beside = (product((*above, Decimal(0)), below), ((Decimal(0), one) for one in above))
    labelled = (*boxes, *(chain(*beside, combinations(above, 2)) if few else ()))
    return (*labelled, *beside_lines(texts(layout), start))


def carried(layout: Layout) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Each amount of a box with its label, and each of the few below it that it may end with."""
    for box in _boxes(layout):
        for at, (label, first) in enumerate(box):
            ends = box[at + 1 : at + 1 + _MOST_IN_BOX] if first else ()
            yield from ((label, first, last) for _, last in ends)


def texts(layout: Layout) -> list[list[str]]:
    """The texts of each line, as a sheet has them."""
    return [[segment.text for segment in line.segments] for line in layout.lines]


def beside_lines(rows: Sequence[Sequence[str]], start: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Each amount that stands in no line, by itself and with each of the few above the table."""
    stated = [(at, amount) for at, row in enumerate(rows) for amount in _free(row)]
    around = [(at, amount) for at, amount in stated if amount]
    if len(around) > _MOST_BESIDE:
        return
    closing = [amount for _, amount in around]
    yield from ((Decimal(0), amount) for amount in closing)
    opening = [amount for at, amount in around if at < start + _FEWEST][:_MOST_ABOVE]
    paid_off = [Decimal(0)] if len(around) < len(stated) else []
    yield from product(opening, (*closing, *paid_off))


def is_taxed(rows: Iterable[Sequence[str]], total: Decimal | None) -> bool:
    """Whether an amount on the page is tax, which makes up a third with this sum."""
    if not total:
        return False
    around = {abs(amount) for row in rows for amount in _free(row)}
    return any(
        amount + abs(total) in around and _LEAST_TAX <= amount / abs(total) <= _MOST_TAX
        for amount in around
    )


def states(line: VisualLine, sums: Container[Decimal]) -> bool:
    """Whether a line without a day of its own says one of these sums: Balance at 1 May: 20.00."""
    return any(amount in sums for amount in _free([part.text for part in line.segments]))


def _free(row: Sequence[str]) -> Iterator[Decimal]:
    """The amounts of a row without a day of its own, with the sum of those by age."""
    if any(map(_is_day, row)):
        return
    found = [
        amount
        for text in row
        for one in _AMOUNT.finditer(_undated(text))
        if (amount := amounts.number(one[0])) is not None
    ]
    yield from found
    if len(found) >= _AGES:
        yield sum(found, Decimal(0))


def _is_day(text: str) -> bool:
    return bool(dates.find(text)) and not any(map(str.isalpha, _undated(text)))


def _undated(text: str) -> str:
    """A text without its days, which look like amounts."""
    for found in reversed(dates.find(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def without_leaders(line: VisualLine) -> Iterator[Span]:
    """The segments of a line, parted where dots lead from one word to another."""
    for segment in line.segments:
        words = enumerate(segment.words)
        for leads, part in groupby(words, key=lambda one: bool(_LEADER.fullmatch(one[1].text))):
            if not leads:
                places = [at for at, _ in part]
                yield segment.part(places[0], places[-1] + 1)


def _boxes(layout: Layout) -> Iterator[list[tuple[str, Decimal]]]:
    """The labels and amounts of lines that follow each other."""
    stated = [(line.index, said) for line in layout.lines if (said := _stated(line))]
    for _, run in groupby(enumerate(stated), key=lambda one: one[1][0] - one[0]):
        box = [said for _, (_, said) in run]
        if len(box) >= _FEWEST:
            yield box


def _stated(line: VisualLine) -> tuple[str, Decimal] | None:
    """The label and the amount of a line that is just these."""
    text = " ".join(part.text for part in without_leaders(line))
    found = _LABELLED.fullmatch(text)
    amount = amounts.number(found["amount"]) if found and not dates.find(text) else None
    return (found["label"], amount) if found and amount is not None else None
