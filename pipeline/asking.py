"""Asking a person: one way to raise an exception, under a key that lets it be asked once."""

from __future__ import annotations

from typing import Final

from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from storage import exceptions
from storage.store import Tx

SEEN: Final = (Answer("1", "Seen", Action.DISMISS),)


def ask(
    tx: Tx,
    reason: ExceptionReason,
    *,
    subject: str,
    sentence: str,
    key: tuple[str, ...],
    answers: tuple[Answer, ...] = SEEN,
    title: str = "",
    fields: tuple[str, ...] = (),
) -> bool:
    """Whether the question is new. `key` names it: the same key is the same question."""
    return exceptions.raise_(
        tx,
        ExceptionItem(
            id=question_id(*key),
            reason=reason,
            sentence=sentence,
            subject=subject,
            opened=tx.now(),
            answers=answers,
            title=title,
            fields=fields,
        ),
    )


def question_id(*key: str) -> str:
    """The id of the question with this key."""
    return exceptions.id_of(*key)
