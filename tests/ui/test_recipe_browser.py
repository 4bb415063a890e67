"""A recipe in the editor, by keyboard alone: faults, a test, saving, two people, and who may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.ui.axe import violations
from tests.ui.conftest import Scheme, Site, seated
from tests.ui.sample_desk import ADA, IVO
from tests.ui.sample_documents import HOSTILE

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

ADDRESS = "/recipe?doc=p1"


def typed(page: Page, old: str, new: str) -> None:
    """Put a word in another's place by keys, as a person does."""
    field = page.get_by_label("The recipe")
    field.evaluate(
        """(field, old) => {
          const at = field.value.indexOf(old);
          field.focus(); field.setSelectionRange(at, at + old.length);
        }""",
        old,
    )
    page.keyboard.type(new)


def gone(page: Page) -> None:
    """Wait until no message is on its way out: axe would judge the colours of its fading."""
    expect(page.locator(".q-notification")).to_have_count(0)


def selected(page: Page) -> str:
    """What is selected in the editor."""
    field = page.get_by_label("The recipe")
    return str(field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)"))


def test_a_fault_stands_beside_its_line_and_is_mended_there(
    room: BrowserContext, site: Site
) -> None:
    with seated(room, site, ADA.name) as at_desk:
        page = at_desk.open("/portals")
        expect(page.locator(".prow").first).to_be_visible()
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.wait_for_url("**/recipe?doc=*")
        expect(page.get_by_text("As visits go by it")).to_be_visible()
        page.keyboard.press("e")
        field, note = page.get_by_label("The recipe"), page.locator(".rt-note")
        expect(field).to_be_focused()
        typed(page, "dmy", "dym")
        expect(note).to_contain_text("4")
        expect(note).to_contain_text(HOSTILE)  # as text, never as markup
        assert violations(page) == []
        page.keyboard.press("Control+Home")
        page.keyboard.press("F8")
        assert selected(page) == "dates: dym"
        page.keyboard.type("dates: dmy")
        expect(note).to_have_count(0)
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        page.keyboard.type("says:")
        page.keyboard.press("Enter")
        page.keyboard.type("x")
        expect(field).to_have_value(holding("dates: dmy\nsays:\n  x\n"))
        page.get_by_role("button", name="Discard").press("Enter")
        expect(page.get_by_text("As visits go by it")).to_be_visible()
        assert at_desk.complaints == []
        assert at_desk.hosts == {site.url.removeprefix("http://")}


def test_a_recipe_is_tested_saved_compared_and_put_back_by_keyboard(
    room: BrowserContext, site: Site
) -> None:
    with seated(room, site, ADA.name) as at_desk:
        page = at_desk.open(ADDRESS)
        typed(page, "tr.row", "tr.bill")
        page.keyboard.press("Control+s")  # never tested: the first time is a warning
        expect(page.get_by_role("alert").filter(has_text="Press Ctrl S again")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".stages .on")).to_contain_text("reading the list 1 of 4")
        gone(page)
        assert violations(page) == []
        site.tell("tested well")
        found = page.locator(".rt-rows tbody tr")
        expect(found).to_have_count(5)
        expect(found.first).to_contain_text("equals the one on file")
        assert violations(page) == []
        page.keyboard.press("1")
        page.keyboard.press("Control+s")  # tested: once is enough
        expect(page.get_by_text("As visits go by it")).to_be_visible()
        gone(page)
        versions = page.locator(".vrow")
        expect(versions.first).to_contain_text("Edited by ada.")
        page.keyboard.press("j")
        page.keyboard.press("d")
        expect(page.locator(".rt-diff .ba-added")).to_contain_text("tr.bill")
        assert violations(page) == []
        page.keyboard.press("j")
        page.keyboard.press("b")
        expect(versions.first).to_contain_text("put back.")
        page.keyboard.press("1")
        expect(page.get_by_label("The recipe")).to_have_value(holding("tr.row"))
        assert at_desk.complaints == []


