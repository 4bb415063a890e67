"""The cover over password fields: laid on in the page, before any picture of it is taken."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Error, Page

MASK: Final = (Path(__file__).parent / "mask.js").read_text(encoding="utf-8")


def cover_new_pages(context: BrowserContext) -> None:
    """Nothing comes back: every document that opens from now on covers its password fields."""
    context.add_init_script(script=MASK)


def cover(page: Page) -> bool:
    """Whether the documents that are open already cover their password fields now.

    A frame that can't be asked is on its way to a new document, which covers its own.
    """
    for frame in page.frames[1:]:
        with suppress(Error):
            frame.evaluate(MASK)
    try:
        page.evaluate(MASK)
    except Error:
        return False
    return True
