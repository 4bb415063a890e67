"""What a page says and shows where it is not the page that was hoped for.

Looked at only after what was expected did not come, so that a footer's "terms and conditions" or a
dashboard's password field decides nothing.
"""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Frame, Page

from fetchers.portals.fence import origin_of
from fetchers.portals.letters import plain
from fetchers.portals.passages import PASSAGE
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Recipe
from fetchers.portals.sayings import Saying, mentions, saying
from model.outcomes import OutcomeCode

_LONGEST_TEXT: Final = 200_000
_MOST_FRAMES: Final = 10
_LONGEST_PASSAGE: Final = 1_000
_CODE_LENGTH: Final = 200  # characters of a sentence about a code
ACCOUNT_NUMBER: Final = re.compile(
    r"(?:(?:customer|account|client)[ -]?(?:no|number|id|nr)|kunden-?(?:nummer|nr|konto)|"
    r"numéro (?:de )?client|n° (?:de )?client|klant-?(?:nummer|nr)|(?:número|n\.?º?) de cliente|"
    r"codice cliente|kundnummer|kundenummer|asiakasnumero|numer klienta|zákaznické číslo)"
    r"\.?[ :#\t]{0,3}\s?((?=[^\s]*\d)[A-Z0-9][A-Z0-9./-]{2,24})\b",
    re.IGNORECASE,
)
"""A customer number beside the words for it; the number is the group."""
_CAPTCHA_FRAMES: Final = re.compile(
    r"recaptcha|hcaptcha|challenges\.cloudflare|turnstile|geetest|funcaptcha|arkoselabs|"
    r"friendly-?captcha|captcha-delivery|datadome|mtcaptcha|awswaf|perimeterx|px-captcha",
    re.IGNORECASE,
)
_CAPTCHA_PARTS: Final = (
    ".g-recaptcha:not([data-size=invisible]), .h-captcha:not([data-size=invisible]), "
    ".cf-turnstile, .frc-captcha, .geetest_captcha, .geetest_holder, #FunCaptcha, #arkose, "
    "#px-captcha, .mtcaptcha, img[src*=captcha i], img[id*=captcha i], img[alt*=captcha i], "
    "input[name*=captcha i]:not([type=hidden])"
)
_UNSEEN_FRAME: Final = "size=invisible"


def text_of(page: Page) -> str:
    """The visible text of a page and of its own frames; nothing where it has none yet."""
    place = origin_of(page.url)
    own = [one for one in page.frames[1:_MOST_FRAMES] if place and origin_of(one.url) == place]
    return "\n".join(_text_in(page, frame) for frame in (page.main_frame, *own))


def _text_in(page: Page, frame: Frame) -> str:
    return steadily(
        page, lambda: frame.locator("body").inner_text(timeout=2_000)[:_LONGEST_TEXT], otherwise=""
    )


def said_by(recipe: Recipe, text: str) -> Saying | None:
    """What the page says in the words that the recipe names for it."""
    for code, patterns in recipe.says.items():
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns):
            return Saying(code, _own_facts(code, text))
    return None


def _own_facts(code: OutcomeCode, text: str) -> dict[str, str]:
    """Facts for a recipe's own words, of which only the code is known."""
    named = {
        OutcomeCode.LOGIN_FAILED: {"bad_field": "user name or password"},
        OutcomeCode.MFA_REQUIRED: {"channel": "a code"},
        OutcomeCode.ACTION_NEEDED: {"kind": "do something there first"},
        OutcomeCode.APPROVAL_PENDING: {"medium": "their app or another device"},
        OutcomeCode.WRONG_PORTAL: {"hint": "another region, brand or kind of account"},
    }
    if code in (OutcomeCode.MAINTENANCE, OutcomeCode.LOCKED):
        return {PASSAGE: text[:_LONGEST_PASSAGE]}
    return named.get(code, {})


def said(text: str) -> OutcomeCode | None:
    """What a text says in the words that most portals use."""
    found = saying(text)
    return found.code if found else None


def code_refused(text: str) -> OutcomeCode | None:
    """MFA_EXPIRED or MFA_WRONG where a text says that a code was not accepted."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        if len(sentence) > _CODE_LENGTH or not mentions(sentence, "code"):
            continue
        if mentions(sentence, "expired"):
            return OutcomeCode.MFA_EXPIRED
        if mentions(sentence, "wrong") or _USED.search(plain(sentence)):
            return OutcomeCode.MFA_WRONG
    return None


_USED: Final = re.compile(
    r"already (been )?used|bereits (verwendet|benutzt)|deja (ete )?utilise|isn.?t right"
)


def is_captcha(frame_url: str) -> bool:
    """Whether a frame of this address is a CAPTCHA for a person."""
    return bool(_CAPTCHA_FRAMES.search(frame_url)) and _UNSEEN_FRAME not in frame_url


def shows_captcha(page: Page) -> bool:
    """Whether the page shows a CAPTCHA that a person would have to solve.

    A widget that only watches (its size is "invisible") stands on many good pages.
    """
    inside = (frame for frame in page.frames if frame.parent_frame is not None)
    watched = any(is_captcha(frame.url) for frame in inside)
    return watched or steadily(page, lambda: _visible_part(page), otherwise=False)


def _visible_part(page: Page) -> bool:
    return any(part.is_visible() for part in page.locator(_CAPTCHA_PARTS).all()[:10])


def captcha_passed(page: Page) -> bool:
    """Whether a CAPTCHA of the page holds its token: some let a browser pass by themselves."""
    return steadily(page, lambda: bool(page.evaluate(_PASSED)), otherwise=False)


_PASSED: Final = """
() => [...document.querySelectorAll('[name$="-response"], [name="frc-captcha-solution"]')]
  .some(field => field.value && !field.value.startsWith('.'))
"""
