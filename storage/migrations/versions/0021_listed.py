"""What portals' lists call the documents that came from their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "listed",
        *(
            sa.Column(name, TEXT, nullable=False)
            for name in ("portal_id", "kind", "number", "document_id")
        ),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name="fk_listed_portal_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_listed_document_id"),
        sa.PrimaryKeyConstraint("portal_id", "kind", "number", name="pk_listed"),
        sqlite_strict=True,
    )
    op.create_index("ix_listed_document_id", "listed", ["document_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
