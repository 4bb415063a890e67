"""What a person decides on one page, done one after the other in the order of the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from ui.components.parts import toast
from ui.languages import say

MOST: Final = 20
"""So many decisions wait for those before them; more keys than that were not meant."""


class Turns:
    """The decisions of one page. None is dropped while another is on its way, none overtakes."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def take(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do it once all that was decided before is done."""
        if self._waiting >= MOST:
            toast(say("Too many keys at once: the last one was dropped."), wrong=True)
            return
        self._waiting += 1
        try:
            async with self._turn:
                await deed()
        finally:
            self._waiting -= 1
