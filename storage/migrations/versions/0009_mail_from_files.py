"""Mails from files: watched folders, Maildir, mbox, and what a person loads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("mailbox", sa.Column("kind", text, nullable=False, server_default="imap"))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
