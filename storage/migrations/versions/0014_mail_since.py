"""The day that a mailbox begins at; the Message-ID by which two copies of a mail are found."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str, default: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False, server_default=default)


def upgrade() -> None:
    op.add_column("mailbox", sa.Column("since", TEXT, nullable=True))
    left_out = sa.Column("left_out", WHOLE, nullable=False, server_default="0")
    op.add_column("mailbox", left_out)
    op.add_column("message", text("message_id", ""))
    op.create_index("ix_message_message_id", "message", ["message_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
