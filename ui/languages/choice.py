"""Which language is spoken: that of the request, or of the page in which something happens."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from model.languages import Language

_SPOKEN: Final[ContextVar[Language | None]] = ContextVar("spoken", default=None)
_MOST_WISHES: Final = 20


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything inside in this language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def current() -> Language:
    """The language of who looks at what is made now; English where nobody is known."""
    return _of_page() or _SPOKEN.get() or Language.ENGLISH


def preferred(accepted: str) -> Language:
    """The first of our languages that a browser wishes for by Accept-Language (RFC 9110, 12.5.4).

    Regions are passed over (de-AT is German); English where none of its wishes is ours.
    """
    wishes = [_wish(wish) for wish in accepted.split(",")[:_MOST_WISHES]]
    ours = {language.value: language for language in Language}
    ranked = sorted((wish for wish in wishes if wish[1] > 0), key=lambda wish: -wish[1])
    return next((ours[code] for code, _ in ranked if code in ours), Language.ENGLISH)


def _wish(wish: str) -> tuple[str, float]:
    tag, _, weight = wish.partition(";")
    code = tag.strip().lower().partition("-")[0]
    try:
        return code, float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        return code, 0.0


def _of_page() -> Language | None:
    """The language of the page whose handler runs; None outside of pages and in threads.

    A worker that words a mail has no pages, and need not load what makes them.
    """
    pages = sys.modules.get("nicegui.slot")
    if pages is None:
        return None
    try:
        # get_stack would leave empty ones behind
        stack = pages.Slot.stacks.get(id(asyncio.current_task()))
        request = stack[-1].parent.client.request if stack else None
    except RuntimeError:  # a thread, or a page that is gone
        return None
    found = getattr(request.state, "language", None) if request else None
    return found if isinstance(found, Language) else None
