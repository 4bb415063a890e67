"""News: what happened that outside systems may want to know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("facts", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
        sqlite_strict=True,
    )
    op.create_index("ix_news_seq", "news", ["seq"], unique=True)
    op.create_index("ix_news_kind_seq", "news", ["kind", "seq"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
