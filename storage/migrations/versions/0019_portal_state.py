"""Whether a portal may be visited is its state; how far it is adopted follows from its visits."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE portal RENAME COLUMN stage TO state")
    op.execute("UPDATE portal SET state = 'open' WHERE state = 'connected'")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
