"""What a parcel adds up to: its totals, its taxes, and lines that make both to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from model.deliveries import Parcel
from model.documents import Line, TaxRow
from model.errors import DestinationRefused
from model.money import Money

_ONE: Final = Decimal(1)
_NOTHING: Final = Decimal(0)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sums:
    """What is owed, its net part, and the taxes that make the difference between them.

    `rows` are the taxes that charge something.
    """

    gross: Money
    net: Decimal
    rows: tuple[TaxRow, ...]

    @property
    def tax(self) -> Decimal:
        """All taxes together."""
        return self.gross.amount - self.net

    @property
    def is_credit(self) -> bool:
        """Whether the supplier owes it to us."""
        return self.gross.amount < 0

    @property
    def sign(self) -> int:
        """What amounts are multiplied by where a credit note is written in positive ones."""
        return -1 if self.is_credit else 1


@dataclass(frozen=True, slots=True)
class Share:
    """Lines that one tax is charged on; None where none is."""

    row: TaxRow | None
    lines: tuple[Line, ...]

    @property
    def net(self) -> Decimal:
        """What the lines add up to."""
        return _total(self.lines)


def sums_of(parcel: Parcel, receiver: str) -> Sums:
    """The parcel's sums, proved.

    Raises:
        DestinationRefused: it has no gross amount, or its taxes are not what its totals differ by.
    """
    gross = parcel.gross
    if gross is None:
        raise DestinationRefused(f"{receiver} needs the gross amount.")
    charged = sum((row.amount for row in parcel.tax_rows), _NOTHING)
    net = parcel.net.amount if parcel.net else gross.amount - charged
    if charged == gross.amount - net:
        return Sums(gross, net, tuple(row for row in parcel.tax_rows if row.amount))
    if parcel.tax_rows:
        raise DestinationRefused(
            f"The taxes of {parcel.number} add up to {charged}, and its totals differ by"
            f" {gross.amount - net}; correct the totals, then send again."
        )
    return Sums(gross, net, (TaxRow(net, gross.amount - net),))


def lines_of(parcel: Parcel, net: Decimal) -> tuple[Line, ...]:
    """The document's lines with a total, where they add up to its net sum; else that sum as one."""
    lines = tuple(line for line in parcel.lines if line.total is not None)
    return lines if lines and _total(lines) == net else (Line(parcel.number, total=net),)


def shares_of(parcel: Parcel, sums: Sums) -> tuple[Share, ...]:
    """The net sum by tax, each with lines that make its base to the cent.

    Where the document's lines don't tell which tax is charged on them, a base is one line.
    """
    if not sums.rows:
        return (Share(None, lines_of(parcel, sums.net)),)
    if len(sums.rows) == 1 and sums.rows[0].base == sums.net:
        return (Share(sums.rows[0], lines_of(parcel, sums.net)),)
    untaxed = sums.net - sum((row.base for row in sums.rows), _NOTHING)
    parts: list[tuple[TaxRow | None, Decimal]] = [(row, row.base) for row in sums.rows]
    if untaxed:
        parts.append((None, untaxed))
    lines = lines_of(parcel, sums.net)
    told = tuple(Share(row, tuple(_charged(lines, row))) for row, _ in parts)
    bases = [base for _, base in parts]
    all_told = sum(len(one.lines) for one in told) == len(lines)
    # a tax on a base of nothing has no line that tells of it, and is charged all the same
    if all_told and [one.net for one in told] == bases and all(one.lines for one in told):
        return told
    return tuple(Share(row, (_base_line(parcel, row, base),)) for row, base in parts)


def taxed(share: Share) -> Iterator[tuple[Line, Decimal]]:
    """Each line of a share with its part of the tax; the parts add up to it to the cent."""
    left, base = share.row.amount if share.row else _NOTHING, share.net
    for number, line in enumerate(share.lines, start=1):
        total = line.total or _NOTHING
        part = left if number == len(share.lines) else _part(left, total, base)
        yield line, part
        left, base = left - part, base - total


def priced(line: Line, *, digits: int | None = None) -> tuple[Decimal, Decimal]:
    """Quantity and price of one, as long as they make the line's total; else once the total.

    `digits` is how many decimals a quantity and a price may have there.
    """
    total, quantity, price = line.total or _NOTHING, line.quantity, line.unit_price
    if quantity is None or price is None or quantity * price != total:
        return _ONE, total
    if digits is not None and any(one != round(one, digits) for one in (quantity, price)):
        return _ONE, total
    return quantity, price


def stated(line: Line, sign: int, *, digits: int) -> tuple[Decimal, Decimal]:
    """Quantity, never negative, and price where a credit note is written in positive amounts."""
    quantity, price = priced(line, digits=digits)
    return abs(quantity), price * sign * (-1 if quantity < 0 else 1)


def _total(lines: Iterable[Line]) -> Decimal:
    return sum((line.total for line in lines if line.total is not None), _NOTHING)


def _part(amount: Decimal, of: Decimal, base: Decimal) -> Decimal:
    return (amount * of / base).quantize(_CENT, ROUND_HALF_UP) if base else _NOTHING


def _charged(lines: Iterable[Line], row: TaxRow | None) -> Iterator[Line]:
    """The lines that say themselves that this tax is charged on them, or none."""
    for line in lines:
        if (line.tax_rate or None) == (row.rate if row else None):
            yield line


def _base_line(parcel: Parcel, row: TaxRow | None, base: Decimal) -> Line:
    rate = f", {row.rate.normalize():f} %" if row and row.rate is not None else ""
    return Line(f"{parcel.number}{rate}", total=base)
