"""A password that nobody has chosen yet is kept as nothing, not as a hash of nothing."""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NOBODY = f"scrypt$16384$8$5${'00' * 16}${'00' * 64}"


def upgrade() -> None:
    op.execute(f"UPDATE app_user SET password = '' WHERE password = '{NOBODY}'")  # noqa: S608 - a constant


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
