"""What people did, with what it changed, so that it can be taken back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "deed",
        text("id"),
        sa.Column("seq", WHOLE, nullable=False),
        text("user_id"),
        text("told"),
        text("at"),
        text("undone", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deed"),
        sqlite_strict=True,
    )
    op.create_index("ix_deed_user_id_seq", "deed", ["user_id", "seq"])
    op.create_table(
        "deed_step",
        text("deed_id"),
        sa.Column("step", WHOLE, nullable=False),
        text("changes"),
        text("topics"),
        sa.ForeignKeyConstraint(
            ["deed_id"], ["deed.id"], name="fk_deed_step_deed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deed_id", "step", name="pk_deed_step"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
