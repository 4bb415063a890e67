"""Mailboxes, the journal of mails, and what was learned of senders."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from model.filing import MessageState
from model.mail import Addressee, MailClass, TriagedMail
from model.suppliers import MailboxKind, MailSecurity, MailSignIn
from model.write_backs import WriteBackState
from storage.columns import (
    WHOLE,
    Choice,
    Day,
    Flag,
    Instant,
    Packed,
    Words,
)
from storage.tables.base import id_, maybe, need, table

mailbox: Final = table(
    "mailbox",
    id_(),
    need("name"),
    need("host"),
    need("port", WHOLE),
    need("security", Choice(MailSecurity)),
    need("username"),
    need("credential"),
    need("folder"),
    need("uidvalidity", WHOLE, default=0),
    need("last_uid", WHOLE, default=0),
    maybe("checked", Instant()),
    need("trouble", default=""),
    need("sign_in", Choice(MailSignIn), before="password"),
    need("write_back", Flag(), before="0"),
    need("moved_to", before=""),
    need("kind", Choice(MailboxKind), before="imap"),
    maybe("since", Day()),
    need("left_out", WHOLE, default=0, before="0"),
    maybe("removed", Instant()),
    maybe("pushed", Flag()),
)

message: Final = table(
    "message",
    id_(),
    need("mailbox_id", Words(), ForeignKey("mailbox.id")),
    need("identity"),
    need("sha256"),
    need("received", Instant()),
    need("state", Choice(MessageState)),
    maybe("triage", Packed(TriagedMail)),
    need("addressees", Packed(tuple[Addressee, ...])),
    need("message_id", before=""),
    UniqueConstraint("identity"),
    Index(None, "state", "received", "id"),
    Index(None, "message_id"),
)

message_place: Final = table(
    "message_place",
    Column("mailbox_id", Words(), ForeignKey("mailbox.id"), primary_key=True),
    Column("uidvalidity", WHOLE, primary_key=True, autoincrement=False),
    Column("uid", WHOLE, primary_key=True, autoincrement=False),
    need("fingerprint"),
    need("message_id", Words(), ForeignKey("message.id")),
    Index(None, "mailbox_id", "fingerprint"),
    Index(None, "message_id"),
)

code_used: Final = table(
    "code_used",
    Column("message_id", Words(), ForeignKey("message.id"), primary_key=True),
    need("portal_id", Words(), ForeignKey("portal.id")),
    need("at", Instant()),
)

lesson: Final = table(
    "lesson",
    id_(),
    need("sender"),
    need("shape"),
    need("mail_class", Choice(MailClass)),
    need("proven", Flag()),
    Index(None, "sender"),
)

habit: Final = table(
    "habit",
    id_(),
    need("sender"),
    need("shape"),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("account_id", Words(), ForeignKey("account.id")),
    need("times", WHOLE),
    need("confirmed", Flag()),
    Index(None, "sender", "shape"),
)

write_back: Final = table(
    "write_back",
    Column("key", Words(), primary_key=True),
    need("mailbox_id", Words(), ForeignKey("mailbox.id")),
    need("message_id", Words(), ForeignKey("message.id")),
    need("document_id", Words(), ForeignKey("document.id")),
    need("sha256"),
    need("state", Choice(WriteBackState)),
    need("queued", Instant()),
    need("host"),
    maybe("begun", Instant()),
    need("attempts", WHOLE),
    maybe("next_attempt", Instant()),
    Index(None, "state", "queued", "key"),
)
