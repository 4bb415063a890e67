"""The rows without a number that documents came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TABLE = "listed_unnumbered"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, TEXT, nullable=False) for name in ("portal_id", "document_id", "row")),
        sa.Column("question_id", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["portal_id"], ["portal.id"], name=f"fk_{TABLE}_portal_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=f"fk_{TABLE}_document_id"),
        sa.PrimaryKeyConstraint("portal_id", "document_id", name=f"pk_{TABLE}"),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{TABLE}_document_id", TABLE, ["document_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
