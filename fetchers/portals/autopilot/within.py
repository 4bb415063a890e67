"""Lists that lie behind a list of accounts: each account has pages of its own.

What the first account's pages show is found as at a portal without accounts, its page in the place
of the one behind the sign-in. Every account is gone to by the recipe then, each by its number.
"""

from __future__ import annotations

from typing import Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.links import leading_links
from fetchers.portals.autopilot.surroundings import surroundings_of
from fetchers.portals.autopilot.survey import Survey
from fetchers.portals.autopilot.switchers import listed_in
from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.opening import open_page
from fetchers.portals.patience import settle
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Accounts, Alternatives, DocumentList, Recipe
from fetchers.portals.reply import steady_first
from fetchers.portals.session import Session

_MOST_LINKS: Final = 3  # of the page behind the sign-in that may lead to a list of accounts


def survey_within(session: Session, recipe: Recipe, *, landing: str) -> Survey | None:
    """What the first of several accounts holds, the page being `landing` again.

    None where no list of accounts is in sight or a link away, or its first account shows no list.
    """
    accounts = _accounts(session, landing)
    if accounts is None or not _pressed(session, accounts.each or ()):
        return None
    survey = Survey(session, recipe)
    survey.explore()
    if not survey.lists:
        return None
    survey.accounts = accounts
    survey.lists = [_of_any_account(one) for one in survey.lists]
    open_page(session, landing)
    settle(session.page)
    return survey


def _accounts(session: Session, landing: str) -> Accounts | None:
    """The list of accounts, which the page shows now."""
    _return(session, landing)
    found = listed_in(surroundings_of(session.page, session.page))
    if found is not None:
        return found
    links = [one for one in leading_links(session) if words.ACCOUNT.search(one.words)]
    for link in links[:_MOST_LINKS]:
        opener = link.move.click
        if opener is None or not _pressed(session, opener):
            continue
        found = listed_in(surroundings_of(session.page, session.page))
        if found is not None:
            return found.model_copy(update={"open": opener})
        _return(session, landing)
    return None


def _return(session: Session, landing: str) -> None:
    open_page(session, landing)
    settle(session.page)


def _pressed(session: Session, control: Alternatives) -> bool:
    """Whether a link was there, and led to a page of the portal."""
    place = steady_first(session.page, control)
    if place is None:
        return False
    try:
        click(place, purpose=Purpose.GO, step="accounts.each")
    except VisitEnded:
        return False
    settle(session.page)
    return session.fence.allows(session.page.url)


def _of_any_account(part: DocumentList) -> DocumentList:
    """The list without moves to an address, which may be the first account's alone."""
    return part.model_copy(update={"open": tuple(one for one in part.open if one.goto is None)})
