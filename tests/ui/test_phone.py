"""The dashboard on a phone, and at 200 % zoom: one column, and everything by thumb."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.ui.axe import violations
from tests.ui.conftest import Site, Watched, seated

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 720, "height": 450}  # 1440 x 900 at 200 %
SCREENS = {
    "/": ".rl-row.on",
    "/exceptions": ".xrow",
    "/statements": ".sb-row",
    "/portals": ".prow",
}
THUMB = 40  # CSS pixels; WCAG 2.2 (2.5.8) asks for 24
WAIT = 60_000


@pytest.fixture(params=[PHONE, ZOOMED], ids=["phone", "zoomed"])
def small(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A signed-in page on a small screen that is touched."""
    with (
        chromium.new_context(has_touch=True) as room,
        seated(room, site, size=request.param) as watched,
    ):
        yield watched


def test_every_screen_fits_and_is_clean(small: Watched) -> None:
    for path, shown in SCREENS.items():
        page = small.open(path)
        expect(page.locator(shown).first).to_be_visible(timeout=WAIT)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert violations(page) == []
    assert small.complaints == []


def test_a_question_is_answered_and_a_document_delivered_by_thumb(small: Watched) -> None:
    page = small.open("/?view=ready")
    row = page.locator(".rl-row").nth(2)
    expect(row).to_be_visible(timeout=WAIT)
    supplier = row.locator("b").inner_text()
    row.tap()
    expect(page.locator(".fp h2")).to_have_text(supplier, timeout=WAIT)
    assert violations(page) == []
    deliver = page.locator(".acts-bar .pri")
    assert _height(deliver) >= THUMB
    deliver.tap()
    expect(page.get_by_text("is on its way.")).to_be_visible(timeout=WAIT)
    page.locator(".undo-bar .btn").tap()
    expect(page.get_by_text("Taken back: the delivery.")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Back to the list").tap()
    expect(page.locator(".rl-row.on")).to_be_visible(timeout=WAIT)
    page = small.open("/exceptions")
    first = page.locator(".xrow").first
    expect(first).to_be_visible(timeout=WAIT)
    answer = first.locator(".acts .btn").first
    assert _height(answer) >= THUMB
    assert small.complaints == []


def test_a_saved_view_is_chosen_by_thumb(small: Watched) -> None:
    page = small.open("/")
    chosen = page.get_by_label("Saved views", exact=True).and_(page.locator("select"))
    expect(chosen.locator("option")).to_have_count(2, timeout=WAIT)
    assert violations(page) == []
    chosen.select_option(label="Credit notes")
    page.wait_for_url("**q=kind*")
    assert small.complaints == []


def _height(control: Locator) -> float:
    box = control.bounding_box()
    assert box
    return box["height"]
