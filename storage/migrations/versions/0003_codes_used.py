"""Which mailed codes were used, so that none is used twice."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column[Any]:
    binary = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, binary, nullable=False)


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_code_used_{column}")


def upgrade() -> None:
    op.create_table(
        "code_used",
        text("message_id"),
        text("portal_id"),
        text("at"),
        refers("message_id", "message.id"),
        refers("portal_id", "portal.id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_code_used"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
