"""Answers of receivers as they came, and what they want done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("delivery", sa.Column("response_action", TEXT, nullable=True))
    op.create_table(
        "reply",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("destination_id", TEXT, nullable=False),
        sa.Column("delivery_id", TEXT, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=True),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("received", TEXT, nullable=False),
        sa.Column("counts", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["destination_id"], ["destination.id"], name="fk_reply_destination_id"
        ),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_reply_delivery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
        sqlite_strict=True,
    )
    op.create_index("ix_reply_delivery_id", "reply", ["delivery_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
