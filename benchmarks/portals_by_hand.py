"""Visits as somebody writes them by hand for two portals: the reference of `benchmarks.portals`.

`python portals_by_hand.py table|script ORIGIN FOLDER CHROMIUM`, user name and password on standard
input. It signs in, reads the list to its end, takes every file and signs out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright


def table(page: Page, origin: str, folder: Path) -> int:
    """How many invoices a table of some pages brought."""
    page.get_by_role("link", name="Invoices").click()
    brought = 0
    while True:
        page.locator("table.docs tr.doc").first.wait_for()
        for link in page.locator("table.docs a.pdf").all():
            save(page, f"{origin}{link.get_attribute('href')}", folder / f"{brought}.pdf")
            brought += 1
        following = page.locator("a.next")
        if not following.count():
            return brought
        following.click()


def script(page: Page, origin: str, folder: Path) -> int:
    """How many invoices a page brought that fetches its rows, and more of them by a button."""
    onward, brought, total = page.get_by_role("link", name="Invoices"), 0, 1
    while brought < total:
        with page.expect_response("**/api/documents*") as heard:
            onward.click()
        told = heard.value.json()["data"]
        for item in told["items"]:
            save(page, f"{origin}/file/{item['id']}", folder / f"{brought}.pdf")
            brought += 1
        onward, total = page.get_by_role("button", name="Load more"), told["total"]
    return brought


def save(page: Page, address: str, path: Path) -> None:
    """Nothing comes back: the file is there."""
    path.write_bytes(page.request.get(address).body())


def sign_in(page: Page, origin: str) -> None:
    """Nothing comes back: the sign-in was sent."""
    page.goto(f"{origin}/")
    page.get_by_label("E-mail").fill(sys.stdin.readline().strip())
    page.get_by_label("Password").fill(sys.stdin.readline().strip())
    page.get_by_role("button", name="Sign in").click()


def main() -> None:
    """Make the visit, and say how much it brought."""
    kind, origin, folder, chromium = sys.argv[1:]
    collect = {"table": table, "script": script}[kind]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, headless=True, chromium_sandbox=True
        )
        page = browser.new_page()
        sign_in(page, origin)
        brought = collect(page, origin, Path(folder))
        page.locator("a[href='/logout']").click()
        browser.close()
    sys.stdout.write(f"{brought}\n")


if __name__ == "__main__":
    main()
