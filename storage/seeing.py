"""Which records and files whoever asks can see: asked of a transaction that may be narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import literal, select

from model.errors import FileMissing
from storage import rows, screens, sight, tables
from storage.files import FileStore
from storage.store import Store
from storage.tx import Tx

_TABLES: Final = {
    name: tables.metadata.tables[name]
    for name in ("document", "exception", "delivery", "statement", "statement_item")
}


def seen(tx: Tx, kind: str, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are seen, of a table, of subjects, or of portals to be watched."""
    wanted = sorted(frozenset(ids))
    if kind == "subject":
        return screens.known_subjects(tx, wanted)
    if kind.startswith("watched"):
        return _watched(tx, kind, wanted)
    column = _TABLES[kind].c.id
    return frozenset(
        one
        for some in rows.portions(wanted)
        for one in tx.connection.scalars(select(column).where(column.in_(some)))
    )


def _watched(tx: Tx, kind: str, ids: list[str]) -> frozenset[str]:
    limit = sight.limit_of(tx.connection)
    if limit is None:
        return frozenset(ids)
    run, portals = tables.run.c, sight.portals(limit)
    if kind.endswith("run_id"):
        query = select(run.id).where(run.id.in_(ids), run.portal_id.in_(portals))
    else:
        query = portals.where(tables.portal.c.id.in_(ids))
    return frozenset(tx.connection.scalars(query))


def sees_file(tx: Tx, sha256: str) -> bool:
    """Whether a file is one of those that a record names which is seen."""
    named = (
        select(literal(1)).select_from(column.table).where(column == sha256).limit(1)
        for column in tables.FILES
    )
    return any(tx.connection.execute(query).first() is not None for query in named)


def for_people(store: Store) -> Store:
    """The store as the screens have it: what it reads, and its files, are what one sees."""
    narrowed = replace(store, for_people=True)
    return replace(narrowed, files=_SeenFiles(store.files, narrowed))


@dataclass(frozen=True, slots=True)
class _SeenFiles:
    """The files of a store; a limited person is given those that a record names which they see."""

    files: FileStore
    store: Store

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their hash. Raises FileMissing."""
        with self.store.read() as tx:
            if sight.limit_of(tx.connection) is not None and not sees_file(tx, sha256):
                raise FileMissing(f"There is no stored file {sha256[:12]}….")
        return self.files.get(sha256)

    def put(self, content: bytes) -> str:
        """The SHA-256 under which the bytes are now safe; the same bytes once only."""
        return self.files.put(content)

    def known(self, sha256: str) -> bool:
        """Whether there is a file of this name. Raises FileMissing, where that can be no name."""
        return self.files.known(sha256)

    def remove(self, sha256: str) -> None:
        """Drop a file that nothing names any more; one that is gone already is left so."""
        self.files.remove(sha256)

    def removing(self, *, wait: bool = False) -> AbstractContextManager[bool]:
        """Whether files may be removed as long as the block lasts: never while a backup is made."""
        return self.files.removing(wait=wait)

    def old(self, before: datetime) -> Iterator[str]:
        """The SHA-256 of every file that was last put before an instant."""
        return self.files.old(before)

    def drop(self, sha256: str, before: datetime) -> bool:
        """Whether a file was removed: not where it was put again since, in this very moment too."""
        return self.files.drop(sha256, before)

    def sweep(self, now: datetime) -> int:
        """How many leftovers of killed processes were removed."""
        return self.files.sweep(now)
