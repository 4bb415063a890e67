"""Links that may lead to documents: found on a page, and ranked by what they say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, TypedDict
from urllib.parse import urlsplit

from fetchers.portals.autopilot import words
from fetchers.portals.clicks import Purpose, allowed
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Alternatives, Move
from fetchers.portals.session import Session

_OPENS: Final = 3  # less than a link that promises documents, more than one to an account
_UNFOLDS: Final = 1
_CONTROLS: Final = files(__package__).joinpath("openers.js").read_text("utf-8")
_NUMBERED: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or a control that opens something, that may lead to documents."""

    words: str
    href: str
    score: int
    address: str = ""
    pressed: Alternatives = ()

    @property
    def move(self) -> Move:
        """The step of a recipe that follows it.

        A card that explains itself, paying included, is no control to press: where it leads is
        opened. A control that is no link is `pressed`.
        """
        if self.pressed:
            return Move(click=self.pressed)
        if self.address and not words.is_label(self.words):
            return Move(goto=self.address)
        by_words = f"role=link[name={json.dumps(self.words, ensure_ascii=False)}]"
        by_href = f"css=a[href={json.dumps(self.href)}]"
        return Move(
            click=tuple(one for one, has in ((by_words, self.words), (by_href, self.href)) if has)
        )


def leads_inside(link: Link) -> bool:
    """Whether a link leads to one document, one file or another page of a list."""
    path = urlsplit(link.href).path.lower()
    one = _NUMBERED.search(link.words) or path.endswith((".pdf", ".csv", ".xml", ".xlsx"))
    return bool(one or words.TURN.search(link.words) or words.names_file(link.words))


def key_of(link: Link) -> str:
    """What tells a link from others."""
    return link.href or f"{link.words} {link.pressed[:1]}"


def links_of(session: Session) -> list[tuple[str, str]]:
    """The words and addresses of a page's visible links."""
    script = (
        "els => els.filter(el => el.getClientRects().length).slice(0, 200).map(el => ["
        "(el.innerText || el.getAttribute('aria-label') || '').trim().replace(/\\s+/g, ' ')"
        ".slice(0, 80), el.getAttribute('href') || ''])"
    )
    anchors = session.page.locator("a[href]")
    told: list[tuple[str, str]] = steadily(
        session.page, lambda: anchors.evaluate_all(script), otherwise=[]
    )
    unusable = ("javascript:", "mailto:", "tel:", "data:")
    return [(said, href) for said, href in told if said and not href.lower().startswith(unusable)]


def openers_of(session: Session) -> list[Link]:
    """A page's controls that are no links, yet lead on: menus, tabs, headings that unfold.

    What stands in a form or in a row is left alone, and whatever says that it does something.
    """
    told: list[Told] = steadily(
        session.page, lambda: session.page.evaluate(_CONTROLS), otherwise=[]
    )
    found = [Link(one["words"], "", _promise(one), pressed=tuple(one["at"])) for one in told]
    usable = (one for one in found if one.score > 0 and one.pressed)
    return [one for one in usable if not (one.words and leads_inside(one))]


class Told(TypedDict):
    """A control as the page told it: `unfolds` says that its markup promises to open something."""

    words: str
    at: list[str]
    unfolds: bool


def _promise(one: Told) -> int:
    said = one["words"]
    if not allowed(said, posts=False, purpose=Purpose.GO) or words.ACTS.search(said):
        return 0
    score = words.rank(said) if words.is_label(said) else 0
    if score or not one["unfolds"]:
        return score
    return _OPENS if words.MENU.search(said) or not said else _UNFOLDS
