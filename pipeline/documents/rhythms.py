"""Rhythms that broke: a bill that a supplier sends regularly and that did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median_low
from typing import Final

from model.documents import DocumentKind
from model.expectations import Expectation, ExpectationSource
from model.filing import DocumentStatus, FiledDocument
from model.ids import derived_id
from model.orders import EntryKind
from model.suppliers import SupplierProfile
from pipeline.documents import expecting
from reconcile.rhythms import Rhythm, rhythm
from reconcile.sheet import grouped
from storage import documents, ledger, suppliers
from storage.store import Store, Tx

_BACK: Final = timedelta(days=5 * 365)
_LONGEST_DELAY: Final = 10
"""In days; what was filed later than that after its date came from an archive."""
_GIVEN_UP: Final = timedelta(days=60)
"""A rhythm that broke so long ago has ended, and nothing is expected any more."""


def check(store: Store) -> int:
    """Expect each regular bill that is overdue today; how many were new."""
    with store.read() as tx:
        known = [one for one in suppliers.profiles(tx) if not one.supplier.proposed]
    return sum(_check_supplier(store, one) for one in known)


def _check_supplier(store: Store, profile: SupplierProfile) -> int:
    with store.begin() as tx:
        return sum(expecting.open_(tx, one) for one in tuple(_overdue(tx, profile)))


def _overdue(tx: Tx, profile: SupplierProfile) -> Iterator[Expectation]:
    today = tx.now().date()
    for account_id, days, delay in _bills(tx, profile, since=today - _BACK):
        country = (profile.supplier.vat_id or "")[:2].upper()
        found = rhythm(days, delay=delay, country=country)
        if found and found.overdue <= today < found.overdue + _GIVEN_UP:
            yield _expected(tx, profile, account_id, found)


def _bills(
    tx: Tx, profile: SupplierProfile, *, since: date
) -> Iterator[tuple[str | None, list[date], int]]:
    """The dates of the bills of each account, and how many days they usually take to come.

    What is booked counts where the supplier has one account: the ledger names none.
    """
    filed = [one for one in documents.of_supplier(tx, profile.supplier.id) if _is_bill(one)]
    accounts = grouped(filed, lambda one: one.account_id)
    if len(profile.accounts) <= 1 and len(accounts) <= 1:
        only = next(iter(accounts), None)
        entries = ledger.since(tx, profile.supplier.id, since)
        booked = [one.doc_date for one in entries if one.kind is EntryKind.INVOICE]
        yield only, [*booked, *_days(filed, since)], _delay(filed)
        return
    for account_id, held in accounts.items():
        yield account_id, _days(held, since), _delay(held)


def _is_bill(document: FiledDocument) -> bool:
    refused = document.status in (DocumentStatus.REJECTED, DocumentStatus.DUPLICATE)
    return document.kind is DocumentKind.INVOICE and not refused


def _days(filed: list[FiledDocument], since: date) -> list[date]:
    return [one.day for one in filed if one.day and one.day >= since]


def _delay(filed: list[FiledDocument]) -> int:
    taken = ((one.received.date() - one.day).days for one in filed if one.day)
    usual = [days for days in taken if 0 <= days <= _LONGEST_DELAY]
    return median_low(usual) if usual else 0


def _expected(
    tx: Tx, profile: SupplierProfile, account_id: str | None, found: Rhythm
) -> Expectation:
    name = profile.supplier.name
    key = derived_id("rhythm", profile.supplier.id, account_id or "", found.due.isoformat())
    return Expectation(
        id=key,
        key=key,
        supplier_id=profile.supplier.id,
        kind=DocumentKind.INVOICE,
        source=ExpectationSource.RHYTHM,
        source_id=profile.supplier.id,
        opened=tx.now(),
        account_id=account_id,
        portal_id=_portal(profile, account_id),
        day=found.due,
        reason=found.sentence(name, tx.now().date()),
    )


def _portal(profile: SupplierProfile, account_id: str | None) -> str | None:
    """The portal that the bill may lie in: the account's own, else the only one."""
    confirmed = [one for one in profile.portals if one.confirmed]
    own = [one for one in confirmed if account_id and one.account_id == account_id]
    return (own or confirmed)[0].id if len(own or confirmed) == 1 else None
