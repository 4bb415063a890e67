"""Supplier statements, reconciled; a line without a document expects one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from model.documents import PAYABLE_KINDS, DocumentKind, StatementReading, normalise_number
from model.exceptions import ExceptionReason
from model.expectations import Expectation, ExpectationState
from model.filing import FiledDocument
from model.matches import Match, MatchStatus, Proof, Statement, StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from pipeline import expecting
from pipeline.asking import ask, question_id
from reconcile import proof
from reconcile import statements as matching
from storage import documents, exceptions, expectations, ledger, suppliers
from storage import statements as stored
from storage.store import Tx

IN_PROCESS: Final = "document:"
"""Prefix of an entry that stands for a document on file which is not booked yet."""

_DIFFERENT: Final = frozenset({MatchStatus.MATCHED_DIFFERENCE, MatchStatus.AMBIGUOUS})
_KINDS: Final = {
    DocumentKind.INVOICE: EntryKind.INVOICE,
    DocumentKind.CREDIT_NOTE: EntryKind.CREDIT,
}


def file(tx: Tx, document: FiledDocument, reading: StatementReading) -> str:
    """Remember a statement and its lines; its id."""
    return stored.add(tx, document.id, document.supplier_id, document.account_id, reading)


def reconcile_supplier(tx: Tx, supplier_id: str) -> None:
    """Reconcile the supplier's statements that are not wholly explained."""
    unsettled = set(stored.unsettled(tx))
    for statement in stored.of_supplier(tx, supplier_id):
        if statement.id in unsettled:
            reconcile(tx, statement)


def reconcile(tx: Tx, statement: Statement) -> None:
    """Match every line, prove the balance, and expect what is missing on our side."""
    items = stored.items(tx, statement.id)
    entries = tuple(_entries(tx, statement.supplier_id))
    day = statement.statement_date or tx.now().date()
    since = min((item.day for item in items if item.day), default=day.replace(day=1))
    matches = matching.reconcile(items, entries)
    rest = proof.ours(items, entries, matches, statement_date=day, since=since)
    proved = _prove(statement, items, entries, matches, since)
    stored.save(tx, statement.id, matches, rest, proved)
    by_id = {item.id: item for item in items}
    for match in matches:
        _follow_up(tx, match, by_id[match.item_id], statement)


def _prove(
    statement: Statement,
    items: tuple[StatementItem, ...],
    entries: tuple[LedgerEntry, ...],
    matches: tuple[Match, ...],
    since: date,
) -> Proof | None:
    """Their balance explained from ours; None where the statement prints no balance."""
    if statement.closing is None:
        return None
    currency, opening = statement.currency, statement.opening
    return proof.prove(
        items,
        entries,
        matches,
        closing=Money(statement.closing, currency),
        opening=Money(opening, currency) if opening is not None else None,
        since=since,
    )


def _entries(tx: Tx, supplier_id: str) -> Iterator[LedgerEntry]:
    """The ledger, and documents on file that are not booked: in process, not missing."""
    booked = ledger.entries(tx, supplier_id)
    known = {normalise_number(entry.reference) for entry in booked}
    yield from booked
    for document in documents.of_supplier(tx, supplier_id):
        number = normalise_number(document.number or "")
        if document.kind in PAYABLE_KINDS and number and number not in known:
            yield from _in_process(document)


def _in_process(document: FiledDocument) -> Iterator[LedgerEntry]:
    if document.gross is None:
        return
    day = document.day or document.received.date()
    entry_id = f"{IN_PROCESS}{document.id}"
    yield LedgerEntry(
        id=entry_id,
        supplier_id=document.supplier_id,
        kind=_KINDS[document.kind],
        reference=document.number or "",
        doc_date=day,
        post_date=day,
        amount=document.gross,
        voucher=entry_id,
        document_id=document.id,
    )


def _follow_up(tx: Tx, match: Match, item: StatementItem, statement: Statement) -> None:
    if match.status is MatchStatus.MISSING:
        _expect(tx, item, statement)
    elif match.status in _DIFFERENT:
        _raise(tx, match, item, statement)
    else:
        _close(tx, item)


def _expect(tx: Tx, item: StatementItem, statement: Statement) -> None:
    portal_id = _portal(tx, statement)
    expected = expecting.of_statement_line(item, portal_id, statement.account_id, tx.now())
    expecting.open_(tx, expected)
    stored.expectation_for(tx, item.id, expected.id)
    now = expectations.get(tx, expected.id)
    if now.state in (ExpectationState.ABSENT, ExpectationState.NEEDS_PERSON):
        _missing(tx, item, statement, now)


def _portal(tx: Tx, statement: Statement) -> str | None:
    """The portal to ask: the account's own, else the supplier's only one."""
    of_supplier = [p for p in suppliers.portals(tx) if p.supplier_id == statement.supplier_id]
    own = [p.id for p in of_supplier if p.account_id == statement.account_id]
    if own:
        return own[0]
    return of_supplier[0].id if len(of_supplier) == 1 else None


def _missing(tx: Tx, item: StatementItem, statement: Statement, expected: Expectation) -> None:
    sentence = (
        f"{item.reference or 'A line'} over {item.amount} is on the statement, but neither booked "
        f"nor on file. {expected.reason}"
    )
    _question(tx, item, statement, sentence)


def _raise(tx: Tx, match: Match, item: StatementItem, statement: Statement) -> None:
    _question(tx, item, statement, match.reason)


def _question(tx: Tx, item: StatementItem, statement: Statement, sentence: str) -> None:
    ask(
        tx,
        ExceptionReason.STATEMENT_DIFFERENCE,
        subject=f"document:{statement.document_id}",
        sentence=sentence,
        key=("statement", item.id),
    )


def _close(tx: Tx, item: StatementItem) -> None:
    """A line that found its answer asks no longer."""
    asked = {question.id for question in exceptions.open_(tx)}
    question = question_id("statement", item.id)
    if question in asked:
        exceptions.close(tx, question, "The line has found its answer.")
