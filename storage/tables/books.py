"""What is reconciled: statements, the ledger, orders and receipts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from model.documents import (
    StatementLineKind,
)
from model.matches import DecisionKind, MatchStatus, OurSide, Proof, Standing
from model.orders import BilledLine, EntryKind, OrderLine
from storage.columns import (
    WHOLE,
    Choice,
    Day,
    Exact,
    Flag,
    Instant,
    Packed,
    Words,
    money,
)
from storage.tables.base import id_, maybe, need, table

statement: Final = table(
    "statement",
    id_(),
    need("document_id", Words(), ForeignKey("document.id")),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    maybe("account_id", Words(), ForeignKey("account.id")),
    need("currency"),
    maybe("statement_date", Day()),
    maybe("opening", Exact()),
    maybe("closing", Exact()),
    need("added", Instant()),
    need("ours", Packed(tuple[OurSide, ...])),
    maybe("proof", Packed(Proof)),
    need("standing", Packed(Standing), default=Standing(), before="{}"),
    need("part", WHOLE, default=1, before="1"),
    need("account_number", default="", before=""),
    UniqueConstraint("document_id", "part"),
    Index(None, "supplier_id"),
    Index(None, "added", "id"),
)

statement_item: Final = table(
    "statement_item",
    id_(),
    need("statement_id", Words(), ForeignKey("statement.id")),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("position", WHOLE),
    need("kind", Choice(StatementLineKind)),
    need("reference"),
    maybe("day", Day()),
    *money("amount"),
    maybe("due", Day()),
    need("text"),
    maybe("status", Choice(MatchStatus)),
    maybe("difference", Exact()),
    need("reason"),
    need("entry_ids", Packed(tuple[str, ...])),
    need("rule"),
    maybe("expectation_id", Words(), ForeignKey("expectation.id")),
    Index(None, "statement_id", "position", "id"),
    Index(None, "status"),
    Index(None, "supplier_id", "status"),
    Index(None, "amount_minor"),
)

statement_answer: Final = table(
    "statement_answer",
    Column("item_id", Words(), ForeignKey("statement_item.id"), primary_key=True),
    Column("entry_id", Words(), primary_key=True),
    Index(None, "entry_id"),
)
"""The entries of ours that a line has, for the way back from an entry to its lines."""

statement_decision: Final = table(
    "statement_decision",
    id_(),
    need("statement_id", Words(), ForeignKey("statement.id")),
    need("position", WHOLE),
    need("kind", Choice(DecisionKind)),
    need("item_ids", Packed(tuple[str, ...])),
    need("entry_ids", Packed(tuple[str, ...])),
    maybe("difference", Exact()),
    need("actor"),
    need("at", Instant()),
    need("note"),
    need("before", Packed(Standing)),
    Index(None, "statement_id", "position", unique=True),
)

ledger_entry: Final = table(
    "ledger_entry",
    id_(),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("kind", Choice(EntryKind)),
    need("reference"),
    need("doc_date", Day()),
    need("post_date", Day()),
    *money("amount"),
    need("voucher"),
    maybe("document_id", Words(), ForeignKey("document.id")),
    need("number", before=""),
    need("typed_ending", before=""),
    need("core_ending", before=""),
    need("arrived", Flag(), default=True, before="0"),
    Index(None, "supplier_id", "post_date", "id"),
    Index(None, "supplier_id", "doc_date"),
    Index(None, "supplier_id", "amount_minor"),
    Index(None, "supplier_id", "typed_ending"),
    Index(None, "supplier_id", "number"),
    Index(None, "core_ending", "amount_minor"),
    Index(None, "supplier_id", "arrived"),
)

purchase_order: Final = table(
    "purchase_order",
    id_(),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("number"),
    need("day", Day()),
    *money("net"),
    *money("billed"),
    need("lines", Packed(tuple[OrderLine, ...])),
    need("closed", Flag()),
    need("normalised"),
    Index(None, "normalised"),
    Index(None, "supplier_id"),
)

goods_receipt: Final = table(
    "goods_receipt",
    id_(),
    need("order_id", Words(), ForeignKey("purchase_order.id")),
    need("position", WHOLE),
    need("quantity", Exact()),
    need("day", Day()),
    Index(None, "order_id"),
)

order_bill: Final = table(
    "order_bill",
    Column("order_id", Words(), ForeignKey("purchase_order.id"), primary_key=True),
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    *money("net"),
    need("lines", Packed(tuple[BilledLine, ...]), default=(), before="[]"),
    Index(None, "document_id"),
)
