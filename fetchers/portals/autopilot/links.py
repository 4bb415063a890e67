"""Links that may lead to documents: found on a page, and ranked by what they say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, TypedDict
from urllib.parse import urljoin, urlsplit

from fetchers.portals.autopilot import words
from fetchers.portals.patience import steadily
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.recipe import Alternatives, Move
from fetchers.portals.session import Session

_OPENS: Final = 3  # less than a link that promises documents, more than one to an account
_UNFOLDS: Final = 1
_HIDDEN: Final = 2  # a link that the page does not show: after a control that may show it
_PROMISES: Final = 6
_CONTROLS: Final = files(__package__).joinpath("openers.js").read_text("utf-8")
_LINKS: Final = r"""
els => {
  const flat = said => (said || '').trim().replace(/\s+/g, ' ').slice(0, 80);
  const shown = el => el.getClientRects().length > 0
    && getComputedStyle(el).visibility !== 'hidden';
  const href = el => el.getAttribute('href') || '';
  const menu = 'nav, header, aside, [role=navigation], [role=menu], [role=menubar]';
  const listed = els.filter(shown).slice(0, 200).map(el =>
    [flat(el.innerText || el.getAttribute('aria-label')), href(el), false]);
  const hidden = els.filter(el => !shown(el) && el.closest(menu)
    && !el.closest('form, tr, [role=row], [role=dialog], dialog')).slice(0, 100);
  return listed.concat(hidden.map(el => [flat(el.textContent), href(el), true]));
}
"""
_NUMBERED: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or a control that opens something, that may lead to documents."""

    words: str
    href: str
    score: int
    address: str = ""
    pressed: Alternatives = ()
    hidden: bool = False

    @property
    def move(self) -> Move:
        """The step of a recipe that follows it.

        A card that explains itself, paying included, is no control to press: where it leads is
        opened, and so is a link of a menu that opens only under the pointer: it is `hidden`. A
        control that is no link is `pressed`.
        """
        if self.pressed:
            return Move(click=self.pressed)
        if self.address and (self.hidden or not words.is_label(self.words)):
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


def leading_links(session: Session) -> list[Link]:
    """A page's links that may lead to documents: those that show, and those of a closed menu.

    One that promises nothing has the score 0. A hidden one counts only where its words promise
    documents, and less than any that shows one.
    """
    here, fence = session.page.url, session.fence
    found: list[Link] = []
    for said, href, hidden in _anchors(session):
        address, rank = urljoin(here, href), words.rank(said, urlsplit(href).path)
        if hidden:
            rank = _HIDDEN if words.is_label(said) and rank >= _PROMISES else -1
        link = Link(said, href, rank, address, hidden=hidden)
        same_host = not urlsplit(href).netloc or fence.allows(href)
        if link.score >= 0 and same_host and not leads_inside(link):
            found.append(link)
    return found


def _anchors(session: Session) -> list[tuple[str, str, bool]]:
    """The words and addresses of a page's links, and whether they are hidden in a menu."""
    anchors = session.page.locator("a[href]")
    told: list[tuple[str, str, bool]] = steadily(
        session.page, lambda: anchors.evaluate_all(_LINKS), otherwise=[]
    )
    unusable = ("javascript:", "mailto:", "tel:", "data:")
    return [one for one in told if one[0] and not one[1].lower().startswith(unusable)]


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
