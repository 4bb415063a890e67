"""What people said that mails are."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def upgrade() -> None:
    op.create_table(
        "lesson",
        text("id"),
        text("sender"),
        text("shape"),
        text("mail_class"),
        sa.Column("proven", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lesson"),
        sqlite_strict=True,
    )
    op.create_index("ix_lesson_sender", "lesson", ["sender"])


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was taught.")
