"""The inbox: rows of documents, newest first, and the numbers in tabs and side bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, func, or_, select

from model import inbox_words
from model.deliveries import DeliveryState
from model.documents import DocumentKind
from model.errors import WrongInput
from model.filing import Channel, DocumentStatus
from model.people import User
from model.views import Counts, InboxPage, InboxQuery, InboxRow
from storage import entities, rows, statements, tables, talk
from storage.columns import storable
from storage.screens import portal_rows
from storage.screens.inbox_filters import narrowed
from storage.tx import Tx

MOST_ROWS: Final = 500
"""So many rows are handed out at once."""
MOST_FOUND: Final = 10_000
"""So many documents that fit what was typed are listed."""

VIEWS: Final = {
    "todo": frozenset(
        {
            DocumentStatus.REVIEW,
            DocumentStatus.EXCEPTION,
            DocumentStatus.DUPLICATE,
            DocumentStatus.WAITING,
            DocumentStatus.READY,
        }
    ),
    "exceptions": frozenset({DocumentStatus.EXCEPTION, DocumentStatus.DUPLICATE}),
    "ready": frozenset({DocumentStatus.READY}),
    "delivered": frozenset({DocumentStatus.DELIVERED}),
    "all": frozenset(DocumentStatus),
}
"""Which documents stand in which tab."""

_document = tables.document.c
_supplier = tables.supplier.c
_ORDER: Final = (_document.received.desc(), _document.id.desc())


def inbox(tx: Tx, query: InboxQuery, start: int, end: int) -> InboxPage:
    """Rows start … end - 1, newest first; at most 500.

    Of what is searched for, the newest 10,000 are listed: nobody reads on, and to count the others
    is to look at every document.

    Raises:
        WrongInput: there is no such view, kind or source.
    """
    where = conditions(tx, query)
    total = _up_to(tx, where, MOST_FOUND) if query.text else _all(tx, where)
    first = max(start, 0)
    size = min(max(end - first, 0), MOST_ROWS, max(total - first, 0))
    # which ones they are is counted off in an index alone; only those are then read and joined
    ids = newest(where).offset(first).limit(size).correlate(None)
    found = rows.rows(tx, listing((_document.id.in_(ids),)))
    return InboxPage(total=total, rows=_drawn(tx, found))


def place_in_inbox(tx: Tx, query: InboxQuery, document_id: str) -> int | None:
    """How many rows of `inbox` stand before this document; None where it is not among them.

    Those before it are counted off in an index, so it takes the longer the further down it stands.

    Raises:
        WrongInput: there is no such view, kind or source.
    """
    where = conditions(tx, query)
    same = _document.id == storable(document_id)
    found = tx.connection.execute(select(_document.received).where(same, *where)).scalar()
    if found is None:
        return None
    later = (_document.received > found, _document.id > document_id)
    before = (_document.received >= found, or_(*later), *where)
    place = _up_to(tx, before, MOST_FOUND) if query.text else _all(tx, before)
    return None if query.text and place >= MOST_FOUND else place


def _all(tx: Tx, where: tuple[rows.Condition, ...]) -> int:
    return _count(tx, select(func.count()).select_from(tables.document).where(*where))


def _up_to(tx: Tx, where: tuple[rows.Condition, ...], most: int) -> int:
    some = select(_document.id).where(*where).limit(most).subquery()
    return _count(tx, select(func.count()).select_from(some))


def inbox_rows_of(tx: Tx, document_ids: Sequence[str]) -> tuple[InboxRow, ...]:
    """The rows of these documents, newest first."""
    return _drawn(tx, rows.rows(tx, listing((_document.id.in_(document_ids),))))


def _drawn(tx: Tx, found: Sequence[rows.Row]) -> tuple[InboxRow, ...]:
    held = talk.assigned(tx, [f"document:{row['id']}" for row in found])
    ours = entities.all_names(tx)
    codes = {one: code for one, (code, _) in ours.items()} if len(ours) > 1 else {}
    return tuple(_row(row, held, codes) for row in found)


def listing(where: tuple[rows.Condition, ...]) -> Select[Any]:
    """The query for rows. Both sort keys go down, as the indexes do when read from the end."""
    joined = tables.document.outerjoin(tables.supplier)
    query = select(tables.document, _supplier.name.label("supplier")).select_from(joined)
    return query.where(*where).order_by(*_ORDER)


def newest(where: tuple[rows.Condition, ...]) -> Select[tuple[str]]:
    """The query for ids alone, in the order of `listing`."""
    return select(_document.id).where(*where).order_by(*_ORDER)


def counted(tx: Tx, query: InboxQuery, most: int) -> int:
    """How many documents fit; at most so many, as the others are not counted. Raises WrongInput."""
    return _up_to(tx, conditions(tx, query), most)


def fitting(tx: Tx, query: InboxQuery, most: int) -> tuple[str, ...]:
    """The ids of the documents that fit, newest first; at most so many. Raises WrongInput."""
    where = conditions(tx, query)
    return tuple(tx.connection.scalars(newest(where).limit(most)))


def fitting_of(tx: Tx, query: InboxQuery, document_ids: Sequence[str]) -> frozenset[str]:
    """Which of these documents fit. Raises WrongInput."""
    where = conditions(tx, query)
    some = select(_document.id).where(_document.id.in_(document_ids), *where)
    return frozenset(tx.connection.scalars(some))


def conditions(tx: Tx, query: InboxQuery) -> tuple[rows.Condition, ...]:
    """What a row must fulfil. Raises WrongInput."""
    words = inbox_words.read(storable(query.text), tx.now().date())
    typed = narrowed(tx, words, query.user_id)
    return (*_in_view(query.view), *_filtered(query), *typed)


def _in_view(view: str) -> tuple[rows.Condition, ...]:
    if view not in VIEWS:
        raise WrongInput(f"There is no view {view!r}; there are {', '.join(VIEWS)}.")
    if view == "all":
        return ()
    return (_document.status.in_(sorted(VIEWS[view])),)


def _filtered(query: InboxQuery) -> tuple[rows.Condition, ...]:
    try:
        wanted = {
            _document.supplier_id: query.supplier_id,
            _document.kind: query.kind and DocumentKind(query.kind),
            _document.channel: query.source and Channel(query.source),
        }
    except ValueError as error:
        raise WrongInput(f"The inbox can't be filtered so: {error}.") from None
    return tuple(column == value for column, value in wanted.items() if value)


def _row(row: rows.Row, held: Mapping[str, User], codes: Mapping[str, str]) -> InboxRow:
    person = held.get(f"document:{row['id']}")
    return InboxRow(
        id=row["id"],
        supplier=row["supplier"] or "",
        number=row["number"] or "",
        kind=row["kind"],
        status=row["status"].value,
        source=row["channel"].value,
        amount=rows.money(row, "gross"),
        due=row["due"],
        po_number=row["po_number"] or "",
        note=row["note"],
        received=row["received"],
        assigned=person.full_name if person else "",
        entity=codes.get(row["entity_id"], ""),
    )


def counts(tx: Tx) -> Counts:
    """The numbers in tabs and side bar."""
    grouped = select(_document.status, func.count()).group_by(_document.status)
    by_status: dict[DocumentStatus, int] = dict(tx.connection.execute(grouped).all())
    tabs = {
        view: sum(by_status.get(status, 0) for status in statuses)
        for view, statuses in VIEWS.items()
    }
    return Counts(
        **tabs,
        statements_open=len(statements.unsettled(tx)),
        portals_needing_person=portal_rows.needing_person(tx),
        deliveries_failed=_failed(tx),
        questions_open=_questions(tx),
    )


def _failed(tx: Tx) -> int:
    dead = tables.delivery.c.state == DeliveryState.DEAD_LETTER
    return _count(tx, select(func.count()).select_from(tables.delivery).where(dead))


def _questions(tx: Tx) -> int:
    waiting = and_(tables.exception.c.answered.is_(None))
    return _count(tx, select(func.count()).select_from(tables.exception).where(waiting))


def _count(tx: Tx, query: Select[int]) -> int:
    return tx.connection.execute(query).scalar_one()
