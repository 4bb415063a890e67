"""A clerk takes over the page of a visit in the dashboard: the whole way, in two browsers."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.portals.live_browser import Clerk, clerk
from tests.portals.walls import PLACES
from tests.ui.axe import violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PAPER = (700, 700)
CANARY = "zebra"  # what the clerk types


def until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 45
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)


def green(maya: Clerk) -> bool:
    red, much, _ = maya.colour(PAPER)
    return much > 200 and red < 90


def test_a_clerk_solves_a_check_from_the_portals_screen(capfd: pytest.CaptureFixture[str]) -> None:
    with clerk(scale=1.5) as maya:
        maya.opens_the_live_page()
        assert violations(maya.page) == []
        maya.click(PLACES["box"])
        until(lambda: green(maya))
        maya.page.set_viewport_size({"width": 1100, "height": 700})
        until(lambda: green(maya))
        maya.click(PLACES["field"])
        maya.page.keyboard.type(CANARY[:3])
        maya.page.keyboard.insert_text(CANARY[3:])
        maya.page.keyboard.press("Enter")
        until(lambda: not green(maya))
        maya.page.keyboard.press("Shift+Escape")
        assert maya.page.evaluate("document.activeElement.dataset.press") == "live-done"
        maya.page.keyboard.press("d")
        maya.page.get_by_text("7 new documents").first.wait_for(timeout=60_000)
        assert maya.complaints == []
        for file in maya.folder.rglob("*"):
            if file.is_file():
                assert CANARY.encode() not in file.read_bytes(), file
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err
