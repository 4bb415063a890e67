"""The Settings screen by keyboard: a rule changed and put back, a refusal beside its field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.ui.axe import violations_in_both
from tests.ui.conftest import Site, Watched, seated
from tests.ui.sample_desk import ADA
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_settings import EVENTS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def admin(room: BrowserContext, site: Site) -> Iterator[Watched]:
    with seated(room, site, ADA.name) as watched:
        yield watched


def test_a_rule_is_changed_refused_and_put_back_by_keyboard(admin: Watched) -> None:
    page = admin.open("/settings")
    row = page.get_by_role("group", name="PO tolerance percent")
    expect(row).to_be_visible()
    field, keyboard = row.get_by_role("textbox"), page.keyboard
    row.focus()
    for typed, words in (("many", "is not a number"), ("1.5", "2 unless changed")):
        keyboard.press("e")
        expect(field).to_be_focused()
        field.fill(typed)
        keyboard.press("Enter")
        expect(row).to_contain_text(words)
        row.focus()
    expect(field).to_have_value("1.5")
    keyboard.press("u")
    expect(field).to_have_value("2")
    expect(page.get_by_role("button", name="Put back")).to_be_hidden()
    assert admin.complaints == []


def test_a_backup_is_made_in_a_pane_that_everybody_can_read(
    admin: Watched,
) -> None:
    page = admin.open("/settings?view=backup")
    expect(page.get_by_text("Last backup 3 days ago.")).to_be_visible()
    assert violations_in_both(page) == []
    page.keyboard.press("b")
    expect(page.get_by_role("status").filter(has_text="proved by a trial restore")).to_be_visible()
    assert violations_in_both(page) == []
    assert admin.complaints == []


def test_the_search_narrows_the_rules(admin: Watched) -> None:
    page = admin.open("/settings")
    expect(page.locator(".rules .setrow")).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("tolerance")
    expect(page.locator(".rules .setrow:not([hidden])")).to_have_count(1)


def test_the_trail_goes_back_to_its_first_event_and_is_proved(admin: Watched) -> None:
    page = admin.open("/settings?view=trail")
    rows = page.locator(".trail-row")
    expect(rows).to_have_count(100)
    expect(rows.first).to_contain_text(HOSTILE)
    named = page.get_by_role("link", name=f"{HOSTILE} INV-1", exact=True)
    expect(named.first).to_have_attribute("title", "document:doc-1")
    for number in (200, EVENTS):
        page.keyboard.press("o")
        expect(rows).to_have_count(number)
    expect(page.get_by_role("button", name="Older")).to_be_hidden()
    page.keyboard.press("p")
    expect(page.get_by_text(f"{EVENTS} events, each proved")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("rule:")
    expect(named).to_have_count(0)


def test_who_is_no_admin_sees_the_rules_and_changes_none(signed_in: Watched) -> None:
    page = signed_in.open("/settings")
    expect(page.get_by_text("An admin can change these.")).to_be_visible()
    expect(page.locator(".rules :is(input, select):enabled")).to_have_count(0)
