"""What stands around a statement's table: its currency, its day, our account, its balances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Final

from parsers.invoices import candidates, header
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, Span, VisualLine
from parsers.statements import statement_boxes, statement_words
from parsers.statements.statement_headings import account_in, currency_of
from parsers.statements.statements import Sheet
from parsers.wording import amounts

_BESIDE_AMOUNTS: Final = 4.0
"""How sure a currency is that stands beside the amounts."""
_CODE: Final = re.compile(r"[A-Z]{3}")
_LONGEST_LABEL: Final = 3
"""Words of a label above what it names."""


def around(
    layout: Layout,
    geometry: Geometry,
    typed: candidates.Candidates,
    start: int,
    billed: str | None,
) -> Sheet:
    """What stands around a table that begins at a line."""
    money = header.currency(layout, typed, None)
    voted = money.value if money else billed
    beside = money is not None and money.score >= _BESIDE_AMOUNTS
    return Sheet(
        rows=(),
        around="\n".join(line.text for line in layout.lines[:start]),
        currency=voted if beside else named_currency(layout, start) or voted,
        statement_date=_statement_day(geometry, typed, start),
        account=_account(layout, start)
        or _labelled(geometry, typed, start)
        or _account_below(layout, start),
        extra=_balances(layout, start),
        boxes=statement_boxes.ends(layout, start),
        carried=tuple(
            (first, last)
            for label, first, last in statement_boxes.carried(layout)
            if statement_words.begins_opening(label)
        ),
    )


def named_currency(layout: Layout, start: int) -> str | None:
    """The one currency beside or below a word for it above a line; None for none or several."""
    above = layout.lines[:start]
    facts = (*_beside(above), *_below(above))
    said = {code for label, value in facts if (code := _currency(label, value))}
    return said.pop() if len(said) == 1 else None


def _currency(label: str, value: str) -> str | None:
    known = statement_words.column(label.rstrip(" :.")) == "currency"
    return currency_of(value) if known and _CODE.fullmatch(value.strip()) else None


def _account_below(layout: Layout, start: int) -> str | None:
    """Our customer number, below its label in a row of such labels above the table."""
    facts = (f"{label} {value}".split() for label, value in _below(layout.lines[:start]))
    return next(filter(None, map(account_in, facts)), None)


def _beside(lines: Sequence[VisualLine]) -> Iterator[tuple[str, str]]:
    """Labels with what stands beside them: in the next piece, or as the last word of one."""
    for line in lines:
        yield from pairwise(segment.text for segment in line.segments)
        parts = (segment.text.rpartition(" ") for segment in line.segments)
        yield from ((label, value) for label, _, value in parts if label)


def _below(lines: Sequence[VisualLine]) -> Iterator[tuple[str, str]]:
    """Short texts with what begins right below them."""
    for line, lower in pairwise(lines):
        labels = [one for one in line.segments if len(one.words) <= _LONGEST_LABEL]
        for label, value in product(labels, lower.segments if line.page == lower.page else ()):
            if _is_below(value, label):
                yield label.text, value.text


def _is_below(value: Span, label: Span) -> bool:
    return abs(value.x0 - label.x0) <= label.height


def _balances(layout: Layout, first: int) -> dict[str, Decimal]:
    """Opening and closing balance stated outside the table, as label and amount on one line."""
    found: dict[str, Decimal] = {}
    for line in layout.lines:
        if len(line.segments) != 2 or (line.index > first and line.index < first + 2):  # noqa: PLR2004 - label, amount
            continue
        label, value = (segment.text for segment in line.segments)
        amount = amounts.number(value) if amounts.vote(value) else None
        if amount is not None and statement_words.is_closing(label.rstrip(":")):
            found["closing"] = amount
        if (
            amount is not None
            and statement_words.is_opening(label.rstrip(":"))
            and line.index < first
        ):
            found["opening"] = amount
    return found


def _statement_day(geometry: Geometry, typed: candidates.Candidates, first_row: int) -> date | None:
    """The statement's own date: labelled above the table, else the first date above it."""
    above = [day for day in typed.days if day.place.line < first_row]
    scored = [
        (geometry.best(day.place, ("issue_date", "other_date"))[0] - due, day.value)
        for day in above
        for due in (geometry.best(day.place, ("due_date",))[0],)
    ]
    return max(scored, key=lambda one: one[0])[1] if scored else None


def _account(layout: Layout, first_row: int) -> str | None:
    """Our customer number, beside its label above the table."""
    found = (account_in(line.text.split()) for line in layout.lines[:first_row])
    return next((value for value in found if value), None)


def _labelled(geometry: Geometry, typed: candidates.Candidates, first_row: int) -> str | None:
    """Our customer number under its label, above the table."""
    above = [one for one in typed.identifiers if one.place.line < first_row]
    found = header.other_number(geometry, above, None, field="customer_number")
    return found.value if found else None
