"""The taxes of a bill: categories (UNCL 5305) and rates, proved by its totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from model.deliveries import Lack
from model.documents import TaxRow
from parsers.writing.bill import ZERO, Charge
from parsers.writing.prices import rounded

_HUNDRED: Final = Decimal(100)
_STANDARD: Final = "S"
_EXEMPT: Final = "E"
_UNTAXED: Final = frozenset({"Z", _EXEMPT, "AE", "K", "G", "O"})
_TAXED: Final = frozenset({_STANDARD, "L", "M"})
_WHY: Final[Mapping[str, tuple[str, str]]] = {
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "K": ("Intra-community supply", "VATEX-EU-IC"),
    "G": ("Export outside the EU", "VATEX-EU-G"),
    "O": ("Not subject to VAT", "VATEX-EU-O"),
}
"""Categories that are their own reason (code list VATEX)."""
_HIGHEST: Final = Decimal(32)
_STEPS: Final = (Decimal(1), Decimal("0.5"), Decimal("0.1"))


def charges(
    rows: Iterable[TaxRow], net: Decimal, tax: Decimal, fields: Mapping[str, str] | None
) -> tuple[Charge, ...] | Lack:
    """The breakdown, one row for each category and rate; else what stands against it.

    Without rows, net and tax are one row where the rate follows from them. `fields` say why no tax
    is charged; None where nobody asks.
    """
    merged: dict[tuple[str, Decimal | None], Charge] = {}
    for row in tuple(rows) or (TaxRow(net, tax),):
        one = _charge(row, fields)
        if isinstance(one, Lack):
            return one
        known = merged.get((one.category, one.rate))
        merged[one.category, one.rate] = _joined(known, one) if known else one
    made = tuple(merged.values())
    base, amount = sum((c.base for c in made), ZERO), sum((c.amount for c in made), ZERO)
    if (base, amount) != (net, tax):
        sentence = f"Its taxes are {amount} of {base}, and its totals say {tax} of {net}."
        return Lack(sentence, "net_total")
    return made


def _charge(row: TaxRow, fields: Mapping[str, str] | None) -> Charge | Lack:
    rate = row.rate if row.rate is not None else rate_of(row.base, row.amount)
    amounts = (rounded(row.base), rounded(row.amount))
    if fields is None:
        return Charge("", rate, *amounts)
    if rate is None:
        return Lack(f"The rate of its tax is not known: {row.amount} of {row.base}.", "tax_rate")
    category = _category(row, rate, fields)
    if not rate and category not in _UNTAXED:
        sentence = "No tax is charged, and why is not known; one of Z, E, AE, K, G, O."
        return Lack(sentence, "tax_category")
    if category not in {_EXEMPT, *_WHY}:
        return Charge(category, rate, *amounts)
    implied, implied_code = _WHY.get(category, ("", ""))
    reason = fields.get("exemption_reason") or implied
    code = implied_code or fields.get("exemption_code", "")
    if not reason and not code:
        return Lack("The reason why no tax is charged is not known.", "exemption_reason")
    return Charge(category, rate, *amounts, reason, code)


def _category(row: TaxRow, rate: Decimal, fields: Mapping[str, str]) -> str:
    """The category as the row states it, the standard one of a tax, or what a person filled in."""
    category = (row.category or "").strip().upper()
    if category in _TAXED | _UNTAXED:
        return category
    return _STANDARD if rate else fields.get("tax_category", "").strip().upper()


def _joined(one: Charge, other: Charge) -> Charge:
    base, amount = one.base + other.base, one.amount + other.amount
    return Charge(one.category, one.rate, base, amount, one.reason, one.reason_code)


def rate_of(base: Decimal, amount: Decimal) -> Decimal | None:
    """The one plain rate that makes the amount of the base; None where it can't be told."""
    if not amount:
        return ZERO
    if not base:
        return None
    near = amount * _HUNDRED / base
    for step in _STEPS:
        count = (near / step).to_integral_value()
        fits = [
            rate
            for rate in ((count + turn) * step for turn in (-1, 0, 1))
            if 0 < rate <= _HIGHEST and rounded(base * rate / _HUNDRED) == rounded(amount)
        ]
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None
