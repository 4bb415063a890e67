"""A clerk shows one row of a portal's list in the dashboard: the whole way, in two browsers."""

from __future__ import annotations

import pytest

from tests.portals.live_browser import LONG, clerk
from tests.portals.odd_lists import DOCS, HERE, row_at
from tests.ui.axe import violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_clerk_shows_one_row_and_says_yes_by_one_key() -> None:
    with clerk(odd=True) as maya:
        maya.opens_the_live_page("s")
        said = maya.page.get_by_role("group", name="Showing the list")
        said.get_by_text("Go to the list of invoices").wait_for(timeout=LONG)
        maya.click(HERE["corner"])
        maya.page.wait_for_timeout(1_500)  # the picture of the list is not text to wait for
        maya.page.keyboard.press("Shift+Escape")
        maya.page.keyboard.press("s")
        said.get_by_text("Click the row of one invoice").wait_for(timeout=LONG)
        maya.click(row_at(1))
        said.get_by_text("Is that right?").wait_for(timeout=LONG)
        assert "5 rows: number, date, amount; the file behind “PDF”" in said.inner_text()
        assert violations(maya.page) == []
        maya.page.keyboard.press("y")
        maya.page.get_by_text(f"{len(DOCS)} new documents").first.wait_for(timeout=LONG)
        maya.page.goto(maya.page.url.split("/live")[0] + "/portals")
        maya.page.get_by_text("shown by a person").wait_for(timeout=LONG)
        maya.page.get_by_text("Shown by maya, who said yes to: 5 rows").wait_for(timeout=LONG)
        assert maya.complaints == []
