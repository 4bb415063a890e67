"""An index over what the inbox's search looks into: any part of a number, order or amount.

SQLite has it as a table of its own (FTS5, trigrams), under a number that VACUUM can't change; it is
written by `storage.searching`, since triggers may not touch such a table. PostgreSQL has it as an
index where its extension pg_trgm is at hand; without it, a search looks at every document.
"""

from __future__ import annotations

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TABLE document_place (
        place INTEGER NOT NULL, document_id TEXT NOT NULL,
        CONSTRAINT pk_document_place PRIMARY KEY (place),
        CONSTRAINT uq_document_place_document_id UNIQUE (document_id)
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE document_words USING fts5(search, tokenize = 'trigram', detail = 'none')
    """,
    "INSERT INTO document_place (document_id) SELECT id FROM document ORDER BY received, id",
    """
    INSERT INTO document_words (rowid, search)
        SELECT place, search FROM document_place JOIN document ON id = document_id
    """,
)
POSTGRESQL = """
    DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX ix_document_search ON document USING gin (search gin_trgm_ops);
    EXCEPTION WHEN OTHERS THEN
        RAISE NOTICE 'pg_trgm is not at hand: searches look at every document';
    END $$
"""


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else (POSTGRESQL,):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
