"""By how much an invoice may differ from its order; every limit can be said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from model.money import Money


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much an invoice may exceed what is open on its order.

    Of `percent` and `absolute` the tighter counts, for the whole and for the price of a line.
    Quantities may exceed by `quantity_percent`, but by no more than `quantity` units; a price may
    be `below` the order's by so many percent before it is asked about.
    """

    percent: Decimal = Decimal(2)
    absolute: Decimal | None = None
    quantity_percent: Decimal = Decimal(0)
    quantity: Decimal | None = None
    freight: Decimal = Decimal(0)
    below: Decimal = Decimal(20)

    def limit(self, open_amount: Money) -> Money:
        """The most that may be billed above the open amount."""
        by_percent = max(open_amount.amount, Decimal(0)) * self.percent / 100
        tighter = by_percent if self.absolute is None else min(by_percent, self.absolute)
        return Money(tighter, open_amount.currency)

    def more(self, quantity: Decimal) -> Decimal:
        """The most units that may be billed above a quantity."""
        by_percent = max(quantity, Decimal(0)) * self.quantity_percent / 100
        return by_percent if self.quantity is None else min(by_percent, self.quantity)

    def words(self, currency: str) -> str:
        """The limit of amounts as a person reads it."""
        if self.absolute is None:
            return f"Limit: {self.percent} %."
        return f"Limit: {self.percent} % or {Money(self.absolute, currency)}, the smaller counts."

    def quantity_words(self) -> str:
        """The limit of quantities as a person reads it."""
        if self.quantity is None:
            return f"Limit: {self.quantity_percent} % more."
        return f"Limit: {self.quantity_percent} % or {self.quantity} more, the smaller counts."


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The tolerance for everything, and those that differ; a supplier's counts first."""

    default: Tolerance = Tolerance()
    suppliers: Mapping[str, Tolerance] = field(default_factory=lambda: MappingProxyType({}))
    categories: Mapping[str, Tolerance] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, supplier_id: str, category: str) -> Tolerance:
        """The tolerance that counts for a line of this supplier and category."""
        of_category = self.categories.get(category.casefold(), self.default)
        return self.suppliers.get(supplier_id, of_category)
