"""News, told in the transaction of what happened: none without it, and it never without news."""

from __future__ import annotations

from sqlalchemy import func, select

from model.ids import new_id
from model.news import News, NewsKind
from storage import rows, tables
from storage.tx import Tx


def tell(tx: Tx, kind: NewsKind, subject: str, /, **facts: str) -> News:
    """The news, now the last there is."""
    last = tx.connection.execute(select(func.max(tables.news.c.seq))).scalar_one() or 0
    told = News(new_id(), last + 1, kind, tx.now(), subject, facts)
    tx.connection.execute(tables.news.insert().values(rows.values(told)))
    return told
