"""Imported sign-ins on their way to becoming suppliers' portals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "takeover",
        *(
            sa.Column(name, TEXT, nullable=False)
            for name in (
                *("id", "credential", "name", "site", "account", "username"),
                *("start_url", "origins", "created"),
            )
        ),
        sa.Column("doubt", TEXT, nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("chosen", TEXT, nullable=True),
        sa.Column("at_once", WHOLE, nullable=False),
        sa.Column("portal_id", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_takeover_portal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_takeover"),
        sqlite_strict=True,
    )
    op.create_index("ix_takeover_portal_id", "takeover", ["portal_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
