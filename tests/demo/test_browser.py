"""The two portals that need a real browser, or a code of the moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from billhook.demo import authenticator
from billhook.demo.peers import Peers
from billhook.demo.world import MORNING, WORLD
from tests.chromium import chromium

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        with chromium() as program:
            browser = await playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox"]
            )
        yield await browser.new_page()
        await browser.close()


@pytest.fixture
async def urls(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    async with AsyncExitStack() as stack:
        peers = Peers(tmp_path, MORNING)
        await peers.start(stack)
        yield {slug: entry["url"] for slug, entry in peers.directory["portals"].items()}


async def test_lumens_application_lists_and_downloads(page: Page, urls: dict[str, str]) -> None:
    known = WORLD.portal("lumen").sign_in
    await page.goto(f"{urls['lumen']}/#/factures")
    await page.fill("#email", known.username)
    await page.fill("#password", "wrong")
    await page.click("button")
    assert "incorrect" in await page.inner_text("[role=alert]")
    await page.fill("#email", known.username)
    await page.fill("#password", known.password)
    await page.click("button")
    await page.click("#plus")
    await page.wait_for_selector("#plus", state="detached")
    assert await page.inner_text("#compteur") == "9 sur 9 documents"
    assert await page.locator("tr.facture").count() == 9
    async with page.expect_download() as coming:
        await page.locator("tr.facture button").first.click()
    file = await (await coming.value).path()
    assert file.read_bytes().startswith(b"%PDF")


async def test_kestrel_opens_with_a_code_of_the_moment(page: Page, urls: dict[str, str]) -> None:
    known = WORLD.portal("kestrel").sign_in
    await page.goto(f"{urls['kestrel']}/billing/invoices")
    await page.fill("#email", known.username)
    await page.click("button")
    await page.fill("#password", known.password)
    await page.click("button")
    step = int(datetime.now(UTC).timestamp()) // authenticator.STEP
    await page.fill("#code", authenticator.code(known.totp or "", step))
    await page.click("button")
    assert await page.inner_text(".count") == "Showing 6 of 6 invoices"


async def test_nordwinds_banner_is_in_the_way_until_it_is_answered(
    page: Page, urls: dict[str, str]
) -> None:
    await page.goto(f"{urls['nordwind']}/anmelden")
    assert await page.locator("#cookies").is_visible()
    await page.click("text=Nur notwendige")
    await page.reload()
    assert await page.locator("#cookies").count() == 0
