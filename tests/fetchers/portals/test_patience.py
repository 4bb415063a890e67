"""How long a visit waits for what a page is to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from playwright.sync_api import Page

from fetchers.portals.patience import until, watch


@dataclass(frozen=True)
class Asked:
    """A document that is asked for in the page's place, or a part of a page."""

    frame: str = "main"
    navigates: bool = True
    resource_type: str = "document"

    def is_navigation_request(self) -> bool:
        return self.navigates


@dataclass(eq=False)
class Tab:
    """A page that shows nothing; `passed` counts the milliseconds that were let pass in it."""

    passed: int = 0
    main_frame: str = "main"
    heard: dict[str, Callable[[Asked], None]] = field(default_factory=dict)

    @property
    def context(self) -> Any:
        return self

    def on(self, event: str, hear: Callable[[Asked], None]) -> None:
        self.heard[event] = hear

    def is_closed(self) -> bool:
        return False

    def wait_for_timeout(self, milliseconds: int) -> None:
        self.passed += milliseconds


def waited(asked: Asked | None, *, comes_after: int = 10**9) -> int:
    """Milliseconds that a second's patience lasts, beside a request that is answered then."""
    tab = Tab()
    watch(cast("Any", tab))
    if asked is not None:
        tab.heard["request"](asked)

    def look() -> None:
        if asked is not None and tab.passed >= comes_after:
            tab.heard["requestfinished"](asked)

    assert until(cast("Page", tab), look, seconds=1) is None
    return tab.passed


def test_what_never_shows_is_waited_for_as_long_as_was_said() -> None:
    assert 1000 <= waited(None) < 1200


def test_time_stands_still_while_a_slow_server_s_next_document_is_on_its_way() -> None:
    assert 13_000 <= waited(Asked(), comes_after=12_000) < 13_300


def test_a_document_that_never_comes_is_given_half_a_minute() -> None:
    assert 31_000 <= waited(Asked()) < 31_300


def test_parts_and_frames_of_a_page_hold_no_time_up() -> None:
    assert waited(Asked(navigates=False, resource_type="xhr")) < 1200
    assert waited(Asked(frame="advertisement")) < 1200
