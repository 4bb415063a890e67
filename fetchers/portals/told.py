"""What a page's text says in a recipe's words, and what a CAPTCHA is made of."""

from __future__ import annotations

import re
from typing import Final

from fetchers.portals.letters import plain
from fetchers.portals.passages import PASSAGE
from fetchers.portals.recipe import Recipe
from fetchers.portals.sayings import Saying, mentions, saying
from model.outcomes import OutcomeCode

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
CAPTCHA_PARTS: Final = (
    ".g-recaptcha:not([data-size=invisible]), .h-captcha:not([data-size=invisible]), "
    ".cf-turnstile, .frc-captcha, .geetest_captcha, .geetest_holder, #FunCaptcha, #arkose, "
    "#px-captcha, .mtcaptcha, img[src*=captcha i], img[id*=captcha i], img[alt*=captcha i], "
    "input[name*=captcha i]:not([type=hidden])"
)
_UNSEEN_FRAME: Final = "size=invisible"


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


def account_in(text: str) -> str:
    """The customer number that a text names; empty where it names none, or more than one."""
    told = {match[1] for match in ACCOUNT_NUMBER.finditer(text)}
    return told.pop() if len(told) == 1 else ""


def accounts_like(text: str, wanted: str) -> tuple[str, ...]:
    """The customer numbers in a text that are written as a wanted one is."""
    found = (match[1] for match in ACCOUNT_NUMBER.finditer(text))
    return tuple(number for number in found if _shape(number) == _shape(wanted))


def same_account(one: str, other: str) -> bool:
    """Whether two numbers are one account, however they are written."""
    return _bare(one) == _bare(other)


def _shape(number: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", _bare(number)))


def _bare(number: str) -> str:
    return "".join(ch for ch in number.upper() if ch.isalnum())
