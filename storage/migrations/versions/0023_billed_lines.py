"""Which lines of an order each bill has billed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("order_bill", sa.Column("lines", TEXT, nullable=False, server_default="[]"))
    op.create_index("ix_purchase_order_supplier_id", "purchase_order", ["supplier_id"])
    op.create_index("ix_order_bill_document_id", "order_bill", ["document_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
