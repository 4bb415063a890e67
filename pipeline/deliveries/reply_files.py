"""One file of answers: kept in one transaction, or shown to a person who sees why not."""

from __future__ import annotations

import hashlib
from typing import Final

from feeds.replies import replies_in
from model.deliveries import Destination, ReplyChannel
from model.exceptions import ExceptionReason
from pipeline.asking import ask
from pipeline.deliveries import responding
from pipeline.deliveries.responding import Source
from pipeline.works import Works

DONE: Final = "done"
REFUSED: Final = "refused"
"""The folders beside the files into which those that were read are set aside."""


def take(works: Works, destination: Destination, content: bytes) -> int:
    """How many answers of a file are new. Raises WrongInput where it holds none."""
    came = replies_in(content, hashlib.sha256(content).hexdigest())
    with works.store.begin() as tx:
        return responding.take(tx, Source(destination, ReplyChannel.FILE), came)


def complain(works: Works, destination: Destination, sentence: str, *, mark: str) -> None:
    """Tell a person, once, what stands in the way of a destination's answers."""
    with works.store.begin() as tx:
        ask(
            tx,
            ExceptionReason.REPLY_UNCLEAR,
            subject=f"destination:{destination.id}",
            sentence=f"{destination.name}: {sentence}",
            key=("reply file", destination.id, mark, sentence),
        )
