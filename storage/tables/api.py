"""The REST API: who may call, and what was answered to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from model.api import Scope
from model.news import NewsKind
from storage.columns import WHOLE, Choice, Instant, Packed, Words
from storage.tables.base import id_, maybe, need, table

api_token: Final = table(
    "api_token",
    id_(),
    need("name"),
    need("digest"),
    need("scopes", Packed(frozenset[Scope])),
    need("made", Instant()),
    need("expires", Instant()),
    maybe("last_used", Instant()),
    maybe("revoked", Instant()),
    need("entities", Packed(frozenset[str]), before="[]"),
    UniqueConstraint("digest"),
)

api_answer: Final = table(
    "api_answer",
    Column("token_id", Words(), ForeignKey("api_token.id"), primary_key=True),
    Column("key", Words(), primary_key=True),
    need("request"),
    need("body"),
    need("at", Instant()),
    Index(None, "at"),
)
"""Answers to writes, so that the same request again does nothing twice."""

news: Final = table(
    "news",
    id_(),
    need("seq", WHOLE),
    need("kind", Choice(NewsKind)),
    need("at", Instant()),
    need("subject"),
    need("facts", Packed(Mapping[str, str])),
    Index(None, "seq", unique=True),
    Index(None, "kind", "seq"),
)
