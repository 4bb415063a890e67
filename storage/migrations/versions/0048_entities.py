"""Our own companies, whose each document is, and who sees those of some of them alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "entity",
        *(text(name) for name in ("id", "name", "code")),
        *(text(name) for name in ("spellings", "ids", "endpoints", "places", "mails")),
        text("removed", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_entity"),
        sa.UniqueConstraint("code", name="uq_entity_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "entity_binding",
        *(text(name) for name in ("supplier_id", "account_id", "entity_id", "actor", "at")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_entity_binding_supplier_id"
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_entity_binding_entity_id"),
        sa.PrimaryKeyConstraint("supplier_id", "account_id", name="pk_entity_binding"),
        sqlite_strict=True,
    )
    op.add_column("app_user", sa.Column("entities", TEXT, nullable=False, server_default="[]"))
    op.add_column("document", sa.Column("entity_id", TEXT, nullable=True))
    op.add_column("document", sa.Column("entity_basis", TEXT, nullable=True))
    op.add_column("document", sa.Column("entity_said", TEXT, nullable=False, server_default=""))
    columns = ["entity_id", "received", "id"]
    op.create_index("ix_document_entity_id_received_id", "document", columns)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
