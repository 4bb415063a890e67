"""What this thread or task is at work on: opaque ids, for every line that it logs meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_ids: ContextVar[Mapping[str, str]] = ContextVar("billhook_at_work", default=_NOTHING)


def ids() -> Mapping[str, str]:
    """What is at work here, by kind: the ids of a mail, a visit, a document, a delivery."""
    return _ids.get()


@contextmanager
def on(**more: str) -> Iterator[None]:
    """Be at work on these, beside what was at work before, as long as the block lasts."""
    token = _ids.set({**_ids.get(), **more})
    try:
        yield
    finally:
        _ids.reset(token)
