"""Reports and letters of what the store holds: statements, ageing, accruals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from model.errors import RecordMissing
from model.matches import Statement
from model.money import Money
from model.overview import OpenBills
from model.reports import Cell, LetterDraft, Report, ReportTable
from model.suppliers import Supplier
from pipeline.rules import Rules
from reconcile import letters, statement_report
from reconcile.accruals import Accrual, accruals
from reconcile.ageing import BUCKETS, OLDEST, Aged, aged
from storage import documents, entities, ledger, orders, overview, statements, suppliers
from storage.screens import statement_rows
from storage.store import Tx

_NOBODYS: Final = "No known company"
_READ: Final = 20
"""So many of a supplier's newest documents say in which language it writes."""


def newest(tx: Tx, named: str) -> Statement:
    """The newest statement of a supplier by its name or id, or the one with this id.

    Raises:
        RecordMissing: there is none.
    """
    wanted = named.casefold()
    for supplier in suppliers.every(tx):
        if wanted in (supplier.id, supplier.name.casefold()):
            if held := statements.of_supplier(tx, supplier.id):
                return max(held, key=lambda one: (one.statement_date or date.min, one.id))
            raise RecordMissing(f"There is no statement of {supplier.name} yet.")
    return statements.get(tx, named)


def of_statement(tx: Tx, statement_id: str) -> Report:
    """The report of a statement as it stands now. Raises RecordMissing."""
    return statement_report.of_statement(
        statement_rows.statement(tx, statement_id),
        statements.decisions(tx, statement_id),
        company=Rules.of(tx).company,
        made=tx.now(),
    )


def letter(tx: Tx, statement_id: str, *, language: str | None = None) -> LetterDraft | None:
    """What to ask the supplier for, in its language or that one; None where nothing is to ask.

    Raises:
        RecordMissing: there is no such statement.
    """
    statement = statements.get(tx, statement_id)
    return letters.request(
        statement_rows.statement(tx, statement_id),
        company=Rules.of(tx).company,
        language=language or language_of(tx, statement.supplier_id),
    )


def language_of(tx: Tx, supplier_id: str) -> str:
    """The language (ISO 639-1) that a supplier's newest documents are written in; else English."""
    filed = documents.of_supplier(tx, supplier_id)[-_READ:]
    said = Counter(documents.reading(tx, document.id).language for document in filed)
    known = [(count, language) for language, count in said.items() if language]
    return max(known, default=(0, letters.LANGUAGES[0]))[1]


def ageing(tx: Tx, day: date) -> tuple[Aged, ...]:
    """What we owe each supplier on a day, by age."""
    return tuple(
        account
        for supplier in suppliers.every(tx)
        for account in aged(ledger.entries(tx, supplier.id), day=day)
    )


def received_not_billed(tx: Tx, day: date) -> tuple[Accrual, ...]:
    """What had arrived until a day and was not billed by then, line by line."""
    return accruals(orders.received_until(tx, day))


def ageing_report(tx: Tx, day: date) -> Report:
    """The ageing of what we owe as a report."""
    names = _names(suppliers.every(tx))
    titles = (*(title for _, title in BUCKETS), OLDEST)
    columns = ("Supplier", *(f"{title} days" for title in titles), "Not allocated", "Total")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[one.supplier_id], *one.buckets, one.unallocated, one.total)
        for one in ageing(tx, day)
    )
    return _report(tx, f"Ageing on {day}", ReportTable("Ageing", columns, rows))


def accrual_report(tx: Tx, day: date) -> Report:
    """Goods received and not invoiced as a report."""
    names = _names(suppliers.every(tx))
    columns = ("Supplier", "Order", "Line", "Description", "Received", "Billed", "Amount")
    rows = tuple(
        (
            names[one.supplier_id],
            one.order,
            one.position,
            one.description,
            one.received,
            one.billed,
            one.amount,
        )
        for one in received_not_billed(tx, day)
    )
    table = ReportTable("Received, not invoiced", columns, rows)
    return _report(tx, f"Goods received, not invoiced, on {day}", table)


def open_bills_report(tx: Tx) -> Report:
    """The bills that are on file and not paid, by our company and how long they are overdue."""
    today = Rules.of(tx).today(tx)
    names = entities.all_names(tx)
    titles = (*(title for _, title in BUCKETS), OLDEST)
    columns = ("Company", "Code", "Bills", "Not due", *(f"{title} days" for title in titles))
    accounts: dict[tuple[str, str], list[OpenBills]] = defaultdict(list)
    for one in overview.open_bills(tx):
        accounts[one.entity_id or "", one.amount.currency].append(one)
    rows = (
        (*names.get(entity, ("", _NOBODYS))[::-1], *_by_due(held, today))
        for (entity, _), held in accounts.items()
    )
    table = ReportTable("Open bills", (*columns, "Total"), tuple(sorted(rows, key=_by_name)))
    return _report(tx, f"Open bills by company on {today}", table)


def _by_due(held: Sequence[OpenBills], today: date) -> tuple[Cell, ...]:
    """How many they are, their amounts by days since they were due, and the sum."""
    nothing = Money(Decimal(0), held[0].amount.currency)
    sums = [nothing] * (len(BUCKETS) + 2)
    for one in held:
        late = (today - one.due).days if one.due else 0
        older = sum(late > most for most, _ in BUCKETS)
        at = older + 1 if late > 0 else 0
        sums[at] += one.amount
    return (sum(one.documents for one in held), *sums, sum(sums, nothing))


def _by_name(row: tuple[Cell, ...]) -> tuple[str, str]:
    total = row[-1]
    return str(row[0]).casefold(), total.currency if isinstance(total, Money) else ""


def _report(tx: Tx, title: str, table: ReportTable) -> Report:
    facts = (("Company", Rules.of(tx).company), ("Made", f"{tx.now():%Y-%m-%d %H:%M} UTC"))
    return Report(title, facts, (table,))


def _names(known: Iterable[Supplier]) -> dict[str, str]:
    return {one.id: one.name for one in known}
