"""The dashboard in Chromium: what only a browser can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui.axe import violations, violations_in_both
from tests.ui.conftest import Scheme, Site, Watched, seated, watch
from tests.ui.sample_desk import ADA, PASSPHRASE
from ui.cookies import COOKIE

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SCREENS = {
    "/": "Nordwind Energie GmbH",
    "/exceptions": "Fields to check",
    "/portals": "Castello Fornitori",
    "/statements": "Hilti Deutschland",
    "/deliveries": "What happened",
    "/vault": "Allowed origins",
    "/takeover": "Sunrise asks for a code",
    "/settings": "Our company's name.",
    "/overview": "What is missing, and for how long?",
    "/start": "From nothing to the first document in ten minutes",
    "/add-portal?doc=good": "What was found",
    "/recipe?doc=p1": "You may read it; an admin changes it.",
}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_opens_clean_in_both_themes(signed_in: Watched, path: str) -> None:
    page = signed_in.open(path)
    expect(page.get_by_text(SCREENS[path]).first).to_be_visible()
    assert page.locator("body.body--light").count() == 1
    assert violations_in_both(page) == []
    assert signed_in.complaints == []
    assert signed_in.hosts == {urlsplit(signed_in.site.url).netloc}
    assert page.evaluate("window.hurt") is None
    assert page.locator("img[src=x]").count() == 0


def test_the_sign_in_page_is_clean(chromium: Browser, site: Site, theme: Scheme) -> None:
    context = chromium.new_context(color_scheme=theme)
    watched = watch(context, site)
    watched.page.goto(site.url + "/")
    expect(watched.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(watched.page) == []
    assert watched.complaints == []
    context.close()


@pytest.mark.parametrize("keys", ["?", "Control+k", "v"])
def test_what_opens_by_a_key_is_clean(signed_in: Watched, keys: str) -> None:
    page = signed_in.open("/")
    expect(page.locator(".fp h2")).to_be_visible()
    page.keyboard.press(keys)
    page.wait_for_timeout(700)
    assert violations_in_both(page) == []
    assert signed_in.complaints == []


def supplier_in_row(page: Page, number: int) -> str:
    """The supplier in a row of the list, counted from 1."""
    return page.locator(f'.rl-row[aria-rowindex="{number + 1}"] .rl-sup b').inner_text()


def test_a_document_is_delivered_by_keyboard_alone(signed_in: Watched) -> None:
    page = signed_in.open("/?view=ready")
    title = page.locator(".fp h2")
    expect(title).to_be_visible()
    first, second = supplier_in_row(page, 1), supplier_in_row(page, 2)
    page.keyboard.press("j")
    expect(title).to_have_text(second)
    page.keyboard.press("k")
    expect(title).to_have_text(first)
    page.keyboard.press("d")
    expect(title).to_have_text(second)  # the next one moved up
    expect(page.get_by_text("is on its way")).to_be_visible()


def test_held_down_d_delivers_one_document(signed_in: Watched) -> None:
    page = signed_in.open("/?view=ready")
    expect(page.locator(".fp h2")).to_be_visible()
    before = int(page.locator(".tab.on span").inner_text())
    page.keyboard.down("d")
    for _ in range(10):
        page.keyboard.down("d")  # Chromium marks these as repeats
    page.keyboard.up("d")
    expect(page.locator(".tab.on span")).to_have_text(str(before - 1))
    page.wait_for_timeout(500)
    expect(page.locator(".tab.on span")).to_have_text(str(before - 1))


def test_a_focused_field_marks_its_place_and_shows_it_enlarged(signed_in: Watched) -> None:
    page = signed_in.open("/?doc=d0")
    expect(page.locator(".fp h2")).to_have_text("Nordwind Energie GmbH")
    page.keyboard.press("f")
    expect(page.locator("[data-field=iban] input")).to_be_focused()
    expect(page.locator(".hl.on")).to_have_count(1)
    expect(page.locator("[data-field=iban] .loupe img")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-field=gross_total] .loupe img")).to_be_visible()
    expect(page.locator(".loupe")).to_have_count(1)
    expect(page.locator(".hl.on text")).to_have_text("Total")
    page.keyboard.press("Escape")
    expect(page.locator(".rl-scroll")).to_be_focused()


def test_a_click_on_a_place_focuses_its_field(signed_in: Watched) -> None:
    page = signed_in.open("/")
    expect(page.locator(".fp h2")).to_be_visible()
    page.locator(".hl").nth(1).click()
    expect(page.locator("[data-field=invoice_number] input")).to_be_focused()


def test_a_correction_is_typed_accepted_and_kept(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d13")
    field = page.locator("[data-field=due_date] input")
    expect(page.locator(".fp h2")).to_have_text("Harbour Water Board")
    field.focus()
    assert field.input_value() == "2026-10-29"
    field.fill("2026-11-02")
    page.keyboard.press("Enter")
    expect(field).to_have_value("2 Nov 2026")
    expect(page.locator("[data-field=due_date] .cf")).to_have_attribute(
        "aria-label", "Corrected: typed by Maya Okafor"
    )


def test_shift_f_forgets_what_corrections_taught(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d13")
    learned = page.get_by_text("places learned from corrections")
    expect(learned).to_be_visible()
    page.locator(".fp-s").focus()
    assert violations(page) == []
    page.keyboard.press("f")
    expect(page.locator(".fr input:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(learned).to_be_visible()
    page.keyboard.press("Shift+F")
    expect(learned).to_have_count(0)


def test_shift_r_reads_the_document_again_and_says_what_came_of_it(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d13")
    expect(page.get_by_role("button", name="Read again")).to_be_visible()
    page.locator(".fp-s").focus()
    page.keyboard.press("Shift+R")
    expect(page.get_by_text("Nothing changed.")).to_be_visible()
    assert violations(page) == []


def test_escape_drops_what_was_typed(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d15")
    field = page.locator("[data-field=due_date] input")
    expect(page.locator(".fp h2")).to_have_text("Lumen Telecom")
    shown = field.input_value()
    field.focus()
    field.fill("2031-01-01")
    page.keyboard.press("Escape")
    expect(field).to_have_value(shown)


def test_a_new_document_arrives_without_moving_the_cursor(signed_in: Watched) -> None:
    page = signed_in.open("/?doc=d2")
    title, number = page.locator(".fp h2"), page.locator(".tab.on span")
    expect(title).to_have_text("Papyrus Verpackung AG")
    count = int(number.inner_text())
    signed_in.site.tell("arrive")
    expect(number).to_have_text(str(count + 1))
    expect(page.locator(".rl-row", has_text="Quayside Ferries")).to_be_attached()
    expect(page.locator(".rl-row.on")).to_contain_text("Papyrus Verpackung AG")
    expect(title).to_have_text("Papyrus Verpackung AG")
    page.locator(".rl-scroll").press("Home")
    expect(title).to_have_text("Quayside Ferries")


def test_view_and_document_are_the_same_after_a_reload(signed_in: Watched) -> None:
    page = signed_in.open("/")
    tab = page.locator(".tab", has_text="All")
    tab.click()
    rows = int(tab.locator("span").inner_text()) + 1  # with the head
    expect(page.locator(".rl-scroll")).to_have_attribute("aria-rowcount", str(rows))
    page.locator(".rl-row", has_text="Zeiss Microscopy").click()
    expect(page.locator(".fp h2")).to_have_text("Zeiss Microscopy")
    page.reload()
    expect(page.locator(".fp h2")).to_have_text("Zeiss Microscopy")
    expect(page.locator(".tab.on")).to_contain_text("All")


def test_pages_are_turned_by_key(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d12")
    expect(page.locator(".fp h2")).to_have_text("Zeiss Microscopy")
    expect(page.locator(".bar2 .tn")).to_have_text("1 / 2")
    first = page.locator(".dv-page img").first
    expect(first).to_have_attribute("alt", re.compile(r"\w, page 1$"))
    page.keyboard.press("]")
    expect(page.locator(".bar2 .tn")).to_have_text("2 / 2")
    page.keyboard.press("[")
    expect(page.locator(".bar2 .tn")).to_have_text("1 / 2")
    first = page.locator(".dv-page img").first
    expect(first).to_have_attribute("alt", re.compile(r"\w, page 1$"))


def test_a_document_is_uploaded_by_hand(signed_in: Watched) -> None:
    page = signed_in.open("/")
    expect(page.locator(".fp h2")).to_be_visible()
    file = {"name": "<b>bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 tiny"}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
    expect(page.get_by_text("<b>bill.pdf was taken in")).to_be_visible()  # as text, never markup
    assert signed_in.complaints == []


def test_the_table_and_back_keep_the_document(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d12")
    expect(page.locator(".fp h2")).to_have_text("Zeiss Microscopy")
    page.keyboard.press("v")
    expect(page.locator(".rl.wide .rl-row.on")).to_contain_text("VAT rate?")
    expect(page.locator(".fp h2")).to_be_hidden()
    page.locator(".rl-scroll").press("Enter")
    expect(page.locator(".fp h2")).to_be_visible()


def test_the_progress_of_a_visit_is_seen_as_it_happens(signed_in: Watched) -> None:
    page = signed_in.open("/portals")
    row = page.locator(".prow", has_text="Zeiss Customer Centre")
    expect(row).to_contain_text("fine")
    signed_in.site.tell("progress p4 2 9")
    expect(row).to_contain_text("fetching 2 of 9")
    signed_in.site.tell("progress p4 8 9")
    expect(row).to_contain_text("fetching 8 of 9")


def test_what_a_portal_waits_for_is_answered_by_keyboard(signed_in: Watched) -> None:
    page = signed_in.open("/portals")
    row = page.locator(".prow", has_text="Castello Fornitori")
    expect(row).to_contain_text("1 waits for you")
    page.keyboard.press("j")
    expect(row).to_be_focused()
    page.keyboard.press("a")
    asked = page.locator(".xrow", has_text="Castello asks for a code by phone")
    expect(asked).to_be_focused()
    page.keyboard.press("2")
    expect(asked).to_have_count(0)


def test_portals_are_taken_over_by_keyboard_alone(signed_in: Watched) -> None:
    page = signed_in.open("/portals")
    expect(page.get_by_text("Castello Fornitori").first).to_be_visible()
    page.keyboard.press("t")
    row = page.locator(".trow", has_text="doubted.example")
    expect(row).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("k")
    for _ in range(20):
        page.keyboard.press("j")
    expect(row).to_be_focused()
    page.keyboard.press("x")
    expect(row).to_contain_text("☑")
    expect(row).to_be_focused()
    page.keyboard.press("c")
    expect(row).to_contain_text("waiting")
    expect(row).to_be_focused()  # though all rows were drawn anew


def test_a_long_iban_is_read_whole(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d0")
    field = page.locator('[data-field="iban"] input')
    field.fill("FR89 3000 4028 3700 0123 4567 833")
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")
    field.press("Escape")  # what was typed is not kept


def test_screens_are_reached_by_two_keys(signed_in: Watched) -> None:
    page = signed_in.open("/")
    expect(page.locator(".fp h2")).to_be_visible()
    for key, title in {
        "e": "Exceptions",
        "s": "Statements",
        "p": "Portals",
        "d": "Deliveries",
    }.items():
        page.keyboard.press("g")
        page.keyboard.press("g")  # a failed sequence starts again with its last key
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_letters_typed_into_the_search_are_no_commands(signed_in: Watched) -> None:
    page = signed_in.open("/")
    expect(page.locator(".fp h2")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("g p fisher")
    expect(page.locator(".search input")).to_have_value("g p fisher")
    page.locator(".search input").fill("fisher")
    expect(page.locator(".rl-row.on")).to_contain_text("Fisher Lab Instruments")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.keyboard.press("Escape")
    expect(page.locator(".rl-scroll")).to_be_focused()


def test_a_question_is_answered_with_one_key(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d16")
    expect(page.locator(".why")).to_contain_text("Total and lines differ")
    page.keyboard.press("a")
    expect(page.locator(".acts-bar .pri")).to_be_visible()
    expect(page.locator(".why")).to_have_count(0)


def test_exceptions_are_walked_and_answered_by_keyboard(signed_in: Watched) -> None:
    page = signed_in.open("/exceptions")
    expect(page.locator(".xrow").first).to_be_visible()
    before = page.locator(".xrow").count()
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".xrow").nth(1)
    expect(second).to_be_focused()
    following = page.locator(".xrow").nth(2).locator("b").inner_text()
    page.keyboard.press("2")
    expect(page.locator(".xrow")).to_have_count(before - 1)
    expect(page.locator(".xrow:focus b")).to_have_text(following)


def test_a_field_that_a_receiver_needs_is_filled_by_keyboard_alone(signed_in: Watched) -> None:
    signed_in.site.tell("lack cost_centre")
    page = signed_in.open("/exceptions?doc=lack")
    row = page.locator(".xrow", has_text="Approvals needs the cost centre.")
    expect(row).to_be_focused()
    page.keyboard.press("f")
    blank = row.get_by_label("Cost centre")
    expect(blank).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("4711")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    expect(page.locator(".xrow:focus")).to_have_count(1)
    assert signed_in.complaints == []


def test_a_suspicious_mail_is_read_as_text_with_one_key(signed_in: Watched) -> None:
    page = signed_in.open("/exceptions?doc=q5")
    row = page.locator(".xrow", has_text="is not what it says")
    expect(row).to_be_focused()
    page.keyboard.press("o")
    mail = row.get_by_role("article", name="E-mail")
    expect(mail).to_contain_text("The reply address is not the sender's.")
    expect(mail).to_contain_text("Invoice attached: the subject speaks of an invoice")
    expect(mail).to_contain_text("<script>")
    assert mail.locator("a, img, script, iframe").count() == 0
    assert page.evaluate("window.hurt") is None
    page.keyboard.press("o")
    expect(mail).to_have_count(0)
    assert signed_in.complaints == []


def test_a_theme_that_was_chosen_stays(signed_in: Watched) -> None:
    page = signed_in.open("/")
    expect(page.locator("body.body--light")).to_have_count(1)
    page.get_by_role("button", name="Dark or light").click()
    expect(page.locator("body.body--dark")).to_have_count(1)
    page.reload()
    expect(page.locator("body.body--dark")).to_have_count(1)


def test_hostile_names_never_run(signed_in: Watched) -> None:
    page = signed_in.open("/?view=all&doc=d38")
    expect(page.locator(".fp h2")).to_contain_text("<script>")
    page.get_by_role("button", name="E-mail").click()
    expect(page.locator(".letter")).to_contain_text("<script>")
    assert page.evaluate("window.hurt") is None
    assert page.locator("img[src=x]").count() == 0
    assert signed_in.complaints == []


def test_signing_out_takes_every_open_page_along(signed_in: Watched) -> None:
    page = signed_in.open("/")
    other = page.context.new_page()
    other.goto(signed_in.site.url + "/portals")
    other.wait_for_function("window.did_handshake === true")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_start_up_token_signs_in_and_leaves_the_address(chromium: Browser, site: Site) -> None:
    site.tell("token abc123")
    context = chromium.new_context()
    page = watch(context, site).page
    page.goto(site.url + "/enter?token=abc123")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    assert "abc123" not in page.url
    context.close()


def test_strangers_have_no_socket(site: Site, signed_in: Watched) -> None:
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    token = next(c["value"] for c in signed_in.page.context.cookies() if c["name"] == COOKIE)
    mine = {"cookie": f"{COOKIE}={token}"}
    assert httpx.get(site.url + path).status_code == 403
    assert httpx.get(site.url + path, headers=mine).status_code == 200
    foreign = mine | {"origin": "https://evil.example"}
    assert httpx.post(site.url + path, headers=foreign).status_code == 403
    assert httpx.get(site.url + path, headers=mine | {"host": "evil.example"}).status_code == 403


def test_an_ended_session_is_sent_to_the_door_when_it_acts(site: Site, signed_in: Watched) -> None:
    page = signed_in.open("/?view=ready")
    expect(page.locator(".acts-bar .pri")).to_be_visible()
    site.tell("expire")
    page.wait_for_timeout(300)
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.fixture
def locked(room: BrowserContext, site: Site) -> Iterator[Watched]:
    """An admin's page, and the vault is locked."""
    with seated(room, site, ADA.name) as watched:
        watched.open("/")
        site.tell("lock")
        yield watched


def test_a_locked_vault_is_seen_at_once_and_unlocked_by_keyboard(locked: Watched) -> None:
    page = locked.page
    notice = page.locator(".status").get_by_text("Vault locked: visits and mail wait")
    expect(notice).to_be_visible()
    for path in ("/exceptions", "/vault", "/settings"):  # one frame holds it on all screens
        locked.open(path)
        expect(notice).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("u")
    field = page.get_by_label("Passphrase")
    expect(field).to_be_focused()
    page.keyboard.type("a wrong one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("does not open the vault")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.wait_for_timeout(700)
    assert violations_in_both(page) == []
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(notice).to_have_count(0)
    expect(page.locator("[data-press=unlock]")).to_be_hidden()
    assert locked.complaints == []
