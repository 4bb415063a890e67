"""What may be billed twice, or is not what it seems: asked before a bill goes on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from model.exceptions import ExceptionReason, Finding
from model.filing import FiledDocument
from model.matches import Suspect
from model.money import Money
from model.orders import LedgerEntry, Wanted
from model.references import ending, reference
from pipeline.reconciling import books
from pipeline.rules import Rules
from reconcile import duplicate_documents, duplicates, fraud_signs, master_data
from storage import documents, ledger, suppliers
from storage.store import Tx

_BEFORE: Final = timedelta(days=60)
"""How far back the ledger is read for the sequence of a supplier's numbers."""


def findings(tx: Tx, document: FiledDocument) -> Iterator[Finding]:
    """What speaks against paying a document: its bank account, another like it, its oddities."""
    supplier = suppliers.get(tx, document.supplier_id)
    filed = documents.of_supplier(tx, document.supplier_id)
    first = _asks_first(tx, document)
    yield from master_data.check_bank(document.iban, supplier, asks_first=first)
    for suspect in _twice(tx, document, filed):
        yield Finding(ExceptionReason.DUPLICATE_POSSIBLE, "Duplicate?", suspect.reason)
    others = suppliers.paid_to(tx, master_data.compact(document.iban)) if document.iban else ()
    yield from fraud_signs.check(
        document, filed, supplier=supplier, others=others, limit=_limit(tx, document)
    )


def _twice(tx: Tx, document: FiledDocument, filed: Sequence[FiledDocument]) -> tuple[Suspect, ...]:
    """The documents on file that this may be again; else the entries of the ledger."""
    alike = documents.billed_alike(tx, document.gross) if document.gross else ()
    others = {one.id: one for one in (*filed, *alike)}
    return duplicate_documents.of_document(document, others.values()) or _booked(tx, document)


def _booked(tx: Tx, document: FiledDocument) -> tuple[Suspect, ...]:
    entries = books.in_process(tx, document)
    if not entries:
        return ()
    (own,) = entries
    found = {entry.id: entry for entry in _around(tx, own)}
    suspects = duplicates.suspects((*found.values(), own))
    return tuple(suspect for suspect in suspects if own.id in (suspect.a, suspect.b))


def _around(tx: Tx, own: LedgerEntry) -> Iterator[LedgerEntry]:
    """The entries of the supplier of these months, and those of all with number and amount."""
    yield from ledger.since(tx, own.supplier_id, own.doc_date - _BEFORE)
    mark = (ending(reference(own.reference)), own.amount.minor())
    wanted = Wanted(own.supplier_id, frozenset({mark[1]}), elsewhere=frozenset({mark}))
    yield from ledger.relevant(tx, wanted)


def _asks_first(tx: Tx, document: FiledDocument) -> bool:
    """Whether the first account of a supplier is asked about: always, or from an amount on."""
    least = Rules.of(tx).first_account_from
    if least is None:
        return False
    return document.gross is None or abs(document.gross.amount) >= least


def _limit(tx: Tx, document: FiledDocument) -> Money | None:
    amount = Rules.of(tx).approval_limit
    return Money(amount, document.gross.currency) if amount and document.gross else None
