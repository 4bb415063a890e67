"""Where each mail lies on its server."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column[Any]:
    binary = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, binary, nullable=False)


def whole(name: str) -> sa.Column[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, number, nullable=False, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "message_place",
        text("mailbox_id"),
        whole("uidvalidity"),
        whole("uid"),
        text("fingerprint"),
        text("message_id"),
        sa.PrimaryKeyConstraint("mailbox_id", "uidvalidity", "uid", name="pk_message_place"),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name="fk_message_place_mailbox_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_message_place_message_id"),
        sqlite_strict=True,
    )
    for columns in (["mailbox_id", "fingerprint"], ["message_id"]):
        op.create_index(f"ix_message_place_{'_'.join(columns)}", "message_place", columns)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
