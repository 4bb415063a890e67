"""Many documents at once in Chromium: filters, selection, saved views, hands and comments."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.ui.axe import violations
from tests.ui.conftest import Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def ready(page: Page) -> None:
    """Wait until the list shows a record and the pane its fields."""
    expect(page.locator(".rl-row.on")).to_be_visible()
    expect(page.locator(".fp h2")).to_be_visible()


def rows(page: Page, number: int) -> None:
    """Wait until the list holds so many records."""
    expect(page.locator(".rl-scroll")).to_have_attribute("aria-rowcount", str(number + 1))


def test_all_that_is_ready_goes_out_by_two_keys_and_comes_back_by_one(
    signed_in: Watched,
) -> None:
    page = signed_in.open("/?view=ready")
    ready(page)
    many = int(page.locator(".tab.on span").inner_text())
    page.locator(".rl-scroll").press("Control+a")
    expect(page.get_by_text(f"{many} selected")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("d")
    expect(page.get_by_text(f"{many} documents on the way.")).to_be_visible()
    expect(page.locator(".tab.on span")).to_have_text("0")
    page.keyboard.press("z")
    expect(page.locator(".tab.on span")).to_have_text(str(many))
    rows(page, many)
    assert signed_in.complaints == []


def test_several_are_selected_by_keyboard_and_given_to_a_person(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d3")
    ready(page)
    expect(page.locator(".rl-row.on")).to_contain_text("Fisher Lab Instruments")
    page.locator(".rl-scroll").press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.keyboard.press("Shift+K")
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.keyboard.press("@")
    asked = page.get_by_role("dialog", name="Assign to").get_by_label("Assign to")
    expect(asked).to_be_focused()
    page.keyboard.type("lind")
    choices = page.locator(".palette-row")
    expect(choices).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 things assigned to Ada Lindqvist.")).to_be_visible()
    expect(page.locator(".rl-who", has_text="AL")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".rl-who", has_text="AL")).to_have_count(0)
    assert signed_in.complaints == []


def test_what_is_picked_stands_in_the_search_and_is_saved_as_a_view(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d12")
    ready(page)
    page.locator(".rl-scroll").press("m")
    expect(page.locator(".hands")).to_contain_text("For Maya Okafor")
    page.locator(".search input").first.fill("Zeiss")
    rows(page, 1)
    page.get_by_label("Assigned").select_option("me")
    expect(page.locator(".search input").first).to_have_value("Zeiss for:me")
    rows(page, 1)
    page.locator(".rl-scroll").press("b")
    form = page.get_by_role("dialog", name="Save this view")
    name = form.get_by_label("Name")
    expect(name).to_be_focused()
    name.fill("<b>Mine")
    name.press("Enter")
    entry = page.locator(".saved-row", has_text="<b>Mine")
    expect(entry.locator(".c")).to_have_text("1")
    page.locator(".search input").first.fill("")
    expect(page.locator(".rl-scroll")).not_to_have_attribute("aria-rowcount", "2")
    entry.locator("a").click()
    rows(page, 1)
    expect(page.locator(".search input").first).to_have_value("Zeiss for:me")
    page.reload()
    rows(page, 1)
    expect(page.locator(".search input").first).to_have_value("Zeiss for:me")
    assert violations(page) == []
    entry.hover()
    page.get_by_role("button", name="Remove the view <b>Mine").click()
    expect(entry).to_have_count(0)
    assert signed_in.complaints == []


def test_a_saved_view_is_renamed_in_place(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d12")
    ready(page)
    page.locator(".rl-scroll").press("b")
    page.get_by_role("dialog", name="Save this view").get_by_label("Name").fill("Mine")
    page.keyboard.press("Enter")
    page.locator(".saved-row", has_text="Mine").hover()
    page.get_by_role("button", name="Rename the view Mine").click()
    name = page.get_by_role("dialog", name="Rename this view").get_by_label("Name")
    expect(name).to_have_value("Mine")
    assert violations(page) == []
    name.fill("<i>Ours")
    name.press("Enter")
    expect(page.locator(".saved-row", has_text="<i>Ours")).to_be_visible()
    expect(page.locator(".saved-row", has_text="Mine")).to_have_count(0)
    assert signed_in.complaints == []


def test_a_comment_is_said_by_keyboard_and_shown_as_text(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d38")
    ready(page)
    expect(page.locator(".said")).to_contain_text("<script>")
    page.locator(".rl-scroll").press("c")
    expect(page.locator(".say input")).to_be_focused()
    page.keyboard.type("Is <i>this</i> ours, @ada?")
    page.keyboard.press("Enter")
    expect(page.locator(".said", has_text="Is <i>this</i> ours, @ada?")).to_be_visible()
    assert page.locator(".said script, .said i").count() == 0
    assert page.evaluate("window.hurt") is None
    assert violations(page) == []
    assert signed_in.complaints == []


def test_a_page_whose_connection_broke_catches_up(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d2")
    ready(page)
    number = page.locator(".tab.on span")
    before = int(number.inner_text())
    page.evaluate("window.socket.io.engine.close()")
    for _ in range(3):
        signed_in.site.tell("arrive")
    expect(number).to_have_text(str(before + 3))
    rows(page, before + 3)
    expect(page.locator(".rl-row.on")).to_contain_text("Papyrus Verpackung AG")


def test_a_filter_that_says_nothing_is_explained(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all")
    ready(page)
    page.locator(".search input").first.fill("amount:much")
    expect(page.locator(".rl-note")).to_contain_text("amount: takes an amount")
    page.keyboard.press("Control+a")  # in a field this marks the text
    expect(page.locator(".batch")).to_be_hidden()


def test_questions_are_selected_answered_and_assigned_together(signed_in: Watched) -> None:
    page = signed_in.open("/exceptions")
    rows_ = page.locator(".xrow")
    expect(rows_.first).to_be_visible()
    before = rows_.count()
    page.keyboard.press("j")
    expect(rows_.first).to_be_focused()
    page.keyboard.press("Shift+J")
    expect(rows_.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_text("2 selected")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("m")
    expect(page.locator(".xrow .whose", has_text="For Maya Okafor")).not_to_have_count(0)
    expect(page.locator(".xrow:focus .whose")).to_have_text("For Maya Okafor")
    page.keyboard.press("c")
    field = page.locator(".xrow .say input")
    expect(field).to_be_focused()
    page.keyboard.type("Who knows <b>this</b> one?")
    page.keyboard.press("Enter")
    said = page.locator(".xrow .said", has_text="Who knows <b>this</b> one?")
    expect(said.first).to_be_visible()
    page.locator(".search input").first.fill("for:me")
    expect(rows_).not_to_have_count(before)
    page.locator(".search input").first.fill("no such thing")
    expect(page.get_by_text("No question fits.")).to_be_visible()
    page.locator(".search input").first.fill("")
    expect(rows_).to_have_count(before)
    assert signed_in.complaints == []
