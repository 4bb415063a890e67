"""Mailboxes in trouble: a person is asked once, and an answer is heard."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Final

from model.clock import Clock
from model.exceptions import Action, Answer, ExceptionReason
from model.suppliers import Mailbox
from pipeline.asking import ask
from storage import exceptions
from storage.store import Tx

_SEEN: Final = "2"
_ANSWERS: Final = (
    Answer("R", "Try again now", Action.RETRY),
    Answer(_SEEN, "Seen", Action.DISMISS),
)


def ask_person(tx: Tx, mailbox: Mailbox, sentence: str, since: datetime) -> str | None:
    """The id of the open question about a mailbox; None where somebody has seen it.

    `since` is when the trouble began: what was seen is not asked again before it has ended.
    """
    subject = f"mailbox:{mailbox.id}"
    if not exceptions.open_of(tx, subject):
        ask(
            tx,
            ExceptionReason.MAILBOX_NEEDS_PERSON,
            subject=subject,
            sentence=sentence,
            key=("mailbox", mailbox.id, since.isoformat()),
            answers=_ANSWERS,
            title=mailbox.name,
        )
    return next((item.id for item in exceptions.open_of(tx, subject)), None)


def dealt_with(tx: Tx, question: str) -> bool:
    """Whether somebody wants another try, or connected the mailbox anew."""
    item = exceptions.get(tx, question)
    return item.answered is not None and item.answer != _SEEN


def works_again(tx: Tx, mailbox_id: str, why: str) -> None:
    """Close what was asked about a mailbox."""
    for item in exceptions.open_of(tx, f"mailbox:{mailbox_id}"):
        exceptions.close(tx, item.id, why)


class Until(threading.Event):
    """Set once `outer` is set or the instant `end` has come: a line ends before its token does."""

    def __init__(self, outer: threading.Event, end: datetime | None, clock: Clock) -> None:
        super().__init__()
        self._outer = outer
        self._end = end
        self._clock = clock

    @property
    def bell(self) -> int | None:
        """What to poll for the outer wish, where it can be polled."""
        return getattr(self._outer, "bell", None)

    def is_set(self) -> bool:
        """Whether it is time to stop."""
        return self._outer.is_set() or self._left() <= 0

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it is time to stop, after at most `timeout` seconds."""
        left = max(0.0, self._left())
        self._outer.wait(left if timeout is None else min(left, timeout))
        return self.is_set()

    def _left(self) -> float:
        if self._end is None:
            return threading.TIMEOUT_MAX
        return (self._end - self._clock.now()).total_seconds()
