"""What sign-ins ask of people; the hosts that a portal's pages may load from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    needed = ("run_id", "portal_id", "kind", "channel", "label", "question", "opened", "expires")
    op.create_table(
        "challenge",
        sa.Column("id", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in needed),
        sa.Column("closed", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_challenge_run_id"),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_challenge_portal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge"),
        sqlite_strict=True,
    )
    op.create_index("ix_challenge_closed_expires", "challenge", ["closed", "expires"])
    op.create_index("ix_challenge_portal_id_opened", "challenge", ["portal_id", "opened"])
    op.add_column("portal", sa.Column("resources", TEXT, nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
