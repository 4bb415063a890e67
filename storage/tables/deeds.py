"""What people did, with what it changed, so that it can be taken back."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint

from storage.columns import WHOLE, Instant, Words
from storage.tables.base import id_, maybe, need, table

deed: Final = table(
    "deed",
    id_(),
    need("seq", WHOLE),
    need("user_id"),
    need("told"),
    need("at", Instant()),
    maybe("undone", Instant()),
    Index(None, "user_id", "seq"),
)

deed_step: Final = table(
    "deed_step",
    need("deed_id", Words(), ForeignKey("deed.id", ondelete="CASCADE")),
    need("step", WHOLE),
    need("changes"),
    need("topics"),
    PrimaryKeyConstraint("deed_id", "step"),
)
"""The transactions of a deed, in order.

`changes` are the cells of rows before and after, `topics` what was announced; both as JSON.
"""
