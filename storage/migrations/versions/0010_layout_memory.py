"""What corrections have taught about suppliers' layouts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def upgrade() -> None:
    op.create_table(
        "layout_memory",
        text("supplier_id"),
        text("layout"),
        sa.Column("version", WHOLE, nullable=False),
        text("memory"),
        text("taught"),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_layout_memory_supplier_id"
        ),
        sa.PrimaryKeyConstraint("supplier_id", "layout", name="pk_layout_memory"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
