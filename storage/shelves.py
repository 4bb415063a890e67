"""Lists for the REST API: each kind of record in an order that nothing new disturbs.

A page begins after a record, not at a number: what arrives meanwhile comes later, or was before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Table, literal, select, tuple_

from model import wire
from model.api import Asked, Part, Place
from model.errors import CursorInvalid, RecordMissing
from model.matches import Proof, Standing
from model.money import Money
from model.news import News
from storage import rows, statements, tables
from storage.codec import hints
from storage.columns import Words
from storage.tx import Tx

R = TypeVar("R")
_Row = rows.Row
_Filter = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Shelf(Generic[R]):
    """One kind of records: where they lie, their order, how they are shown and chosen.

    Attributes:
        table: where they lie.
        order: what they are sorted by, before their id.
        placed: the sort key that a place's text means.
        shown: the record of a row.
        chosen: the condition of each filter.
        only: which rows are such records at all.
        beside: what is shown of other tables.
    """

    table: Table
    order: Column[Any]
    placed: Callable[[str], Any]
    shown: Callable[[_Row], R]
    chosen: Mapping[str, _Filter]
    only: ColumnElement[bool] | None = None
    beside: tuple[ColumnElement[Any], ...] = ()

    def query(self) -> Select[Any]:
        """All of its rows."""
        found = select(self.table, *self.beside)
        return found if self.only is None else found.where(self.only)


def page(tx: Tx, kind: type[R], asked: Asked) -> Part[R]:
    """Some records of a kind, oldest first. Raises CursorInvalid."""
    shelf = _shelf(kind)
    query = shelf.query().where(*_conditions(shelf, asked))
    query = query.order_by(shelf.order, shelf.table.c.id).limit(asked.size + 1)
    found = rows.rows(tx, query)
    shown = found[: asked.size]
    more = len(found) > len(shown)
    return Part(
        tuple(shelf.shown(row) for row in shown), _place(shelf, shown[-1]) if more else None
    )


def one(tx: Tx, kind: type[R], record_id: str) -> R:
    """One record. Raises RecordMissing."""
    shelf = _shelf(kind)
    row = rows.find(tx, shelf.query().where(shelf.table.c.id == record_id))
    if row is None:
        name = shelf.table.name.replace("_", " ")
        raise RecordMissing(f"There is no {name} with the id {record_id!r}.")
    return shelf.shown(row)


def _shelf(kind: type[R]) -> Shelf[R]:
    return _SHELVES[kind]


def _conditions(shelf: Shelf[Any], asked: Asked) -> list[ColumnElement[bool]]:
    wanted = [shelf.chosen[name](value) for name, value in asked.filters.items()]
    if asked.after is None:
        return wanted
    try:
        key = shelf.placed(asked.after.key)
    except ValueError:
        raise CursorInvalid from None
    begin = tuple_(literal(key, shelf.order.type), literal(asked.after.id))
    return [*wanted, tuple_(shelf.order, shelf.table.c.id) > begin]


def _place(shelf: Shelf[Any], row: _Row) -> Place:
    key = row[shelf.order.name]
    return Place(key.isoformat() if isinstance(key, datetime) else str(key), row["id"])


def _instant(text: str) -> datetime:
    """The aware instant of a text. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _whole(text: str) -> int:
    """The whole number of a text, as the databases hold it. Raises ValueError."""
    if not text.isascii() or not text.isdecimal() or int(text) >= 2**63:
        raise ValueError(text)
    return int(text)


def _plainly(shape: type[R], row: _Row, /, **more: Any) -> R:
    """The record whose fields are the row's columns; `more` are those that are not."""
    taken: dict[str, Any] = {}
    for name in hints(shape):
        if name in more:
            taken[name] = more[name]
        elif f"{name}_minor" in row:
            taken[name] = rows.money(row, name)
        else:
            taken[name] = row[name]
    return shape(**taken)


def _document(row: _Row) -> wire.Document:
    return _plainly(
        wire.Document,
        row,
        issue_date=row["day"],
        due_date=row["due"],
        format=row["format"].value,
        accepted=row["accept"],
    )


def _statement(row: _Row) -> wire.Statement:
    proof: Proof | None = row["proof"]
    standing: Standing = row["standing"]
    return _plainly(
        wire.Statement,
        row,
        unexplained=proof.unexplained if proof else None,
        state=standing.state,
        signed_by=standing.by,
    )


def _line(row: _Row) -> wire.StatementLine:
    settled = not statements.waits(row["status"], row["rule"])
    return _plainly(wire.StatementLine, row, kind=row["kind"].value, settled=settled)


def _match(row: _Row) -> wire.Match:
    difference = row["difference"] or Money.of_minor(0, row["amount_currency"]).amount
    return _plainly(wire.Match, row, line_id=row["id"], difference=difference)


