"""Answers of receivers as they came, each once, with the delivery that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from model.deliveries import KeptReply, ResponseStatus
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_column = tables.reply.c


@dataclass(frozen=True, slots=True)
class ToldPaid:
    """A document that a receiver says is paid: who said so, and when it was decided or came."""

    document_id: str
    destination: str
    at: datetime


def told_paid(tx: Tx, supplier_id: str) -> tuple[ToldPaid, ...]:
    """The supplier's documents that a receiver says are paid, each once, the first to say so."""
    sent, to, filed = tables.delivery.c, tables.destination.c, tables.document.c
    query = (
        select(sent.document_id, to.name, _column.decided, _column.received)
        .join_from(tables.delivery, tables.document, filed.id == sent.document_id)
        .join(tables.destination, to.id == sent.destination_id)
        .join(tables.reply, _column.delivery_id == sent.id)
        .where(
            filed.supplier_id == supplier_id,
            sent.response == ResponseStatus.PAID,
            _column.status == ResponseStatus.PAID,
            _column.counts == 1,
        )
        .order_by(_column.received, _column.id)
    )
    found: dict[str, ToldPaid] = {}
    for document_id, name, decided, received in tx.connection.execute(query):
        found.setdefault(document_id, ToldPaid(document_id, name, decided or received))
    return tuple(found.values())


def keep(tx: Tx, reply: KeptReply) -> bool:
    """Whether an answer is new; a copy of one that was kept changes nothing."""
    new = rows.put_new(tx, tables.reply, rows.values(reply))
    if new and reply.delivery_id:
        announce(tx, "deliveries", reply.delivery_id)
    return new


def known(tx: Tx, reply_id: str) -> bool:
    """Whether an answer was kept before."""
    return rows.find(tx, select(_column.id).where(_column.id == reply_id)) is not None


def of_delivery(tx: Tx, delivery_id: str) -> tuple[KeptReply, ...]:
    """All answers about a delivery, in the order in which they came."""
    query = select(tables.reply).where(_column.delivery_id == delivery_id)
    return rows.records(tx, query.order_by(_column.received, _column.id), KeptReply)
