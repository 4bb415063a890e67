"""Which process a heartbeat is of, where that is reached, and what each worker holds alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("machine", "life", "address"):
        op.add_column("heartbeat", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.create_table(
        "claim",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("executor_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_claim"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
