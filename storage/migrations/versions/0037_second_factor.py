"""Who signs in with an authenticator, and the digests of their recovery codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("since", TEXT, nullable=False),
        sa.Column("last_step", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_second_factor"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_second_factor_user_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_recovery_code_user_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_recovery_code_user_id", "recovery_code", ["user_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
