"""Which documents a destination takes, and how the way to it stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ANY = '{"buyers":[],"least":null,"most":null,"admits":"released","in_order":false}'


def upgrade() -> None:
    # a literal, since a text with colons would be read as one with parameters
    before: sa.ColumnElement[str] = sa.literal_column(f"'{ANY}'")
    op.add_column("destination", sa.Column("terms", TEXT, nullable=False, server_default=before))
    op.create_table(
        "outbox",
        sa.Column("destination_id", TEXT, nullable=False),
        sa.Column("turn", TEXT, nullable=False),
        sa.Column("down_since", TEXT, nullable=True),
        sa.Column("probe_at", TEXT, nullable=True),
        sa.Column("taken_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["destination_id"], ["destination.id"], name="fk_outbox_destination_id"
        ),
        sa.PrimaryKeyConstraint("destination_id", name="pk_outbox"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
