"""Parcels of bills that e-invoices are made of: one by hand, and any that adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from model.deliveries import Parcel
from model.documents import DocumentKind, Line, TaxRow
from model.money import Money
from tests.feeds.parcels import parcel

FIELDS = {
    "currency": "EUR",
    "gross_total": "1928.64",
    "seller_name": "Müller & Söhne GmbH",
    "seller_vat_id": "DE 284 175 635",
    "buyer_name": "Hafenkost AG",
    "buyer_vat_id": "ATU12345678",
    "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "COBADEFFXXX",
    "payment_reference": "RE-2026/104",
}
BILL = parcel(
    fields=MappingProxyType(FIELDS),
    supplier_vat_id="DE284175635",
    lines=(
        Line("Power, October", Decimal(5200), "kWh", Decimal("0.29"), Decimal("1508.00")),
        Line("Meter", Decimal(1), None, Decimal("112.71"), Decimal("112.71")),
    ),
    tax_rows=(TaxRow(Decimal("1620.71"), Decimal("307.93"), Decimal(19)),),
)


def bill(**changes: Any) -> Parcel:
    """The bill with other facts; `fields` are added to its own, empty ones taken out."""
    fields = {**FIELDS, **changes.pop("fields", {})}
    stated = MappingProxyType({name: value for name, value in fields.items() if value})
    return replace(BILL, fields=stated, **changes)


def credit(one: Parcel) -> Parcel:
    """The credit note of the same: what we owe by it is negative."""
    assert one.gross is not None
    return replace(
        one,
        kind=DocumentKind.CREDIT_NOTE,
        gross=Money(-one.gross.amount, one.gross.currency),
        net=Money(-one.net.amount, one.net.currency) if one.net else None,
        lines=tuple(
            replace(
                line,
                quantity=None if line.quantity is None else -line.quantity,
                total=None if line.total is None else -line.total,
            )
            for line in one.lines
        ),
        tax_rows=tuple(replace(row, base=-row.base, amount=-row.amount) for row in one.tax_rows),
    )


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


_names = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable())
_amounts = st.decimals("0.01", "99999", places=2)
_rates = st.sampled_from([Decimal(19), Decimal(7), Decimal("5.5"), Decimal(21)])


@st.composite
def _lines(draw: st.DrawFn) -> Line:
    quantity = draw(st.none() | st.decimals("0.001", "5000", places=3))
    price = draw(st.none() | st.decimals("0", "900", places=4))
    both = quantity is not None and price is not None
    total = cents(quantity * price) if both and quantity and price else draw(_amounts)
    if both and draw(st.booleans()):
        total = max(total - Decimal("0.07"), Decimal(0))  # a discount on the line
    unit = draw(st.sampled_from([None, "kWh", "Stk.", "h", "rolls", "KGM"]))
    order = None
    return Line(draw(_names), quantity, unit, price, total, draw(_rates), order_number=order)


@st.composite
def bills(draw: st.DrawFn) -> Parcel:
    """A bill or a credit note that adds up, with whatever words on it."""
    lines = tuple(draw(st.lists(_lines(), min_size=1, max_size=5)))
    rates = tuple(dict.fromkeys(line.tax_rate for line in lines))
    sums = {rate: sum(one.total or 0 for one in lines if one.tax_rate == rate) for rate in rates}
    changed = Decimal(draw(st.sampled_from(["0", "-1.50", "12.34"])))
    bases = {rate: Decimal(sums[rate]) + (changed if rate == rates[0] else 0) for rate in rates}
    rows = tuple(
        TaxRow(base, cents(base * rate / 100), rate) for rate, base in bases.items() if rate
    )
    net = sum((row.base for row in rows), Decimal(0))
    gross = net + sum((row.amount for row in rows), Decimal(0))
    prepaid = cents(gross * draw(st.sampled_from([Decimal(0), Decimal("0.3")])))
    day = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    fields = {
        "gross_total": str(gross),
        "allowance_total": str(max(-changed, Decimal(0))),
        "charge_total": str(max(changed, Decimal(0))),
        "prepaid": str(prepaid) if prepaid else "",
        "payable": str(gross - prepaid),
        "seller_name": draw(_names),
        "buyer_name": draw(_names),
        "payment_terms": draw(st.just("") | _names),
    }
    made = bill(
        number=draw(st.from_regex(r"[A-Z0-9][A-Z0-9/ -]{0,20}[A-Z0-9]", fullmatch=True)),
        day=day,
        due=day + timedelta(days=30),
        gross=Money(gross, "EUR"),
        net=Money(net, "EUR"),
        lines=lines,
        tax_rows=rows,
        po_number=draw(st.none() | st.just("PO-7")),
        fields=fields,
    )
    return credit(made) if draw(st.booleans()) and gross > 0 else made
