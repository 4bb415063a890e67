"""Answers to writes of the REST API: the same request again gets them, and does nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from model.api import Write
from model.errors import KeyReused
from storage import rows, tables
from storage.tx import Tx

KEPT: Final = timedelta(days=7)
"""So long an answer is given again; afterwards its key is a new one."""

_column = tables.api_answer.c


def find(tx: Tx, write: Write) -> bytes | None:
    """What was answered to this very request before, None for a new one.

    Raises:
        KeyReused: its key stands for another request of the same token.
    """
    mine = (_column.token_id == write.token.id, _column.key == write.key)
    row = rows.find(tx, select(tables.api_answer).where(*mine, _column.at > tx.now() - KEPT))
    if row is None:
        return None
    if row["request"] != write.request:
        raise KeyReused
    return str(row["body"]).encode()


def keep(tx: Tx, write: Write, body: bytes) -> None:
    """Keep an answer, in the transaction of what it answers; old ones are swept out."""
    tx.connection.execute(tables.api_answer.delete().where(_column.at <= tx.now() - KEPT))
    columns = {
        "token_id": write.token.id,
        "key": write.key,
        "request": write.request,
        "body": body.decode(),
        "at": tx.now(),
    }
    rows.put(tx, tables.api_answer, columns)
