"""Statements, reconciled: their lines beside what answers them on our side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ScalarSelect, Select, case, func, select

from model.documents import Check, Reading, StatementLine
from model.errors import RecordMissing
from model.expectations import ExpectationState
from model.filing import FiledDocument
from model.matches import OurSide, Proof
from model.money import Money
from model.orders import TOLD_PAID, EntryKind, LedgerEntry
from model.views import EntryView, StatementLineView, StatementRow, StatementView
from storage import documents, ledger, replies, rows, suppliers, tables
from storage import statements as stored
from storage.tx import Tx

MOST: Final = 500
IN_PROCESS: Final = "document:"
"""Prefix of an entry that stands for a document on file which is not booked yet."""

_column = tables.statement.c
_item = tables.statement_item.c


def statements(tx: Tx) -> tuple[StatementRow, ...]:
    """The newest 500 statements, newest first."""
    query = _rows().order_by(_column.added.desc(), _column.id.desc()).limit(MOST)
    found = rows.rows(tx, query)
    unanswered = stored.unanswered(tx, (row["id"] for row in found))
    return tuple(_row(row, unanswered) for row in found)


def statement(tx: Tx, statement_id: str) -> StatementView:
    """One statement, reconciled. Raises RecordMissing."""
    row = rows.find(tx, _rows().where(_column.id == statement_id))
    if row is None:
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    proof: Proof | None = row["proof"]
    lines, only = _lines(tx, statement_id), row["ours"]
    wanted = {entry_id for line in lines for entry_id in line["entry_ids"]}
    ours = _Ours(tx, row["supplier_id"], wanted | {one.entry_id for one in only})
    reading = documents.reading(tx, row["document_id"])
    places = _places(reading, row["part"])
    return StatementView(
        row=_row(row, stored.unanswered(tx, [statement_id])),
        lines=tuple(_line(line, ours, places) for line in lines),
        ours_only=tuple(ours.lines(only)),
        theirs=proof.theirs if proof else None,
        ours=proof.ours if proof else None,
        unexplained=proof.unexplained if proof else None,
        arithmetic=_arithmetic(reading, row["part"]),
        steps=proof.items if proof else (),
        last_decision=_last_decision(tx, statement_id),
    )


def entry_views(tx: Tx, supplier_id: str, entries: Iterable[LedgerEntry]) -> tuple[EntryView, ...]:
    """Entries as the screen shows them beside lines of this supplier."""
    names: dict[str, str] = {}
    return tuple(_booked(tx, entry, supplier_id, names) for entry in entries)


def _rows() -> Select[Any]:
    """Statements with supplier, account and the numbers of their lines."""
    counted = (
        select(
            _item.statement_id,
            func.count().label("lines"),
            func.sum(case((stored.WAITING, 1), else_=0)).label("open"),
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
        account.number.label("known_number"),
        account.label.label("account_label"),
        func.coalesce(counted.c.lines, 0).label("lines"),
        func.coalesce(counted.c.open, 0).label("open"),
        _parts().label("parts"),
    ).select_from(joined)


def _parts() -> ScalarSelect[Any]:
    """How many statements the document of one holds."""
    beside = tables.statement.alias()
    query = select(func.count()).where(beside.c.document_id == _column.document_id)
    return query.select_from(beside).scalar_subquery()


def _row(row: rows.Row, unanswered: Mapping[str, Decimal]) -> StatementRow:
    proof: Proof | None = row["proof"]
    currency = row["currency"]
    return StatementRow(
        id=row["id"],
        document_id=row["document_id"],
        supplier=row["supplier"],
        account=row["account_label"] or row["known_number"] or row["account_number"],
        day=row["statement_date"],
        lines=row["lines"],
        matched=row["lines"] - row["open"],
        open=row["open"],
        unexplained=proof.unexplained if proof else None,
        unanswered=Money(unanswered.get(row["id"], Decimal(0)), currency) if proof else None,
        standing=row["standing"],
        currency=currency if row["parts"] > 1 else "",
    )


def _lines(tx: Tx, statement_id: str) -> tuple[rows.Row, ...]:
    expected = tables.expectation.c
    joined = tables.statement_item.outerjoin(tables.expectation)
    query = (
        select(
            tables.statement_item,
            expected.document_id.label("expected_document"),
            expected.state.label("expected_state"),
            expected.reason.label("expected_reason"),
        )
        .select_from(joined)
        .where(_item.statement_id == statement_id)
    )
    return rows.rows(tx, query.order_by(_item.position, _item.id))


def _line(row: rows.Row, ours: _Ours, places: Mapping[int, StatementLine]) -> StatementLineView:
    entries = ours.entries(row["entry_ids"])
    amount = Money.of_minor(row["amount_minor"], row["amount_currency"])
    difference, place = row["difference"], places.get(row["position"])
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
        entries=entries,
        settled=not stored.waits(row["status"], row["rule"]),
        text=row["text"],
        expected=_expected(row),
        page=place.page if place else None,
        box=place.box if place else None,
    )


def _expected(row: rows.Row) -> str:
    """What became of the document that the line made us expect; "" once it is on file."""
    state: ExpectationState | None = row["expected_state"]
    if state is ExpectationState.OPEN:
        return "The document is being fetched."
    unfulfilled = state is not None and state is not ExpectationState.FULFILLED
    return str(row["expected_reason"]) if unfulfilled else ""


def _places(reading: Reading, part: int) -> Mapping[int, StatementLine]:
    """The printed lines by their position: a position that is there twice has no place."""
    statement = next(iter(reading.statements[part - 1 : part]), None)
    printed = statement.lines if statement else ()
    counted = Counter(line.position for line in printed)
    return {line.position: line for line in printed if counted[line.position] == 1}


def _last_decision(tx: Tx, statement_id: str) -> str:
    made = stored.decisions(tx, statement_id)
    return made[-1].kind.value if made else ""


def _sum(entries: tuple[EntryView, ...]) -> Money | None:
    amounts = [entry.amount for entry in entries]
    if len({amount.currency for amount in amounts}) != 1:
        return None
    return sum(amounts[1:], start=amounts[0])


def _document(entries: tuple[EntryView, ...]) -> str | None:
    return next((entry.document_id for entry in entries if entry.document_id), None)


class _Ours:
    """Entries of ours by their ids: of the ledger, and documents that are not booked yet."""

    def __init__(self, tx: Tx, supplier_id: str, ids: Iterable[str]) -> None:
        wanted = sorted(ids)
        booked = entry_views(tx, supplier_id, ledger.by_ids(tx, wanted))
        self._known: dict[str, EntryView] = {entry.id: entry for entry in booked}
        waiting = [one.removeprefix(IN_PROCESS) for one in wanted if one.startswith(IN_PROCESS)]
        for filed in documents.by_ids(tx, waiting):
            if filed.gross is not None:
                self._known[f"{IN_PROCESS}{filed.id}"] = _filed(filed, filed.gross)
        if any(one.startswith(TOLD_PAID) for one in wanted):
            self._known |= {one.id: one for one in _told_paid(tx, supplier_id)}

    def entries(self, ids: Iterable[str]) -> tuple[EntryView, ...]:
        """The entries; one that is no longer in the books is left out."""
        return tuple(self._known[entry_id] for entry_id in ids if entry_id in self._known)

    def lines(self, only: Iterable[OurSide]) -> Iterator[StatementLineView]:
        """Entries that no statement line shows, numbered."""
        for position, ours in enumerate(only, 1):
            for entry in self.entries((ours.entry_id,)):
                yield _our_line(position, ours, entry)


def _booked(tx: Tx, entry: LedgerEntry, supplier_id: str, names: dict[str, str]) -> EntryView:
    owner = ""
    if entry.supplier_id != supplier_id:
        owner = names.setdefault(entry.supplier_id, suppliers.get(tx, entry.supplier_id).name)
    return EntryView(
        id=entry.id,
        kind=entry.kind.value,
        reference=entry.reference,
        day=entry.doc_date,
        amount=entry.amount,
        document_id=entry.document_id,
        booked=not entry.id.startswith(IN_PROCESS),
        owner=owner,
    )


def _filed(filed: FiledDocument, gross: Money) -> EntryView:
    entry_id = f"{IN_PROCESS}{filed.id}"
    number = filed.number or ""
    return EntryView(entry_id, filed.kind.value, number, filed.day, gross, filed.id, booked=False)


def _told_paid(tx: Tx, supplier_id: str) -> Iterator[EntryView]:
    """The payments that receivers told, as entries that no book has."""
    days = {one.document_id: one.at.date() for one in replies.told_paid(tx, supplier_id)}
    for filed in documents.by_ids(tx, list(days)):
        if filed.gross is not None:
            view = _filed(filed, -filed.gross)
            kind, day = EntryKind.PAYMENT.value, days[filed.id]
            yield replace(view, id=f"{TOLD_PAID}{filed.id}", kind=kind, day=day)


def _our_line(position: int, ours: OurSide, entry: EntryView) -> StatementLineView:
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
        entries=(entry,),
        settled=True,
    )


def _arithmetic(reading: Reading, part: int) -> Check | None:
    """Whether the statement adds up: its reading's first failed check, else the first one.

    Where a document holds several statements, each has a check of its own.
    """
    if reading.further and len(reading.checks) >= part:
        return reading.checks[part - 1]
    checks = sorted(reading.checks, key=lambda check: check.ok is not False)
    return next(iter(checks), None)
