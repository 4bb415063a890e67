"""Suppliers that were only seen in a mail, and which account a sender's mails concern."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column[Any]:
    binary = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, binary, nullable=False)


def whole(name: str, *, default: str | None = None) -> sa.Column[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    given = None if default is None else sa.text(default)
    return sa.Column(name, number, nullable=False, autoincrement=False, server_default=given)


def upgrade() -> None:
    op.add_column("supplier", whole("proposed", default="0"))
    op.create_table(
        "habit",
        text("id"),
        text("sender"),
        text("shape"),
        text("supplier_id"),
        text("account_id"),
        whole("times"),
        whole("confirmed"),
        sa.PrimaryKeyConstraint("id", name="pk_habit"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_habit_supplier_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_habit_account_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_habit_sender_shape", "habit", ["sender", "shape"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
