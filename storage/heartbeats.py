"""Heartbeats: which workers live, and whether their vaults are locked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from storage import rows
from storage.changes import announce
from storage.tables import heartbeat
from storage.tx import Tx

LIVELY: Final = timedelta(seconds=20)
"""A worker that was heard of so lately is at work."""


def beat(tx: Tx, executor_id: str, *, vault_locked: bool = False) -> None:
    """Say that a worker lives, and whether its vault is locked; the screens hear of a change."""
    before = tx.connection.scalar(
        select(heartbeat.c.vault_locked).where(heartbeat.c.executor_id == executor_id)
    )
    said = {"executor_id": executor_id, "at": tx.now(), "vault_locked": vault_locked}
    rows.put(tx, heartbeat, said)
    if before is not vault_locked:
        announce(tx, "vault", executor_id)


def silent(tx: Tx, within: timedelta) -> tuple[str, ...]:
    """The workers that once lived and were not heard of lately."""
    query = select(heartbeat.c.executor_id).where(heartbeat.c.at < tx.now() - within)
    return tuple(tx.connection.scalars(query.order_by(heartbeat.c.executor_id)))


def alive(tx: Tx, within: timedelta) -> tuple[str, ...]:
    """The workers that were heard of lately."""
    query = select(heartbeat.c.executor_id).where(heartbeat.c.at >= tx.now() - within)
    return tuple(tx.connection.scalars(query.order_by(heartbeat.c.executor_id)))


def any_locked(tx: Tx, within: timedelta) -> bool:
    """Whether the vault of a worker that was heard of lately is locked."""
    living = heartbeat.c.at >= tx.now() - within
    return any(tx.connection.scalars(select(heartbeat.c.vault_locked).where(living)))
