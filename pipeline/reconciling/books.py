"""Our side of a statement: what the ledger and the documents on file say about its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from model.documents import PAYABLE_KINDS, DocumentKind
from model.errors import RecordMissing
from model.filing import DocumentStatus, FiledDocument
from model.matches import Decision, Match, Statement, StatementItem
from model.money import Money
from model.orders import TOLD_PAID, EntryKind, LedgerEntry
from reconcile.relevance import wanted
from storage import documents, ledger, replies
from storage.store import Tx

IN_PROCESS: Final = "document:"
"""Prefix of an entry that stands for a document on file which is not booked yet."""

_LINES_AT_ONCE: Final = 500
_HEARD_LATER: Final = timedelta(days=3)
"""So much later than its booking a payment may be told."""
_KINDS: Final = {
    DocumentKind.INVOICE: EntryKind.INVOICE,
    DocumentKind.CREDIT_NOTE: EntryKind.CREDIT,
}


@dataclass(frozen=True, slots=True)
class Books:
    """The entries that matter to a statement, and the sum of those that are not among them.

    All entries since the day `since` are there, of those before it the ones that may answer a line;
    `earlier` is the sum of the others.
    """

    entries: tuple[LedgerEntry, ...]
    since: date
    earlier: Money


def of_statement(
    tx: Tx,
    statement: Statement,
    items: Sequence[StatementItem],
    *,
    since: date,
    linked: Iterable[str],
) -> Books:
    """Our side of a statement, `linked` entries among it: looked up by index, not read whole."""
    supplier_id = statement.supplier_id
    found = {entry.id: entry for entry in ledger.since(tx, supplier_id, since)}
    for first in range(0, len(items), _LINES_AT_ONCE):
        asked = wanted(supplier_id, items[first : first + _LINES_AT_ONCE])
        found |= {entry.id: entry for entry in ledger.relevant(tx, asked)}
    found |= {entry.id: entry for entry in ledger.by_ids(tx, linked)}
    earlier = ledger.balance(tx, supplier_id, statement.currency, before=since)
    for entry in found.values():
        own = (entry.supplier_id, entry.amount.currency) == (supplier_id, statement.currency)
        if own and entry.doc_date < since:
            earlier -= entry.amount
    waiting = tuple(_in_process(documents.unbooked(tx, supplier_id)))
    told = tuple(told_payments(tx, supplier_id))
    return Books((*found.values(), *waiting, *told), since, earlier)


def share(ours: Books, own: Iterable[Match], matches: Iterable[Match], *, rest: bool) -> Books:
    """The part of our side that belongs to one statement of several in a file.

    Each has the entries of its own lines. To which of them other entries belong our books don't
    say: the one that has the `rest` has all of them.
    """
    mine = {entry_id for match in own for entry_id in match.entry_ids}
    if not rest:
        entries = tuple(entry for entry in ours.entries if entry.id in mine)
        return Books(entries, ours.since, ours.earlier - ours.earlier)
    theirs = {entry_id for match in matches for entry_id in match.entry_ids} - mine
    entries = tuple(entry for entry in ours.entries if entry.id not in theirs)
    return Books(entries, ours.since, ours.earlier)


def candidates(
    tx: Tx, statement: Statement, items: Sequence[StatementItem]
) -> tuple[LedgerEntry, ...]:
    """The entries that some open lines of a statement may be, with what is not booked yet."""
    if not items:
        return ()
    asked = wanted(statement.supplier_id, items)
    waiting = _in_process(documents.unbooked(tx, statement.supplier_id))
    return (*ledger.relevant(tx, asked), *waiting, *told_payments(tx, statement.supplier_id))


def told_payments(tx: Tx, supplier_id: str) -> Iterator[LedgerEntry]:
    """Payments of the supplier's documents that a receiver told and the books do not have yet.

    Once the books have a payment to the supplier of about that day or later, they know better.
    """
    told = replies.told_paid(tx, supplier_id)
    if not told:
        return
    first = min(one.at for one in told).date() - _HEARD_LATER
    paid = [one for one in ledger.since(tx, supplier_id, first) if one.kind is EntryKind.PAYMENT]
    booked = max((one.doc_date for one in paid), default=date.min)
    by_id = {one.id: one for one in documents.by_ids(tx, [one.document_id for one in told])}
    for one in told:
        document, day = by_id[one.document_id], one.at.date()
        payable = document.kind in PAYABLE_KINDS and document.gross is not None
        if payable and booked < day - _HEARD_LATER:
            yield _payment_of(document, day)


def _payment_of(document: FiledDocument, day: date) -> LedgerEntry:
    standing = _standing_for(document, document.gross or Money.of_minor(0, "XXX"))
    entry_id = f"{TOLD_PAID}{document.id}"
    return replace(
        standing,
        id=entry_id,
        kind=EntryKind.PAYMENT,
        doc_date=day,
        post_date=day,
        amount=-standing.amount,
        voucher=entry_id,
    )


def in_process(tx: Tx, document: FiledDocument) -> tuple[LedgerEntry, ...]:
    """The entry that a document stands for until it is booked; none where it is."""
    numbered = bool(document.number) and not ledger.numbered(
        tx, document.supplier_id, [document.number or ""]
    )
    return tuple(_in_process([document])) if numbered else ()


def refused(document: FiledDocument) -> bool:
    """Whether a person refused the document: we don't owe what it says."""
    return document.status is DocumentStatus.REJECTED


def _in_process(filed: Iterable[FiledDocument]) -> Iterator[LedgerEntry]:
    for document in filed:
        payable = document.kind in PAYABLE_KINDS and not refused(document)
        if payable and document.gross is not None:
            yield _standing_for(document, document.gross)


def _standing_for(document: FiledDocument, gross: Money) -> LedgerEntry:
    day = document.day or document.received.date()
    entry_id = f"{IN_PROCESS}{document.id}"
    return LedgerEntry(
        id=entry_id,
        supplier_id=document.supplier_id,
        kind=_KINDS[document.kind],
        reference=document.number or "",
        doc_date=day,
        post_date=day,
        amount=gross,
        voucher=entry_id,
        document_id=document.id,
    )


def as_booked(tx: Tx, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions, with the bookings of documents that were linked before they were booked."""
    return tuple(
        replace(one, entry_ids=tuple(id_ for entry in one.entry_ids for id_ in _now(tx, entry)))
        for one in decisions
    )


def _now(tx: Tx, entry_id: str) -> tuple[str, ...]:
    if not entry_id.startswith(IN_PROCESS):
        return (entry_id,)
    document = documents.get(tx, entry_id.removeprefix(IN_PROCESS))
    booked = ledger.numbered(tx, document.supplier_id, [document.number or ""])
    return tuple(sorted(entry.id for entry in booked)) or (entry_id,)


def named(tx: Tx, ids: Sequence[str]) -> tuple[LedgerEntry, ...]:
    """The entries with these ids, of the ledger and in process. Raises RecordMissing."""
    filed = (documents.get(tx, i.removeprefix(IN_PROCESS)) for i in ids if i.startswith(IN_PROCESS))
    paid = (documents.get(tx, i.removeprefix(TOLD_PAID)) for i in ids if i.startswith(TOLD_PAID))
    told = {one.id: one for each in paid for one in told_payments(tx, each.supplier_id)}
    found = (
        *ledger.by_ids(tx, ids),
        *(one for each in filed for one in in_process(tx, each)),
        *(told[i] for i in ids if i in told),
    )
    if unknown := set(ids) - {entry.id for entry in found}:
        raise RecordMissing(f"The ledger has no entry with the id {min(unknown)!r}.")
    return found
