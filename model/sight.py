"""In whose name something is asked: what is read for the screens shows what that person may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from model.people import User

_WHO: ContextVar[User | None] = ContextVar("who", default=None)


@contextmanager
def seen_by(user: User | None) -> Iterator[None]:
    """What is asked inside, in threads that begin there too, is in this person's name."""
    token = _WHO.set(user)
    try:
        yield
    finally:
        _WHO.reset(token)


def who() -> User | None:
    """In whose name is asked; None where nobody has said so."""
    return _WHO.get()
