"""Documents by what their numbers, orders and amounts hold: by an index where few documents do.

An index finds the documents that hold a word, in no order; walking along the documents in the order
of the list finds the first of them. Where many fit, the walk is over at once, and the index's many
would have to be sorted; where few fit, the walk would look at every document there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, column, func, or_, select, table, text

from storage import rows, tables
from storage.tx import Tx

FEW: Final = 5_000
"""So many documents are found by the index and then sorted."""
_LEAST: Final = 3  # letters that the index has together
_ESCAPE: Final = "\\"
_SPECIAL: Final = frozenset("%_\\")
_ESCAPES: Final = str.maketrans({one: f"\\{one}" for one in _SPECIAL})

_document = tables.document.c
_place: Final = table("document_place", column("place"), column("document_id"))
_words: Final = table("document_words", column("rowid"), column("search"))


_PLACED: Final = text(
    "INSERT INTO document_place (document_id) VALUES (:id)"
    " ON CONFLICT (document_id) DO UPDATE SET document_id = excluded.document_id RETURNING place"
)
_KEPT: Final = text(
    "INSERT OR REPLACE INTO document_words (rowid, search) VALUES (:place, :search)"
)
_ALL_PLACES: Final = text(
    "INSERT OR IGNORE INTO document_place (document_id) SELECT id FROM document"
)
_ALL_WORDS: Final = text(
    "INSERT OR REPLACE INTO document_words (rowid, search)"
    " SELECT place, search FROM document_place JOIN document ON id = document_id"
)


def keep(tx: Tx, document_id: str, search: str) -> None:
    """Have a document found by what it holds now. PostgreSQL does it by itself."""
    if not _by_itself(tx):
        place = tx.connection.execute(_PLACED, {"id": document_id}).scalar_one()
        tx.connection.execute(_KEPT, {"place": place, "search": search})


def forget(tx: Tx, document_ids: Sequence[str]) -> None:
    """Have documents that are gone found no more."""
    if not _by_itself(tx):
        gone = _place.c.document_id.in_(document_ids)
        places = select(_place.c.place).where(gone)
        tx.connection.execute(_words.delete().where(_words.c.rowid.in_(places)))
        tx.connection.execute(_place.delete().where(gone))


def keep_all(tx: Tx) -> None:
    """Have all documents found that were put into the store in another way."""
    if not _by_itself(tx):
        tx.connection.execute(_ALL_PLACES)
        tx.connection.execute(_ALL_WORDS)


def _by_itself(tx: Tx) -> bool:
    return tx.connection.dialect.name == "postgresql"


def pattern(word: str) -> str:
    """The word anywhere, for LIKE; % and _ are just characters."""
    return f"%{word.translate(_ESCAPES)}%"


def named(word: str) -> rows.Condition:
    """Whether the name of the document's supplier holds the word."""
    supplier = tables.supplier.c
    of = select(supplier.id).where(supplier.search.like(pattern(word), escape=_ESCAPE))
    return _document.supplier_id.in_(of)


def has(tx: Tx, word: str) -> rows.Condition:
    """Whether the document or its supplier's name holds the word."""
    holding = _document.search.like(pattern(word), escape=_ESCAPE)
    either = or_(holding, named(word))
    if len(word) < _LEAST or _SPECIAL & set(word):  # SQLite's index knows no escapes
        return either
    found = (_indexed(tx, word, holding), select(_document.id).where(named(word)))
    if sum(_up_to(tx, one, FEW) for one in found) >= FEW:
        return either
    return _document.id.in_(found[0].union(found[1]))


def _indexed(tx: Tx, word: str, holding: ColumnElement[bool]) -> Select[tuple[str]]:
    """The ids of the documents that hold a word."""
    if _by_itself(tx):
        return select(_document.id).where(holding)
    places = select(_words.c.rowid).where(_words.c.search.like(f"%{word}%"))
    return select(_place.c.document_id).where(_place.c.place.in_(places))


def _up_to(tx: Tx, query: Select[tuple[str]], most: int) -> int:
    """How many rows there are; more than `most` are not counted."""
    some = query.limit(most).subquery()
    return tx.connection.scalar(select(func.count()).select_from(some)) or 0
