"""The one-time code, or the sign-in link, that a mail brings: found by its place, or not at all.

A code stands alone on its line or beside a word for it; numbers of orders, phones, years and
durations stand beside other words. Two codes that are equally likely are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from re import Pattern
from typing import Final
from urllib.parse import parse_qsl

from fetchers.mail.hosts import parts
from fetchers.mail.lexicon import any_of, normal, table
from fetchers.mail.message import Message
from fetchers.mail.page import Anchor

# NIST SP 800-63B asks for six digits at least; portals send four to eight, also in groups, also
# with letters. What touches a dot, a slash or a sign is part of an amount, a date, a phone number.
_TOKEN: Final = re.compile(
    r"(?<![\w./#+@&=%-])(?<!\d[,: -])(?:[A-Za-z]{1,3}-)?"
    r"(?P<code>\d{3}[ -]\d{3}|\d{4}[ -]\d{4}|\d{2}[ -]\d{2}[ -]\d{2}|\d{4,8}"
    r"|(?=[A-Z0-9]{0,9}\d)(?=\d{0,9}[A-Z])[A-Z0-9]{5,10})"
    r"(?![\w/@%+-]|[.,: ]\d|\s?[€$£¥₹₽₺])"
)
_MONEY_BEFORE: Final = re.compile(r"(?:[€$£¥₹₽₺]|\b[A-Z]{3})\s?$")
_MONEY_AFTER: Final = re.compile(r"\s?(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|INR)\b")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NOTHING: Final = re.compile(r"[^\w]*")
_READ: Final = 20_000  # characters: a mail with a code is short, and a long one must cost nothing
_LINES: Final = 120
_LONGEST_LINE: Final = 1_000
_NEAR: Final = 70  # characters between a word and its number
_BEFORE: Final = 30
_ENOUGH: Final = 4
_USUAL_LENGTH: Final = 6
_TOKEN_NAMES: Final = re.compile(
    r"token|ticket|magic|otp|code|key|signature|nonce|hash|auth|verif|t|k", re.IGNORECASE
)
_LONG_SEGMENT: Final = re.compile(r"[\w.~-]{16,}")
_ANYWHERE: Final = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\uffef]")


def code_of(mail: Message) -> str | None:
    """The code that a mail brings, without the spaces of its groups; None where none is plain."""
    worth: dict[str, int] = defaultdict(int)
    told = (mail.subject[:_LONGEST_LINE], *mail.text[:_READ].splitlines())
    lines = [_plain(line)[:_LONGEST_LINE] for line in told if line.strip()][:_LINES]
    for at, line in enumerate(lines):
        for found in _TOKEN.finditer(line):
            code = re.sub(r"[ -]", "", found["code"])
            worth[code] = max(worth[code], _worth(lines, at, found))
    return _plainly_best(worth)


def link_of(mail: Message, origins: frozenset[str]) -> str | None:
    """The link that signs in at one of these origins; None where none is plain.

    It is compared by its exact scheme, host and port: a mail is never an authority on where to go.
    """
    worth = {
        anchor.href: _link_worth(anchor) for anchor in mail.anchors if _lies_at(anchor, origins)
    }
    return _plainly_best({href: _ENOUGH + points for href, points in worth.items() if points})


def _plainly_best(worth: dict[str, int]) -> str | None:
    best = max(worth.values(), default=0)
    winners = [text for text, points in worth.items() if points == best]
    return winners[0] if best >= _ENOUGH and len(winners) == 1 else None


def _plain(line: str) -> str:
    """A line in compatible forms, digits of all scripts as ASCII, marks of direction gone."""
    compatible = unicodedata.normalize("NFKC", line)
    kept = (c for c in compatible if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in kept).strip()


def _worth(lines: list[str], at: int, found: re.Match[str]) -> int:
    line, code = lines[at], found["code"]
    before, after = line[: found.start()], line[found.end() :]
    points = 2 * (_NOTHING.fullmatch(before + after) is not None)
    points += _beside(lines, at, before, after)
    points += len(re.sub(r"[ -]", "", code)) == _USUAL_LENGTH and code.isascii()
    return points - _against(code, before, after)


def _beside(lines: list[str], at: int, before: str, after: str) -> int:
    """How near a word for a code stands."""
    word = _words("code")
    if word.search(normal(before)[-_NEAR:]) or word.search(normal(after)[:_NEAR]):
        return 4
    if any(word.search(normal(line)) for line in lines[max(0, at - 2) : at]):
        return 3
    return int(at + 1 < len(lines) and bool(word.search(normal(lines[at + 1]))))


def _against(code: str, before: str, after: str) -> int:
    """What speaks for another kind of number."""
    label = normal(before)[-_BEFORE:]
    other = _last(_words("other_number"), label) > _last(_words("code"), label)
    money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after)
    lasts = _words("duration").match(normal(after).lstrip(" -"))
    return 6 * (other + bool(money) + bool(lasts)) + 3 * bool(_YEAR.fullmatch(code))


def _last(pattern: Pattern[str], text: str) -> int:
    return max((found.end() for found in pattern.finditer(text)), default=-1)


@cache
def _words(name: str) -> Pattern[str]:
    """Words at their start; those of scripts without spaces anywhere."""
    words: list[str] = table("codes")[name]
    unspaced = [word for word in words if _ANYWHERE.search(word)]
    spaced = any_of(word for word in words if word not in unspaced)
    return re.compile(f"{spaced.pattern}|{any_of(unspaced, anywhere=True).pattern}")


def _lies_at(anchor: Anchor, origins: frozenset[str]) -> bool:
    split = parts(anchor.href)
    if split is None or split.username is not None or split.password is not None:
        return False
    return f"{split.scheme}://{split.netloc}".lower() in origins


def _link_worth(anchor: Anchor) -> int:
    """3 for a one-time token in the address, 1 for words of signing in."""
    return 3 * any(_tokens(anchor.href)) + bool(_words("sign_in").search(normal(anchor.text)))


def _tokens(href: str) -> Iterator[bool]:
    split = parts(href)
    if split is None:
        return
    for name, value in parse_qsl(split.query):
        yield bool(_TOKEN_NAMES.fullmatch(name) or _LONG_SEGMENT.fullmatch(value)) and bool(value)
    for segment in split.path.split("/"):
        yield bool(_LONG_SEGMENT.fullmatch(segment)) and any(c.isdigit() for c in segment)
