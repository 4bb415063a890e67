"""Further documents of a row: links of its own page that are like the one to its file.

An order's page may offer an invoice and its cancellation. A link is one of them where it says a
number of its own, of the same shape as that of the row's link, and leads to an address of the same
shape; whatever is not so alike stays where it is.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from fetchers.portals.files import Further
from fetchers.portals.patience import steadily

_LINKS: Final = """
own => {
  const told = el => [el.innerText.trim().slice(0, 120), el.href];
  const link = own.closest('a[href]');
  const shown = [...document.querySelectorAll('a[href]')].filter(el => el.checkVisibility());
  return link ? [told(link), ...shown.filter(el => el !== link).slice(0, 300).map(told)] : [];
}
"""
_NUMBER: Final = re.compile(r"(?:[^\W_][\w/.-]*)?\d(?:[\w/.-]*\w)?")
_DAY: Final = re.compile(r"\d{1,4}([./-])\w{1,9}\1\d{1,4}|(19|20)\d\d([./-]\d\d?)?")
_FEWEST_DIGITS: Final = 3


def further(link: Locator) -> tuple[Further, ...]:
    """What a row's own page offers beside the row's link, each number once."""
    links: list[list[str]] = steadily(link.page, lambda: link.evaluate(_LINKS), otherwise=[])
    told = [(_number(text), address) for text, address in links]
    if not told:
        return ()
    (own, address), *others = told
    alike = {
        number: other
        for number, other in reversed(others)
        if own
        and number
        and number != own
        and _shape(number) == _shape(own)
        and _way(other) == _way(address)
    }
    return tuple(Further(number, other) for number, other in reversed(alike.items()))


def _number(text: str) -> str | None:
    """The number that a link says; neither a day, nor a year, nor a word with a digit."""
    found = _NUMBER.search(text)
    if found is None or sum(map(str.isdigit, found[0])) < _FEWEST_DIGITS:
        return None
    return None if _DAY.fullmatch(found[0]) else found[0]


def _shape(number: str) -> str:
    """A number's shape: where it has letters, digits and other signs."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", number))


def _way(address: str) -> tuple[str, ...]:
    """An address but for its parts that tell one document from another."""
    parts = urlsplit(address)
    path = re.sub(r"[^/]*\d[^/]*", "9", parts.path)
    return (parts.scheme, parts.netloc, path, re.sub(r"=[^&]*", "", parts.query))
