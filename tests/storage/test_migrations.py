"""Migrations: what they build is what the code expects."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from model.clock import SystemClock
from storage import migrations
from storage.store import Store
from storage.tables import metadata

SEARCHED = "ix_document_search"
INDEX = ("document_place", "document_words")
"""What the search looks into on SQLite: an index, of which no backup and no table's list knows."""
STATEMENT_BEFORE = """
    CREATE TABLE statement (id TEXT PRIMARY KEY, document_id TEXT NOT NULL UNIQUE
    REFERENCES document (id), supplier_id TEXT NOT NULL REFERENCES supplier (id),
    account_id TEXT REFERENCES account (id), currency TEXT, statement_date TEXT, opening TEXT,
    closing TEXT, added TEXT, ours TEXT, proof TEXT, standing TEXT)
"""


def _schema(connection: Connection) -> dict[str, list[str]]:
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql NOTNULL")
    )
    return {
        name: sorted(re.findall(r"[()]|[^\s,()]+", sql))
        for name, sql in rows
        if "alembic" not in name and not name.startswith(INDEX)
    }


def test_the_migrated_database_is_the_one_the_code_expects(store: Store) -> None:
    with store.begin() as tx:
        ours = {"compare_type": False, "include_name": _is_ours}
        context = MigrationContext.configure(tx.connection, opts=ours)
        assert compare_metadata(context, metadata) == []


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a name is one of the code's: the search's index is its migration's."""
    return not (kind in {"table", "index"} and name and name.startswith((*INDEX, SEARCHED)))


def test_on_sqlite_it_is_the_same_to_the_letter(sqlite_store: Store, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/fresh.sqlite")
    metadata.create_all(engine)
    with engine.connect() as fresh, sqlite_store.read() as migrated:
        assert _schema(migrated.connection) == _schema(fresh)
    engine.dispose()


def test_cells_are_of_the_same_types_on_postgresql(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        cells = "SELECT t.name, c.type FROM pragma_table_list t, pragma_table_info(t.name) c"
        found = {"TEXT", "INTEGER"}
    else:
        cells = (
            "SELECT table_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name != 'alembic_version'"
        )
        found = {"text", "bigint"}
    with store.read() as tx:
        named = {table.name for table in metadata.sorted_tables}
        types = {kind for table, kind in tx.connection.execute(text(cells)) if table in named}
    assert types == found


def test_portals_keep_whether_they_may_be_visited(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/older.sqlite")
    with engine.begin() as older:
        steps = ScriptDirectory(str(Path(migrations.__file__).parent))
        older.execute(text("CREATE TABLE portal (id TEXT, stage TEXT)"))
        for stage in ("connected", "paused", "proposed"):
            older.execute(text("INSERT INTO portal VALUES (:stage, :stage)"), {"stage": stage})
        with Operations.context(MigrationContext.configure(older)):
            steps.get_revision("0019").module.upgrade()
        states = older.execute(text("SELECT state FROM portal ORDER BY id")).scalars().all()
    assert states == ["open", "paused", "proposed"]
    engine.dispose()


def test_statements_keep_their_lines_where_a_document_may_hold_several(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/older.sqlite")
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    with engine.connect() as older:
        older.execute(text("PRAGMA foreign_keys = ON"))
        for table in ("document", "supplier", "account"):
            older.execute(text(f"CREATE TABLE {table} (id TEXT PRIMARY KEY)"))
        older.execute(text(STATEMENT_BEFORE))
        older.execute(
            text("CREATE TABLE line (id TEXT, of TEXT NOT NULL REFERENCES statement (id))")
        )
        older.execute(text("INSERT INTO document VALUES ('d')"))
        older.execute(text("INSERT INTO supplier VALUES ('s')"))
        values = "'st', 'd', 's', NULL, 'EUR', NULL, NULL, '5', '2026', '[]', NULL, '{}'"
        older.execute(text(f"INSERT INTO statement VALUES ({values})"))
        older.execute(text("INSERT INTO line VALUES ('l', 'st')"))
        older.commit()
        older.execute(text("BEGIN"))  # as the store does before all
        with Operations.context(MigrationContext.configure(older)):
            steps.get_revision("0036").module.upgrade()
        older.commit()
        kept = older.execute(
            text("SELECT s.closing, s.part FROM line JOIN statement s ON s.id = of")
        )
        assert kept.all() == [("5", 1)]
        assert older.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


def test_there_is_no_way_back() -> None:
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    with pytest.raises(NotImplementedError, match="backup"):
        steps.get_revision("0001").module.downgrade()


_EXPANDS_SINCE = "0042"
"""From then on, workers of two versions may be at work side by side while machines are upgraded."""
_TAKES_AWAY = re.compile(
    r"drop_(table|column|constraint)|rename_\w+|alter_column|batch_alter_table"
)


def _calls(file: Path) -> list[ast.Call]:
    upgrade = next(
        one
        for one in ast.parse(file.read_text()).body
        if isinstance(one, ast.FunctionDef) and one.name == "upgrade"
    )
    return [one for one in ast.walk(upgrade) if isinstance(one, ast.Call)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _has_default(column: ast.expr) -> bool:
    said = {word.arg: word.value for word in getattr(column, "keywords", ())}
    nullable = said.get("nullable")
    required = isinstance(nullable, ast.Constant) and nullable.value is False
    return not required or "server_default" in said


def test_the_version_before_can_live_with_every_new_migration() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    files = [one for one in sorted(folder.glob("[0-9]*.py")) if one.name[:4] >= _EXPANDS_SINCE]
    assert files
    for file in files:
        for call in _calls(file):
            assert not _TAKES_AWAY.fullmatch(_name(call)), f"{file.name}: {ast.unparse(call)}"
            if _name(call) == "add_column":
                assert _has_default(call.args[-1]), f"{file.name}: {ast.unparse(call)}"


def test_each_file_s_name_begins_with_its_step_so_the_newest_is_known_without_alembic() -> None:
    read = ScriptDirectory(str(Path(migrations.__file__).parent))
    for script in read.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")
        assert migrations.known(script.revision)
    assert migrations.newest() == read.get_current_head()
    assert not migrations.known("9999")


def test_who_opens_a_database_that_is_up_to_date_does_not_wait_for_alembic(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/app.sqlite"
    Store.open(address, tmp_path, clock=SystemClock()).close()
    look = (
        "import sys; from pathlib import Path; from model.clock import SystemClock; "
        "from storage.store import Store; "
        f"Store.open({address!r}, Path({str(tmp_path)!r}), clock=SystemClock()).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
