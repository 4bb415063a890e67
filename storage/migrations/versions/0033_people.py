"""Who may still sign in, where sessions were opened, and links to choose a password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("app_user", sa.Column("active", WHOLE, nullable=False, server_default="1"))
    op.add_column("session", sa.Column("place", TEXT, nullable=False, server_default=""))
    purpose = sa.Column("purpose", TEXT, nullable=False, server_default="enter")
    op.add_column("one_time_token", purpose)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
