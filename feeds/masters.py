"""Records of a receiver's own that a bill refers to: chosen where exactly one fits, never made.

What a receiver does not know, a person enters there; where several fit, a person says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Protocol, TypeVar

from feeds.facts import single_line
from model.deliveries import Destination, Parcel
from model.documents import TaxRow
from model.errors import DestinationRefused

_T = TypeVar("_T")
_CENT: Final = Decimal("0.01")
_PERCENT: Final = Decimal(100)


class Tax(Protocol):
    """A tax of the receiver's."""

    @property
    def name(self) -> str:
        """What a person calls it there."""
        ...

    @property
    def percent(self) -> Decimal:
        """What it charges, in per cent."""
        ...


_AnyTax = TypeVar("_AnyTax", bound=Tax)


def only(destination: Destination, found: Sequence[_T], what: str) -> _T:
    """The one record that was found.

    Raises:
        DestinationRefused: there is none, or there are several.
    """
    if not found:
        raise missing(destination, what)
    if len(found) > 1:
        words = f"{destination.name} has {len(found)} {single_line(what)}"
        raise DestinationRefused(f"{words}; leave one of them, then send again.")
    return found[0]


def missing(destination: Destination, what: str) -> DestinationRefused:
    """What is said of a record that the receiver does not know."""
    words = f"{destination.name} has no {single_line(what)}"
    return DestinationRefused(f"{words}; enter it in {destination.kind.system}, then send again.")


def named_there(destination: Destination, parcel: Parcel, setting: str) -> str | None:
    """What a setting of the destination calls the supplier there, None where it says nothing."""
    return destination.settings.get(f"{setting}_{parcel.supplier}")


def vat_id_of(parcel: Parcel) -> str:
    """The supplier's VAT id without spaces, empty where it is not known."""
    return "".join((parcel.supplier_vat_id or "").split())


def tax_of(destination: Destination, known: Sequence[_AnyTax], row: TaxRow) -> _AnyTax:
    """The tax that a row of the document charges.

    Raises:
        DestinationRefused: none has its rate, or several have and none is named by tax_RATE.
    """
    fits = [tax for tax in known if _charges(tax, row)]
    rates = {tax.percent for tax in fits}
    names = {destination.settings.get(f"tax_{rate.normalize():f}") for rate in rates}
    if chosen := [tax for tax in fits if tax.name in names]:
        fits = chosen
    if len(fits) == 1:
        return fits[0]
    rate = f"{row.rate.normalize():f} %" if row.rate is not None else f"{row.amount} on {row.base}"
    if not fits:
        raise missing(destination, f"tax of {rate} on purchases")
    several = ", ".join(sorted(single_line(tax.name) for tax in fits))
    raise DestinationRefused(
        f"{destination.name} has several taxes of {rate} ({several}); name the right one with"
        f" tax_{rates.pop().normalize():f}."
    )


def _charges(tax: Tax, row: TaxRow) -> bool:
    if row.rate is not None:
        return tax.percent == row.rate
    return abs(row.base * tax.percent / _PERCENT - row.amount) <= _CENT
