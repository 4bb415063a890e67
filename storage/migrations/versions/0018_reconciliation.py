"""The keys of ledger entries; what people decided about statements."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from model.documents import normalise_number
from model.references import ending, printed_ending, reference

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 10_000
INDEXES = {
    "ledger_entry": (
        ("supplier_id", "doc_date"),
        ("supplier_id", "amount_minor"),
        ("supplier_id", "typed_ending"),
        ("supplier_id", "number"),
        ("core_ending", "amount_minor"),
        ("supplier_id", "arrived"),
    ),
    "statement_item": (("supplier_id", "status"), ("amount_minor",)),
    "statement_answer": (("entry_id",),),
}


def text(name: str, before: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False, server_default=before)


def upgrade() -> None:
    for name in ("number", "typed_ending", "core_ending"):
        op.add_column("ledger_entry", text(name, ""))
    op.add_column("ledger_entry", sa.Column("arrived", WHOLE, nullable=False, server_default="0"))
    op.add_column("statement", text("standing", "{}"))
    _answers()
    _decisions()
    _fill()
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _answers() -> None:
    op.create_table(
        "statement_answer",
        text("item_id"),
        text("entry_id"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["statement_item.id"], name="fk_statement_answer_item_id"
        ),
        sa.PrimaryKeyConstraint("item_id", "entry_id", name="pk_statement_answer"),
        sqlite_strict=True,
    )


def _decisions() -> None:
    op.create_table(
        "statement_decision",
        *map(text, ("id", "statement_id")),
        sa.Column("position", WHOLE, nullable=False),
        *map(text, ("kind", "item_ids", "entry_ids")),
        sa.Column("difference", TEXT, nullable=True),
        *map(text, ("actor", "at", "note", "before")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name="fk_statement_decision_statement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_statement_decision"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_statement_decision_statement_id_position",
        "statement_decision",
        ["statement_id", "position"],
        unique=True,
    )


def _fill() -> None:
    """Keys for the entries, and links for the answers, that were there before."""
    connection = op.get_bind()
    keyed = sa.text(
        "UPDATE ledger_entry SET number = :number, typed_ending = :typed, core_ending = :core "
        "WHERE id = :id"
    )
    known = connection.execute(sa.text("SELECT id, reference FROM ledger_entry")).all()
    for first in range(0, len(known), BATCH):
        connection.execute(keyed, [_keys(*row) for row in known[first : first + BATCH]])
    answered = sa.text("SELECT id, entry_ids FROM statement_item WHERE entry_ids != '[]'")
    link = sa.text("INSERT INTO statement_answer (item_id, entry_id) VALUES (:item, :entry)")
    for item, entries in connection.execute(answered).all():
        connection.execute(link, [{"item": item, "entry": entry} for entry in json.loads(entries)])


def _keys(entry_id: str, typed: str) -> dict[str, str]:
    return {
        "id": entry_id,
        "number": normalise_number(typed),
        "typed": printed_ending(typed),
        "core": ending(reference(typed)),
    }


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
