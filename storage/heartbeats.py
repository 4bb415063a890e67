"""Heartbeats: which workers live."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage import rows
from storage.tables import heartbeat
from storage.tx import Tx


def beat(tx: Tx, executor_id: str) -> None:
    """Say that a worker lives."""
    rows.put(tx, heartbeat, {"executor_id": executor_id, "at": tx.now()})


def silent(tx: Tx, within: timedelta) -> tuple[str, ...]:
    """The workers that once lived and were not heard of lately."""
    query = select(heartbeat.c.executor_id).where(heartbeat.c.at < tx.now() - within)
    return tuple(tx.connection.scalars(query.order_by(heartbeat.c.executor_id)))


def alive(tx: Tx, within: timedelta) -> tuple[str, ...]:
    """The workers that were heard of lately."""
    query = select(heartbeat.c.executor_id).where(heartbeat.c.at >= tx.now() - within)
    return tuple(tx.connection.scalars(query.order_by(heartbeat.c.executor_id)))
