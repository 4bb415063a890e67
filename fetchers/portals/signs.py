"""What a page says and shows where it is not the page that was hoped for.

Looked at only after what was expected did not come, so that a footer's "terms and conditions" or a
dashboard's password field decides nothing.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Frame, Page

from fetchers.portals.fence import origin_of
from fetchers.portals.patience import steadily
from fetchers.portals.told import CAPTCHA_PARTS, is_captcha

_LONGEST_TEXT: Final = 200_000
_MOST_FRAMES: Final = 10


def text_of(page: Page) -> str:
    """The visible text of a page and of its own frames; nothing where it has none yet."""
    place = origin_of(page.url)
    own = [one for one in page.frames[1:_MOST_FRAMES] if place and origin_of(one.url) == place]
    return "\n".join(_text_in(page, frame) for frame in (page.main_frame, *own))


def _text_in(page: Page, frame: Frame) -> str:
    return steadily(
        page, lambda: frame.locator("body").inner_text(timeout=2_000)[:_LONGEST_TEXT], otherwise=""
    )


def shows_captcha(page: Page) -> bool:
    """Whether the page shows a CAPTCHA that a person would have to solve.

    A widget that only watches (its size is "invisible") stands on many good pages.
    """
    inside = (frame for frame in page.frames if frame.parent_frame is not None)
    watched = any(is_captcha(frame.url) for frame in inside)
    return watched or steadily(page, lambda: _visible_part(page), otherwise=False)


def _visible_part(page: Page) -> bool:
    return any(part.is_visible() for part in page.locator(CAPTCHA_PARTS).all()[:10])


def captcha_passed(page: Page) -> bool:
    """Whether a CAPTCHA of the page holds its token: some let a browser pass by themselves."""
    return steadily(page, lambda: bool(page.evaluate(_PASSED)), otherwise=False)


_PASSED: Final = """
() => [...document.querySelectorAll('[name$="-response"], [name="frc-captcha-solution"]')]
  .some(field => field.value && !field.value.startsWith('.'))
"""
