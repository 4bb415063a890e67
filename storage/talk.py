"""Comments on documents and other subjects, and who has them in hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from model.ids import new_id
from model.people import User
from model.talk import Assignment, Comment, Thread
from storage import audit, rows, tables
from storage.changes import announce
from storage.tx import Tx

_TICK: Final = timedelta(microseconds=1)

_comment = tables.comment.c
_assignment = tables.assignment.c
_user = tables.app_user.c


def comment(tx: Tx, author: User, subject: str, text: str) -> Comment:
    """The comment, added; it is on the audit trail, as it was said."""
    said = Comment(new_id(), subject, author.full_name, text, _moment(tx, subject))
    tx.connection.execute(tables.comment.insert(), rows.values(said))
    audit.note(tx, author.name, "commented", subject, text)
    _announce(tx, subject)
    return said


def _moment(tx: Tx, subject: str) -> datetime:
    """Now, but later than what was said before: a clock may be set back."""
    before = comments_on(tx, [subject]).get(subject)
    return max(tx.now(), before[-1].at + _TICK) if before else tx.now()


def comments_on(tx: Tx, subjects: Iterable[str]) -> dict[str, tuple[Comment, ...]]:
    """What was said about these subjects, oldest first; those of silence are left out."""
    found: defaultdict[str, list[Comment]] = defaultdict(list)
    for some in rows.portions(subjects):
        query = select(tables.comment).where(rows.among(tx, _comment.subject, some))
        for one in rows.records(tx, query.order_by(_comment.at, _comment.id), Comment):
            found[one.subject].append(one)
    return {subject: tuple(said) for subject, said in found.items()}


def said_since(tx: Tx, moment: datetime) -> tuple[Comment, ...]:
    """What was said about anything since a moment, oldest first."""
    query = select(tables.comment).where(_comment.at > moment)
    return rows.records(tx, query.order_by(_comment.at, _comment.id), Comment)


def held_by(tx: Tx, user_id: str) -> tuple[str, ...]:
    """What somebody has in hand, the newest last."""
    query = select(_assignment.subject).where(_assignment.user_id == user_id)
    found = query.order_by(_assignment.at, _assignment.subject)
    return tuple(tx.connection.scalars(found))


def thread(tx: Tx, subject: str) -> Thread:
    """What was said about a subject, and who has it in hand."""
    said, held = comments_on(tx, [subject]), assigned(tx, [subject])
    return Thread(said.get(subject, ()), held.get(subject))


def assign(tx: Tx, actor: str, subject: str, to: User | None) -> str:
    """In whose hands (a user's id, "" for nobody's) a subject was; now in those of `to`."""
    before = _held(tx, subject)
    if (to.id if to else "") == before:
        return before
    tx.connection.execute(tables.assignment.delete().where(_assignment.subject == subject))
    if to:
        made = Assignment(subject, to.id, actor, tx.now())
        tx.connection.execute(tables.assignment.insert(), rows.values(made))
    audit.note(tx, actor, "assigned", subject, f"to {to.full_name if to else 'nobody'}")
    _announce(tx, subject)
    return before


def assigned(tx: Tx, subjects: Iterable[str]) -> dict[str, User]:
    """Who has these subjects in hand; those of nobody are left out."""
    found: dict[str, User] = {}
    joined = tables.assignment.join(tables.app_user)
    query = select(_assignment.subject.label("about"), tables.app_user).select_from(joined)
    for some in rows.portions(subjects):
        for row in rows.rows(tx, query.where(rows.among(tx, _assignment.subject, some))):
            found[row["about"]] = rows.record(User, row)
    return found


def forget(tx: Tx, subjects: Sequence[str]) -> None:
    """Delete what was said about subjects that are deleted, and whose they were."""
    for table in (tables.comment, tables.assignment):
        tx.connection.execute(table.delete().where(rows.among(tx, table.c.subject, subjects)))


def _held(tx: Tx, subject: str) -> str:
    row = rows.find(tx, select(_assignment.user_id).where(_assignment.subject == subject))
    return row["user_id"] if row else ""


def _announce(tx: Tx, subject: str) -> None:
    announce(tx, "inbox", subject.removeprefix("document:"))
    announce(tx, "exceptions", subject)
