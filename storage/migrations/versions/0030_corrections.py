"""Corrections with what they replaced, and every version of what layouts were taught."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COPY = (
    "insert into layout_version (supplier_id, layout, version, memory, taught) "
    "select supplier_id, layout, version, memory, taught from layout_memory"
)


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, WHOLE, nullable=False)


def upgrade() -> None:
    _versions()
    _corrections()


def _versions() -> None:
    op.create_table(
        "layout_version",
        text("supplier_id"),
        text("layout"),
        whole("version"),
        text("memory"),
        text("taught"),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_layout_version_supplier_id"
        ),
        sa.PrimaryKeyConstraint("supplier_id", "layout", "version", name="pk_layout_version"),
        sqlite_strict=True,
    )
    op.execute(COPY)


def _corrections() -> None:
    op.create_table(
        "correction",
        text("id"),
        text("document_id"),
        whole("position"),
        text("name"),
        text("value"),
        sa.Column("before", TEXT, nullable=True),
        text("document"),
        text("closed"),
        text("actor"),
        text("at"),
        text("layout"),
        whole("layout_version"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_correction_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("document_id", "position", name="uq_correction_document_id_position"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
