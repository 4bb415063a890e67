"""News, told in the transaction of what happened: none without it, and it never without news."""

from __future__ import annotations

from sqlalchemy import func, select

from model.deliveries import Delivery, DeliveryState, Destination, DestinationKind
from model.ids import derived_id, new_id
from model.news import News, NewsKind
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx


def tell(tx: Tx, kind: NewsKind, subject: str, /, **facts: str) -> News:
    """The news, now the last there is, on their way to whoever subscribes to them."""
    last = tx.connection.execute(select(func.max(tables.news.c.seq))).scalar_one() or 0
    told = News(new_id(), last + 1, kind, tx.now(), subject, facts)
    tx.connection.execute(tables.news.insert().values(rows.values(told)))
    if told.document_id:
        for destination in _subscribed(tx, kind):
            _queue(tx, told, destination)
    return told


def get(tx: Tx, news_id: str) -> News:
    """One piece of news. Raises RecordMissing."""
    return rows.get(tx, tables.news, News, news_id)


def _subscribed(tx: Tx, kind: NewsKind) -> list[Destination]:
    """The destinations that want this kind; those that name none want all."""
    column = tables.destination.c
    there = (column.kind == DestinationKind.EVENTS, column.removed.is_(None))
    query = select(tables.destination).where(*there).order_by(column.id)
    found = rows.records(tx, query, Destination)
    return [one for one in found if kind in (one.settings.get("types") or kind).split(",")]


def _queue(tx: Tx, told: News, destination: Destination) -> None:
    """Put news into the outbox: from there on they are delivered as documents are.

    Several of one instant go in their order, which their ids begin with.
    """
    key = derived_id("news", destination.id, told.id)
    delivery = Delivery(
        id=f"{told.seq:012x}{key[:20]}",
        key=key,
        document_id=told.document_id,
        destination_id=destination.id,
        state=DeliveryState.QUEUED,
        queued=told.at,
        news_id=told.id,
    )
    tx.connection.execute(tables.delivery.insert().values(rows.values(delivery)))
    announce(tx, "deliveries", delivery.id)
