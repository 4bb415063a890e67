"""Links that may lead to documents: found on a page, and ranked by what they say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fetchers.portals.autopilot import words
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Move
from fetchers.portals.session import Session

_NUMBERED: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to documents."""

    words: str
    href: str
    score: int
    address: str = ""

    @property
    def move(self) -> Move:
        """The step of a recipe that follows it.

        A card that explains itself, paying included, is no control to press: where it leads is
        opened.
        """
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
    return link.href or link.words


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
