"""Saved views of the inbox, comments, and who something is assigned to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def upgrade() -> None:
    op.create_table(
        "saved_view",
        text("id"),
        text("owner"),
        text("name"),
        sa.Column("shared", WHOLE, nullable=False),
        text("view"),
        text("text"),
        sa.ForeignKeyConstraint(
            ["owner"], ["app_user.id"], name="fk_saved_view_owner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("owner", "name", name="uq_saved_view_owner_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "comment",
        text("id"),
        text("subject"),
        text("author"),
        text("text"),
        text("at"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sqlite_strict=True,
    )
    op.create_index("ix_comment_subject_at_id", "comment", ["subject", "at", "id"])
    op.create_table(
        "assignment",
        text("subject"),
        text("user_id"),
        text("actor"),
        text("at"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name="fk_assignment_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subject", name="pk_assignment"),
        sqlite_strict=True,
    )
    op.create_index("ix_assignment_user_id", "assignment", ["user_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
