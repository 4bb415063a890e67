"""The fields of a document that a question wants filled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("exception", sa.Column("fields", TEXT, nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
