"""Mails to our own people: who wishes for them, what is to be sent, and what was told."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint

from model.languages import Language
from model.notices import NoticeKind, NoticePace, NoticeState
from model.people import Role
from storage.columns import WHOLE, Choice, Day, Instant, Words
from storage.tables.base import id_, maybe, need, table

notice_wish: Final = table(
    "notice_wish",
    Column("user_id", Words(), ForeignKey("app_user.id", ondelete="CASCADE"), primary_key=True),
    need("pace", Choice(NoticePace)),
    need("hour", WHOLE),
    need("language", Choice(Language)),
    need("since", Instant()),
    maybe("looked", Day()),
)

notice: Final = table(
    "notice",
    id_(),
    need("user_id", Words(), ForeignKey("app_user.id", ondelete="CASCADE")),
    need("kind", Choice(NoticeKind)),
    need("mail"),
    need("role", Choice(Role)),
    need("language", Choice(Language)),
    need("subject"),
    need("body"),
    need("state", Choice(NoticeState)),
    need("written", Instant()),
    need("attempts", WHOLE),
    maybe("next_attempt", Instant()),
    need("said"),
    Index(None, "state", "written", "id"),
    Index(None, "user_id", "kind", "written"),
)

notice_told: Final = table(
    "notice_told",
    need("user_id", Words(), ForeignKey("app_user.id", ondelete="CASCADE")),
    need("thing"),
    need("notice_id", Words(), ForeignKey("notice.id", ondelete="CASCADE")),
    PrimaryKeyConstraint("user_id", "thing"),
    Index(None, "notice_id"),
)
"""What a person was told, so that they are told it once: "comment:ID", "challenge:ID"."""
