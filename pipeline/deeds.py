"""What a person does in one transaction, and what is learned of it afterwards.

The pages are read for a lesson, which takes its time, so that never happens inside of the
transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from model.people import User
from model.teaching import Said
from pipeline import answers
from pipeline.documents import correcting, teaching
from pipeline.works import Reader
from storage.store import Store, Tx

Afterwards = Callable[[Store, Reader], str]
"""What is left to do once the transaction is committed; what came of it, for the person."""


def answer(tx: Tx, user: User, exception_id: str, key: str) -> Afterwards:
    """What is left to do after an exception's answer was given. Raises as `answers.answer` does."""
    confirmed = teaching.asked_of(tx, exception_id, key)
    answers.answer(tx, user, exception_id, key)

    def learn(store: Store, read: Reader) -> str:
        if confirmed:
            teaching.confirmed(store, read, user, confirmed)
        return ""

    return learn


def correct(tx: Tx, user: User, document_id: str, said: Said) -> Afterwards:
    """What is left to do after a field was corrected. Raises as `correcting.correct` does."""
    done = correcting.correct(tx, user, document_id, said)

    def learn(store: Store, read: Reader) -> str:
        return teaching.corrected(store, read, user, done, said)

    return learn
