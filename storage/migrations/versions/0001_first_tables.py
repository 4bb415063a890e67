"""The first tables.

A migration never changes once it is released, so nothing here is imported from `storage.tables`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def text(name: str, *, optional: bool = False) -> sa.Column[Any]:
    binary = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, binary, nullable=optional)


def whole(name: str, *, optional: bool = False) -> sa.Column[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, number, nullable=optional, autoincrement=False)


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")


TABLES: dict[str, tuple[sa.schema.SchemaItem, ...]] = {
    "app_user": (
        text("id"),
        text("name"),
        text("full_name"),
        text("role"),
        text("password"),
        sa.PrimaryKeyConstraint("id", name="pk_app_user"),
        sa.UniqueConstraint("name", name="uq_app_user_name"),
    ),
    "change": (
        whole("id"),
        text("topic"),
        text("subject"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    ),
    "destination": (
        text("id"),
        text("name"),
        text("kind"),
        text("settings"),
        text("credential", optional=True),
        text("kinds"),
        text("suppliers"),
        whole("paused"),
        sa.PrimaryKeyConstraint("id", name="pk_destination"),
    ),
    "event": (
        whole("seq"),
        text("at"),
        text("actor"),
        text("verb"),
        text("subject"),
        text("detail"),
        text("digest"),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
    ),
    "exception": (
        text("id"),
        text("reason"),
        text("sentence"),
        text("subject"),
        text("opened"),
        text("answers"),
        text("answered", optional=True),
        text("answer"),
        text("title"),
        text("closed_because"),
        sa.PrimaryKeyConstraint("id", name="pk_exception"),
    ),
    "heartbeat": (
        text("executor_id"),
        text("at"),
        sa.PrimaryKeyConstraint("executor_id", name="pk_heartbeat"),
    ),
    "mailbox": (
        text("id"),
        text("name"),
        text("host"),
        whole("port"),
        text("security"),
        text("username"),
        text("credential"),
        text("folder"),
        whole("uidvalidity"),
        whole("last_uid"),
        text("checked", optional=True),
        text("trouble"),
        sa.PrimaryKeyConstraint("id", name="pk_mailbox"),
    ),
    "setting": (
        text("key"),
        text("value"),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    ),
    "sign_in_failure": (
        text("name_digest"),
        whole("failures"),
        text("last"),
        sa.PrimaryKeyConstraint("name_digest", name="pk_sign_in_failure"),
    ),
    "supplier": (
        text("id"),
        text("name"),
        text("vat_id", optional=True),
        text("ibans"),
        text("domains"),
        text("currency"),
        text("search"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
    ),
    "account": (
        text("id"),
        text("supplier_id"),
        text("number"),
        text("label"),
        text("portal_id", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        refers("account", "supplier_id", "supplier.id"),
    ),
    "message": (
        text("id"),
        text("mailbox_id"),
        text("identity"),
        text("sha256"),
        text("received"),
        text("state"),
        text("triage", optional=True),
        text("addressees"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        refers("message", "mailbox_id", "mailbox.id"),
        sa.UniqueConstraint("identity", name="uq_message_identity"),
    ),
    "one_time_token": (
        text("digest"),
        text("user_id"),
        text("expires"),
        sa.PrimaryKeyConstraint("digest", name="pk_one_time_token"),
        refers("one_time_token", "user_id", "app_user.id"),
    ),
    "purchase_order": (
        text("id"),
        text("supplier_id"),
        text("number"),
        text("day"),
        whole("net_minor"),
        text("net_currency"),
        whole("billed_minor"),
        text("billed_currency"),
        text("lines"),
        whole("closed"),
        text("normalised"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_order"),
        refers("purchase_order", "supplier_id", "supplier.id"),
    ),
    "session": (
        text("digest"),
        text("user_id"),
        text("opened"),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
        refers("session", "user_id", "app_user.id"),
    ),
    "document": (
        text("id"),
        text("supplier_id", optional=True),
        text("account_id", optional=True),
        text("kind"),
        text("number", optional=True),
        text("day", optional=True),
        text("due", optional=True),
        whole("gross_minor", optional=True),
        text("gross_currency", optional=True),
        whole("net_minor", optional=True),
        text("net_currency", optional=True),
        text("po_number", optional=True),
        text("iban", optional=True),
        text("format"),
        text("read_state"),
        text("sha256"),
        text("media_type"),
        text("status"),
        text("note"),
        text("received"),
        whole("version"),
        whole("accept"),
        text("identity_key"),
        text("normalised"),
        text("search"),
        text("channel"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        refers("document", "supplier_id", "supplier.id"),
        refers("document", "account_id", "account.id"),
        sa.UniqueConstraint("identity_key", name="uq_document_identity_key"),
    ),
    "goods_receipt": (
        text("id"),
        text("order_id"),
        whole("position"),
        text("quantity"),
        text("day"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_receipt"),
        refers("goods_receipt", "order_id", "purchase_order.id"),
    ),
    "portal": (
        text("id"),
        text("supplier_id"),
        text("name"),
        text("start_url"),
        text("origins"),
        text("credential", optional=True),
        text("recipe", optional=True),
        text("account_id", optional=True),
        text("stage"),
        text("paused_because"),
        sa.PrimaryKeyConstraint("id", name="pk_portal"),
        refers("portal", "supplier_id", "supplier.id"),
        refers("portal", "account_id", "account.id"),
    ),
    "delivery": (
        text("id"),
        text("key"),
        text("document_id"),
        text("destination_id"),
        text("state"),
        text("queued"),
        text("attempts"),
        text("next_attempt", optional=True),
        text("reference"),
        text("response", optional=True),
        text("response_reason"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        refers("delivery", "document_id", "document.id"),
        refers("delivery", "destination_id", "destination.id"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    ),
    "document_file": (
        text("document_id"),
        whole("position"),
        text("sha256"),
        text("media_type"),
        text("reading"),
        text("at"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_document_file"),
        refers("document_file", "document_id", "document.id"),
    ),
    "document_source": (
        text("document_id"),
        text("channel"),
        text("reference"),
        text("label"),
        text("at"),
        sa.PrimaryKeyConstraint("document_id", "channel", "reference", name="pk_document_source"),
        refers("document_source", "document_id", "document.id"),
    ),
    "expectation": (
        text("id"),
        text("key"),
        text("supplier_id"),
        text("kind"),
        text("source"),
        text("source_id"),
        text("opened"),
        text("account_id", optional=True),
        text("portal_id", optional=True),
        text("number", optional=True),
        whole("amount_minor", optional=True),
        text("amount_currency", optional=True),
        text("day", optional=True),
        text("state"),
        text("reason"),
        text("document_id", optional=True),
        whole("attempts"),
        text("next_attempt", optional=True),
        text("closed", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_expectation"),
        refers("expectation", "supplier_id", "supplier.id"),
        refers("expectation", "account_id", "account.id"),
        refers("expectation", "portal_id", "portal.id"),
        refers("expectation", "document_id", "document.id"),
        sa.UniqueConstraint("key", name="uq_expectation_key"),
    ),
    "ledger_entry": (
        text("id"),
        text("supplier_id"),
        text("kind"),
        text("reference"),
        text("doc_date"),
        text("post_date"),
        whole("amount_minor"),
        text("amount_currency"),
        text("voucher"),
        text("document_id", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_entry"),
        refers("ledger_entry", "supplier_id", "supplier.id"),
        refers("ledger_entry", "document_id", "document.id"),
    ),
    "order_bill": (
        text("order_id"),
        text("document_id"),
        whole("net_minor"),
        text("net_currency"),
        sa.PrimaryKeyConstraint("order_id", "document_id", name="pk_order_bill"),
        refers("order_bill", "order_id", "purchase_order.id"),
        refers("order_bill", "document_id", "document.id"),
    ),
    "run": (
        text("id"),
        text("portal_id"),
        text("state"),
        text("requested"),
        text("why"),
        text("started", optional=True),
        text("finished", optional=True),
        text("outcome", optional=True),
        whole("done"),
        whole("total", optional=True),
        whole("fetched"),
        whole("counter", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        refers("run", "portal_id", "portal.id"),
    ),
    "statement": (
        text("id"),
        text("document_id"),
        text("supplier_id"),
        text("account_id", optional=True),
        text("currency"),
        text("statement_date", optional=True),
        text("opening", optional=True),
        text("closing", optional=True),
        text("added"),
        text("ours"),
        text("proof", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        refers("statement", "document_id", "document.id"),
        refers("statement", "supplier_id", "supplier.id"),
        refers("statement", "account_id", "account.id"),
        sa.UniqueConstraint("document_id", name="uq_statement_document_id"),
    ),
    "run_evidence": (
        text("run_id"),
        text("sha256"),
        text("at"),
        sa.PrimaryKeyConstraint("run_id", "sha256", name="pk_run_evidence"),
        refers("run_evidence", "run_id", "run.id"),
    ),
    "statement_item": (
        text("id"),
        text("statement_id"),
        text("supplier_id"),
        whole("position"),
        text("kind"),
        text("reference"),
        text("day", optional=True),
        whole("amount_minor"),
        text("amount_currency"),
        text("due", optional=True),
        text("text"),
        text("status", optional=True),
        text("difference", optional=True),
        text("reason"),
        text("entry_ids"),
        text("rule"),
        text("expectation_id", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement_item"),
        refers("statement_item", "statement_id", "statement.id"),
        refers("statement_item", "supplier_id", "supplier.id"),
        refers("statement_item", "expectation_id", "expectation.id"),
    ),
}

INDEXES: tuple[tuple[str, ...], ...] = (
    ("event", "subject", "seq"),
    ("exception", "answered", "opened", "id"),
    ("exception", "subject"),
    ("account", "supplier_id"),
    ("message", "state", "received", "id"),
    ("purchase_order", "normalised"),
    ("document", "channel", "received", "id"),
    ("document", "kind", "received", "id"),
    ("document", "received", "id"),
    ("document", "sha256"),
    ("document", "status", "received", "id"),
    ("document", "supplier_id", "received", "id"),
    ("goods_receipt", "order_id"),
    ("portal", "supplier_id"),
    ("delivery", "destination_id", "state"),
    ("delivery", "document_id"),
    ("delivery", "state", "queued", "id"),
    ("document_file", "sha256"),
    ("document_source", "channel", "reference"),
    ("expectation", "opened", "id"),
    ("expectation", "portal_id", "state"),
    ("expectation", "state", "next_attempt"),
    ("expectation", "supplier_id", "state"),
    ("ledger_entry", "supplier_id", "post_date", "id"),
    ("run", "finished"),
    ("run", "portal_id", "requested", "id"),
    ("statement", "added", "id"),
    ("statement", "supplier_id"),
    ("statement_item", "statement_id", "position", "id"),
    ("statement_item", "status"),
)

# What happened stays: the database itself refuses to change or delete an event.
SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
    """,
    """
    CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()
    """,
)


def upgrade() -> None:
    for name, parts in TABLES.items():
        op.create_table(name, *parts, sqlite_strict=True)
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    queued = sa.text("state = 'queued'")
    op.create_index(
        "uq_run_queued",
        "run",
        ["portal_id"],
        unique=True,
        sqlite_where=queued,
        postgresql_where=queued,
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose what was written.")
