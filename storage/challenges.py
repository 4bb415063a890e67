"""Challenges: what sign-ins ask of people now, and which portals have asked before."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from model.challenges import Challenge, ChallengeKind, OpenChallenge
from model.ids import new_id
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

REMEMBERED: Final = timedelta(days=180)
"""So long a portal counts as one that calls a phone."""
PHONE: Final = "by phone"

_table = tables.challenge
_column = tables.challenge.c


def open_(tx: Tx, challenge: Challenge, *, run_id: str, portal_id: str) -> OpenChallenge:
    """The challenge, shown to people from now on until it expires or is closed."""
    new = OpenChallenge(
        id=new_id(),
        run_id=run_id,
        portal_id=portal_id,
        kind=challenge.kind,
        channel=challenge.channel,
        label=challenge.label,
        question=challenge.question,
        opened=tx.now(),
        expires=challenge.expires,
    )
    rows.put(tx, _table, rows.values(new))
    announce(tx, "portals", portal_id)
    return new


def get(tx: Tx, challenge_id: str) -> OpenChallenge:
    """One challenge, open or closed. Raises RecordMissing."""
    return rows.get(tx, _table, OpenChallenge, challenge_id)


def close(tx: Tx, challenge_id: str, outcome: str) -> None:
    """Show it no longer; the first end stands. Raises RecordMissing."""
    found = get(tx, challenge_id)
    if found.closed is None:
        rows.change(tx, _table, _column.id == challenge_id, closed=tx.now(), outcome=outcome)
        announce(tx, "portals", found.portal_id)


def waiting(tx: Tx) -> tuple[OpenChallenge, ...]:
    """All challenges that a person can still answer, oldest first."""
    query = select(_table).where(_column.closed.is_(None), _column.expires > tx.now())
    return rows.records(tx, query.order_by(_column.opened, _column.id), OpenChallenge)


def note_call(tx: Tx, portal_id: str, run_id: str) -> None:
    """Remember that the portal's sign-in called a phone which nobody was asked for."""
    called = Challenge(ChallengeKind.CODE, PHONE, expires=tx.now())
    close(tx, open_(tx, called, run_id=run_id, portal_id=portal_id).id, "nobody was there")


def calls_person(tx: Tx, portal_id: str) -> bool:
    """Whether the portal's sign-in was lately seen to call a phone or to wait for a push."""
    phone = (_column.channel == PHONE) | (_column.kind == ChallengeKind.APPROVAL)
    recent = (_column.portal_id == portal_id, _column.opened > tx.now() - REMEMBERED, phone)
    return tx.connection.execute(select(_column.id).where(*recent).limit(1)).first() is not None
