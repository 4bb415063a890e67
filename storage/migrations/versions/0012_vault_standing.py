"""How the vault stands, as a worker tells it: its kinds of key, its recovery kit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "vault_standing",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kinds", TEXT, nullable=False),
        sa.Column("recovery_made", TEXT, nullable=True),
        sa.Column("recovery_proved", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vault_standing"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
