"""Settings that the company makes in the dashboard."""

from __future__ import annotations

from sqlalchemy import select

from storage import rows
from storage.tables import setting
from storage.tx import Tx


def get(tx: Tx, key: str, default: str) -> str:
    """The value of a setting, or the default."""
    value = tx.connection.scalars(select(setting.c.value).where(setting.c.key == key)).first()
    return default if value is None else value


def put(tx: Tx, key: str, value: str) -> None:
    """Make a setting."""
    rows.put(tx, setting, {"key": key, "value": value})
