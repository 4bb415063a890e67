"""Mails to our own people: what each wishes for, the mails, and what was told in them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, WHOLE, nullable=False)


def of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["app_user.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "notice_wish",
        text("user_id"),
        text("pace"),
        whole("hour"),
        text("language"),
        text("since"),
        sa.Column("looked", TEXT, nullable=True),
        of_user("notice_wish"),
        sa.PrimaryKeyConstraint("user_id", name="pk_notice_wish"),
        sqlite_strict=True,
    )
    words = ("id", "user_id", "kind", "mail", "role", "language", "subject", "body", "state")
    op.create_table(
        "notice",
        *(text(name) for name in words),
        text("written"),
        whole("attempts"),
        sa.Column("next_attempt", TEXT, nullable=True),
        text("said"),
        of_user("notice"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_state_written_id", "notice", ["state", "written", "id"])
    op.create_index("ix_notice_user_id_kind_written", "notice", ["user_id", "kind", "written"])
    op.create_table(
        "notice_told",
        text("user_id"),
        text("thing"),
        text("notice_id"),
        of_user("notice_told"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name="fk_notice_told_notice_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "thing", name="pk_notice_told"),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_told_notice_id", "notice_told", ["notice_id"])
    op.create_index("ix_comment_at_id", "comment", ["at", "id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
