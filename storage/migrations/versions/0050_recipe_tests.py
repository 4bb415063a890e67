"""Tests of recipes: the text that was tried, by whom, and what its visit found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "recipe_test",
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("portal_id", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("user_id", "text")),
        sa.Column("found", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_recipe_test_portal_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_recipe_test_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_recipe_test"),
        sqlite_strict=True,
    )
    op.create_index("ix_recipe_test_portal_id", "recipe_test", ["portal_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
