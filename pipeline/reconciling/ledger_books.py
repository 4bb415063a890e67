"""The ledger as files and other books say it: taken over, and what they no longer have taken out.

A few entries that are gone are taken out and noted on the audit trail. Of more a person is asked
first: an export that was cut short looks like books that were emptied.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.orders import EntryPaper, LedgerEntry
from pipeline.asking import ask, question_id
from pipeline.reconciling import statements
from pipeline.reconciling.sellers import Sellers
from storage import exceptions, ledger, settings
from storage.store import Tx

FILES: Final = "files"
"""The source of entries that came in files."""
OF_BOOKS: Final = "books:"
"""Prefix of an entry that was read from another system's books; then its id and a colon."""

_FEW: Final = 5
_ONE_IN: Final = 1_000
"""Of a larger ledger, so many may be gone without a question as well."""
_ANSWERS: Final = (
    Answer("1", "Take them out", Action.ACCEPT),
    Answer("2", "Keep them", Action.DISMISS),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were taken over, how many taken out, and of how many a person is asked."""

    entries: int
    gone: int = 0
    asked: int = 0


def take(tx: Tx, papers: Iterable[EntryPaper], *, whole: bool = False) -> Taken:
    """Keep the entries of a file; where it is the `whole` ledger, what it lacks is gone.

    A whole ledger may begin at any day: entries posted before its first one stay.

    Raises:
        WrongInput: a supplier is not known.
    """
    sellers = Sellers.of(tx)
    entries = [booked(paper, sellers.needed(paper.seller).id, paper.id) for paper in papers]
    statements.load(tx, entries)
    if not (whole and entries):
        return Taken(len(entries))
    first = min(entry.post_date for entry in entries)
    there = ledger.posted_since(tx, first, without=OF_BOOKS)
    gone = there - {entry.id for entry in entries}
    return settle(tx, FILES, gone, Taken(len(entries)), why=_lacks(first))


def booked(paper: EntryPaper, supplier_id: str, entry_id: str) -> LedgerEntry:
    """The entry of a supplier of ours that other books tell of."""
    return LedgerEntry(
        id=entry_id,
        supplier_id=supplier_id,
        kind=paper.kind,
        reference=paper.reference,
        doc_date=paper.doc_date,
        post_date=paper.post_date,
        amount=paper.amount,
        voucher=paper.voucher or entry_id,
    )


def settle(tx: Tx, source: str, gone: Collection[str], taken: Taken, *, why: str) -> Taken:
    """Take out what is gone from a source, or ask about it where it is more than a few."""
    subject, there = f"ledger:{source}", taken.entries + len(gone)
    _close_others(tx, subject, gone)
    if len(gone) <= max(_FEW, there // _ONE_IN):
        statements.withdraw(tx, ledger.by_ids(tx, gone), why)
        return Taken(taken.entries, gone=len(gone))
    settings.put(tx, _pending(source), json.dumps({"ids": sorted(gone), "why": why}))
    _ask(tx, subject, gone, why)
    return Taken(taken.entries, asked=len(gone))


def take_out(tx: Tx, _item: ExceptionItem, source: str) -> None:
    """Take out what a person was asked about."""
    pending = json.loads(settings.get(tx, _pending(source), '{"ids": [], "why": ""}'))
    statements.withdraw(tx, ledger.by_ids(tx, pending["ids"]), pending["why"])
    settings.put(tx, _pending(source), '{"ids": [], "why": ""}')


def _close_others(tx: Tx, subject: str, gone: Collection[str]) -> None:
    """Close what was asked about the source, unless it is about just these entries."""
    same = question_id("vanished", subject, *sorted(gone))
    for item in exceptions.open_of(tx, subject):
        if item.reason is ExceptionReason.LEDGER_VANISHED and item.id != same:
            exceptions.close(tx, item.id, "The books were read again.")


def _ask(tx: Tx, subject: str, gone: Collection[str], why: str) -> None:
    entries = ledger.by_ids(tx, gone)
    sentence = (
        f"{len(gone)} ledger entries of {len({one.supplier_id for one in entries})} suppliers,"
        f" {_examples(entries)}, are gone: {why}. They stay until you say that they are to go."
    )
    ask(
        tx,
        ExceptionReason.LEDGER_VANISHED,
        subject=subject,
        sentence=sentence,
        key=("vanished", subject, *sorted(gone)),
        answers=_ANSWERS,
        title=f"{len(gone)} entries are gone from the books",
    )


def _examples(entries: Sequence[LedgerEntry]) -> str:
    first = entries[0]
    return f"{first.reference or '(no number)'} over {first.amount} among them"


def _lacks(first: date) -> str:
    return f"the whole ledger since {first} no longer has it"


def _pending(source: str) -> str:
    return f"ledger.vanished.{source}"
