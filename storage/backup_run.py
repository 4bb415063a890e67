"""The backup that was asked for last: how far it is, or what came of it."""

from __future__ import annotations

import json
from typing import Final

from model.plain import from_plain, to_plain
from model.settings_desk import BackupRun
from storage import settings
from storage.changes import announce
from storage.tx import Tx

_KEY: Final = "backup_run"


def last(tx: Tx) -> BackupRun | None:
    """The newest, None where nobody ever asked for one in the dashboard."""
    kept = settings.get(tx, _KEY, "")
    return from_plain(BackupRun, json.loads(kept)) if kept else None


def keep(tx: Tx, run: BackupRun) -> None:
    """Remember how far it is; it takes the place of the one before."""
    settings.put(tx, _KEY, json.dumps(to_plain(run)))
    announce(tx, "settings", _KEY)
