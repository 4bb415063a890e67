"""Several statements in one document, for several accounts or currencies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEEP = """
    CREATE TEMPORARY TABLE kept AS SELECT id, document_id, supplier_id, account_id, currency,
    statement_date, opening, closing, added, ours, proof, standing FROM statement
"""
PUT_BACK = """
    INSERT INTO statement (id, document_id, supplier_id, account_id, currency, statement_date,
    opening, closing, added, ours, proof, standing) SELECT * FROM kept
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("statement", sa.Column("part", WHOLE, nullable=False, server_default="1"))
        op.add_column("statement", text("account_number", before=""))
        op.drop_constraint("uq_statement_document_id", "statement")
        op.create_unique_constraint(
            "uq_statement_document_id_part", "statement", ["document_id", "part"]
        )
        return
    _make_again()


def text(name: str, *, null: bool = False, before: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=null, server_default=before)


def _make_again() -> None:
    """The table anew: SQLite can't drop a constraint.

    Lines and decisions refer to it; that they do is proved when all is done.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(KEEP)
    op.drop_table("statement")
    op.create_table(
        "statement",
        *map(text, ("id", "document_id", "supplier_id")),
        text("account_id", null=True),
        text("currency"),
        *(text(name, null=True) for name in ("statement_date", "opening", "closing")),
        text("added"),
        text("ours"),
        text("proof", null=True),
        text("standing", before="{}"),
        sa.Column("part", WHOLE, nullable=False, server_default="1"),
        text("account_number", before=""),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_statement_document_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_statement_supplier_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_statement_account_id"),
        sa.UniqueConstraint("document_id", "part", name="uq_statement_document_id_part"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sqlite_strict=True,
    )
    op.execute(PUT_BACK)
    op.execute("DROP TABLE kept")
    for columns in (["supplier_id"], ["added", "id"]):
        op.create_index(f"ix_statement_{'_'.join(columns)}", "statement", columns)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
