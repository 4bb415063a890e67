"""Heartbeats: which workers live, where, and whether their vaults are locked.

A worker's name is the same at each start, its life is another one: whoever was taken for gone can't
go on under the life that it had. No machine's clock is compared with another's to say who is gone:
each worker watches the others' rows change by its own clock (`pipeline.engine.roll`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from model.errors import MachineTaken, TakenOver
from model.ids import new_id
from storage import claims, rows
from storage.changes import announce
from storage.tables import heartbeat
from storage.tx import Tx

LIVELY: Final = timedelta(seconds=20)
"""A worker that was heard of so lately is at work."""

_GONE: Final = "gone since "
_column = heartbeat.c


@dataclass(frozen=True, slots=True)
class Worker:
    """One life of a worker: its name, the machine it is on, where that is reached ("": nowhere)."""

    executor: str
    machine: str = ""
    life: str = ""
    address: str = ""


def begin(tx: Tx, executor: str, *, machine: str, address: str = "") -> Worker:
    """The worker, in a new life; what it held in the one before is free.

    Raises:
        MachineTaken: a worker of this name is at work on another machine.
    """
    living = (_column.at >= tx.now() - LIVELY, _column.machine.not_in(("", machine)))
    here = _column.executor_id == executor
    taken = select(_column.machine).where(here, *living, ~_column.life.startswith(_GONE))
    if tx.connection.execute(taken).first() is not None:
        raise MachineTaken
    worker = Worker(executor, machine, new_id(), address)
    said = {"executor_id": executor, "machine": machine, "life": worker.life, "address": address}
    rows.put(tx, heartbeat, {**said, "at": tx.now(), "vault_locked": False})
    claims.free_all(tx, executor)
    announce(tx, "vault", executor)
    return worker


def beat(tx: Tx, executor_id: str, *, vault_locked: bool = False) -> None:
    """Say that a worker lives, and whether its vault is locked; the screens hear of a change."""
    before = tx.connection.scalar(
        select(heartbeat.c.vault_locked).where(heartbeat.c.executor_id == executor_id)
    )
    said = {"executor_id": executor_id, "at": tx.now(), "vault_locked": vault_locked}
    rows.put(tx, heartbeat, said)
    if before is not vault_locked:
        announce(tx, "vault", executor_id)


def go_on(tx: Tx, worker: Worker) -> None:
    """Say that this life of a worker goes on; nothing else, so that it may be said aside.

    Raises:
        TakenOver: it does not.
    """
    mine = (_column.executor_id == worker.executor, _column.life == worker.life)
    if not rows.change(tx, heartbeat, *mine, at=tx.now()):
        raise TakenOver


def prove(tx: Tx, worker: Worker) -> None:
    """Nothing comes back where this life of the worker goes on. Raises TakenOver."""
    query = select(_column.life).where(_column.executor_id == worker.executor)
    if tx.connection.scalar(query) != worker.life:
        raise TakenOver


def signs(tx: Tx) -> Mapping[str, str]:
    """What differs at each beat, for every worker that is not gone."""
    query = select(_column.executor_id, _column.life, _column.at)
    every = tx.connection.execute(query).all()
    return {name: _sign(life, at) for name, life, at in every if not _is_gone(life, at)}


def gone(tx: Tx) -> tuple[str, ...]:
    """The workers that left or were taken for gone, and have not come back."""
    query = select(_column.executor_id, _column.life, _column.at)
    every = tx.connection.execute(query.order_by(_column.executor_id)).all()
    return tuple(name for name, life, at in every if _is_gone(life, at))


def retire(tx: Tx, executor_id: str, sign: str) -> bool:
    """Whether a worker is taken for gone now, by us: not if it has beaten or been retired since."""
    query = select(_column.life, _column.at).where(_column.executor_id == executor_id)
    found = tx.connection.execute(query).first()
    if found is None or _sign(*found) != sign:
        return False
    seen = (_column.life == found.life, _column.at == found.at)  # beats wait for nobody
    return _end(tx, executor_id, found.at, *seen)


def leave(tx: Tx, worker: Worker) -> None:
    """End this life: others may go on with what it left. Raises TakenOver."""
    prove(tx, worker)
    _end(tx, worker.executor, tx.now())


def alive(tx: Tx, within: timedelta) -> tuple[str, ...]:
    """The workers that were heard of lately."""
    return tuple(one.executor for one in living(tx, within))


def living(tx: Tx, within: timedelta) -> tuple[Worker, ...]:
    """The workers that were heard of lately, and where they are reached."""
    query = select(heartbeat).where(_column.at >= tx.now() - within).order_by(_column.executor_id)
    return tuple(
        Worker(row.executor_id, row.machine, row.life, row.address)
        for row in tx.connection.execute(query)
        if not _is_gone(row.life, row.at)
    )


def any_locked(tx: Tx, within: timedelta) -> bool:
    """Whether the vault of a worker that was heard of lately is locked."""
    query = select(_column.vault_locked, _column.life, _column.at)
    found = tx.connection.execute(query.where(_column.at >= tx.now() - within)).all()
    return any(locked for locked, life, at in found if not _is_gone(life, at))


def _end(tx: Tx, executor_id: str, at: datetime, *seen: rows.Condition) -> bool:
    here = _column.executor_id == executor_id
    if not rows.change(tx, heartbeat, here, *seen, at=at, life=f"{_GONE}{at.isoformat()}"):
        return False
    claims.free_all(tx, executor_id)
    announce(tx, "vault", executor_id)
    return True


def _sign(life: str, at: datetime) -> str:
    return f"{life} {at.isoformat()}"


def _is_gone(life: str, at: datetime) -> bool:
    """A worker of an earlier version says no life: where it beats again, it has come back."""
    return life == f"{_GONE}{at.isoformat()}"
