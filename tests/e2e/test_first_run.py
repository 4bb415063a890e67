"""First run: from an empty company to its first document, by keyboard alone; all parts are real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from storage import audit, deliveries, mail, suppliers
from tests.dovecot import PASSWORD as MAIL_PASSWORD
from tests.dovecot import Dovecot
from tests.e2e.house import WORDS, House, house_with, signed_in
from tests.portals.farm.site import DOCS, FarmSite
from tests.portals.serving import serve
from tests.portals.sites import PASSWORD as PORTAL_PASSWORD
from tests.portals.sites import USER
from tests.ui.axe import violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(400)]

LONG = 60_000.0  # milliseconds
WRONG = "CANARY-wrong-tavern"


@pytest.fixture
def house() -> Iterator[House]:
    said = "loopback_http = true\nmail_poll_seconds = 1\n"
    with house_with(lambda _vault: None, passphrase=WORDS, empty=True, said=said) as made:
        yield made


def test_from_nothing_to_the_first_document(house: House, dovecot: Dovecot, tmp_path: Path) -> None:
    with serve(FarmSite().app()) as portal, signed_in(house) as page:
        complaints = _complaints(page)
        page.goto(house.url)
        expect(page.get_by_role("heading", name="First steps")).to_be_visible(timeout=LONG)
        expect(page).to_have_url(f"{house.url}/start")
        assert violations(page) == []
        _connects_a_mailbox(page, dovecot)
        _adds_a_portal(page, portal)
        _connects_a_destination(page, house, tmp_path)
        page.keyboard.press("4")
        expect(page.locator(".rl-row:visible")).to_have_count(len(DOCS), timeout=LONG)
        assert complaints == []
    assert not house.holds(WRONG, MAIL_PASSWORD, PORTAL_PASSWORD)
    with house.store.read() as tx:
        (box,), (receiver,) = mail.mailboxes(tx), deliveries.destinations(tx)
        (site,) = suppliers.portals(tx)
        verbs = [one.verb for one in audit.of_subject(tx, f"portal:{site.id}")]
    assert (box.name, receiver.settings["path"]) == ("Accounts payable", str(tmp_path))
    assert [verb for verb in verbs if "visit" in verb][-1] == "took the first visit"


def _complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    return said


def _type(page: Page, label: str, words: str) -> None:
    """Go to a field by Tab, and type in the place of what stands there."""
    field = page.get_by_label(label, exact=True)
    for _ in range(14):
        if field.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def _connects_a_mailbox(page: Page, dovecot: Dovecot) -> None:
    box = dovecot.mailbox()
    page.keyboard.press("1")
    expect(page.get_by_label("Name", exact=True)).to_be_focused(timeout=LONG)
    _type(page, "Mail address or user name", box.username)
    _type(page, "Password", WRONG)
    _type(page, "IMAP server", "127.0.0.1")
    _type(page, "Port", str(dovecot.imap))
    page.keyboard.press("Tab")
    page.keyboard.type("None")  # the protection of a server on this machine
    _type(page, "Folder", "INBOX")
    page.keyboard.press("Enter")
    fault = page.get_by_role("alert").get_by_text("refused this user name and password")
    expect(fault).to_be_visible(timeout=LONG)
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    _type(page, "Password", MAIL_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".step.done").get_by_text("Accounts payable")).to_be_visible(timeout=LONG)


def _adds_a_portal(page: Page, origin: str) -> None:
    page.keyboard.press("2")
    expect(page.get_by_label("Supplier", exact=True)).to_be_focused(timeout=LONG)
    _type(page, "Supplier", "Farm Ltd")
    _type(page, "Address of its sign-in page", f"{origin}/")
    _type(page, "User name", USER)
    _type(page, "Password", WRONG)
    page.keyboard.press("Enter")
    refused = page.get_by_text("It was typed once and is not sent again.")
    expect(refused).to_be_visible(timeout=LONG)
    assert violations(page) == []
    _type(page, "Password", PORTAL_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes, take it")).to_be_visible(timeout=LONG)
    expect(page.locator(".sample")).to_have_count(3)
    expect(page.locator(".sample").first).to_contain_text(DOCS[-1].number)
    assert violations(page) == []
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="To the portals")).to_be_visible(timeout=LONG)
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible(timeout=LONG)
    page.keyboard.press("f")
    expect(page.locator(".step.done")).to_have_count(3, timeout=LONG)


def _connects_a_destination(page: Page, house: House, folder: Path) -> None:
    page.keyboard.press("3")
    expect(page.locator(".kinds .kind").first).to_be_focused(timeout=LONG)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused(timeout=LONG)
    _type(page, "Folder", str(folder / "gone"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("is not there")).to_be_visible(timeout=LONG)
    _type(page, "Folder", str(folder))
    page.keyboard.press("Enter")
    expect(page.locator(".step.done")).to_have_count(4, timeout=LONG)
    assert list(folder.iterdir()) == []
