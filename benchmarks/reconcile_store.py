"""A statement of 200 lines against the ledger in the database, by index and read whole.

Fills a store on SQLite with 200,000 entries: 4,000 a supplier, 200 a month. `--data FILE` may name
a file with another number of entries in it, so that a million is measured, and with the URL of an
empty database where it is to be PostgreSQL's (whose server's processor time is its own):

    echo 1000000 postgresql://me@/empty > entries; billhook bench reconcile-store --data entries

Ours is the statement looked up and matched; the reference is the same with all entries of the
supplier read. The details have the statement as it is stored with its proof, and the update after
one new document and after one new entry.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import Measured
from model.clock import SystemClock
from model.documents import (
    DocumentFormat,
    DocumentKind,
    Reading,
    ReadState,
    StatementLine,
    StatementLineKind,
    StatementReading,
)
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.matches import Statement
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.suppliers import Supplier
from pipeline.reconciling import books
from pipeline.reconciling import statements as reconciling
from reconcile import statements as matching
from storage import documents, ledger, statements, suppliers
from storage.store import Store, Tx

_ENTRIES: Final = 200_000
_MONTHLY, _MONTHS, _MEASURED = 200, 20, 20
_FIRST: Final = date(2025, 3, 1)
_LAST: Final = _FIRST + timedelta(days=30 * (_MONTHS - 1))
_NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
_ABSENT: Final = 20
"""One line in so many is not booked: its document comes later."""


@dataclass(frozen=True, slots=True)
class _World:
    """A filled store and its statements."""

    store: Store
    statements: tuple[Statement, ...]
    seconds: float  # that loading the ledger took


def run(data: Path | None) -> Measured:
    """Milliseconds of processor time at the 95th percentile, for a statement of 200 lines."""
    entries, url = _asked(data)
    with TemporaryDirectory() as folder, _made(Path(folder), entries, url) as world:
        ours = [_timed(world.store, _by_index, one) for one in world.statements]
        whole = [_timed(world.store, _read_whole, one) for one in world.statements]
        first = [_written(world.store, reconciling.reconcile, one) for one in world.statements]
        late = [_written(world.store, _one_document, one) for one in world.statements]
        entry = [_written(world.store, _one_entry, one) for one in world.statements]
        details: dict[str, object] = {
            "entries": entries,
            "database": url.partition(":")[0] or "sqlite",
            "fill_seconds": round(world.seconds, 1),
            "first_reconciliation_stored_p95_cpu_ms": _p95(first),
            "update_after_one_document_p95_cpu_ms": _p95(late),
            "update_after_one_entry_p95_cpu_ms": _p95(entry),
        }
    return Measured("reconcile-store", _p95(ours), _p95(whole), "CPU ms at p95", details)


def _asked(data: Path | None) -> tuple[int, str]:
    """How many entries, and the URL of the database; empty for SQLite."""
    entries, url, *_ = [*(data.read_text().split() if data else [str(_ENTRIES)]), ""]
    return int(entries), url


def _by_index(tx: Tx, statement: Statement) -> object:
    items = statements.items(tx, statement.id)
    ours = books.of_statement(tx, statement, items, since=_LAST, linked=())
    return matching.reconcile(items, ours.entries)


def _read_whole(tx: Tx, statement: Statement) -> object:
    items = statements.items(tx, statement.id)
    return matching.reconcile(items, ledger.entries(tx, statement.supplier_id))


def _one_document(tx: Tx, statement: Statement) -> None:
    """A document arrives that answers one of the statement's missing lines."""
    missing = statements.missing(tx, statement.supplier_id)[0]
    document = _filed(statement.supplier_id, missing.reference)
    document = replace(document, gross=missing.amount, day=missing.day)
    documents.add(tx, document, _READING, _SOURCE)
    reconciling.reconcile_supplier(tx, statement.supplier_id, document)


def _one_entry(tx: Tx, statement: Statement) -> None:
    """An entry is loaded that answers one of the statement's missing lines."""
    missing = statements.missing(tx, statement.supplier_id)[0]
    day = missing.day or _LAST
    late = LedgerEntry(
        id=f"late-{statement.id}",
        supplier_id=statement.supplier_id,
        kind=EntryKind.INVOICE,
        reference=missing.reference,
        doc_date=day,
        post_date=day,
        amount=missing.amount,
        voucher=f"late-{statement.id}",
    )
    reconciling.load(tx, [late])


