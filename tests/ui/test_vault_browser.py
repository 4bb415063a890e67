"""The Vault screen in a real browser: by keyboard, in both themes, and where values are not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from tests.ui.axe import violations_in_both
from tests.ui.conftest import Site, Watched, seated
from tests.ui.sample_desk import ADA
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_vault import CANARY, OWN

pytestmark = pytest.mark.e2e
NEW = "CANARY-of-a-new-password"
EXPORT = "CANARY-of-an-export"
FORMS = {
    "i": "The file's own password",
    "n": "Name in the vault",
    "p": "New password",
    "t": "Or the key below it",
    "o": "Allowed origins",
}


class Frames:
    """Every word that goes over the page's sockets."""

    def __init__(self, page: Page) -> None:
        self.words: list[str] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        for way in ("framesent", "framereceived"):
            socket.on(way, lambda frame: self.words.append(str(frame)))

    def hold(self, secret: str) -> bool:
        """Whether a secret was among them."""
        return any(secret in words for words in self.words)


@pytest.fixture
def admin(room: BrowserContext, site: Site) -> Iterator[Watched]:
    """An admin's page."""
    room.grant_permissions(["clipboard-read", "clipboard-write"])
    with seated(room, site, ADA.name) as watched:
        yield watched


def choose(watched: Watched, name: str) -> Page:
    page = watched.open(f"/vault?doc={name}")
    expect(page.locator(".detail h2")).to_have_text(name)
    return page


def press(page: Page, key: str, label: str) -> None:
    """Open a form by its key, and wait until its field has the focus."""
    page.keyboard.press(key)
    expect(page.get_by_label(label)).to_be_focused()


def own_password(page: Page, key: str) -> None:
    press(page, key, "Your own password")
    page.keyboard.type(OWN)
    page.keyboard.press("Enter")


def markup(page: Page) -> str:
    """All that is in the page: elements, attributes, and the values of fields."""
    values = page.evaluate("[...document.querySelectorAll('input,textarea')].map((e) => e.value)")
    return page.content() + json.dumps(values)


def test_every_form_is_a_key_away_named_and_clean(admin: Watched) -> None:
    page = choose(admin, "orange")
    for key, label in FORMS.items():
        page.keyboard.press(key)
        expect(page.get_by_label(label)).to_be_visible()
        page.wait_for_timeout(400)
        assert violations_in_both(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_label(label)).to_have_count(0)
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Remove orange?")).to_have_count(0)
    assert admin.complaints == []


def test_a_value_is_shown_after_the_own_password_and_is_gone_afterwards(admin: Watched) -> None:
    frames = Frames(admin.page)
    page = choose(admin, "nordwind")
    press(page, "r", "Your own password")
    page.keyboard.type("CANARY-guess")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("not the password")).to_be_visible()
    expect(page.get_by_label("Your own password")).to_be_focused()
    expect(page.get_by_label("Your own password")).to_have_value("")
    assert CANARY not in markup(page)
    page.keyboard.type(OWN)
    page.keyboard.press("Enter")
    expect(page.get_by_label("The value")).to_have_text(CANARY)
    expect(page.get_by_text("Hidden in", exact=False)).to_be_visible()
    assert violations_in_both(page) == []
    page.keyboard.press("Enter")  # "Hide now" has the focus
    expect(page.get_by_label("The value")).to_have_count(0)
    assert CANARY not in markup(page)
    assert not any(frames.hold(secret) for secret in (CANARY, OWN, "CANARY-guess"))
    assert frames.words


def test_leaving_by_escape_leaves_nothing_behind(admin: Watched) -> None:
    page = choose(admin, "nordwind")
    own_password(page, "r")
    expect(page.get_by_label("The value")).to_have_text(CANARY)
    page.keyboard.press("Escape")
    expect(page.get_by_label("The value")).to_have_count(0)
    assert CANARY not in markup(page)


def test_a_code_hides_itself_when_it_runs_out(admin: Watched) -> None:
    page = choose(admin, "nordwind/totp")
    own_password(page, "r")
    expect(page.get_by_label("The value")).to_have_text("246810")
    expect(page.get_by_label("The value")).to_have_count(0, timeout=10_000)
    assert "246810" not in markup(page)


