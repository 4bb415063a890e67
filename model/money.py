"""Money: a signed Decimal with a currency. A credit note is negative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from model.errors import AmountUnreadable, CurrencyMismatch

UNUSUAL_EXPONENTS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""The minor units of currencies (ISO 4217) that are not 2."""
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


def exponent(currency: str) -> int:
    """The number of decimals of a currency (ISO 4217)."""
    return UNUSUAL_EXPONENTS.get(currency, 2)


@lru_cache(maxsize=1024)
def _unit(currency: str) -> Decimal:
    """The smallest coin of a currency."""
    if not _CURRENCY.fullmatch(currency):
        raise AmountUnreadable(f"{currency!r} is not a currency code of ISO 4217.")
    return Decimal(1).scaleb(-exponent(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, rounded to its minor unit. Zero is an amount too, and true."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        unit = _unit(self.currency)
        if not self.amount.is_finite():
            raise AmountUnreadable
        if not self.amount or not self.amount.same_quantum(unit):
            rounded = self.amount.quantize(unit, ROUND_HALF_UP) + 0  # + 0: there is no minus zero
            object.__setattr__(self, "amount", rounded)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.amount), self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        return self == other or self < other

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,}"

    def minor(self) -> int:
        """The amount in the currency's smallest unit: 1928.64 EUR is 192864."""
        return int(self.amount.scaleb(exponent(self.currency)))

    @classmethod
    def of_minor(cls, units: int, currency: str) -> Money:
        """Money of so many smallest units."""
        return cls(Decimal(units).scaleb(-exponent(currency)), currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self} and {other} are of different currencies.")
