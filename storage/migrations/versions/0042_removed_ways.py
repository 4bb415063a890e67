"""When a mailbox or destination was removed, and whether new mail is pushed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("mailbox", sa.Column("removed", TEXT, nullable=True))
    op.add_column("mailbox", sa.Column("pushed", WHOLE, nullable=True))
    op.add_column("destination", sa.Column("removed", TEXT, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
