"""Documents found by their amount, for what may be filed twice."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_document_gross_minor", "document", ["gross_minor"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
