"""Our own companies, and what was said of them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, UniqueConstraint

from storage.columns import Instant, Packed, Words
from storage.tables.base import id_, maybe, need, table

entity: Final = table(
    "entity",
    id_(),
    need("name"),
    need("code"),
    need("spellings", Packed(tuple[str, ...])),
    need("ids", Packed(tuple[str, ...])),
    need("endpoints", Packed(tuple[str, ...])),
    need("places", Packed(tuple[str, ...])),
    need("mails", Packed(tuple[str, ...])),
    maybe("removed", Instant()),
    UniqueConstraint("code"),
)

entity_binding: Final = table(
    "entity_binding",
    Column("supplier_id", Words(), ForeignKey("supplier.id"), primary_key=True),
    Column("account_id", Words(), primary_key=True),  # empty: documents that name no account
    need("entity_id", Words(), ForeignKey("entity.id")),
    need("actor"),
    need("at", Instant()),
)
