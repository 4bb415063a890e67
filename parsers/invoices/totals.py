"""The totals solver: which printed amounts are net, tax and gross, so that labels and sums agree.

Constants start from the measured prototype: label scores weigh 1 for gross, .8 for net, .7 for tax;
an equation that holds is worth more than any single label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from types import MappingProxyType
from typing import Final

from model.documents import EvidenceSource
from parsers.invoices import taxes
from parsers.invoices.candidates import Amount
from parsers.invoices.found import Found
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout
from parsers.wording.amounts import canonical

_TOLERANCE: Final = Decimal("0.015")
_GROSS, _NET, _TAX, _ADJUST = 10, 12, 12, 4
_LEAST_ADJUST: Final = 0.9
_SUMMED: Final = 2.0
"""The score of a sum of the tax breakdown: less than that of a total with a label of its own."""
_HIGHEST_RATE: Final = Decimal("0.32")
_FIELDS: Final = (
    "gross_total",
    "net_total",
    "tax_total",
    "charge_total",
    "discount_total",
    "prepaid",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """An amount with its score for one role, and the label that gives it."""

    amount: Amount
    score: float
    why: str
    source: EvidenceSource = EvidenceSource.TEXT
    overrules: bool = False
    """Remembered of a person who replaced a total that a sum had proved."""

    @property
    def value(self) -> Decimal:
        """The amount's value."""
        return self.amount.value


