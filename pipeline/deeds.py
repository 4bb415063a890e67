"""What a person does in one transaction, and what is learned of it afterwards.

The pages are read for a lesson, which takes its time, so that never happens inside of the
transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from model.people import User
from pipeline import answers, teaching
from storage.store import Store, Tx

Afterwards = Callable[[Store], None]
"""What is left to do once the transaction is committed."""


def answer(tx: Tx, user: User, exception_id: str, key: str) -> Afterwards:
    """What is left to do after an exception's answer was given. Raises as `answers.answer` does."""
    confirmed = teaching.asked_of(tx, exception_id, key)
    answers.answer(tx, user, exception_id, key)

    def learn(store: Store) -> None:
        if confirmed:
            teaching.confirmed(store, user, confirmed)

    return learn


def correct(tx: Tx, user: User, document_id: str, name: str, value: str) -> Afterwards:
    """What is left to do after a field was corrected. Raises as `answers.correct` does."""
    answers.correct(tx, user, document_id, name, value)

    def learn(store: Store) -> None:
        teaching.corrected(store, user, document_id, name)

    return learn
