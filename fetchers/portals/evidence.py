"""What is kept of a page that nobody understood: its markup and its picture, without secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Error

from fetchers.portals.scrubbing import scrubbed
from fetchers.portals.session import Session

_LONGEST: Final = 5_000_000
_PICTURE_TIMEOUT_MS: Final = 5_000
_MARKUP: Final = """
() => {
  const copy = document.documentElement.cloneNode(true);
  for (const field of copy.querySelectorAll('input, textarea')) {
    field.removeAttribute('value');
    if (field.tagName === 'TEXTAREA') field.textContent = '';
  }
  for (const one of copy.querySelectorAll('script, iframe')) one.remove();
  return copy.outerHTML;
}
"""
_FILLED: Final = """
() => [...document.querySelectorAll('input')].some(field => field.value
  && (field.type === 'password' || field.autocomplete === 'one-time-code'))
"""


def keep_evidence(session: Session) -> Path | None:
    """The folder in the spool that holds the page; None where the page can't be kept.

    The picture is left out while a password or a code stands on the page.
    """
    folder = session.order.spool / "evidence"
    try:
        markup = str(session.page.evaluate(_MARKUP))[:_LONGEST]
        secret = bool(session.page.evaluate(_FILLED)) or _holds(markup, session.secrets)
        picture = None if secret else session.page.screenshot(timeout=_PICTURE_TIMEOUT_MS)
    except Error:
        return None
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(scrubbed(markup, session.secrets), encoding="utf-8")
    if picture is not None:
        (folder / "page.png").write_bytes(picture)
    return folder


def _holds(text: str, secrets: tuple[str, ...]) -> bool:
    return any(secret in text for secret in secrets)
