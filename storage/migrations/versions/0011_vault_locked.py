"""Whether a worker's vault is locked, beside its heartbeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("heartbeat", sa.Column("vault_locked", whole, nullable=False, server_default="0"))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
