"""How many of what stand where: a few counts over indexes, for metrics and alarms."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, func, select

from model.deliveries import DeliveryState
from model.expectations import ExpectationState
from model.filing import MessageState
from model.matches import MatchStatus
from model.visits import Run
from model.vitals import Ended, Heartbeat, Vitals, Waiting
from storage import audit, examining, rows, tables
from storage.tx import Tx

_OPEN: Final = (MatchStatus.MISSING, MatchStatus.AMBIGUOUS, MatchStatus.DISPUTED)
_ON_THEIR_WAY: Final = (DeliveryState.QUEUED, DeliveryState.RETRYING)


def taken(tx: Tx) -> Vitals:
    """The numbers of this instant."""
    asked = tables.exception.c
    return Vitals(
        at=tx.now(),
        mails=_by(tx, tables.message.c.state),
        documents=_by(tx, tables.document.c.status),
        expectations=_by(tx, tables.expectation.c.state),
        exceptions=_by(tx, asked.reason, asked.answered.is_(None)),
        portals=_by(tx, tables.portal.c.state),
        deliveries=_deliveries(tx),
        unexplained=_number(tx, tables.statement_item, tables.statement_item.c.status.in_(_OPEN)),
        waiting=_waiting(tx),
        workers=_workers(tx),
        backed_up=examining.newest_event(tx, audit.BACKED_UP),
        events=tx.connection.scalar(select(func.max(tables.event.c.seq))) or 0,
    )


def ended(tx: Tx, since: datetime) -> tuple[Ended, ...]:
    """The visits that ended since an instant, oldest first."""
    run, portal = tables.run.c, tables.portal.c
    query = (
        select(tables.run, portal.name.label("portal_name"))
        .join(tables.portal, portal.id == run.portal_id)
        .where(run.finished >= since)
        .order_by(run.finished, run.id)
    )
    return tuple(_ended(rows.record(Run, row), row["portal_name"]) for row in rows.rows(tx, query))


def _ended(run: Run, portal: str) -> Ended:
    if run.finished is None:
        raise ValueError("a visit that goes on has not ended")
    seconds = (run.finished - run.started).total_seconds() if run.started else None
    outcome = run.outcome.code.value if run.outcome else "UNKNOWN"
    return Ended(run.id, portal, outcome, run.finished, seconds)


def _workers(tx: Tx) -> tuple[Heartbeat, ...]:
    """Every worker that was ever heard of, by name."""
    beat = tables.heartbeat.c
    query = select(beat.executor_id, beat.at, beat.vault_locked).order_by(beat.executor_id)
    return tuple(Heartbeat(*row) for row in tx.connection.execute(query))


def _by(tx: Tx, column: Column[Any], *where: ColumnElement[bool]) -> dict[str, int]:
    query = select(column, func.count()).where(*where).group_by(column).order_by(column)
    return {choice.value: number for choice, number in tx.connection.execute(query)}


def _number(tx: Tx, table: Table, *where: ColumnElement[bool]) -> int:
    return tx.connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _deliveries(tx: Tx) -> dict[tuple[str, str], int]:
    delivery, destination = tables.delivery.c, tables.destination.c
    query = (
        select(destination.name, delivery.state, func.count())
        .join(tables.destination, destination.id == delivery.destination_id)
        .group_by(destination.id, destination.name, delivery.state)
        .order_by(destination.name, delivery.state)
    )
    found: dict[tuple[str, str], int] = {}
    for name, state, number in tx.connection.execute(query):
        found[name, state.value] = found.get((name, state.value), 0) + number
    return found


def _waiting(tx: Tx) -> dict[str, Waiting]:
    mail, run = tables.message.c, tables.run.c
    expected, sent = tables.expectation.c, tables.delivery.c
    asked = tables.exception.c
    return {
        "mail": _wait(tx, mail.received, mail.state == MessageState.JOURNALLED),
        "visit": _wait(tx, run.requested, run.finished.is_(None), run.started.is_(None)),
        "expectation": _wait(tx, expected.opened, expected.state == ExpectationState.OPEN),
        "delivery": _wait(tx, sent.queued, sent.state.in_(_ON_THEIR_WAY)),
        "person": _wait(tx, asked.opened, asked.answered.is_(None)),
    }


def _wait(tx: Tx, since: Column[Any], *where: ColumnElement[bool]) -> Waiting:
    number, oldest = tx.connection.execute(
        select(func.count(), func.min(since)).where(*where)
    ).one()
    return Waiting(number, oldest)
