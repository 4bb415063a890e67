"""What people said that the mails of a sender are."""

from __future__ import annotations

from sqlalchemy import select

from model.mail import Lesson
from storage import rows, tables
from storage.tx import Tx


def of_sender(tx: Tx, sender: str) -> tuple[Lesson, ...]:
    """Everything that was taught about this sender's mails."""
    query = select(tables.lesson).where(tables.lesson.c.sender == sender)
    return rows.records(tx, query.order_by(tables.lesson.c.id), Lesson)


def teach(tx: Tx, lesson: Lesson) -> None:
    """Keep a lesson; a later one about the same sender and shape takes its place."""
    rows.put(tx, tables.lesson, rows.values(lesson))
