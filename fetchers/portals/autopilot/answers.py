"""The answers of a portal's own interface that were heard while its pages loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from fetchers.portals.fence import Fence
from fetchers.portals.paging.ear import json_of

_ASKED: Final = frozenset({"xhr", "fetch"})
_MOST: Final = 40
_LONGEST_PATH: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered under a path."""

    path: str
    value: Any


@dataclass
class Answers:
    """Keeps the answers to a page's own requests; they are read when it is our turn."""

    fence: Fence
    heard: list[Response] = field(default_factory=list)

    def hear(self, response: Response) -> None:
        """Nothing comes back: an answer of the portal's is kept."""
        if response.request.resource_type in _ASKED and len(self.heard) < _MOST:
            self.heard.append(response)

    def read(self) -> Iterator[Answer]:
        """What was answered since the last time, as far as it is JSON of the portal's own."""
        heard, self.heard = self.heard, []
        for response in heard:
            path = urlsplit(response.url).path
            if not response.ok or not self.fence.allows(response.url):
                continue
            value = json_of(response)
            if value is not None and len(path) <= _LONGEST_PATH:
                yield Answer(path, value)


@contextmanager
def hearing(page: Page, answers: Answers) -> Iterator[Answers]:
    """The answers, kept while the context is open."""
    page.on("response", answers.hear)
    try:
        yield answers
    finally:
        page.remove_listener("response", answers.hear)
