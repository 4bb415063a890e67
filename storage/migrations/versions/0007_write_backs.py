"""Fetched documents, put beside the mails that announced them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=optional)


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_write_back_{column}")


def upgrade() -> None:
    chosen = sa.Column("write_back", WHOLE, nullable=False, server_default="0")
    op.add_column("mailbox", chosen)
    op.add_column("mailbox", sa.Column("moved_to", TEXT, nullable=False, server_default=""))
    op.create_table(
        "write_back",
        text("key"),
        text("mailbox_id"),
        text("message_id"),
        text("document_id"),
        text("sha256"),
        text("state"),
        text("queued"),
        text("host"),
        text("begun", optional=True),
        sa.Column("attempts", WHOLE, nullable=False),
        text("next_attempt", optional=True),
        sa.PrimaryKeyConstraint("key", name="pk_write_back"),
        refers("mailbox_id", "mailbox.id"),
        refers("message_id", "message.id"),
        refers("document_id", "document.id"),
        sqlite_strict=True,
    )
    op.create_index("ix_write_back_state_queued_key", "write_back", ["state", "queued", "key"])


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
