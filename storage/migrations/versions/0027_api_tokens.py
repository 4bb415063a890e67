"""Tokens of the REST API, the answers to its writes, and the order of its lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("made", TEXT, nullable=False),
        sa.Column("expires", TEXT, nullable=False),
        sa.Column("last_used", TEXT, nullable=True),
        sa.Column("revoked", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "api_answer",
        sa.Column("token_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name="fk_api_answer_token_id"),
        sa.PrimaryKeyConstraint("token_id", "key", name="pk_api_answer"),
        sqlite_strict=True,
    )
    op.create_index("ix_api_answer_at", "api_answer", ["at"])
    op.create_index("ix_delivery_queued_id", "delivery", ["queued", "id"])
    op.create_index("ix_exception_opened_id", "exception", ["opened", "id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
