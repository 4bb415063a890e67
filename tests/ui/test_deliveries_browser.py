"""The Deliveries screen in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.axe import violations
from tests.ui.conftest import Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize("wide", [1440, 1280])
def test_no_tag_of_a_delivery_is_cut_off(signed_in: Watched, wide: int) -> None:
    signed_in.page.set_viewport_size({"width": wide, "height": 900})
    page = signed_in.open("/deliveries")
    tags = page.locator(".rl-sup em:not(:empty)")
    expect(tags.first).to_have_text("Credit")
    whole = "e => e.getBoundingClientRect().right <= e.parentNode.getBoundingClientRect().right"
    assert all(tag.evaluate(whole) for tag in tags.all())


def test_destinations_are_paused_and_resumed_by_keyboard(signed_in: Watched) -> None:
    page = signed_in.open("/deliveries")
    bar = page.get_by_role("region", name="Destinations")
    expect(bar).to_contain_text("Down since")
    shown = page.locator(".detail h2")
    expect(shown).to_be_visible()
    first = shown.inner_text()
    page.keyboard.press("t")
    expect(bar.locator(".dest").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(shown).not_to_have_text(first)
    its = page.locator(".detail [data-press=pause]")
    page.keyboard.press("p")
    expect(bar).to_contain_text("Paused")
    expect(its).to_contain_text("Resume")
    page.keyboard.press("p")
    expect(bar).not_to_contain_text("Paused")
    expect(its).to_contain_text("Pause")
    assert signed_in.complaints == []


def test_deliveries_are_sent_again_and_taken_back_by_keyboard(signed_in: Watched) -> None:
    page = signed_in.open("/deliveries")
    expect(page.locator(".detail h2")).to_be_visible()
    page.keyboard.press("Shift+R")
    expect(page.get_by_text("1 delivery sent again.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("1 taken back.")).to_be_visible()
    page.keyboard.press("y")
    form = page.get_by_role("dialog", name="Send a period again")
    form.get_by_label("From").press("Enter")
    expect(page.get_by_text("2 deliveries sent again.")).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_role("region", name="What is sent")).to_contain_text('"key"')
    assert page.evaluate("window.hurt") is None
    assert violations(page) == []
    assert signed_in.complaints == []
