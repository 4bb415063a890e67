"""Backup: all tables and files in one tar, the same bytes whichever database they lie in.

The tar holds, in this order: `manifest.json`, `files/SHA256`, `tables/NAME.jsonl` (a row a line),
`end.json` with the numbers of rows. Without its end a backup is not whole and is not restored.
The engine's tables are left out: what is unfinished is told by ours, and seeded again from them.
Sessions, sign-in tokens, sign-in failures and heartbeats are left out: a restored database must
not revive a session that was closed.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from sqlalchemy import Column, MetaData, Select, Table, Text, func, select, union
from sqlalchemy.exc import ArgumentError, CompileError, DataError, IntegrityError

from model.errors import FileUnreadable, StorageError
from storage import audit, migrations, searching, tables
from storage.columns import WHOLE, Words
from storage.store import Store, Tx

FORMAT: Final = 1
Put = Callable[[bytes], str]
"""Takes a file's bytes; its SHA-256."""

_LEFT_OUT: Final = frozenset(
    table.name
    for table in (
        tables.session,
        tables.one_time_token,
        tables.sign_in_failure,
        tables.heartbeat,
        tables.claim,
    )
)
_MANIFEST: Final = "manifest.json"
_END: Final = "end.json"
_FILE: Final = re.compile(r"files/([0-9a-f]{64})")
_TABLE: Final = re.compile(r"tables/([a-z_]+)\.jsonl")
_NO_ROWS: Final = ("alembic_version", "document_place", "document_words")
"""What the migrations and the search keep for themselves."""
_BATCH: Final = 500
_IN_MEMORY: Final = 8 * 2**20
_MODE: Final = 0o600
_UNFIT: Final = (
    ArgumentError,
    CompileError,
    DataError,
    IntegrityError,
)  # rows that the tables don't take
_NOT_OURS: Final = "This is not a backup of Billhook, or it is damaged."


def bare(table: Table) -> Table:
    """The table with its cells as they are, not as what they mean."""
    plain = (
        Column(
            column.name,
            Text() if isinstance(column.type, (Words, Text)) else WHOLE,
            primary_key=column.primary_key,
            autoincrement=False,
        )
        for column in table.columns
    )
    return Table(table.name, MetaData(), *plain)


_TABLES: Final = {
    table.name: bare(table)
    for table in tables.metadata.sorted_tables  # one that others refer to comes before them
    if table.name not in _LEFT_OUT
}


