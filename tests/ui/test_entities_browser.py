"""Our companies in the settings, in a real browser, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from model.entities import PARTS
from tests.ui.axe import violations
from tests.ui.conftest import Site
from tests.ui.sample_desk import ADA
from tests.ui.test_people_browser import _as

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_company_is_added_changed_and_removed_by_keyboard(
    room: BrowserContext, site: Site
) -> None:
    with _as(room, site, ADA.name) as watched:
        page = watched.open("/settings?view=companies")
        page.keyboard.press("n")
        name = page.get_by_label("Name", exact=True)
        expect(name).to_be_focused()
        name.fill("Quay Light GmbH")
        page.get_by_label("VAT ids and registration numbers").fill("DE1\nHRB 5")
        assert violations(page) == []
        name.press("Enter")
        row = page.get_by_role("group", name="Quay Light GmbH")
        expect(row).to_contain_text("DE1, HRB 5")
        expect(page.locator(".q-loading-bar[role=progressbar]")).to_have_count(0)
        assert violations(page) == []
        row.focus()
        page.keyboard.press("e")
        code = page.get_by_label("Code")
        code.fill("QLG")
        code.press("Enter")
        expect(row).to_contain_text("QLG")
        row.focus()
        page.keyboard.press("r")
        expect(page.get_by_text("3 documents stay its own.")).to_be_visible()
        page.locator(".card.unlock").get_by_role("button", name="Remove").click()
        expect(row).to_have_count(0)
        assert watched.complaints == []


def test_one_of_several_companies_is_picked_in_the_inbox_and_the_overview(
    room: BrowserContext, site: Site
) -> None:
    with _as(room, site, ADA.name) as watched:
        page = watched.open("/settings?view=companies")
        for name, code in (("Harbour Books GmbH", "HBG"), ("Harbour Café", "HCF")):
            parts = dict.fromkeys(PARTS, "")
            page.evaluate(
                "said => fetch('/api/entities/put', {method: 'POST', body: JSON.stringify(said)})",
                {"id": "", "name": name, "code": code, **parts},
            )
        page = watched.open("/")
        page.get_by_label("Company").select_option("Harbour Café")
        expect(page.locator(".search input").first).to_have_value("entity:hcf")
        assert violations(page) == []
        page = watched.open("/overview")
        company = page.get_by_label("Company", exact=True)
        row = page.get_by_role("group", name="Harbour Books")
        expect(row).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("n")
        expect(company).to_be_focused()
        company.select_option("Harbour Books GmbH")
        expect(page).to_have_url(re.compile("view=c"))
        assert watched.complaints == []
