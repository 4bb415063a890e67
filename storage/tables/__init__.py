"""All tables. Only this room knows them; a table's columns are named after a dataclass's fields."""

from __future__ import annotations

from storage.tables.base import metadata
from storage.tables.books import (
    goods_receipt,
    ledger_entry,
    order_bill,
    purchase_order,
    statement,
    statement_item,
)
from storage.tables.house import (
    app_user,
    change,
    event,
    heartbeat,
    one_time_token,
    session,
    setting,
    sign_in_failure,
    vault_standing,
)
from storage.tables.mail import (
    code_used,
    habit,
    lesson,
    mailbox,
    message,
    message_place,
    write_back,
)
from storage.tables.sending import delivery, destination
from storage.tables.suppliers import (
    account,
    layout_memory,
    portal,
    portal_seen,
    recipe_version,
    schedule,
    supplier,
)
from storage.tables.work import (
    challenge,
    document,
    document_file,
    document_source,
    exception,
    expectation,
    run,
    run_evidence,
)

__all__ = [
    "account",
    "app_user",
    "challenge",
    "change",
    "code_used",
    "delivery",
    "destination",
    "document",
    "document_file",
    "document_source",
    "event",
    "exception",
    "expectation",
    "goods_receipt",
    "habit",
    "heartbeat",
    "layout_memory",
    "ledger_entry",
    "lesson",
    "mailbox",
    "message",
    "message_place",
    "metadata",
    "one_time_token",
    "order_bill",
    "portal",
    "portal_seen",
    "purchase_order",
    "recipe_version",
    "run",
    "run_evidence",
    "schedule",
    "session",
    "setting",
    "sign_in_failure",
    "statement",
    "statement_item",
    "supplier",
    "vault_standing",
    "write_back",
]
