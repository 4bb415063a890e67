"""ANSI X12 810 invoices to the business terms of EN 16931."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from model.documents import DocumentFormat, Line, Reading
from model.errors import FormatUnknown
from parsers.einvoice.segments import Segment, loops, x12
from parsers.einvoice.terms import Stated, concluded, day_of, days_after, decimal, several, times
from parsers.wording.amounts import canonical

_SELLER: Final = ("SE", "SU", "VN", "RI", "RE", "II")
_BUYER: Final = ("BT", "BY", "SO")
_CREDIT: Final = frozenset({"CR", "CN", "CD"})
_CENT: Final = Decimal("0.01")
_SUMMARY: Final = frozenset({"TDS", "SE"})


def read(text: str) -> Reading:
    """What an 810 states; of several in an interchange, the first.

    Raises:
        FormatUnknown: the interchange holds no 810.
    """
    every = [
        one for one in loops(x12(text), "ST", frozenset({"GE", "IEA"})) if one[0].get(1) == "810"
    ]
    if not every:
        raise FormatUnknown("The X12 file holds no invoice (810).")
    message = every[0]
    lines = tuple(_line(one) for one in loops(message, "IT1", _SUMMARY))
    values = {**_header(message), **_totals(message, lines)}
    return concluded(Stated(values, lines, (), doubt=several(len(every))), DocumentFormat.X12)


def _header(message: Sequence[Segment]) -> dict[str, str]:
    big = _segment(message, "BIG")
    issued = day_of(big.get(1))
    credit = big.get(7) in _CREDIT
    return {
        "invoice_number": big.get(2),
        "issue_date": issued,
        "type_code": "381" if credit else "380",
        "due_date": _due(_segment(message, "ITD"), issued),
        "po_number": big.get(4) or _reference(message, "PO"),
        "preceding_invoice": _reference(message, "IV") if credit else "",
        "contract": _reference(message, "CT"),
        "customer_number": _reference(message, "CU") or _reference(message, "IT"),
        "currency": _segment(message, "CUR").get(2).upper(),
        "seller_name": _party(message, _SELLER),
        "buyer_name": _party(message, _BUYER),
    }


def _segment(message: Iterable[Segment], tag: str) -> Segment:
    return next((one for one in message if one.tag == tag), Segment(tag, ()))


def _reference(message: Iterable[Segment], qualifier: str) -> str:
    found = (one.get(2) for one in message if one.tag == "REF" and one.get(1) == qualifier)
    return next(found, "")


def _party(message: Sequence[Segment], roles: Sequence[str]) -> str:
    named = {one.get(1): one.get(2) for one in message if one.tag == "N1"}
    return next((named[role] for role in roles if named.get(role)), "")


def _due(terms: Segment, issued: str) -> str:
    """The day to pay by: stated (ITD06), else the net days (ITD07) after the issue date."""
    if terms.get(6):
        return day_of(terms.get(6))
    return days_after(issued, terms.get(7))


def _totals(message: Sequence[Segment], lines: Sequence[Line]) -> dict[str, str]:
    """Gross as stated (TDS01, in cents); net by lines, charges and allowances; tax by TXI."""
    gross = decimal(_segment(message, "TDS").get(1))
    charged, allowed = (_adjusted(message, kind) for kind in "CA")
    tax = sum(
        (decimal(one.get(2)) or Decimal(0) for one in message if one.tag == "TXI"), Decimal(0)
    )
    summed = sum((line.total or Decimal(0) for line in lines), Decimal(0))
    return {
        "gross_total": "" if gross is None else canonical(gross * _CENT),
        "line_total": canonical(summed),
        "charge_total": canonical(charged),
        "allowance_total": canonical(allowed),
        "net_total": canonical(summed + charged - allowed),
        "tax_total": canonical(tax),
    }


def _adjusted(message: Iterable[Segment], kind: str) -> Decimal:
    """The charges (C) or allowances (A) of SAC05, in cents."""
    amounts = (decimal(one.get(5)) for one in message if one.tag == "SAC" and one.get(1) == kind)
    return sum(((amount or Decimal(0)) * _CENT for amount in amounts), Decimal(0))


def _line(loop: Sequence[Segment]) -> Line:
    item = loop[0]
    quantity, price = decimal(item.get(2)), decimal(item.get(4))
    return Line(
        description=" ".join(one.get(5) for one in loop if one.tag == "PID" and one.get(5)),
        quantity=quantity,
        unit=item.get(3) or None,
        unit_price=price,
        total=times(quantity, price),
        line_id=item.get(1) or None,
        order_number=_reference(loop, "PO") or None,
    )
