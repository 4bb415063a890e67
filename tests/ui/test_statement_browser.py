"""The Statements screen in Chromium: marking, reasons, the paper, hostile text, narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.ui.axe import violations
from tests.ui.conftest import Watched
from tests.ui.sample_documents import HOSTILE

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def open_statement(watched: Watched, supplier: str = "Hilti Deutschland") -> Page:
    """The Statements screen with this supplier's statement, the keys in its lines."""
    page = watched.open("/statements")
    expect(page.locator(".sb-row").first).to_be_visible()
    while page.locator(".st-title h2").inner_text() != supplier:
        page.keyboard.press("j")
        page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    expect(page.locator(".sb-scroll")).to_be_focused()
    return page


def test_marked_lines_and_entries_show_both_sums_and_what_they_differ_by(
    signed_in: Watched,
) -> None:
    page = open_statement(signed_in)
    page.keyboard.press("j")
    page.keyboard.press("x")  # 745.10 of theirs
    page.keyboard.press("Shift+J")  # and 333.33
    said = page.locator(".sb-say")
    expect(said).to_contain_text("2 lines 1,078.43 against 0 entries 0.00")
    page.locator(".sb-row", has_text="HD-439990").locator(".sb-box").last.click()
    expect(said).to_contain_text("against 1 entry 240.00 · they differ by 838.43")
    expect(page.locator(".sb-row.sel")).to_have_count(3)
    page.keyboard.press("m")
    expect(page.get_by_text("Linked. Z takes it back.")).to_be_visible()
    expect(page.locator(".sb-row.sel")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".rl-scroll")).to_be_focused()


def test_the_letter_and_the_reports_are_a_key_away(signed_in: Watched) -> None:
    page = open_statement(signed_in)
    for key, name in (("q", "letter.eml"), ("p", "report.pdf"), ("Shift+P", "report.xlsx")):
        with page.expect_download() as download:
            page.keyboard.press(key)
        assert download.value.suggested_filename == name
    expect(page.locator(".sb-scroll")).to_be_focused()
    assert signed_in.complaints == []


def test_a_difference_without_a_proposal_asks_why_in_its_place(signed_in: Watched) -> None:
    page = open_statement(signed_in)
    page.keyboard.press("a")
    why = page.get_by_label("Why is it right as it is?")
    expect(why).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".sb-scroll")).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Too small to pursue.")).to_be_visible()
    page.keyboard.type("jam and tea 4 1")  # no letter of it is a key
    page.keyboard.press("Enter")
    expect(page.get_by_text("Accepted. Z takes it back.")).to_be_visible()
    assert signed_in.complaints == []


def test_the_line_under_the_cursor_is_shown_on_the_paper(signed_in: Watched) -> None:
    page = open_statement(signed_in)
    page.keyboard.press("v")
    expect(page.locator(".hl.on text")).to_have_text("HD-440201")
    page.keyboard.press("j")
    expect(page.locator(".hl.on text")).to_have_text("HD-440233")
    page.keyboard.press("v")
    expect(page.locator(".dv-page")).to_be_hidden()


def test_what_is_settled_hides_and_comes_back_by_one_key(signed_in: Watched) -> None:
    page = open_statement(signed_in)
    settled = page.locator(".sb-title", has_text="Settled")
    expect(settled).to_be_visible()
    page.keyboard.press("w")
    expect(settled).to_have_count(0)
    page.keyboard.press("w")
    expect(settled).to_be_visible()


def test_hostile_text_of_a_statement_stays_text(signed_in: Watched) -> None:
    page = open_statement(signed_in, HOSTILE)
    page.keyboard.press("e")
    expect(page.locator(".sb-row.on b")).to_have_text(HOSTILE)
    expect(page.locator(".sb-say")).to_have_text(HOSTILE)
    assert page.evaluate("window.hurt") is None
    assert signed_in.complaints == []


def test_a_statement_fits_a_narrow_screen(signed_in: Watched) -> None:
    signed_in.page.set_viewport_size({"width": 390, "height": 844})
    page = signed_in.open("/statements")
    expect(page.locator(".sb-row.on")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


def test_an_address_names_the_statement_that_is_shown(signed_in: Watched) -> None:
    page = signed_in.open("/statements?doc=s4")
    expect(page.locator(".st-title h2")).to_have_text("DHL Express")
    expect(page.locator(".sb-say")).to_contain_text("Nothing is left.")


def test_ageing_and_accruals_are_a_key_away(signed_in: Watched) -> None:
    page = signed_in.open("/statements")
    expect(page.locator(".sb-row").first).to_be_visible()
    page.keyboard.press("y")
    row = page.locator(".btable tbody tr")
    expect(row).to_contain_text(HOSTILE)
    expect(row).to_contain_text("164.10 EUR")
    assert violations(page) == []
    page.keyboard.press("i")
    expect(page.get_by_text("All that arrived is billed.")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator(".sb-row").first).to_be_visible()
    assert signed_in.complaints == []
