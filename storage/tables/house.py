"""The house itself: people, sessions, the audit trail, settings, heartbeats, the vault."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from model.documents import DocumentKind
from model.languages import Language
from model.people import Role, TokenPurpose
from storage.columns import (
    WHOLE,
    Choice,
    Flag,
    Instant,
    Packed,
    Words,
)
from storage.tables.base import id_, maybe, need, table

app_user: Final = table(
    "app_user",
    id_(),
    need("name"),
    need("full_name"),
    need("role", Choice(Role)),
    need("password"),
    need("active", Flag(), before="1"),
    maybe("language", Choice(Language)),
    need("mail", before=""),
    need("entities", Packed(frozenset[str]), before="[]"),
    UniqueConstraint("name"),
)

identity: Final = table(
    "identity",
    Column("issuer", Words(), primary_key=True),
    Column("subject", Words(), primary_key=True),
    need("user_id", Words(), ForeignKey("app_user.id", ondelete="CASCADE")),
    need("since", Instant()),
    UniqueConstraint("user_id", "issuer"),
)

sign_in_failure: Final = table(
    "sign_in_failure",
    Column("name_digest", Words(), primary_key=True),
    need("failures", WHOLE),
    need("last", Instant()),
)

session: Final = table(
    "session",
    Column("digest", Words(), primary_key=True),
    need("user_id", Words(), ForeignKey("app_user.id")),
    need("opened", Instant()),
    need("place", before=""),
    maybe("last_used", Instant()),
    need("by_provider", Flag(), before="0"),
)

one_time_token: Final = table(
    "one_time_token",
    Column("digest", Words(), primary_key=True),
    need("user_id", Words(), ForeignKey("app_user.id")),
    need("expires", Instant()),
    need("purpose", Choice(TokenPurpose), before="enter"),
)

event: Final = table(
    "event",
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    need("at", Instant()),
    need("actor"),
    need("verb"),
    need("subject"),
    need("detail"),
    need("digest"),
    Index(None, "subject", "seq"),
)

change: Final = table(
    "change",
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    need("topic"),
    need("subject"),
)

setting: Final = table(
    "setting",
    Column("key", Words(), primary_key=True),
    need("value"),
)

heartbeat: Final = table(
    "heartbeat",
    Column("executor_id", Words(), primary_key=True),
    need("at", Instant()),
    need("vault_locked", Flag(), before="0"),
    need("machine", before=""),
    need("life", before=""),
    need("address", before=""),
)

claim: Final = table(
    "claim",
    Column("name", Words(), primary_key=True),
    need("executor_id"),
)

vault_standing: Final = table(
    "vault_standing",
    id_(),
    need("kinds", Packed(tuple[str, ...])),
    maybe("recovery_made", Instant()),
    maybe("recovery_proved", Instant()),
)

second_factor: Final = table(
    "second_factor",
    Column("user_id", Words(), ForeignKey("app_user.id"), primary_key=True),
    need("since", Instant()),
    need("last_step", WHOLE),
)

recovery_code: Final = table(
    "recovery_code",
    Column("digest", Words(), primary_key=True),
    need("user_id", Words(), ForeignKey("app_user.id")),
    Index(None, "user_id"),
)

hold: Final = table(
    "hold",
    id_(),
    need("subject"),
    need("reason"),
    need("actor"),
    need("placed", Instant()),
    maybe("lifted", Instant()),
)

deleted_document: Final = table(
    "deleted_document",
    id_(),
    need("supplier_id"),
    need("account_id"),
    need("kind", Choice(DocumentKind)),
    need("normalised"),
    need("at", Instant()),
    Index(None, "supplier_id"),
)
"""What was deleted by its age, so that no portal brings it again."""

deleted_file: Final = table(
    "deleted_file",
    Column("sha256", Words(), primary_key=True),
    need("at", Instant()),
)
"""Files that a deleted row named, until it is seen whether another still does."""

first_opinion: Final = table(
    "first_opinion",
    Column("exception_id", Words(), primary_key=True),
    need("user_id"),
    need("seen"),
)
