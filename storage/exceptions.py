"""Exceptions: open questions, each answered once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from model.errors import StaleVersion, WrongInput
from model.exceptions import ExceptionItem
from model.ids import derived_id
from model.news import NewsKind
from storage import audit, news, rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.exception
_column = tables.exception.c


def raise_(tx: Tx, item: ExceptionItem) -> bool:
    """Whether the question is new; one with a known id, answered or not, is not asked again."""
    new = rows.put_new(tx, _table, rows.values(item) | {"closed_because": ""})
    if new:
        _opened(tx, item)
    return new


def id_of(*key: str) -> str:
    """The id of the question with this key."""
    return derived_id("exception", *key)


def get(tx: Tx, exception_id: str) -> ExceptionItem:
    """One exception. Raises RecordMissing."""
    return rows.get(tx, _table, ExceptionItem, exception_id)


def open_(tx: Tx) -> tuple[ExceptionItem, ...]:
    """All open questions, oldest first."""
    query = select(_table).where(_column.answered.is_(None))
    return rows.records(tx, query.order_by(_column.opened, _column.id), ExceptionItem)


def open_of(tx: Tx, subject: str) -> tuple[ExceptionItem, ...]:
    """The open questions about one thing, oldest first."""
    return tuple(item for item in of_subject(tx, subject) if item.answered is None)


def of_subject(tx: Tx, subject: str) -> tuple[ExceptionItem, ...]:
    """All questions about one thing, answered ones too, oldest first."""
    query = select(_table).where(_column.subject == subject)
    return rows.records(tx, query.order_by(_column.opened, _column.id), ExceptionItem)


def answer(tx: Tx, exception_id: str, key: str, actor: str) -> ExceptionItem:
    """The exception, answered by a person; the audit trail says by whom.

    Raises:
        RecordMissing: there is no such question.
        WrongInput: it has no such answer.
        StaleVersion: it was answered, or settled itself, before.
    """
    item = get(tx, exception_id)
    if key not in {choice.key for choice in item.answers}:
        raise WrongInput(f"The question has no answer {key!r}.")
    if not _end(tx, item, answer=key):
        raise StaleVersion
    chosen = next(choice.label for choice in item.answers if choice.key == key)
    audit.note(tx, actor, "answered", item.subject, f"{chosen}: {item.sentence}")
    return get(tx, exception_id)


def revise(tx: Tx, exception_id: str, sentence: str, *, title: str) -> bool:
    """Whether the question, still open, now says this."""
    where = (_column.id == exception_id, _column.answered.is_(None))
    changed = rows.change(tx, _table, *where, sentence=sentence, title=title)
    if changed:
        _announce(tx, get(tx, exception_id))
    return bool(changed)


def close(tx: Tx, exception_id: str, why: str) -> bool:
    """Whether this closed the question: it no longer stands. Raises RecordMissing."""
    return _end(tx, get(tx, exception_id), closed_because=why)


def reopen(tx: Tx, exception_id: str) -> bool:
    """Whether a question that had settled itself stands again; what a person answered does not."""
    where = (_column.id == exception_id, _column.answered.is_not(None), _column.answer == "")
    again = rows.change(tx, _table, *where, answered=None, closed_because="")
    if again:
        _opened(tx, get(tx, exception_id))
    return bool(again)


def _end(tx: Tx, item: ExceptionItem, **columns: str) -> bool:
    where = (_column.id == item.id, _column.answered.is_(None))
    ended = rows.change(tx, _table, *where, answered=tx.now(), **columns)
    if ended:
        news.tell(tx, NewsKind.EXCEPTION_ANSWERED, item.id, about=item.subject, **_answer(columns))
        _announce(tx, item)
    return bool(ended)


def _answer(columns: Mapping[str, str]) -> dict[str, str]:
    """The key that a person gave; nothing where the question settled itself."""
    return {"answer": columns["answer"]} if "answer" in columns else {}


def _opened(tx: Tx, item: ExceptionItem) -> None:
    news.tell(tx, NewsKind.EXCEPTION_OPENED, item.id, about=item.subject, reason=item.reason.value)
    _announce(tx, item)


def _announce(tx: Tx, item: ExceptionItem) -> None:
    announce(tx, "exceptions", item.id)
    announce(tx, "inbox", item.subject.removeprefix("document:"))