def _exception(row: _Row) -> wire.ExceptionItem:
    answers = (wire.AnswerChoice(one.key, one.label, one.action.value) for one in row["answers"])
    return _plainly(wire.ExceptionItem, row, reason=row["reason"].value, answers=tuple(answers))


def _delivery(row: _Row) -> wire.Delivery:
    attempts = (
        wire.DeliveryAttempt(one.at, one.ok, one.detail, one.seconds) for one in row["attempts"]
    )
    return _plainly(wire.Delivery, row, attempts=tuple(attempts), event_id=row["news_id"])


def _expectation(row: _Row) -> wire.Expectation:
    return _plainly(wire.Expectation, row, source=row["source"].value)


def _event(row: _Row) -> wire.Event:
    return wire.event(rows.record(News, row))


def _portal(row: _Row) -> wire.Portal:
    origins = tuple(sorted(row["origins"]))
    return _plainly(wire.Portal, row, origins=origins, state=row["state"].value)


def _equal(table: Table, *names: str) -> dict[str, _Filter]:
    """Filters by columns that have exactly this value."""

    def has(name: str, value: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = table.c[name] == value
        return found

    return {name: partial(has, name) for name in names}


def _since(column: Column[Any]) -> dict[str, _Filter]:
    return {"since": lambda value: column >= value}


def _for_reason(said: Any) -> ColumnElement[bool]:
    """Whether it has this reason; a word that is none is just nobody's."""
    found: ColumnElement[bool] = tables.exception.c.reason == literal(said, Words())
    return found


def _is_open(wanted: Any) -> ColumnElement[bool]:
    answered: Column[Any] = tables.exception.c.answered
    return answered.is_(None) if wanted else answered.is_not(None)


_decision = tables.statement_decision.c
_LAST_DECISION: Final = (
    select(_decision.id)
    .where(_decision.statement_id == tables.statement.c.id)
    .order_by(_decision.position.desc())
    .limit(1)
    .correlate(tables.statement)
    .scalar_subquery()
    .label("last_decision")
)
_SHELVES: Final[dict[type[Any], Shelf[Any]]] = {
    wire.Document: Shelf(
        tables.document,
        tables.document.c.received,
        _instant,
        _document,
        _equal(tables.document, "status", "kind", "supplier_id", "account_id", "sha256")
        | _since(tables.document.c.received),
    ),
    wire.Statement: Shelf(
        tables.statement,
        tables.statement.c.added,
        _instant,
        _statement,
        _equal(tables.statement, "supplier_id", "document_id") | _since(tables.statement.c.added),
        beside=(_LAST_DECISION,),
    ),
    wire.StatementLine: Shelf(
        tables.statement_item,
        tables.statement_item.c.position,
        _whole,
        _line,
        _equal(tables.statement_item, "statement_id"),
    ),
    wire.Match: Shelf(
        tables.statement_item,
        tables.statement_item.c.position,
        _whole,
        _match,
        _equal(tables.statement_item, "statement_id", "status"),
        only=tables.statement_item.c.status.is_not(None),
    ),
    wire.ExceptionItem: Shelf(
        tables.exception,
        tables.exception.c.opened,
        _instant,
        _exception,
        _equal(tables.exception, "subject")
        | _since(tables.exception.c.opened)
        | {"open": _is_open, "reason": _for_reason},
    ),
    wire.Expectation: Shelf(
        tables.expectation,
        tables.expectation.c.opened,
        _instant,
        _expectation,
        _equal(tables.expectation, "state", "supplier_id", "portal_id")
        | _since(tables.expectation.c.opened),
    ),
    wire.Delivery: Shelf(
        tables.delivery,
        tables.delivery.c.queued,
        _instant,
        _delivery,
        _equal(tables.delivery, "state", "document_id", "destination_id")
        | _since(tables.delivery.c.queued),
    ),
    wire.Event: Shelf(
        tables.news,
        tables.news.c.seq,
        _whole,
        _event,
        {"type": lambda value: tables.news.c.kind == value}
        | {"after": lambda value: tables.news.c.seq > value},
    ),
    wire.Supplier: Shelf(
        tables.supplier,
        tables.supplier.c.id,
        str,
        partial(_plainly, wire.Supplier),
        _equal(tables.supplier, "vat_id", "proposed"),
    ),
    wire.Account: Shelf(
        tables.account,
        tables.account.c.id,
        str,
        partial(_plainly, wire.Account),
        _equal(tables.account, "supplier_id"),
    ),
    wire.Portal: Shelf(
        tables.portal,
        tables.portal.c.id,
        str,
        _portal,
        _equal(tables.portal, "supplier_id"),
    ),
}