def write(
    store: Store, stream: IO[bytes], told: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Write everything as it is at this instant, while others go on writing.

    `told` hears after each file how many of all are written; tables are the last step.

    Raises:
        FileMissing: a file that a row names is not in the file store.
    """
    with (
        store.files.removing(wait=True),
        store.read() as tx,
        tarfile.open(fileobj=stream, mode="w|") as tar,
    ):
        _add(tar, _MANIFEST, _json(_manifest(tx)))
        named = tuple(files(tx))
        for done, sha256 in enumerate(named, 1):
            _add(tar, f"files/{sha256}", store.files.get(sha256))
            told(done, len(named) + 1)
        numbers = {name: _add_table(tar, tx, table) for name, table in _TABLES.items()}
        _add(tar, _END, _json(numbers))


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _MODE
    return member


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _manifest(tx: Tx) -> dict[str, object]:
    return {"format": FORMAT, "schema": schema(tx)}


def schema(tx: Tx) -> str:
    """The step at which the tables stand."""
    return str(migrations.revision(tx.connection))


def files(tx: Tx) -> Iterator[str]:
    """The SHA-256 of every file that a row names."""
    named = (select(column.label("sha256")).where(column.is_not(None)) for column in tables.FILES)
    every = union(*named).subquery()
    yield from tx.connection.scalars(select(every.c.sha256).order_by(every.c.sha256))


def _add_table(tar: tarfile.TarFile, tx: Tx, table: Table) -> int:
    """The number of rows. They go to a temporary file first: a tar says the size before."""
    number = 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as lines:
        for row in _rows(tx, table):
            lines.write(_json(row) + b"\n")
            number += 1
        size = lines.tell()
        lines.seek(0)
        tar.addfile(_member(f"tables/{table.name}.jsonl", size), lines)
    return number


def _rows(tx: Tx, table: Table) -> Iterator[dict[str, Any]]:
    query: Select[Any] = select(table).order_by(*table.primary_key)
    streamed = tx.connection.execution_options(yield_per=_BATCH).execute(query)
    yield from (dict(row) for row in streamed.mappings())


def read(store: Store, stream: IO[bytes]) -> None:
    """Restore a backup into an empty store: all of it, or nothing.

    Raises:
        FileUnreadable: this is no backup, or it is damaged or cut off.
        StorageError: the store is not empty, or a newer version made the backup.
    """
    _take_in(store, stream, store.files.put)


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup was proved to hold."""

    rows: int
    files: int
    events: int


def prove(store: Store, stream: IO[bytes]) -> Content:
    """What a backup holds: it is restored into an empty store whole, but for the files' bytes.

    Every file is held against its hash, every row is put into its table, what rows name must be
    there, and the audit trail must hold.

    Raises:
        FileUnreadable, StorageError: as `read` does.
        AuditBroken: the audit trail was changed before the backup, or in it.
    """
    seen = _take_in(store, stream, lambda content: hashlib.sha256(content).hexdigest())
    with store.read() as tx:
        number = sum(
            tx.connection.scalar(select(func.count()).select_from(table)) or 0
            for table in _TABLES.values()
        )
        return Content(number, len(seen), audit.verify(tx))


def _take_in(store: Store, stream: IO[bytes], put: Put) -> set[str]:
    """The files that came; all rows are in the store's tables, or none."""
    with store.begin() as tx, _legible():
        _refuse_unless_empty(tx)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            seen = _restore(tx, put, tar)
        if gone := next((sha256 for sha256 in files(tx) if sha256 not in seen), None):
            raise FileUnreadable(f"The backup is not whole: the file {gone[:12]}… is missing.")
        return seen


@contextmanager
def _legible() -> Iterator[None]:
    """Raise what a damaged tar or line causes as FileUnreadable."""
    try:
        yield
    except (tarfile.TarError, ValueError, KeyError, *_UNFIT) as error:
        raise FileUnreadable(_NOT_OURS) from error


def _refuse_unless_empty(tx: Tx) -> None:
    for table in _TABLES.values():
        if tx.connection.scalar(select(func.count()).select_from(table)):
            raise StorageError(
                "A backup is restored into an empty database only; name another folder with --data,"
                " or another `database` in its billhook.toml."
            )


def _restore(tx: Tx, put: Put, tar: tarfile.TarFile) -> set[str]:
    """Take the members in; the files that came. No name in the tar is ever used as a path.

    What an older version wrote is put into its tables, which are then brought up to date.
    """
    members = ((member.name, _content(tar, member)) for member in tar)
    places = _prepared(tx, *next(members, ("", io.BytesIO())))
    numbers: dict[str, int] = {}
    seen: set[str] = set()
    for name, content in members:
        if name == _END:
            _check_end(numbers, content, places)
            migrations.upgrade(tx.connection)
            searching.keep_all(tx)
            return seen
        if found := _FILE.fullmatch(name):
            _put(put, found[1], content)
            seen.add(found[1])
        elif found := _TABLE.fullmatch(name):
            numbers[found[1]] = _load(tx, places[found[1]], content)
        else:
            raise FileUnreadable(_NOT_OURS)
    raise FileUnreadable("The backup is cut off: its end is missing.")


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise FileUnreadable(_NOT_OURS)
    return content


def _prepared(tx: Tx, name: str, content: IO[bytes]) -> Mapping[str, Table]:
    """The tables for the rows to come: ours, or those of the version that wrote them."""
    if name != _MANIFEST:
        raise FileUnreadable(_NOT_OURS)
    said = json.load(content)
    if said == _manifest(tx):
        return _TABLES
    step = str(said["schema"])
    if said["format"] != FORMAT or not migrations.known(step):
        raise StorageError("A newer Billhook made this backup; restore it with that one, or later.")
    migrations.begin_at(tx.connection, step)
    older = MetaData()
    older.reflect(tx.connection)
    return {table.name: bare(table) for table in older.sorted_tables if _kept(table.name)}


def _kept(table: str) -> bool:
    """Whether a backup holds this table of an older version."""
    return table not in _LEFT_OUT and not table.startswith(_NO_ROWS)


def _check_end(numbers: dict[str, int], content: IO[bytes], places: Mapping[str, Table]) -> None:
    if json.load(content) != numbers or numbers.keys() != places.keys():
        raise FileUnreadable("The backup is not whole: rows are missing.")


def _put(put: Put, sha256: str, content: IO[bytes]) -> None:
    if put(content.read()) != sha256:
        raise FileUnreadable(f"The file {sha256[:12]}… in the backup is damaged.")


def _load(tx: Tx, table: Table, lines: IO[bytes]) -> int:
    """The number of rows, now in the table."""
    number = 0
    while batch := [json.loads(line) for line in itertools.islice(lines, _BATCH)]:
        tx.connection.execute(table.insert(), batch)
        number += len(batch)
    return number
