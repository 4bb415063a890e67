"""Our purchase ledger, as the books say it, found by what statement lines share with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final

from sqlalchemy import JSON, ColumnElement, Select, and_, cast, func, literal, or_, select, union
from sqlalchemy.dialects.postgresql import JSONB

from model.documents import normalise_number
from model.money import Money
from model.orders import EntryKind, LedgerEntry, Wanted
from model.references import ending, printed_ending, reference
from storage import rows, tables
from storage.changes import announce
from storage.columns import WHOLE, storable
from storage.tx import Tx

_table = tables.ledger_entry
_column = tables.ledger_entry.c
_BATCH: Final = 5_000
_JSON: Final = JSON().with_variant(JSONB(), "postgresql")


def load(tx: Tx, entries: Iterable[LedgerEntry]) -> None:
    """Take entries over from the books; one with a known id replaces the older one.

    What is new or differs counts as arrived, until reconciliation has looked at it.
    """
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        rows.put_changed(tx, _table, [_columns(entry) for entry in batch])
    announce(tx, "statements", "")


def remove(tx: Tx, ids: Iterable[str]) -> None:
    """Forget entries that the books no longer have; unknown ids are no trouble."""
    for some in rows.portions(ids):
        tx.connection.execute(_table.delete().where(_column.id.in_(some)))
    announce(tx, "statements", "")


def posted_since(tx: Tx, first: date, *, prefix: str = "", without: str = "") -> frozenset[str]:
    """The ids of all entries posted on this day or later: those that begin so, and not so."""
    query = select(_column.id).where(_column.post_date >= first)
    if prefix:
        query = query.where(_column.id.startswith(prefix, autoescape=True))
    if without:
        query = query.where(~_column.id.startswith(without, autoescape=True))
    return frozenset(tx.connection.scalars(query))


def _columns(entry: LedgerEntry) -> rows.Values:
    """An entry with the keys that it is found by: normalised here, and never when it is matched."""
    typed = storable(entry.reference)
    keys = {
        "number": normalise_number(typed),
        "typed_ending": printed_ending(typed),
        "core_ending": ending(reference(typed)),
        "arrived": True,
    }
    return rows.values(entry) | keys


def entries(tx: Tx, supplier_id: str) -> tuple[LedgerEntry, ...]:
    """The ledger of one supplier, in the order of posting."""
    query = select(_table).where(_column.supplier_id == supplier_id)
    return rows.records(tx, query.order_by(_column.post_date, _column.id), LedgerEntry)


def by_ids(tx: Tx, ids: Iterable[str]) -> tuple[LedgerEntry, ...]:
    """The entries with these ids, in the order of the ids; unknown ones are left out."""
    found = (
        entry
        for some in rows.portions(ids)
        for entry in rows.records(tx, select(_table).where(_column.id.in_(some)), LedgerEntry)
    )
    return tuple(sorted(found, key=lambda entry: entry.id))


def arrived(tx: Tx, supplier_id: str) -> tuple[LedgerEntry, ...]:
    """What came or changed since this was asked last; it no longer counts as arrived."""
    fresh = (_column.supplier_id == supplier_id, _column.arrived == 1)
    found = rows.records(tx, select(_table).where(*fresh).order_by(_column.id), LedgerEntry)
    if found:
        rows.change(tx, _table, *fresh, arrived=False)
    return found


def numbered(tx: Tx, supplier_id: str, numbers: Iterable[str]) -> tuple[LedgerEntry, ...]:
    """The supplier's entries under these numbers, however they are written."""
    normalised = {number for number in map(normalise_number, numbers) if number}
    own = _column.supplier_id == supplier_id
    return tuple(
        entry
        for some in rows.portions(normalised)
        for entry in rows.records(
            tx, select(_table).where(own, _column.number.in_(some)), LedgerEntry
        )
    )


def relevant(tx: Tx, wanted: Wanted) -> tuple[LedgerEntry, ...]:
    """The entries that may answer the lines of a statement, each once, in the order of their ids.

    They are looked up by index; on other accounts by the ending of the number and the amount.
    """
    asked = [select(_column.id).where(condition) for condition in _conditions(tx, wanted)]
    asked += [_elsewhere(tx, some) for some in rows.portions(wanted.elsewhere)]
    if not asked:
        return ()
    query = select(_table).where(_column.id.in_(union(*asked)))
    return rows.records(tx, query.order_by(_column.id), LedgerEntry)


def since(tx: Tx, supplier_id: str, first: date) -> tuple[LedgerEntry, ...]:
    """The supplier's entries dated on this day or later, in the order of their ids."""
    query = select(_table).where(_column.supplier_id == supplier_id, _column.doc_date >= first)
    return rows.records(tx, query.order_by(_column.id), LedgerEntry)


def balance(tx: Tx, supplier_id: str, currency: str, *, before: date) -> Money:
    """What we owed by the entries in this currency that are dated before the day."""
    total = select(func.sum(_column.amount_minor)).where(
        _column.supplier_id == supplier_id,
        _column.amount_currency == currency,
        _column.doc_date < before,
    )
    return Money.of_minor(int(tx.connection.scalar(total) or 0), currency)


def _conditions(tx: Tx, wanted: Wanted) -> Iterator[rows.Condition]:
    """Each way in which an entry may matter, so much at once as one query takes."""
    own = _column.supplier_id == wanted.supplier_id
    paid, day = _column.kind == EntryKind.PAYMENT, _column.doc_date
    amounts, endings = rows.portions(wanted.amounts), rows.portions(wanted.endings)
    yield from (and_(own, rows.among(tx, _column.amount_minor, some)) for some in amounts)
    yield from (and_(own, rows.among(tx, _column.typed_ending, some)) for some in endings)
    for windows, kind in ((wanted.documents, ~paid), (wanted.payments, paid)):
        days = [and_(day >= first, day <= last) for first, last in windows]
        yield from (and_(own, kind, or_(*some)) for some in rows.portions(days))


def _elsewhere(tx: Tx, marks: Iterable[tuple[str, int]]) -> Select[tuple[str]]:
    """The ids of entries with these endings and amounts, on any account.

    Joined with a JSON array: SQLite reads the whole table where pairs of columns are sought in a
    list, and SQLAlchemy takes longer to write out some hundred values than both to look them up.
    """
    told = literal(sorted(marks), _JSON)
    ending_: ColumnElement[str]
    cents: ColumnElement[int]
    if tx.connection.dialect.name == "postgresql":
        asked = func.jsonb_array_elements(told).table_valued("value")
        ending_ = func.jsonb_array_element_text(asked.c.value, 0)
        cents = cast(func.jsonb_array_element_text(asked.c.value, 1), WHOLE)
    else:
        asked = func.json_each(told).table_valued("value")
        ending_ = func.json_extract(asked.c.value, "$[0]")
        cents = func.json_extract(asked.c.value, "$[1]")
    same = and_(_column.core_ending == ending_, _column.amount_minor == cents)
    return select(_column.id).join_from(asked, _table, same)
