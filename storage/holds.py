"""Legal holds: what must stay, whatever the rules say."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import select

from model.errors import RecordMissing, WrongInput
from model.ids import new_id
from model.retention import Hold
from storage import audit, rows, tables
from storage.tx import Tx

ALL: Final = "all"
_SUBJECT: Final = re.compile(r"all|(?:supplier|document|mail):[^\s:]{1,128}")
_column = tables.hold.c
_NAMED: Final = {
    "supplier": tables.supplier,
    "document": tables.document,
    "mail": tables.message,
}


def place(tx: Tx, subject: str, reason: str, *, actor: str) -> Hold:
    """A new hold; its reason goes on the audit trail.

    Raises:
        WrongInput: the subject is none, or there is no reason.
        RecordMissing: there is no such supplier, document or mail.
    """
    if not _SUBJECT.fullmatch(subject):
        raise WrongInput("A hold is on: all, supplier:ID, document:ID or mail:ID.")
    if not reason.strip():
        raise WrongInput("Say why nothing may go, with --reason; an auditor asks for it.")
    kind, _, named = subject.partition(":")
    if named and rows.find(tx, select(_NAMED[kind]).where(_NAMED[kind].c.id == named)) is None:
        raise RecordMissing(f"There is no {kind} with the id {named!r}.")
    hold = Hold(new_id(), subject, reason, actor, tx.now())
    tx.connection.execute(tables.hold.insert().values(rows.values(hold)))
    audit.note(tx, actor, "held", subject, reason)
    return hold


def lift(tx: Tx, hold_id: str, *, actor: str) -> Hold:
    """The hold, ended. Raises RecordMissing where none with this id lasts."""
    found = next((one for one in lasting(tx) if one.id == hold_id), None)
    if found is None:
        raise RecordMissing(f"There is no hold {hold_id!r} to lift; see: billhook hold list.")
    rows.change(tx, tables.hold, _column.id == hold_id, lifted=tx.now())
    audit.note(tx, actor, "lifted the hold", found.subject, found.reason)
    return found


def every(tx: Tx) -> tuple[Hold, ...]:
    """All holds, ended ones too, oldest first."""
    return rows.records(tx, select(tables.hold).order_by(_column.placed, _column.id), Hold)


def lasting(tx: Tx) -> tuple[Hold, ...]:
    """The holds that last."""
    return tuple(one for one in every(tx) if one.lifted is None)


def held(tx: Tx) -> frozenset[str]:
    """The subjects of the holds that last."""
    return frozenset(one.subject for one in lasting(tx))
