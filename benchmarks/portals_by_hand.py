"""A visit as somebody writes it by hand for one portal: the reference of `benchmarks.portals`.

`python portals_by_hand.py ORIGIN FOLDER CHROMIUM`, user name and password on standard input.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright


def visit(page: Page, origin: str, folder: Path) -> int:
    """How many invoices were brought."""
    page.goto(f"{origin}/")
    page.get_by_label("E-mail").fill(sys.stdin.readline().strip())
    page.get_by_label("Password").fill(sys.stdin.readline().strip())
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Invoices").click()
    brought = 0
    while True:
        page.locator("table.docs tr.doc").first.wait_for()
        for link in page.locator("table.docs a.pdf").all():
            answer = page.request.get(f"{origin}{link.get_attribute('href')}")
            (folder / f"{brought}.pdf").write_bytes(answer.body())
            brought += 1
        following = page.locator("a.next")
        if not following.count():
            break
        following.click()
    page.locator("a[href='/logout']").click()
    return brought


def main() -> None:
    """Make the visit, and say how much it brought."""
    origin, folder, chromium = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True)
        brought = visit(browser.new_page(), origin, Path(folder))
        browser.close()
    sys.stdout.write(f"{brought}\n")


if __name__ == "__main__":
    main()
