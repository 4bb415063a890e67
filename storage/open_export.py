"""Everything in open formats: a table as CSV and as JSON Lines, files, and the hashes of all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, select

from storage import tables
from storage.backup import bare
from storage.store import Store
from storage.tx import Tx

_CLOSED: Final = frozenset(
    {
        tables.session,
        tables.one_time_token,
        tables.sign_in_failure,
        tables.heartbeat,
        tables.claim,
        tables.change,
    }
)
_SECRET: Final = frozenset({("app_user", "password"), ("api_token", "digest")})
_SECRET_TABLES: Final = frozenset({"recovery_code", "second_factor"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the export: its name, made of names of ours and hashes alone, and its bytes."""

    name: str
    content: Iterable[bytes]


def pieces(store: Store, tx: Tx, files: Iterable[str]) -> Iterator[Piece]:
    """Every table twice, then every file; all of the instant of the transaction."""
    for table in tables.metadata.sorted_tables:
        if table not in _CLOSED and table.name not in _SECRET_TABLES:
            shown = bare(table)
            yield Piece(f"tables/{table.name}.jsonl", _json_lines(tx, shown))
            yield Piece(f"tables/{table.name}.csv", _csv_lines(tx, shown))
    for sha256 in files:
        yield Piece(f"files/{sha256}", [store.files.get(sha256)])


def _json_lines(tx: Tx, table: Table) -> Iterator[bytes]:
    for row in _rows(tx, table):
        yield json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _csv_lines(tx: Tx, table: Table) -> Iterator[bytes]:
    """As JSON Lines has it, but for an apostrophe before what a spreadsheet takes for a formula."""
    names = [column.name for column in _columns(table)]
    yield _csv_line(names)
    for row in _rows(tx, table):
        yield _csv_line(_harmless(row[name]) for name in names)


def _csv_line(cells: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _columns(table: Table) -> list[Any]:
    return [column for column in table.columns if (table.name, column.name) not in _SECRET]


def _rows(tx: Tx, table: Table) -> Iterator[dict[str, Any]]:
    query = select(*_columns(table)).order_by(*table.primary_key)
    found = tx.connection.execution_options(yield_per=_BATCH).execute(query)
    yield from (dict(row) for row in found.mappings())


class Hashed:
    """What passes through, with the hash and the size of it."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.size = 0

    def through(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, taken note of."""
        for some in content:
            self._digest.update(some)
            self.size += len(some)
            yield some

    @property
    def sha256(self) -> str:
        """The hash of all that has passed."""
        return self._digest.hexdigest()
