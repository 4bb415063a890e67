"""Answers of receivers as they came, each once, with the delivery that they are about."""

from __future__ import annotations

from sqlalchemy import select

from model.deliveries import KeptReply
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_column = tables.reply.c


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