_SOURCE: Final = DocumentSource(Channel.MAIL, "message", "mail", _NOON)
_READING: Final = Reading(DocumentKind.INVOICE, DocumentFormat.PDF, ReadState.READ)


def _filed(
    supplier_id: str, number: str, kind: DocumentKind = DocumentKind.INVOICE
) -> FiledDocument:
    return FiledDocument(
        id=f"{supplier_id} {number}",
        supplier_id=supplier_id,
        account_id=None,
        kind=kind,
        number=number,
        day=_LAST,
        due=None,
        gross=None,
        net=None,
        po_number=None,
        iban=None,
        format=DocumentFormat.PDF,
        read_state=ReadState.READ,
        sha256="0" * 64,
        media_type="application/pdf",
        status=DocumentStatus.READY,
        note="",
        received=_NOON,
    )


@contextmanager
def _made(folder: Path, entries: int, url: str) -> Iterator[_World]:
    """A store with so many entries, and a statement of the last month for some suppliers."""
    url = url or f"sqlite:///{folder}/app.sqlite"
    store = Store.open(url, folder, clock=SystemClock())
    dice, every = random.Random(7), entries // (_MONTHLY * _MONTHS)
    begun = time.perf_counter()
    with store.begin() as tx:
        for number in range(every):
            suppliers.add(tx, Supplier(f"S{number}", f"Supplier {number}"))
            ledger.load(tx, _ledger(f"S{number}", dice))
            ledger.arrived(tx, f"S{number}")
    seconds = time.perf_counter() - begun
    with store.begin() as tx:
        made = tuple(_statement(tx, f"S{number}") for number in range(min(every, _MEASURED)))
    yield _World(store, made, seconds)
    store.close()


def _ledger(supplier_id: str, dice: random.Random) -> Iterator[LedgerEntry]:
    """Documents of some months, typed as clerks type them; some of the last month are absent."""
    for number in range(_MONTHLY * _MONTHS):
        day = _FIRST + timedelta(days=30 * (number // _MONTHLY) + number % 30)
        amount = Money.of_minor(dice.randrange(500, 500_000), "EUR")
        printed = f"INV-2026-{number:05d}"
        typed = dice.choices((printed, printed[4:], printed.replace("-", "")), (70, 15, 15))[0]
        key = f"{supplier_id}-{number}"
        yield LedgerEntry(
            key, supplier_id, EntryKind.INVOICE, typed, day, day + timedelta(days=2), amount, key
        )


def _statement(tx: Tx, supplier_id: str) -> Statement:
    """The last month as the supplier prints it, with one line in some that we have not booked."""
    booked = ledger.since(tx, supplier_id, _LAST)
    lines = tuple(
        StatementLine(
            position=position,
            kind=StatementLineKind.INVOICE,
            reference=f"NEW-{position:04d}77" if position % _ABSENT == 0 else entry.reference,
            day=entry.doc_date,
            amount=-entry.amount if position % _ABSENT == 0 else entry.amount,
        )
        for position, entry in enumerate(booked, start=1)
    )
    closing = sum((line.amount.amount for line in lines), Decimal(0))
    paper = _filed(supplier_id, "ST-1", DocumentKind.STATEMENT)
    documents.add(tx, paper, _READING, _SOURCE)
    said = StatementReading(lines, "EUR", statement_date=_LAST + timedelta(30), closing=closing)
    return statements.get(tx, statements.add(tx, paper.id, supplier_id, None, said))


def _timed(store: Store, work: Callable[[Tx, Statement], object], statement: Statement) -> float:
    with store.read() as tx:
        begun = time.process_time()
        work(tx, statement)
        return time.process_time() - begun


def _written(store: Store, work: Callable[[Tx, Statement], object], statement: Statement) -> float:
    """Processor seconds of a transaction, its commit included."""
    begun = time.process_time()
    with store.begin() as tx:
        work(tx, statement)
    return time.process_time() - begun


def _p95(seconds: list[float]) -> float:
    return round(sorted(seconds)[int(0.95 * (len(seconds) - 1))] * 1000, 1)
