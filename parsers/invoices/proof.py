"""Totals proved by the lines: where no net is printed, or no tax is named at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from model.documents import EvidenceSource, Line
from parsers.invoices.candidates import Amount
from parsers.invoices.totals import Scored, Totals, close, implausible, value

_GROSS, _TAX = 6, 4
_CENT: Final = Decimal("0.015")


def goals(solved: Totals) -> list[Decimal]:
    """The sums that the lines may come to, the likeliest first."""
    if solved.net:
        net = solved.net.value
        return [net, *(net + abs(one.value) for one in solved.discounts), *_values(solved.gross)]
    if solved.gross is None:
        return []
    gross, tax = solved.gross.value, value(solved.tax) or Decimal(0)
    charges = [one.value for one in solved.ranked.get("charge_total", ())[:2]]
    discounts = [abs(one.value) for one in solved.discounts]
    return [gross - tax, *(gross - tax - one for one in charges),
            *(gross - tax + one for one in discounts), gross]  # fmt: skip


def _values(scored: Scored | None) -> list[Decimal]:
    return [scored.value] if scored else []


def with_lines(solved: Totals, lines: Sequence[Line], amounts: Iterable[Amount]) -> Totals:
    """The totals; where no printed net proves them, the lines' sum in its place if that does.

    With a tax, lines, tax and gross are three numbers that agree. Without one, the page must name
    none, and its lines must be quantity times price or leave no amount of the page unexplained.
    """
    if solved.holds or not lines or any(line.total is None for line in lines):
        return solved
    total = sum((line.total or Decimal(0) for line in lines), Decimal(0))
    found = [one for one in _closed(solved, total) if _is_proof(one, lines, amounts)]
    return max(found, key=lambda one: one.score, default=solved)


def _closed(solved: Totals, total: Decimal) -> Iterator[Totals]:
    """The choices of gross, tax, charge and discount that agree with the lines."""
    taxes = [one for one in solved.ranked.get("tax_total", ())[:_TAX] if one.value]
    for gross in _grosses(solved):
        for tax in taxes if solved.taxed else [None]:
            gap = gross.value - total - (value(tax) or Decimal(0))
            closed = None if implausible(total, tax) else close(gap, solved.ranked)
            if closed is None or (tax and tax.amount is gross.amount):
                continue
            score = gross.score + (0.7 * tax.score if tax else 0.0) - 0.2 * sum(map(bool, closed))
            net = _printed(solved, total, closed)
            if net or solved.net is None:
                yield replace(
                    solved, gross=gross, net=net, tax=tax, charge=closed[0], discount=closed[1],
                    score=score, lines=total, holds=True,
                )  # fmt: skip


def _grosses(solved: Totals) -> Sequence[Scored]:
    """The grosses to try; one that a person taught stands, whatever the lines say."""
    if solved.gross and solved.gross.source is EvidenceSource.MEMORY:
        return [solved.gross]
    return solved.ranked.get("gross_total", ())[:_GROSS]


def _printed(
    solved: Totals, total: Decimal, closed: tuple[Scored | None, Scored | None]
) -> Scored | None:
    """The printed net that is the lines' sum, before or after the discount."""
    discount = abs(value(closed[1]) or Decimal(0))
    nets = solved.ranked.get("net_total", ())
    return next((one for one in nets if one.value in {total, total - discount}), None)


def _is_proof(solved: Totals, lines: Sequence[Line], amounts: Iterable[Amount]) -> bool:
    if solved.tax:
        return True
    whole = all(line.quantity and line.unit_price and line.total for line in lines)
    plain = not (solved.charge or solved.discount)
    return (whole and plain) or _explains(solved, lines, amounts)


def _explains(solved: Totals, lines: Sequence[Line], amounts: Iterable[Amount]) -> bool:
    """Whether every amount on the pages is one of a line, or one of the totals."""
    parts = [solved.gross, solved.net, solved.charge, solved.discount]
    known = {abs(one.value) for one in parts if one}
    known |= {abs(one) for line in lines for one in (line.total, line.unit_price) if one}
    money = (abs(one.value) for one in amounts if one.money and not one.percent)
    return all(one == 0 or one in known for one in money)
