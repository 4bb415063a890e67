"""What is kept of a visit that went wrong: its diary, the page it ended on, its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Page

from fetchers.portals.bundle import PageTaken, bundled
from fetchers.portals.diary import plain_address
from fetchers.portals.scrubbing import holds
from fetchers.portals.session import Session
from model.forensics import Story

_LONGEST: Final = 5_000_000
_LONGEST_TEXT: Final = 200_000
_PICTURE_TIMEOUT_MS: Final = 5_000
_MARKUP: Final = """
() => {
  const copy = document.documentElement.cloneNode(true);
  for (const field of copy.querySelectorAll('input, textarea, option')) {
    field.removeAttribute('value');
    if (field.tagName === 'TEXTAREA') field.textContent = '';
  }
  for (const one of copy.querySelectorAll('script, iframe')) one.remove();
  return copy.outerHTML;
}
"""
_WRITTEN: Final = "() => (document.body || document.documentElement).innerText || ''"
_TYPED: Final = "input, textarea, select, [contenteditable]"


def take_page(session: Session) -> PageTaken | None:
    """The visit's page as it stands now; None where it can't be read.

    Fields are masked in the picture.
    """
    page = session.page
    try:
        markup = str(page.evaluate(_MARKUP))[:_LONGEST]
        text = str(page.evaluate(_WRITTEN))[:_LONGEST_TEXT]
        picture = None if holds(markup + text, session.secrets) else _picture(page)
        title = page.title()[:200]
    except Error:
        return None
    return PageTaken(markup, text, picture, plain_address(page.url), title)


def keep_evidence(session: Session) -> Path | None:
    """The folder in the spool that holds the evidence; None where there is no page to read.

    It is of the page where something failed, also where a repair has gone elsewhere since.
    """
    taken = session.failing or take_page(session)
    if taken is None:
        return None
    story = Story(
        steps=tuple(session.diary.steps),
        address=taken.address,
        title=taken.title,
        blocked_hosts=tuple(sorted(session.blocked)),
    )
    return bundled(taken, story, session.order.spool, session.secrets)


def _picture(page: Page) -> bytes:
    """The page as it looks, every field of every frame covered."""
    fields = [frame.locator(_TYPED) for frame in page.frames]
    return page.screenshot(timeout=_PICTURE_TIMEOUT_MS, mask=fields, animations="disabled")