def holding(words: str) -> re.Pattern[str]:
    """A text with these words."""
    return re.compile(re.escape(words))


def test_the_second_to_save_sees_what_differs_and_loses_nothing(
    room: BrowserContext, site: Site
) -> None:
    with seated(room, site, ADA.name) as at_desk:
        page = at_desk.open(ADDRESS)
        typed(page, "EUR", "CHF")
        expect(page.get_by_text("Not saved, not tested")).to_be_visible()
        site.tell("save")  # somebody else, at this moment
        expect(page.locator(".vrow").first).to_contain_text("Edited by ben.")
        page.keyboard.press("Control+s")
        warning = page.get_by_role("alert").filter(has_text="somebody else saved")
        expect(warning).to_be_visible()
        expect(page.locator(".rt-diff .ba-removed").first).to_contain_text("EUR")
        expect(page.locator(".rt-diff .ba-added").first).to_contain_text("CHF")
        assert violations(page) == []
        page.keyboard.press("1")
        expect(page.get_by_label("The recipe")).to_have_value(holding("currency: CHF"))
        page.keyboard.press("Control+s")
        expect(page.get_by_role("alert").filter(has_text="no test of this text")).to_be_visible()
        page.keyboard.press("Control+s")
        expect(page.get_by_text("As visits go by it")).to_be_visible()
        expect(page.locator(".vrow").first).to_contain_text("Edited by ada.")
        assert at_desk.complaints == []


def test_a_draft_is_there_again_and_an_origin_is_added_by_its_name_alone(
    room: BrowserContext, site: Site
) -> None:
    with seated(room, site, ADA.name) as at_desk:
        page = at_desk.open(ADDRESS)
        field, drop = page.get_by_label("The recipe"), page.get_by_role("button", name="Discard")
        typed(page, "dmy", "mdy")
        expect(page.get_by_text("Not saved, not tested")).to_be_visible()
        page.reload()
        page.wait_for_function("window.did_handshake === true")
        expect(field).to_have_value(holding("dates: mdy"))
        expect(page.get_by_text("Not saved, not tested")).to_be_visible()
        typed(page, "mdy", "mdy # https://else.example")
        page.get_by_role("button", name="Add https://else.example").press("Enter")
        expect(page.get_by_text("is one of its origins now")).to_be_visible()
        drop.press("Enter")
        expect(field).to_have_value(holding("dates: dmy"))
        assert at_desk.complaints == []


def test_an_auditor_reads_it_and_is_offered_nothing_to_change(
    room: BrowserContext, site: Site
) -> None:
    with seated(room, site, IVO.name) as at_desk:
        page = at_desk.open(ADDRESS)
        expect(page.get_by_label("The recipe")).to_have_attribute("readonly", "")
        expect(page.get_by_role("button", name="Save")).to_have_count(0)
        expect(page.get_by_text("You may read it; an admin changes it.")).to_be_visible()
        assert violations(page) == []
        assert at_desk.complaints == []


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ({"width": 1440, "height": 900}, "dark"),
        ({"width": 390, "height": 844}, "light"),
        ({"width": 720, "height": 450}, "dark"),
    ],
)
def test_it_is_whole_in_the_dark_on_a_phone_and_at_200_percent(
    room: BrowserContext, site: Site, size: ViewportSize, scheme: Scheme, tmp_path: Path
) -> None:
    with seated(room, site, ADA.name, size=size, scheme=scheme) as at_desk:
        page = at_desk.open(ADDRESS)
        expect(page.get_by_text("As visits go by it")).to_be_visible()
        typed(page, "dmy", "dym")
        said = page.get_by_role("status").filter(has_text="Line 4")
        expect(said).to_be_visible()
        assert violations(page) == []
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0
        page.screenshot(path=tmp_path / "recipe.png")
        page.get_by_role("button", name="Discard").press("Enter")
        expect(said).to_have_count(0)
        assert at_desk.complaints == []
