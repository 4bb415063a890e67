"""Short words for statement lines, ledger entries and documents in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from model.documents import DocumentFormat, DocumentKind, ReadState, StatementLineKind
from model.filing import DocumentStatus, FiledDocument
from model.matches import StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry

DAY = date(2026, 10, 14)
RECEIVED = datetime(2026, 10, 16, 9, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def item(
    number: int,
    reference: str,
    amount: str,
    *,
    day: date | None = DAY,
    kind: StatementLineKind = StatementLineKind.INVOICE,
    statement: str = "st",
    supplier: str = "S1",
) -> StatementItem:
    return StatementItem(str(number), statement, supplier, kind, reference, day, eur(amount))


def entry(
    number: int,
    reference: str,
    amount: str,
    *,
    day: date = DAY,
    kind: EntryKind = EntryKind.INVOICE,
    supplier: str = "S1",
    voucher: int | None = None,
) -> LedgerEntry:
    booking = str(voucher or number)
    return LedgerEntry(str(number), supplier, kind, reference, day, day, eur(amount), booking)


BLANK = FiledDocument(
    id="doc",
    supplier_id="S1",
    account_id=None,
    kind=DocumentKind.INVOICE,
    number="RE-4711",
    day=DAY,
    due=None,
    gross=eur("119.00"),
    net=eur("100.00"),
    po_number=None,
    iban=None,
    format=DocumentFormat.PDF,
    read_state=ReadState.READ,
    sha256="0" * 64,
    media_type="application/pdf",
    status=DocumentStatus.READY,
    note="",
    received=RECEIVED,
)


def document(name: str, **facts: object) -> FiledDocument:
    return replace(BLANK, id=name, sha256=name, **facts)  # type: ignore[arg-type]  # facts of a test
