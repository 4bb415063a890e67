"""What the portal answers while a list is read: rows of its own interface, and what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Error, Page, Request, Response

from fetchers.portals.fence import Fence
from fetchers.portals.patience import PAUSE_MS, lifeless
from fetchers.portals.recipe import JsonTwin
from fetchers.portals.values import at_path

_LONGEST_ANSWER: Final = 20 * 1024 * 1024  # bytes
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_SPOKEN: Final = frozenset({"document", "xhr", "fetch"})
_QUIET_LOOKS: Final = 3  # looks in a row without a request under way


@dataclass  # without slots: the browser's library keeps its own word with whom it calls back
class Ear:
    """Hears a page's answers while a list is walked.

    An answer is heard while the browser speaks, and read (`waiting`) when it is our turn. `failed`
    are the answers since the last `forget` that were errors; `document` is the status of the last
    page; `under_way` counts requests that are not answered yet.
    """

    fence: Fence
    told_in: JsonTwin | None
    waiting: list[Response] = field(default_factory=list)
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    total: int | None = None
    answers: int = 0
    failed: list[str] = field(default_factory=list)
    document: int = 200
    heard: int = 0
    under_way: set[Request] = field(default_factory=set)

    def forget(self) -> None:
        """Nothing comes back: what failed before no longer counts, nor what is still asked for.

        Some pages keep a request open all the time.
        """
        self.failed.clear()
        self.under_way.clear()
        self.heard = 0

    def begin(self) -> None:
        """Nothing comes back: rows are counted anew, as for another period."""
        self.rows.clear()
        self.waiting.clear()
        self.total = None

    def hear(self, response: Response) -> None:
        """Nothing comes back: an answer is noted, and kept for reading where it may hold rows."""
        kind = response.request.resource_type
        if kind not in _SPOKEN or not self.fence.allows(response.url):
            return
        self.heard += 1
        if response.status >= _SERVER_ERROR or response.status == _TOO_MANY:
            self.failed.append(f"HTTP {response.status}")
        if kind == "document" and response.frame.parent_frame is None:
            self.document = response.status
        if self.told_in is not None and self.told_in.url in response.url and response.ok:
            self.waiting.append(response)

    def asked(self, request: Request) -> None:
        """Nothing comes back: a request is under way."""
        if request.resource_type in _SPOKEN:
            self.under_way.add(request)

    def over(self, request: Request) -> None:
        """Nothing comes back: a request is no longer under way."""
        self.under_way.discard(request)

    def broke_off(self, request: Request) -> None:
        """Nothing comes back: a request got no answer."""
        self.under_way.discard(request)
        reason = request.failure or ""
        if request.resource_type in _SPOKEN and "ERR_ABORTED" not in reason:
            self.failed.append(reason.removeprefix("net::") or "no answer")

    def read(self) -> None:
        """Nothing comes back: all answers heard so far are read for their rows."""
        while self.waiting and self.told_in is not None:
            told = json_of(self.waiting.pop(0))
            rows = at_path(told, self.told_in.rows) if self.told_in.rows else told
            if isinstance(rows, list):
                self.answers += 1
                self.rows.extend(row for row in rows if isinstance(row, dict))
                total = at_path(told, self.told_in.total) if self.told_in.total else None
                self.total = total if isinstance(total, int) else self.total


@contextmanager
def listening(page: Page, ear: Ear) -> Iterator[Ear]:
    """The ear, at the page while the context is open."""
    page.on("response", ear.hear)
    page.on("request", ear.asked)
    page.on("requestfinished", ear.over)
    page.on("requestfailed", ear.broke_off)
    try:
        yield ear
    finally:
        page.remove_listener("response", ear.hear)
        page.remove_listener("request", ear.asked)
        page.remove_listener("requestfinished", ear.over)
        page.remove_listener("requestfailed", ear.broke_off)


def quiet(
    page: Page, ear: Ear, *, seconds: float, whole: Callable[[], bool] = lambda: False
) -> None:
    """Nothing comes back: the page asks for nothing any more, or time is up.

    One that came with an answer and has no scripts asks for nothing more. One that shows all that
    was asked for, as `whole` tells, is looked at once only.
    """
    looks = 0
    for _ in range(int(seconds * 1000 / PAUSE_MS)):
        if ear.heard and not ear.under_way and lifeless(page):
            return
        page.wait_for_timeout(PAUSE_MS)
        looks = 0 if ear.under_way else looks + 1
        if looks >= _QUIET_LOOKS or (looks == 1 and whole()):
            return


def json_of(response: Response) -> Any:
    """What an answer says as JSON; None where it is none, or too long."""
    try:
        if int(response.headers.get("content-length", "0")) > _LONGEST_ANSWER:
            return None
        return response.json()
    except (Error, ValueError):
        return None
