"""Each version of a portal's recipe; the rows of its last good visit, which prove a repair."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "recipe_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("portal_id", TEXT, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        *(
            sa.Column(name, TEXT, nullable=False)
            for name in ("origin", "state", "text", "why", "created")
        ),
        sa.Column("run_id", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_recipe_version_portal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recipe_version"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_recipe_version_portal_id_position",
        "recipe_version",
        ["portal_id", "position"],
        unique=True,
    )
    op.create_table(
        "portal_seen",
        sa.Column("portal_id", TEXT, nullable=False),
        sa.Column("rows", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_portal_seen_portal_id"),
        sa.PrimaryKeyConstraint("portal_id", name="pk_portal_seen"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
