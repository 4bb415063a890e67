"""Statements, reconciled: their lines beside what answers them on our side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, case, func, or_, select

from model.documents import Check
from model.errors import RecordMissing
from model.filing import FiledDocument
from model.matches import OurSide, Proof
from model.money import Money
from model.orders import LedgerEntry
from model.views import StatementLineView, StatementRow, StatementView
from storage import documents, ledger, rows, tables
from storage.statements import OPEN_STATUSES
from storage.tx import Tx

MOST: Final = 500
IN_PROCESS: Final = "document:"
"""Prefix of an entry that stands for a document on file which is not booked yet."""

_column = tables.statement.c
_item = tables.statement_item.c


def statements(tx: Tx) -> tuple[StatementRow, ...]:
    """The newest 500 statements, newest first."""
    query = _rows().order_by(_column.added.desc(), _column.id.desc()).limit(MOST)
    return tuple(_row(row) for row in rows.rows(tx, query))


def statement(tx: Tx, statement_id: str) -> StatementView:
    """One statement, reconciled. Raises RecordMissing."""
    row = rows.find(tx, _rows().where(_column.id == statement_id))
    if row is None:
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    proof: Proof | None = row["proof"]
    ours = _Ours(tx, row["supplier_id"])
    return StatementView(
        row=_row(row),
        lines=tuple(_line(line, ours) for line in _lines(tx, statement_id)),
        ours_only=tuple(ours.lines(row["ours"])),
        theirs=proof.theirs if proof else None,
        ours=proof.ours if proof else None,
        unexplained=proof.unexplained if proof else None,
        arithmetic=_arithmetic(tx, row["document_id"]),
    )


def _rows() -> Select[Any]:
    """Statements with supplier, account and the numbers of their lines."""
    unanswered = or_(_item.status.is_(None), _item.status.in_(OPEN_STATUSES))
    counted = (
        select(
            _item.statement_id,
            func.count().label("lines"),
            func.sum(case((unanswered, 1), else_=0)).label("open"),
        )
        .group_by(_item.statement_id)
        .subquery()
    )
    account = tables.account.c
    joined = (
        tables.statement.join(tables.supplier, tables.supplier.c.id == _column.supplier_id)
        .outerjoin(tables.account, account.id == _column.account_id)
        .outerjoin(counted, counted.c.statement_id == _column.id)
    )
    return select(
        tables.statement,
        tables.supplier.c.name.label("supplier"),
        account.number.label("account_number"),
        account.label.label("account_label"),
        func.coalesce(counted.c.lines, 0).label("lines"),
        func.coalesce(counted.c.open, 0).label("open"),
    ).select_from(joined)


def _row(row: rows.Row) -> StatementRow:
    proof: Proof | None = row["proof"]
    return StatementRow(
        id=row["id"],
        document_id=row["document_id"],
        supplier=row["supplier"],
        account=row["account_label"] or row["account_number"] or "",
        day=row["statement_date"],
        lines=row["lines"],
        matched=row["lines"] - row["open"],
        open=row["open"],
        unexplained=proof.unexplained if proof else None,
    )


def _lines(tx: Tx, statement_id: str) -> tuple[rows.Row, ...]:
    expected = tables.expectation.c
    joined = tables.statement_item.outerjoin(tables.expectation)
    query = (
        select(tables.statement_item, expected.document_id.label("expected_document"))
        .select_from(joined)
        .where(_item.statement_id == statement_id)
    )
    return rows.rows(tx, query.order_by(_item.position, _item.id))


def _line(row: rows.Row, ours: _Ours) -> StatementLineView:
    entries = ours.entries(row["entry_ids"])
    amount = Money.of_minor(row["amount_minor"], row["amount_currency"])
    difference = row["difference"]
    return StatementLineView(
        id=row["id"],
        position=row["position"],
        day=row["day"],
        kind=row["kind"].value,
        reference=row["reference"],
        amount=amount,
        status=row["status"],
        difference=Money(difference, amount.currency) if difference else None,
        reason=row["reason"],
        ours=tuple(entry.reference for entry in entries),
        our_amount=_sum(entries),
        document_id=row["expected_document"] or _document(entries),
    )


def _sum(entries: tuple[_Entry, ...]) -> Money | None:
    amounts = [entry.amount for entry in entries]
    if len({amount.currency for amount in amounts}) != 1:
        return None
    return sum(amounts[1:], start=amounts[0])


def _document(entries: tuple[_Entry, ...]) -> str | None:
    return next((entry.document_id for entry in entries if entry.document_id), None)


class _Entry(NamedTuple):
    """What the screen shows of an entry of ours."""

    kind: str
    reference: str
    day: date | None
    amount: Money
    document_id: str | None


class _Ours:
    """What our side says of one supplier: the ledger, and documents that are not booked yet."""

    def __init__(self, tx: Tx, supplier_id: str) -> None:
        self._known: dict[str, _Entry] = {
            entry.id: _booked(entry) for entry in ledger.entries(tx, supplier_id)
        }
        for filed in documents.of_supplier(tx, supplier_id):
            if filed.gross is not None:
                self._known[f"{IN_PROCESS}{filed.id}"] = _filed(filed, filed.gross)

    def entries(self, ids: Iterable[str]) -> tuple[_Entry, ...]:
        """The entries; one that is no longer in the books is left out."""
        return tuple(self._known[entry_id] for entry_id in ids if entry_id in self._known)

    def lines(self, only: Iterable[OurSide]) -> Iterator[StatementLineView]:
        """Entries that no statement line shows, numbered."""
        for position, ours in enumerate(only, 1):
            for entry in self.entries((ours.entry_id,)):
                yield _our_line(position, ours, entry)


def _booked(entry: LedgerEntry) -> _Entry:
    return _Entry(
        entry.kind.value, entry.reference, entry.doc_date, entry.amount, entry.document_id
    )


def _filed(filed: FiledDocument, gross: Money) -> _Entry:
    return _Entry(filed.kind.value, filed.number or "", filed.day, gross, filed.id)


def _our_line(position: int, ours: OurSide, entry: _Entry) -> StatementLineView:
    return StatementLineView(
        id=ours.entry_id,
        position=position,
        day=entry.day,
        kind=entry.kind,
        reference=entry.reference,
        amount=entry.amount,
        status=ours.status,
        difference=None,
        reason=ours.reason,
        ours=(entry.reference,),
        our_amount=entry.amount,
        document_id=entry.document_id,
    )


def _arithmetic(tx: Tx, document_id: str) -> Check | None:
    """Whether the statement adds up: its reading's first failed check, else the first one."""
    checks = documents.reading(tx, document_id).checks
    return next(iter(sorted(checks, key=lambda check: check.ok is not False)), None)
