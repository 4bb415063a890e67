"""Which edition of its credential a portal refused, so that it is not sent again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    binary = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("portal", sa.Column("refused_edition", binary, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
