"""The dashboard in German: by the browser's wish, by the person's choice, and without overflow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.ui.axe import violations
from tests.ui.conftest import Site, Watched, seated

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PATIENCE = 60_000  # milliseconds
SCREENS = {
    "/": "Eingang",
    "/exceptions": "Klärfälle",
    "/statements": "Kontoauszüge",
    "/portals": "Portale",
    "/deliveries": "Übergaben",
    "/vault": "Tresor",
    "/overview": "Überblick",
    "/settings": "Einstellungen",
}
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth, page = document.documentElement.scrollWidth;
  const found = page > wide ? [`the page is ${page} wide`] : [];
  const scrolls = wide < 760 ? ".tabs, .filters" : ".tabs";
  for (const e of document.querySelectorAll(".top *, .filters *, .acts *, .group-head *, h2")) {
    const box = e.closest(scrolls) ? {} : e.getBoundingClientRect();
    if (box.width && box.right > wide + 1) found.push(`${e.className}: ${e.textContent}`);
  }
  return found;
}"""


@pytest.fixture(params=[1440, 390])
def german(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A signed-in page of a browser that wishes for German."""
    size: ViewportSize = {"width": request.param, "height": 900}
    with chromium.new_context(locale="de-AT") as room, seated(room, site, size=size) as watched:
        yield watched


def test_screens_are_german_by_the_browsers_wish_and_nothing_is_too_wide(german: Watched) -> None:
    for path, title in SCREENS.items():
        page = german.open(path)
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=PATIENCE)
        assert page.evaluate("document.documentElement.lang") == "de"
        page.wait_for_load_state("networkidle")
        assert page.evaluate(TOO_WIDE) == [], path
    assert violations(page) == []
    assert german.complaints == []


def test_the_sign_in_page_speaks_as_the_browser_wishes(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(locale="fr-CA")
    page = context.new_page()
    page.goto(f"{site.url}/login")
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.lang") == "fr"
    context.close()


def test_a_person_chooses_a_language_and_rows_and_keys_speak_it_too(signed_in: Watched) -> None:
    page = signed_in.open("/settings?view=account")
    page.get_by_role("combobox", name="My language").select_option("es")
    idioma = page.get_by_role("combobox", name="Mi idioma")
    expect(idioma).to_have_value("es", timeout=PATIENCE)
    page = signed_in.open("/")
    expect(page.get_by_role("heading", name="Bandeja")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".rl-row .rl-due").first).to_contain_text("vence", timeout=PATIENCE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Todas las teclas")).to_be_visible(timeout=PATIENCE)
    page = signed_in.open("/settings?view=account")
    idioma.select_option("")
    expect(page.get_by_role("combobox", name="My language")).to_have_value("", timeout=PATIENCE)
    assert signed_in.complaints == []
