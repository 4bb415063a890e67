"""All tables. Only this room knows them; a table's columns are named after a dataclass's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem

from model.deliveries import Attempt, DeliveryState, DestinationKind, ResponseStatus
from model.documents import (
    DocumentFormat,
    DocumentKind,
    Reading,
    ReadState,
    StatementLineKind,
)
from model.exceptions import Answer, ExceptionReason
from model.expectations import ExpectationSource, ExpectationState
from model.filing import Channel, DocumentStatus, MessageState
from model.mail import Addressee, MailClass, TriagedMail
from model.matches import MatchStatus, OurSide, Proof
from model.memory import LayoutMemory
from model.orders import EntryKind, OrderLine
from model.outcomes import Outcome
from model.people import Role
from model.suppliers import AdoptionStage, MailboxKind, MailSecurity, MailSignIn
from model.visits import RunState
from model.write_backs import WriteBackState
from storage.columns import (
    WHOLE,
    Choice,
    Day,
    Exact,
    Flag,
    Instant,
    Packed,
    Reference,
    Words,
    money,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: SchemaItem) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _id() -> Column[Any]:
    return Column("id", Words(), primary_key=True)


def _need(
    name: str,
    kind: Any = None,
    *parts: SchemaItem,
    default: Any = None,
    before: str | None = None,
) -> Column[Any]:
    """A column with a value in every row; `before` is what rows older than the column have."""
    return Column(
        name, kind or Words(), *parts, nullable=False, default=default, server_default=before
    )


def _maybe(name: str, kind: Any = None, *parts: SchemaItem) -> Column[Any]:
    return Column(name, kind or Words(), *parts, nullable=True)


supplier: Final = _table(
    "supplier",
    _id(),
    _need("name"),
    _maybe("vat_id"),
    _need("ibans", Packed(tuple[str, ...])),
    _need("domains", Packed(tuple[str, ...])),
    _need("currency"),
    _need("search"),
    Column("proposed", Flag(), nullable=False, server_default=text("0")),
)

account: Final = _table(
    "account",
    _id(),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("number"),
    _need("label"),
    _maybe("portal_id"),  # no foreign key: portal.account_id points the other way
    Index(None, "supplier_id"),
)

portal: Final = _table(
    "portal",
    _id(),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("name"),
    _need("start_url"),
    _need("origins", Packed(frozenset[str])),
    _maybe("credential"),
    _maybe("recipe"),
    _maybe("account_id", Words(), ForeignKey("account.id")),
    _need("stage", Choice(AdoptionStage)),
    _need("paused_because"),
    _maybe("refused_edition"),
    Index(None, "supplier_id"),
)

mailbox: Final = _table(
    "mailbox",
    _id(),
    _need("name"),
    _need("host"),
    _need("port", WHOLE),
    _need("security", Choice(MailSecurity)),
    _need("username"),
    _need("credential"),
    _need("folder"),
    _need("uidvalidity", WHOLE, default=0),
    _need("last_uid", WHOLE, default=0),
    _maybe("checked", Instant()),
    _need("trouble", default=""),
    _need("sign_in", Choice(MailSignIn), before="password"),
    _need("write_back", Flag(), before="0"),
    _need("moved_to", before=""),
    _need("kind", Choice(MailboxKind), before="imap"),
)

lesson: Final = _table(
    "lesson",
    _id(),
    _need("sender"),
    _need("shape"),
    _need("mail_class", Choice(MailClass)),
    _need("proven", Flag()),
    Index(None, "sender"),
)

habit: Final = _table(
    "habit",
    _id(),
    _need("sender"),
    _need("shape"),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("account_id", Words(), ForeignKey("account.id")),
    _need("times", WHOLE),
    _need("confirmed", Flag()),
    Index(None, "sender", "shape"),
)

message: Final = _table(
    "message",
    _id(),
    _need("mailbox_id", Words(), ForeignKey("mailbox.id")),
    _need("identity"),
    _need("sha256"),
    _need("received", Instant()),
    _need("state", Choice(MessageState)),
    _maybe("triage", Packed(TriagedMail)),
    _need("addressees", Packed(tuple[Addressee, ...])),
    UniqueConstraint("identity"),
    Index(None, "state", "received", "id"),
)

message_place: Final = _table(
    "message_place",
    Column("mailbox_id", Words(), ForeignKey("mailbox.id"), primary_key=True),
    Column("uidvalidity", WHOLE, primary_key=True, autoincrement=False),
    Column("uid", WHOLE, primary_key=True, autoincrement=False),
    _need("fingerprint"),
    _need("message_id", Words(), ForeignKey("message.id")),
    Index(None, "mailbox_id", "fingerprint"),
    Index(None, "message_id"),
)

code_used: Final = _table(
    "code_used",
    Column("message_id", Words(), ForeignKey("message.id"), primary_key=True),
    _need("portal_id", Words(), ForeignKey("portal.id")),
    _need("at", Instant()),
)

document: Final = _table(
    "document",
    _id(),
    _maybe("supplier_id", Reference(), ForeignKey("supplier.id")),
    _maybe("account_id", Words(), ForeignKey("account.id")),
    _need("kind", Choice(DocumentKind)),
    _maybe("number"),
    _maybe("day", Day()),
    _maybe("due", Day()),
    *money("gross", optional=True),
    *money("net", optional=True),
    _maybe("po_number"),
    _maybe("iban"),
    _need("format", Choice(DocumentFormat)),
    _need("read_state", Choice(ReadState)),
    _need("sha256"),
    _need("media_type"),
    _need("status", Choice(DocumentStatus)),
    _need("note"),
    _need("received", Instant()),
    _need("version", WHOLE),
    _need("accept", Flag()),
    _need("identity_key"),
    _need("normalised"),
    _need("search"),
    _need("channel", Choice(Channel)),
    UniqueConstraint("identity_key"),
    Index(None, "received", "id"),
    Index(None, "status", "received", "id"),
    Index(None, "supplier_id", "received", "id"),
    Index(None, "kind", "received", "id"),
    Index(None, "channel", "received", "id"),
    Index(None, "sha256"),
)

document_file: Final = _table(
    "document_file",
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    _need("sha256"),
    _need("media_type"),
    _need("reading", Packed(Reading)),
    _need("at", Instant()),
    Index(None, "sha256"),
)

document_source: Final = _table(
    "document_source",
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    Column("channel", Choice(Channel), primary_key=True),
    Column("reference", Words(), primary_key=True),
    _need("label"),
    _need("at", Instant()),
    Index(None, "channel", "reference"),
)

expectation: Final = _table(
    "expectation",
    _id(),
    _need("key"),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("kind", Choice(DocumentKind)),
    _need("source", Choice(ExpectationSource)),
    _need("source_id"),
    _need("opened", Instant()),
    _maybe("account_id", Words(), ForeignKey("account.id")),
    _maybe("portal_id", Words(), ForeignKey("portal.id")),
    _maybe("number"),
    *money("amount", optional=True),
    _maybe("day", Day()),
    _need("state", Choice(ExpectationState)),
    _need("reason"),
    _maybe("document_id", Words(), ForeignKey("document.id")),
    _need("attempts", WHOLE),
    _maybe("next_attempt", Instant()),
    _maybe("closed", Instant()),
    UniqueConstraint("key"),
    Index(None, "state", "next_attempt"),
    Index(None, "portal_id", "state"),
    Index(None, "supplier_id", "state"),
    Index(None, "opened", "id"),
)

run: Final = _table(
    "run",
    _id(),
    _need("portal_id", Words(), ForeignKey("portal.id")),
    _need("state", Choice(RunState)),
    _need("requested", Instant()),
    _need("why"),
    _maybe("started", Instant()),
    _maybe("finished", Instant()),
    _maybe("outcome", Packed(Outcome)),
    _need("done", WHOLE),
    _maybe("total", WHOLE),
    _need("fetched", WHOLE),
    _maybe("counter", WHOLE),
    Index(None, "portal_id", "requested", "id"),
    Index(None, "finished"),
    # A portal has at most one visit that is ordered and not begun.
    Index(
        "uq_run_queued",
        "portal_id",
        unique=True,
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
)

run_evidence: Final = _table(
    "run_evidence",
    Column("run_id", Words(), ForeignKey("run.id"), primary_key=True),
    Column("sha256", Words(), primary_key=True),
    _need("at", Instant()),
)

statement: Final = _table(
    "statement",
    _id(),
    _need("document_id", Words(), ForeignKey("document.id")),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _maybe("account_id", Words(), ForeignKey("account.id")),
    _need("currency"),
    _maybe("statement_date", Day()),
    _maybe("opening", Exact()),
    _maybe("closing", Exact()),
    _need("added", Instant()),
    _need("ours", Packed(tuple[OurSide, ...])),
    _maybe("proof", Packed(Proof)),
    UniqueConstraint("document_id"),
    Index(None, "supplier_id"),
    Index(None, "added", "id"),
)

statement_item: Final = _table(
    "statement_item",
    _id(),
    _need("statement_id", Words(), ForeignKey("statement.id")),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("position", WHOLE),
    _need("kind", Choice(StatementLineKind)),
    _need("reference"),
    _maybe("day", Day()),
    *money("amount"),
    _maybe("due", Day()),
    _need("text"),
    _maybe("status", Choice(MatchStatus)),
    _maybe("difference", Exact()),
    _need("reason"),
    _need("entry_ids", Packed(tuple[str, ...])),
    _need("rule"),
    _maybe("expectation_id", Words(), ForeignKey("expectation.id")),
    Index(None, "statement_id", "position", "id"),
    Index(None, "status"),
)

ledger_entry: Final = _table(
    "ledger_entry",
    _id(),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("kind", Choice(EntryKind)),
    _need("reference"),
    _need("doc_date", Day()),
    _need("post_date", Day()),
    *money("amount"),
    _need("voucher"),
    _maybe("document_id", Words(), ForeignKey("document.id")),
    Index(None, "supplier_id", "post_date", "id"),
)

purchase_order: Final = _table(
    "purchase_order",
    _id(),
    _need("supplier_id", Words(), ForeignKey("supplier.id")),
    _need("number"),
    _need("day", Day()),
    *money("net"),
    *money("billed"),
    _need("lines", Packed(tuple[OrderLine, ...])),
    _need("closed", Flag()),
    _need("normalised"),
    Index(None, "normalised"),
)

goods_receipt: Final = _table(
    "goods_receipt",
    _id(),
    _need("order_id", Words(), ForeignKey("purchase_order.id")),
    _need("position", WHOLE),
    _need("quantity", Exact()),
    _need("day", Day()),
    Index(None, "order_id"),
)

order_bill: Final = _table(
    "order_bill",
    Column("order_id", Words(), ForeignKey("purchase_order.id"), primary_key=True),
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    *money("net"),
)

exception: Final = _table(
    "exception",
    _id(),
    _need("reason", Choice(ExceptionReason)),
    _need("sentence"),
    _need("subject"),
    _need("opened", Instant()),
    _need("answers", Packed(tuple[Answer, ...])),
    _maybe("answered", Instant()),
    _need("answer"),
    _need("title", default=""),
    _need("closed_because", default=""),
    Index(None, "answered", "opened", "id"),
    Index(None, "subject"),
)

destination: Final = _table(
    "destination",
    _id(),
    _need("name"),
    _need("kind", Choice(DestinationKind)),
    _need("settings", Packed(Mapping[str, str])),
    _maybe("credential"),
    _need("kinds", Packed(frozenset[DocumentKind])),
    _need("suppliers", Packed(frozenset[str])),
    _need("paused", Flag()),
)

delivery: Final = _table(
    "delivery",
    _id(),
    _need("key"),
    _need("document_id", Words(), ForeignKey("document.id")),
    _need("destination_id", Words(), ForeignKey("destination.id")),
    _need("state", Choice(DeliveryState)),
    _need("queued", Instant()),
    _need("attempts", Packed(tuple[Attempt, ...])),
    _maybe("next_attempt", Instant()),
    _need("reference"),
    _maybe("response", Choice(ResponseStatus)),
    _need("response_reason"),
    UniqueConstraint("key"),
    Index(None, "document_id"),
    Index(None, "destination_id", "state"),
    Index(None, "state", "queued", "id"),
)

write_back: Final = _table(
    "write_back",
    Column("key", Words(), primary_key=True),
    _need("mailbox_id", Words(), ForeignKey("mailbox.id")),
    _need("message_id", Words(), ForeignKey("message.id")),
    _need("document_id", Words(), ForeignKey("document.id")),
    _need("sha256"),
    _need("state", Choice(WriteBackState)),
    _need("queued", Instant()),
    _need("host"),
    _maybe("begun", Instant()),
    _need("attempts", WHOLE),
    _maybe("next_attempt", Instant()),
    Index(None, "state", "queued", "key"),
)

layout_memory: Final = _table(
    "layout_memory",
    Column("supplier_id", Words(), ForeignKey("supplier.id"), primary_key=True),
    Column("layout", Words(), primary_key=True),
    _need("version", WHOLE),
    _need("memory", Packed(LayoutMemory)),
    _need("taught", Instant()),
)

app_user: Final = _table(
    "app_user",
    _id(),
    _need("name"),
    _need("full_name"),
    _need("role", Choice(Role)),
    _need("password"),
    UniqueConstraint("name"),
)

sign_in_failure: Final = _table(
    "sign_in_failure",
    Column("name_digest", Words(), primary_key=True),
    _need("failures", WHOLE),
    _need("last", Instant()),
)

session: Final = _table(
    "session",
    Column("digest", Words(), primary_key=True),
    _need("user_id", Words(), ForeignKey("app_user.id")),
    _need("opened", Instant()),
)

one_time_token: Final = _table(
    "one_time_token",
    Column("digest", Words(), primary_key=True),
    _need("user_id", Words(), ForeignKey("app_user.id")),
    _need("expires", Instant()),
)

event: Final = _table(
    "event",
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    _need("at", Instant()),
    _need("actor"),
    _need("verb"),
    _need("subject"),
    _need("detail"),
    _need("digest"),
    Index(None, "subject", "seq"),
)

change: Final = _table(
    "change",
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    _need("topic"),
    _need("subject"),
)

setting: Final = _table(
    "setting",
    Column("key", Words(), primary_key=True),
    _need("value"),
)

heartbeat: Final = _table(
    "heartbeat",
    Column("executor_id", Words(), primary_key=True),
    _need("at", Instant()),
)
