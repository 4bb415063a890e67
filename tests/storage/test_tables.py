"""The database that tests on PostgreSQL have one after the other: each finds it as new."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgres import Postgres, Tables

pytestmark = pytest.mark.e2e

ROW = "INSERT INTO setting (key, value) VALUES ('company', 'Acme')"
FACTS = """
SELECT (SELECT count(*) FROM setting), (SELECT max(version_num) FROM alembic_version),
    (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_attribute WHERE attnotnull),
    (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)
"""


@pytest.mark.parametrize(
    "deed",
    [
        ROW,
        "CREATE TABLE more (x int)",
        "ALTER TABLE setting ALTER COLUMN value DROP NOT NULL",
        "DROP TRIGGER event_append_only ON event",
        "UPDATE alembic_version SET version_num = 'older'",
    ],
)
def test_nothing_is_left_to_the_next_test(postgres: Postgres, tables: Tables, deed: str) -> None:
    name = make_url(tables.url).database or ""
    with postgres.connect(name) as left_open:
        before = left_open.execute(FACTS.encode()).fetchone()
        left_open.execute(deed.encode())
        assert left_open.execute(FACTS.encode()).fetchone() != before
        left_open.execute("BEGIN")
        left_open.execute("LOCK TABLE setting")
        tables.empty()
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("COMMIT")
    with postgres.connect(name) as next_one:
        assert next_one.execute(FACTS.encode()).fetchone() == before
