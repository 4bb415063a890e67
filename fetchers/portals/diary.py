"""A visit's diary: what it did and which pages it saw, without a word of their content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from model.clock import Clock
from model.forensics import Step

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Download, Frame, Page

_MOST: Final = 400
_LONGEST: Final = 200


def plain_address(url: str) -> str:
    """An address without what may hold a token or a name: query, fragment, and who signs in."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:_LONGEST]


@dataclass  # without slots: Playwright keeps its wrappers of our handlers on us
class Diary:
    """The steps of a visit so far; the first and the last are kept where there are too many."""

    clock: Clock
    steps: list[Step] = field(default_factory=list)
    _began: float = 0.0

    def __post_init__(self) -> None:
        self._began = self.clock.monotonic()

    def note(self, what: str) -> None:
        """Nothing comes back: the step is kept, with its time."""
        if len(self.steps) >= _MOST:
            del self.steps[_MOST // 2]
        self.steps.append(Step(round(self.clock.monotonic() - self._began, 2), what))

    def watch(self, context: BrowserContext) -> None:
        """Nothing comes back: pages and downloads of the context are noted from now on."""
        for page in context.pages:
            self._watch(page)
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", self._arrived)
        page.on("download", self._downloads)

    def _arrived(self, frame: Frame) -> None:
        if frame.parent_frame is None and frame.url.startswith(("http:", "https:")):
            self.note(f"page {plain_address(frame.url)}")

    def _downloads(self, download: Download) -> None:
        self.note(f"download from {plain_address(download.url)}")
