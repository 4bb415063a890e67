"""Mailboxes that are signed in to by access token."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    way = sa.Column("sign_in", text, nullable=False, server_default="password")
    op.add_column("mailbox", way)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
