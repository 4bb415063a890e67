"""Tryton's own records that a bill refers to: party, currency, accounts, taxes.

None of them is ever made here: what Tryton does not know, a person enters there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.masters import named_there, only, vat_id_of
from feeds.tryton.rpc import Session, Values
from model.deliveries import Parcel
from model.errors import DestinationRefused

_PERCENT: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of Tryton's. `account` is where a row of it is booked."""

    id: int
    name: str
    percent: Decimal
    account: int
    account_of_credit: int


def party(session: Session, parcel: Parcel) -> int:
    """The supplier's party: by the destination's own word, its VAT id, or exactly its name.

    Raises:
        DestinationRefused: there is none, or several.
    """
    named, vat_id = named_there(session.destination, parcel, "party"), vat_id_of(parcel)
    if vat_id and not named:
        found = session.find("party.party", [["identifiers.code", "=", vat_id]])
        if found:
            return _only(session, found, f"parties with the VAT id {vat_id}")
    name = named or parcel.supplier
    return _only(session, session.find("party.party", [["name", "=", name]]), f"parties {name}")


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
    return Tax(found["id"], found["name"], found["rate"] * _PERCENT, to, back)


def _only(session: Session, found: Sequence[Values], what: str) -> int:
    chosen: Any = only(session.destination, found, what)["id"]
    return int(chosen)
