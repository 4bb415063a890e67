"""Tryton's own records that a bill refers to: party, currency, accounts, taxes.

None of them is ever made here: what Tryton does not know, a person enters there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.facts import single_line
from feeds.tryton.rpc import Session, Values
from model.deliveries import Parcel
from model.documents import TaxRow
from model.errors import DestinationRefused

_CENT: Final = Decimal("0.01")
_PERCENT: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of Tryton's. `account` is where a row of it is booked."""

    id: int
    name: str
    rate: Decimal
    account: int
    account_of_credit: int


def party(session: Session, parcel: Parcel) -> int:
    """The supplier's party: by the destination's own word, its VAT id, or exactly its name.

    Raises:
        DestinationRefused: there is none, or several.
    """
    named = session.destination.settings.get(f"party_{parcel.supplier}", parcel.supplier)
    vat_id = "".join((parcel.supplier_vat_id or "").split())
    if named == parcel.supplier and vat_id:
        found = session.find("party.party", [["identifiers.code", "=", vat_id]])
        if found:
            return _only(session, found, f"parties with the VAT id {vat_id}")
    return _only(session, session.find("party.party", [["name", "=", named]]), f"parties {named}")


def currency(session: Session, code: str) -> int:
    """The currency of this ISO 4217 code. Raises DestinationRefused."""
    found = session.find("currency.currency", [["code", "=", code]])
    return _only(session, found, f"currencies {code}")


def expense_account(session: Session) -> int:
    """Where lines are booked until a person books them elsewhere. Raises DestinationRefused."""
    if code := session.destination.settings.get("account"):
        domain = [["code", "=", code], ["company", "=", session.company]]
        return _only(session, session.find("account.account", domain), f"accounts {code}")
    field = "default_category_account_expense"
    (configured,) = session.call("account.configuration.read", [1], [field])
    account = configured[field]
    if not isinstance(account, int):
        raise DestinationRefused(
            f"{session.destination.name} has no account for expenses; set its account, or the"
            " default in Tryton's accounting configuration."
        )
    return account


def taxes(session: Session) -> tuple[Tax, ...]:
    """The percentages that are charged on purchases."""
    of_purchase = ["OR", ["group", "=", None], ["group.kind", "in", ["purchase", "both"]]]
    domain = [["company", "=", session.company], ["type", "=", "percentage"], of_purchase]
    fields = ("name", "rate", "invoice_account", "credit_note_account")
    return tuple(_tax(found) for found in session.find("account.tax", domain, *fields))


def _tax(found: Values) -> Tax:
    to, back = found["invoice_account"], found["credit_note_account"]
    return Tax(found["id"], found["name"], found["rate"], to, back)


def tax_of(session: Session, known: Sequence[Tax], row: TaxRow) -> Tax:
    """The tax that a row of the document charges.

    Raises:
        DestinationRefused: none has its rate, or several have and none is named.
    """
    fits = [tax for tax in known if _charges(tax, row)]
    rates = {tax.rate * _PERCENT for tax in fits}
    names = {session.destination.settings.get(f"tax_{rate.normalize():f}") for rate in rates}
    if chosen := [tax for tax in fits if tax.name in names]:
        fits = chosen
    if len(fits) == 1:
        return fits[0]
    rate = f"{row.rate.normalize():f} %" if row.rate is not None else f"{row.amount} on {row.base}"
    if not fits:
        raise _missing(session, f"tax of {rate} on purchases")
    several = ", ".join(sorted(single_line(tax.name) for tax in fits))
    raise DestinationRefused(
        f"{session.destination.name} has several taxes of {rate} ({several}); name the right one"
        f" with tax_{rates.pop().normalize():f}."
    )


def _charges(tax: Tax, row: TaxRow) -> bool:
    if row.rate is not None:
        return tax.rate * _PERCENT == row.rate
    return abs(row.base * tax.rate - row.amount) <= _CENT


def _only(session: Session, found: Sequence[Values], what: str) -> int:
    if not found:
        raise _missing(session, what)
    if len(found) > 1:
        words = f"{session.destination.name} has {len(found)} {single_line(what)}"
        raise DestinationRefused(f"{words}; leave one of them, then send again.")
    chosen: Any = found[0]["id"]
    return int(chosen)


def _missing(session: Session, what: str) -> DestinationRefused:
    words = f"{session.destination.name} has no {single_line(what)}"
    return DestinationRefused(f"{words}; enter it in Tryton, then send again.")
