"""The forms that connect something, by keyboard: where an error stands, and what stays hidden."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.ui.axe import violations
from tests.ui.conftest import Site, Watched, seated
from tests.ui.sample_desk import ADA
from tests.ui.sample_documents import HOSTILE
from tests.ui.test_vault_browser import Frames, markup

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

CANARY = "CANARY-box-4711"


@pytest.fixture
def at_desk(room: BrowserContext, site: Site) -> Iterator[Watched]:
    with seated(room, site, ADA.name) as watched:
        yield watched


def test_a_mailbox_is_connected_by_keyboard_with_the_error_beside_its_field(
    at_desk: Watched,
) -> None:
    page = at_desk.open("/settings?view=mailboxes")
    frames = Frames(page)
    expect(page.locator(".conn:visible")).to_have_count(3)
    expect(page.locator(".conn:visible").first).to_contain_text(HOSTILE)
    assert violations(page) == []
    page.keyboard.press("n")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("ap@gmx.de")
    expect(page.get_by_label("IMAP server")).to_have_value("imap.gmx.net")
    page.get_by_label("Mail address").fill("ap@us.example")
    expect(page.get_by_label("IMAP server")).to_have_value("imap.us.example")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("refused this password")
    expect(page.get_by_label("Password")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Control+a")
    page.keyboard.type(CANARY)
    page.get_by_role("button", name="Test").press("Enter")
    expect(page.get_by_role("status").get_by_text("Signed in; INBOX")).to_be_visible()
    page.get_by_role("button", name="Connect", exact=True).press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert not frames.hold(CANARY)
    assert CANARY not in markup(page)
    assert at_desk.complaints == []


def test_a_change_begins_with_what_is_known_and_shows_no_password(at_desk: Watched) -> None:
    page = at_desk.open("/settings?view=mailboxes")
    page.get_by_role("group", name="Accounts payable").focus()
    page.keyboard.press("e")
    expect(page.get_by_label("IMAP server")).to_have_value("imap.aldermoor.example")
    expect(page.get_by_label("Password")).to_have_value("")
    expect(page.get_by_label("Protection")).to_have_value("tls")
    assert at_desk.complaints == []


def test_a_destination_is_chosen_by_kind_and_connected_by_keyboard(at_desk: Watched) -> None:
    page = at_desk.open("/settings?view=destinations")
    expect(page.locator(".conn:visible")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("n")
    kinds = page.locator(".kinds .kind")
    expect(kinds.first).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(kinds.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("/srv/bills")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert at_desk.complaints == []


def test_what_hangs_on_a_mailbox_is_said_before_it_is_removed_by_keyboard(at_desk: Watched) -> None:
    page = at_desk.open("/settings?view=mailboxes")
    expect(page.get_by_text("new mail is pushed")).to_be_visible()
    page.get_by_role("group", name="Accounts payable").focus()
    page.keyboard.press("r")
    told = page.get_by_role("dialog").get_by_role("listitem")
    expect(told.first).to_have_text("1,204 mails came from it: they stay, with their documents.")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()  # nothing goes by a slip
    assert violations(page) == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("Accounts payable is removed.")).to_be_visible()
    assert at_desk.complaints == []


def test_a_destination_goes_once_a_second_person_said_so(at_desk: Watched) -> None:
    page = at_desk.open("/settings?view=destinations")
    page.get_by_role("group", name="Approval").focus()
    page.keyboard.press("r")
    expect(page.get_by_text("A second person confirms this")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Remove").press("Enter")
    expect(page.get_by_text("it waits in Exceptions")).to_be_visible()
    expect(page.locator(".conn:visible")).to_have_count(2)
    assert at_desk.complaints == []


def test_a_consent_shows_its_code_and_takes_the_address_where_the_browser_ended(
    at_desk: Watched,
) -> None:
    page = at_desk.open("/settings?view=mailboxes")
    page.get_by_role("button", name="Microsoft 365", exact=True).press("Enter")
    page.get_by_label("Mail address").fill("ap@us.example")
    page.get_by_label("Application (client) id").fill("client-1")
    page.get_by_label("Tenant").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("No such tenant")
    expect(page.get_by_label("Tenant")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Tenant").fill("us.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_have_text("ABCD-EFGH")
    expect(page.get_by_role("link", name="microsoft.com/devicelogin")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Google Workspace").press("Enter")
    page.get_by_label("Mail address").fill("ap@us.example")
    page.get_by_label("Application (client) id").fill("client-1")
    page.get_by_label("Secret of the application").fill(CANARY)
    page.keyboard.press("Enter")
    page.get_by_label("Address of the last page").fill("http://127.0.0.1:9/?state=x&code=1")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert at_desk.complaints == []