NOTHING: Final[Mapping[str, Scored]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Totals:
    """The solution: what was chosen, and the equation it satisfies."""

    gross: Scored | None = None
    net: Scored | None = None
    tax: Scored | None = None
    charge: Scored | None = None
    discount: Scored | None = None
    lines: Decimal | None = None
    """The sum of the lines, where it takes the place of a net that is not printed."""
    discounts: tuple[Scored, ...] = ()
    """Every amount that a label calls a discount."""
    ranked: Mapping[str, Sequence[Scored]] = field(default_factory=lambda: MappingProxyType({}))
    """The candidates of each role, the best first."""
    score: float = 0.0
    holds: bool = False
    zero_tax: bool = False
    taxed: bool = False
    """Whether any label of tax has an amount or a rate other than zero."""

    @property
    def equation(self) -> str:
        """The sum in words and figures."""
        if self.lines is not None:
            parts = [f"the lines sum to {canonical(self.lines)}"]
        elif self.gross and self.net:
            parts = [canonical(self.net.value)]
        else:
            return "net or gross was not found"
        assert self.gross is not None  # noqa: S101 - lines are summed to a gross
        parts += [f"+ {canonical(self.tax.value)} tax"] if self.tax else ["+ no tax"]
        parts += [f"+ {canonical(self.charge.value)} charge"] if self.charge else []
        parts += [f"- {canonical(abs(self.discount.value))} discount"] if self.discount else []
        return f"{' '.join(parts)} {'=' if self.holds else '≠'} {canonical(self.gross.value)}"

    def nothing_larger(self, amounts: Iterable[Amount]) -> bool:
        """Whether no amount on the pages exceeds the gross, but for what a discount takes off.

        Sums per tax rate and per page satisfy the equation too; the total is larger than they.
        """
        if self.gross is None:
            return False
        most = abs(self.gross.value) + max((abs(one.value) for one in self.discounts), default=0)
        return all(abs(one.value) <= most for one in amounts if one.money and not one.percent)

    def fields(self) -> dict[str, Found]:
        """The totals as fields; a missing one is computed where the others leave no doubt."""
        why = self.equation if self.holds else ""
        found = {
            name: Found(
                canonical(one.value),
                one.score + (1.5 if self.holds else 0.0),
                "; ".join(part for part in (one.why, why) if part),
                one.amount.place,
                one.source,
                strong=self.holds,
            )
            for name, one in (
                ("gross_total", self.gross),
                ("net_total", self.net),
                ("tax_total", self.tax),
            )
            if one
        }
        if self.lines is not None and self.tax and self.net is None:
            found["net_total"] = Found(canonical(self._summed()), 2.5, why, strong=True)
        if self.zero_tax and "tax_total" not in found:
            found["tax_total"] = Found("0.00", 2.5, f"no tax: {why}", strong=True)
        return found

    def _summed(self) -> Decimal:
        """The net by the lines: with charges, without discounts (BT-109)."""
        plus, minus = value(self.charge) or Decimal(0), value(self.discount) or Decimal(0)
        return (self.lines or Decimal(0)) + plus - abs(minus)


def value(scored: Scored | None) -> Decimal | None:
    """The value of what was chosen, if anything was."""
    return scored.value if scored else None


def solve(
    layout: Layout,
    geometry: Geometry,
    amounts: Sequence[Amount],
    rows: Sequence[taxes.Row] = (),
    *,
    remembered: Mapping[str, Scored] = NOTHING,
) -> Totals:
    """The totals of a document that agree best with labels, arithmetic and the tax breakdown.

    What is `remembered` of the layout takes the place of what was chosen for that total, and of no
    other; of totals that a sum proves only where it overrules.
    """
    money = [one for one in amounts if (one.money or one.symbol) and not one.percent]
    roles = {name: _ranked(layout, geometry, money, name) for name in _FIELDS}
    if len(rows) > 1:
        roles = _with_sums(roles, rows)
    tax_free = _tax_free(geometry, amounts)
    grosses = roles["gross_total"][:_GROSS]
    nets: list[Scored | None] = [*roles["net_total"][:_NET], None]
    taxes: list[Scored | None] = [*roles["tax_total"][:_TAX], None]
    best = Totals()
    for gross, net, tax in product(grosses, nets, taxes):
        found = _weigh(roles, Totals(gross, net, tax), tax_free=tax_free)
        if found.score > best.score:
            best = found
    best = _after_discount(best, money)
    if best.holds and best.nothing_larger(money):
        remembered = {name: one for name, one in remembered.items() if one.overrules}
    return replace(
        _as_remembered(best, roles, remembered, tax_free=tax_free),
        discounts=tuple(_named(roles["discount_total"])),
        ranked=MappingProxyType(roles),
        taxed=any(one.value and _said_of_tax(geometry, one) for one in amounts),
    )


def _as_remembered(
    solved: Totals,
    roles: dict[str, list[Scored]],
    remembered: Mapping[str, Scored],
    *,
    tax_free: bool,
) -> Totals:
    """The totals with those that were remembered, and whether the sum holds with them."""
    if not remembered:
        return solved
    now = Totals(
        remembered.get("gross_total", solved.gross),
        remembered.get("net_total", solved.net),
        remembered.get("tax_total", solved.tax),
    )
    return _weigh(roles, now, tax_free=tax_free) if now.gross else now


def _with_sums(
    roles: dict[str, list[Scored]], rows: Sequence[taxes.Row]
) -> dict[str, list[Scored]]:
    """The candidates, with the sums of the tax breakdown: of its taxes, and of its bases."""
    summed = {"tax_total": [row.tax for row in rows]}
    bases = [row.base for row in rows if row.base]
    if len(bases) == len(rows):
        summed["net_total"] = bases
    added = {
        name: Scored(
            replace(parts[0], value=sum((one.value for one in parts), Decimal(0))),
            _SUMMED,
            f"the sum of {len(rows)} tax rows",
        )
        for name, parts in summed.items()
    }
    parts = {row.line for row in rows if row.base}
    whole = {
        name: [one for one in ranked if one.amount.place.line not in parts]
        for name, ranked in roles.items()
    }
    return whole | {name: [one, *whole[name]] for name, one in added.items()}


def _after_discount(totals: Totals, money: Sequence[Amount]) -> Totals:
    """The totals with the net after the discount, where the page prints that as well."""
    net, discount = totals.net, totals.discount
    if net is None or discount is None or not totals.holds:
        return totals
    goal = net.value - abs(discount.value)
    taken = {id(one.amount) for one in (totals.gross, totals.tax, totals.charge) if one}
    for amount in money:
        after = amount.place.y0 > net.amount.place.y0 or amount.place.page > net.amount.place.page
        if amount.value == goal and after and id(amount) not in taken:
            return replace(totals, net=Scored(amount, net.score, ""), discount=None)
    return totals


def _ranked(layout: Layout, geometry: Geometry, money: Sequence[Amount], role: str) -> list[Scored]:
    rivals = [name for name in _FIELDS if name != role]
    ranked = []
    for amount in money:
        score, label = geometry.score(amount.place, role, rivals)
        if label is None:
            continue
        score += (
            _standing(layout, amount) if role == "gross_total" else 0.5 * _standing(layout, amount)
        )
        ranked.append(Scored(amount, score, f"beside “{label.place.text}”"))
    ranked.sort(key=lambda one: -one.score)
    return [one for one in ranked if one.score > 0.3]  # noqa: PLR2004 - below, a label says nothing


def _standing(layout: Layout, amount: Amount) -> float:
    """Totals are bold, large and near the end."""
    place = amount.place
    size = min(max((place.height - 10) / 20, 0.0), 0.3)
    along = (place.page - 1 + place.middle / layout.page(place.page).height) / len(layout.pages)
    return 0.25 * place.bold + size + 0.25 * along


def _weigh(roles: dict[str, list[Scored]], totals: Totals, *, tax_free: bool) -> Totals:
    gross, net, tax = totals.gross, totals.net, totals.tax
    assert gross is not None  # noqa: S101 - solve() asks with a gross only
    score = gross.score + (0.8 * net.score if net else 0.0) + (0.7 * tax.score if tax else 0.0)
    if net is None:
        return replace(totals, score=score - 0.4 - 0.6 * implausible(gross.value, tax))
    score -= 1.0 * implausible(net.value, tax)
    if abs(gross.value) < abs(net.value) - (abs(_largest(roles["discount_total"]))) or (
        tax and tax is gross
    ):
        score -= 0.5
    gap = gross.value - net.value - (tax.value if tax else Decimal(0))
    closed = close(gap, roles)
    if closed is None:
        return replace(totals, score=score - 1.2)
    charge, discount = closed
    score += (2.2 if tax else 0.6 + 0.9 * tax_free) - 0.2 * bool(charge) - 0.2 * bool(discount)
    same = {id(one.amount) for one in (gross, net, tax) if one}
    if len(same) < 2 + bool(tax):
        score -= 0.3
    zero = tax is None and tax_free
    return replace(
        totals,
        charge=charge,
        discount=discount,
        score=score,
        holds=bool(tax) or zero,
        zero_tax=zero,
    )


def implausible(base: Decimal, tax: Scored | None) -> bool:
    """Whether a tax is none of this base: of the wrong sign, or more than any rate."""
    if tax is None or tax.value == 0:
        return False
    return base == 0 or not 0 < tax.value / base <= _HIGHEST_RATE


def _largest(scored: Sequence[Scored]) -> Decimal:
    return max((abs(one.value) for one in scored if one.score > _LEAST_ADJUST), default=Decimal(0))


def close(
    gap: Decimal, roles: Mapping[str, Sequence[Scored]]
) -> tuple[Scored | None, Scored | None] | None:
    """The printed charge and discount that explain a difference, or None where none do."""
    for charge, discount in product(_some(roles["charge_total"]), _some(roles["discount_total"])):
        plus = charge.value if charge else Decimal(0)
        minus = abs(discount.value) if discount else Decimal(0)
        if abs(gap - plus + minus) <= _TOLERANCE:
            return charge, discount
    return None


def _some(scored: Sequence[Scored]) -> Iterator[Scored | None]:
    yield None
    yield from _named(scored)


def _named(scored: Sequence[Scored]) -> Iterator[Scored]:
    """The amounts whose label is good enough to adjust a sum."""
    return (one for one in scored[:_ADJUST] if one.score > _LEAST_ADJUST and one.value)


def _tax_free(geometry: Geometry, amounts: Iterable[Amount]) -> bool:
    """Whether the page says a tax rate or a tax of zero, and no other rate."""
    rates = [one for one in amounts if one.percent or one.value == 0]
    said = [one for one in rates if _said_of_tax(geometry, one)]
    return bool(said) and all(one.value == 0 for one in said)


def _said_of_tax(geometry: Geometry, amount: Amount) -> bool:
    return geometry.best(amount.place, ("tax_total",))[0] > 1.5  # noqa: PLR2004 - half a strong label
