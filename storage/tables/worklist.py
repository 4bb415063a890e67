"""What people do together: saved views, comments, and who has something in hand."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from storage.columns import Flag, Instant, Words
from storage.tables.base import id_, need, table

saved_view: Final = table(
    "saved_view",
    id_(),
    need("owner", Words(), ForeignKey("app_user.id", ondelete="CASCADE")),
    need("name"),
    need("shared", Flag()),
    need("view"),
    need("text"),
    UniqueConstraint("owner", "name"),
)

comment: Final = table(
    "comment",
    id_(),
    need("subject"),
    need("author"),
    need("text"),
    need("at", Instant()),
    Index(None, "subject", "at", "id"),
    Index(None, "at", "id"),
)

assignment: Final = table(
    "assignment",
    Column("subject", Words(), primary_key=True),
    need("user_id", Words(), ForeignKey("app_user.id", ondelete="CASCADE")),
    need("actor"),
    need("at", Instant()),
    Index(None, "user_id"),
)
