"""People and one's own account in a real browser, by keyboard where keys are promised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.ui.axe import violations
from tests.ui.conftest import Site, Watched, seated
from tests.ui.sample_desk import ADA, IVO
from tests.ui.sample_people import LINK

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PATIENCE = 60_000  # ms


@contextmanager
def _as(room: BrowserContext, site: Site, name: str) -> Iterator[Watched]:
    with seated(room, site, name) as watched:
        watched.page.set_default_timeout(PATIENCE)
        yield watched


def test_an_administrator_adds_a_person_and_is_shown_the_link_once(
    room: BrowserContext, site: Site
) -> None:
    with _as(room, site, ADA.name) as watched:
        page = watched.open("/settings?view=people")
        expect(page.locator(".person-row")).to_have_count(4)
        assert violations(page) == []
        page.keyboard.press("a")
        field = page.get_by_label("Full name")
        expect(field).to_be_focused()
        field.fill("Eve Ng")
        page.get_by_label("Name to sign in with").fill("eve")
        page.locator(".sform select").select_option("auditor")
        page.get_by_label("Name to sign in with").press("Enter")
        shown = page.locator(".sform output")
        expect(shown).to_have_text(f"{site.url}/choose?token={LINK.reveal()}")
        expect(page.locator(".q-loading-bar[role=progressbar]")).to_have_count(0)
        assert violations(page) == []
        page.get_by_role("button", name="Done").click()
        row = page.get_by_role("group", name="Eve Ng")
        expect(row).to_contain_text("has not chosen a password yet")
        expect(page.get_by_text(LINK.reveal())).to_have_count(0)
        page.get_by_label("Role of Ivo Marek").select_option("clerk")
        expect(page.get_by_text("ivo: Clerk.")).to_be_visible()
        mine = page.get_by_role("group", name=ADA.full_name)
        mine.get_by_role("button", name="Deactivate").click()
        expect(page.get_by_text("is the last administrator")).to_be_visible()
        assert watched.complaints == []


def test_an_auditor_sees_people_and_minds_their_own_account(
    room: BrowserContext, site: Site
) -> None:
    with _as(room, site, IVO.name) as watched:
        page = watched.open("/settings?view=people")
        expect(page.get_by_text("An administrator says who may sign in")).to_be_visible()
        expect(page.locator(".person-row :is(select, button)")).to_have_count(0)
        page.get_by_role("button", name="My account").click()
        expect(page.get_by_text("this one")).to_be_visible()
        hours = page.get_by_label("Hour of the daily mail")
        expect(hours).to_be_hidden()
        page.get_by_label("Mails to me").locator("select").first.select_option("at_once")
        hours.select_option("6")
        expect(hours).to_have_value("6")
        assert violations(page) == []
        page.keyboard.press("a")
        field = page.get_by_label("Your password so far")
        expect(field).to_be_focused()
        field.fill("the one before")
        page.get_by_label("Your new password").fill("violet ladder forty gulls")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Your password is changed.")).to_be_visible()
        page.get_by_role("button", name="Sign out everywhere").click()
        page.wait_for_url("**/login")
        assert watched.complaints == []
