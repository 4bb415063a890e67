"""What is verified on every document, under the names that people read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from model.documents import Check, Line
from parsers.invoices.totals import Totals
from parsers.wording.amounts import canonical

NET_TAX_TOTAL: Final = "Net + tax = total"
LINES_ADD_UP: Final = "Lines add up to net"
PAGE_AND_XML: Final = "Page agrees with XML"
PAGE_AND_CODE: Final = "Page agrees with payment code"
STATEMENT_ADDS_UP: Final = "Statement adds up"
NUMBERS_PROVED: Final = "Numbers and kinds are proved"
ONE_DOCUMENT: Final = "One document in the file"
AS_LISTED: Final = "Agrees with what was announced"
_CENT_A_LINE: Final = Decimal("0.01")


def of_page(totals: Totals, lines: Sequence[Line]) -> tuple[Check, ...]:
    """The checks of an invoice read from its pages."""
    complete = totals.gross is not None and totals.net is not None
    added = Check(NET_TAX_TOTAL, totals.holds if complete else None, totals.equation)
    base = totals.net or (totals.gross if totals.holds else None)
    nets = [base.value] if base else []
    nets += [net + abs(one.value) for net in nets[:1] for one in totals.discounts]
    return added, lines_add_up(lines, nets)


def lines_add_up(lines: Sequence[Line], nets: Sequence[Decimal]) -> Check:
    """Whether the lines' totals sum to the net, or to the subtotal before a discount."""
    if not lines or not nets or any(line.total is None for line in lines):
        return Check(LINES_ADD_UP, None, "the lines or the net were not found")
    total = sum((line.total or Decimal(0) for line in lines), Decimal(0))
    ok = any(abs(total - net) <= _CENT_A_LINE * len(lines) for net in nets)
    sign = "=" if ok else "≠"
    return Check(
        LINES_ADD_UP, ok, f"{len(lines)} lines: {canonical(total)} {sign} {canonical(nets[0])}"
    )


def net_tax_gross(net: Decimal | None, tax: Decimal | None, gross: Decimal | None) -> Check:
    """Whether net and tax sum to gross (BR-CO-15); no tax stated counts as none due."""
    if net is None or gross is None:
        return Check(NET_TAX_TOTAL, None, "net or gross was not found")
    ok = abs(net + (tax or Decimal(0)) - gross) <= _CENT_A_LINE
    sum_of = f"{canonical(net)} + {canonical(tax or Decimal(0))}"
    return Check(NET_TAX_TOTAL, ok, f"{sum_of} {'=' if ok else '≠'} {canonical(gross)}")
