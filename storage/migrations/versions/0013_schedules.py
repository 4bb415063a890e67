"""When portals are visited and why; what is known of a sign-in that broke off; named evidence."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str, default: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("portal_id", TEXT, nullable=False),
        sa.Column("schedule", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_schedule_portal_id"),
        sa.PrimaryKeyConstraint("portal_id", name="pk_schedule"),
        sqlite_strict=True,
    )
    op.add_column("portal", sa.Column("connected", TEXT, nullable=True))
    op.add_column("run", text("cause", "expected"))
    op.add_column("run", sa.Column("password_sent", TEXT, nullable=True))
    op.add_column("run", sa.Column("signed_in", TEXT, nullable=True))
    op.add_column("run", sa.Column("records", WHOLE, nullable=False, server_default="0"))
    op.add_column("run_evidence", text("name", ""))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
