"""Evidence in Chromium: pointing at words by key and by mouse, what it taught, and undo."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.ui.axe import violations_in_both
from tests.ui.conftest import Site, Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def opened(watched: Watched, document: str, supplier: str) -> Page:
    """The inbox with this document."""
    page = watched.open(f"/?view=all&doc={document}")
    expect(page.locator(".fp h2")).to_have_text(supplier)
    return page


def value(page: Page, field: str) -> str:
    return page.locator(f"[data-field={field}] input").input_value()


def offered(page: Page) -> None:
    """Wait until the places of the field that is edited are known."""
    expect(page.locator(".dv-words span").first).to_be_attached()


def test_an_unsure_date_is_corrected_and_taught_in_three_keys(signed_in: Watched) -> None:
    page = opened(signed_in, "d1", "Orange Business")
    page.keyboard.press("f")
    due = page.locator("[data-field=due_date]")
    expect(due.locator("input")).to_be_focused()
    offered(page)
    before = value(page, "due_date")
    page.keyboard.press("ArrowDown")
    expect(due.locator("input")).not_to_have_value(before)
    expect(page.locator(".dv-words b")).to_be_visible()
    expect(due.get_by_role("status")).to_contain_text("page 1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Learned where the due date stands.")).to_be_visible()
    expect(due.locator(".cf")).to_have_attribute(
        "aria-label", "Corrected: pointed at by Maya Okafor"
    )
    page.keyboard.press("Escape")  # nothing moves before the fields are left
    expect(page.locator(".learn").first).to_contain_text(
        "Due date is beside “fällig am”: taught from this document by Maya Okafor on 12 Oct 2026."
    )
    page.keyboard.press("z")
    expect(due.locator(".cf")).to_have_attribute(
        "aria-label", "Please check. Read from the page: the label beside it"
    )
    expect(page.locator(".learn")).to_have_count(0)
    assert signed_in.complaints == []


def test_a_click_on_a_date_puts_it_in_the_field(signed_in: Watched) -> None:
    page = opened(signed_in, "d6", "Meridian Freight B.V.")
    due = page.locator("[data-field=due_date]")
    due.locator("input").click()
    offered(page)
    before = value(page, "due_date")
    place = page.locator('.dv-words span[title="30 Sep 2026"]')
    place.click()
    expect(page.get_by_text("Learned where the due date stands.")).to_be_visible()
    expect(due.locator("input")).to_have_value("30 Sep 2026")
    page.locator(".fp [data-press=undo]").click()
    expect(due.locator("input")).not_to_have_value("30 Sep 2026")
    due.locator("input").focus()
    assert value(page, "due_date") == before


def test_another_reading_of_an_unsure_field_is_one_chord_away(signed_in: Watched) -> None:
    page = opened(signed_in, "d15", "Lumen Telecom")
    expect(page.locator(".alts")).to_have_count(0)  # a sure field offers none
    page = opened(signed_in, "d16", "Iberia Cables SL")
    page.keyboard.press("f")
    first = page.locator(".alts button").first
    expect(first).to_be_visible()
    chosen = first.locator("span").inner_text()
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("[data-field=due_date] input")).to_have_value(chosen)
    page.keyboard.press("z")


def test_words_are_walked_and_joined_by_arrows(signed_in: Watched) -> None:
    page = opened(signed_in, "d9", "Würth Industrie")
    name = page.locator("[data-field=po_number] input")
    name.focus()
    offered(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dv-words b")).to_be_visible()
    first = name.input_value()
    page.keyboard.press("ArrowRight")
    expect(name).not_to_have_value(first)
    second = name.input_value()
    page.keyboard.press("Shift+ArrowRight")
    expect(name).not_to_have_value(second)
    assert name.input_value().startswith(f"{second} ")
    page.keyboard.press("Escape")
    expect(name).to_have_value("PO-48230")
    expect(page.locator(".rl-scroll")).to_be_focused()


def test_typing_ends_pointing_and_the_arrows_are_the_texts_again(signed_in: Watched) -> None:
    page = opened(signed_in, "d9", "Würth Industrie")
    field = page.locator("[data-field=invoice_number] input")
    field.focus()
    offered(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dv-words b")).to_be_visible()
    field.fill("A1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("x")
    expect(field).to_have_value("Ax1")
    page.keyboard.press("Escape")


def test_another_fields_place_leads_there_until_pointing_has_begun(signed_in: Watched) -> None:
    page = opened(signed_in, "d9", "Würth Industrie")
    field = page.locator("[data-field=due_date] input")
    field.focus()
    offered(page)
    issue = page.locator("[data-field=issue_date] input").input_value()
    place = page.locator(f'.dv-words span[title="{issue}"]').first
    place.click()
    expect(page.locator("[data-field=issue_date] input")).to_be_focused()
    expect(page.locator(".fp [data-press=undo]")).to_have_count(0)  # nothing was corrected
    page.keyboard.press("Escape")


def test_one_lesson_is_forgotten_by_its_button(signed_in: Watched) -> None:
    page = opened(signed_in, "d13", "Harbour Water Board")
    taught = page.locator(".learn", has_text="PO is beside")
    expect(taught).to_contain_text("taught from HWB 219007 by Maya Okafor on 12 Oct 2026")
    expect(taught).to_contain_text("Found right 3 times since.")
    page.get_by_role("button", name="Forget where the PO stands").click()
    expect(taught).to_have_count(0)
    expect(page.locator(".learn")).to_have_count(1)


def test_a_field_that_is_edited_is_clean_in_both_themes(signed_in: Watched) -> None:
    page = opened(signed_in, "d12", "Zeiss Microscopy")
    page.keyboard.press("f")
    expect(page.locator(".alts button").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dv-words b")).to_be_visible()
    assert violations_in_both(page) == []
    page.keyboard.press("Escape")
    assert signed_in.complaints == []


def test_the_page_of_a_hybrid_stands_against_its_xml(signed_in: Watched) -> None:
    page = opened(signed_in, "d5", "DHL Express")
    page.get_by_role("button", name="Page and XML").press("Enter")
    sheet = page.get_by_role("article", name="Page against XML")
    expect(sheet.get_by_role("heading")).to_have_text("1 value of 4 differs")
    expect(sheet.locator("tbody tr").first).to_contain_text("EUR 321.44")
    expect(sheet.locator("tbody tr").first).to_contain_text("EUR 312.44")
    expect(sheet.locator("tbody tr").first).to_contain_text("differs")
    assert violations_in_both(page) == []
    page.get_by_role("button", name="XML", exact=True).press("Enter")
    expect(page.locator(".paper-text pre")).to_contain_text("<ID>FRA0031288</ID>")
    assert signed_in.complaints == []


def test_an_invoice_without_a_page_is_set_out_on_one_of_ours(signed_in: Watched) -> None:
    page = opened(signed_in, "d20", "Novatel Networks")
    sheet = page.get_by_role("article", name="Invoice")
    expect(sheet.get_by_role("heading", level=2)).to_have_text("Invoice NN-55102")
    expect(sheet.get_by_role("region", name="Totals")).to_contain_text("EUR 1,180.00")
    expect(sheet.locator("table", has_text="Netznutzung Leistungspreis")).to_be_visible()
    page.locator(".paper-text").focus()
    assert violations_in_both(page) == []
    assert signed_in.complaints == []


def test_a_mail_as_it_was_sent_runs_loads_and_leads_nowhere(signed_in: Watched) -> None:
    page = opened(signed_in, "d3", "Fisher Lab Instruments")
    page.get_by_role("button", name="E-mail").press("Enter")
    page.locator("[data-press=as-sent]").press("Enter")
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.get_by_role("heading")).to_have_text("Your invoice is ready")
    assert page.locator("iframe.mail-frame").get_attribute("sandbox") == ""
    frame.get_by_text("Pay now").click(force=True)
    page.wait_for_timeout(500)
    expect(frame.get_by_role("heading")).to_have_text("Your invoice is ready")
    assert frame.locator("script, form, input, img[src], link, meta").count() == 0
    assert page.evaluate("window.hurt") is None
    assert signed_in.hosts == {urlsplit(signed_in.site.url).netloc}
    assert violations_in_both(page) == []


def test_the_page_of_a_mail_is_served_with_its_own_policy(site: Site, signed_in: Watched) -> None:
    cookies = {c["name"]: c["value"] for c in signed_in.page.context.cookies()}
    answer = httpx.get(f"{site.url}/mail/mail%20of%20X/page", cookies=cookies)
    policy = answer.headers["content-security-policy"]
    assert "sandbox;" in policy
    assert "default-src 'none'" in policy
    assert httpx.get(f"{site.url}/mail/x/page").status_code in (303, 403)


def test_one_key_leads_round_the_forms_of_a_document(signed_in: Watched) -> None:
    page = opened(signed_in, "d5", "DHL Express")
    chosen = page.locator(".bar2 .seg .on")
    expect(chosen).to_have_text("Pages")
    for form in ("Page and XML", "XML", "Pages"):
        page.keyboard.press("o")
        expect(chosen).to_have_text(form)
    assert signed_in.complaints == []
