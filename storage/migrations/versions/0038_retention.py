"""Holds, and what was deleted by its age."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("placed", TEXT, nullable=False),
        sa.Column("lifted", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
        sqlite_strict=True,
    )
    op.create_table(
        "deleted_document",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("supplier_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("normalised", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_document"),
        sqlite_strict=True,
    )
    op.create_index("ix_deleted_document_supplier_id", "deleted_document", ["supplier_id"])
    op.create_table(
        "deleted_file",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_deleted_file"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