def test_a_copy_goes_to_the_clipboard_and_never_to_the_page(admin: Watched) -> None:
    frames = Frames(admin.page)
    page = choose(admin, "nordwind")
    own_password(page, "c")
    expect(page.get_by_text("Copied; the clipboard is emptied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == CANARY
    assert CANARY not in markup(page)
    assert not frames.hold(CANARY)


def test_a_password_is_replaced_and_the_list_hears_of_it(admin: Watched) -> None:
    frames = Frames(admin.page)
    page = choose(admin, "castello")
    row = page.locator(".rl-row.on")
    expect(row).to_contain_text("Reused")
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    press(page, "p", "New password")
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_text("castello has a new password.")).to_be_visible()
    expect(row).to_contain_text("Fine")
    assert NEW not in markup(page)
    assert not frames.hold(NEW)
    assert not any(NEW in url for url in urls)
    assert admin.complaints == []


def test_an_export_is_imported_and_no_word_of_it_goes_over_the_socket(admin: Watched) -> None:
    frames = Frames(admin.page)
    page = admin.open("/takeover")
    page.keyboard.press("i")
    file = page.locator("input[type=file]")
    expect(file).to_be_focused()
    export = {"name": "export.json", "mimeType": "application/json", "buffer": EXPORT.encode()}
    file.set_input_files(export)  # type: ignore[arg-type]  # a file
    own = page.get_by_label("The file's own password")
    own.fill("CANARY-guess")
    own.press("Enter")
    expect(page.get_by_role("alert").get_by_text("does not open")).to_be_visible()
    own.fill(OWN)
    own.press("Enter")
    expect(page.get_by_role("heading", name="1 new sign-in, 1 here already")).to_be_visible()
    expect(page.locator(".told li")).to_have_text([f"{HOSTILE}: Its password is empty."])
    page.wait_for_timeout(400)
    assert violations_in_both(page) == []
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_have_count(0)
    assert not any(frames.hold(one) for one in (EXPORT, "CANARY-guess", OWN))
    assert [one for one in admin.complaints if "400 (Bad Request)" not in one] == []


def test_search_kinds_and_views_narrow_the_list(admin: Watched) -> None:
    page = admin.open("/vault")
    rows = page.locator(".rl-row:visible")
    expect(rows).to_have_count(12)
    page.get_by_label("Kind").select_option("mailbox")
    expect(rows).to_have_count(1)
    page.get_by_label("Kind").select_option("")
    page.keyboard.press("/")
    page.keyboard.type("office365")
    expect(rows).to_have_count(1)
    page.get_by_label("Search").fill("no such thing")
    expect(page.get_by_text("No record fits.")).to_be_visible()


def test_a_clerk_sees_what_is_kept_and_no_way_to_open_it(signed_in: Watched) -> None:
    page = choose(signed_in, "nordwind")
    expect(page.get_by_role("button", name="Replace password")).to_be_visible()
    for press in ("reveal", "copy", "origins", "remove", "lock"):
        expect(page.locator(f"[data-press={press}]")).to_have_count(0)
    page.keyboard.press("r")
    page.wait_for_timeout(200)
    expect(page.get_by_label("Your own password")).to_have_count(0)


def test_the_vault_is_locked_from_its_screen_and_nothing_stays(admin: Watched) -> None:
    page = choose(admin, "nordwind")
    page.keyboard.press("l")
    expect(page.get_by_text("The vault is locked. Visits, mail")).to_be_visible()
    expect(page.locator(".detail h2:visible")).to_have_count(0)
    expect(page.locator(".rl-row:visible")).to_have_count(0)
    assert violations_in_both(page) == []
    page.get_by_role("button", name="Unlock the vault").first.click()
    page.get_by_label("Passphrase").fill("four words and a number 7")
    page.keyboard.press("Enter")
    expect(page.locator(".rl-row:visible").first).to_be_visible()
    expect(page.get_by_text("The vault is locked. Visits, mail")).to_be_hidden()
