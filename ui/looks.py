"""Looks at the desk that open pages share: what many ask at once is asked once.

After a change every open page asks the same few questions. The first one asks the desk, the others
wait for its answer. An answer is handed out until something changes and for a second at most, and
only to pages whose people have the same rights.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from model.people import User

T = TypeVar("T")

LASTS: Final = 1.0
"""Seconds after which a look is old, also where nothing is known to have changed."""
MOST: Final = 256
"""So many answers are held; the ones asked for first go first."""


@dataclass(frozen=True, slots=True)
class _Look:
    answer: asyncio.Task[Any]
    until: float


class Looks:
    """The looks of one web process; used on its loop alone."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, _Look] = OrderedDict()

    def forget(self) -> None:
        """Something changed: what was seen before is handed out no more."""
        self._held.clear()

    async def share(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What the desk answers, asked off the loop and once for all that ask it by this key.

        Raises what the desk raises, to everybody who waits for that answer.
        """
        look = self._held.get(key)
        if look is None or look.until < time.monotonic() or _failed(look.answer):
            look = self._begin(key, ask)
        answer: T = await asyncio.shield(look.answer)  # a page that goes leaves it to the others
        return answer

    def _begin(self, key: Hashable, ask: Callable[[], Any]) -> _Look:
        task = asyncio.create_task(asyncio.to_thread(ask))
        task.add_done_callback(_failed)  # a failure that nobody waited for is none of the loop's
        look = self._held[key] = _Look(task, time.monotonic() + LASTS)
        self._held.move_to_end(key)
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return look


def rights_of(user: User) -> User:
    """What of a person says what they may see: who has the same sees the same."""
    return replace(user, id="", name="", full_name="", language=None)


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
