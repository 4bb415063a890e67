"""Whose account a session is signed in to."""

from __future__ import annotations

from typing import Final

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.recipe import Recipe, Shown
from fetchers.portals.selecting import wait_for
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from fetchers.portals.told import account_in, accounts_like, same_account
from fetchers.portals.values import taken
from model.outcomes import OutcomeCode

_PLACE_WAIT: Final = 8.0  # seconds
_SEEN_WAIT: Final = 1.0


def check_account(session: Session, recipe: Recipe) -> None:
    """Nothing, where no other account than the ordered one is shown, or none was ordered.

    Where the recipe does not say where the account stands, numbers beside the words for it count,
    if they look like the ordered one: a customer's number is not always the account's.

    Raises:
        VisitEnded: ACCOUNT_MISMATCH, or RECIPE_BROKEN where the recipe's place shows no account.
    """
    wanted = session.order.account
    session.account = account_seen(session, recipe)
    if wanted is None:
        return
    seen = (
        _account_at(session, recipe.account)
        if recipe.account
        else accounts_like(text_of(session.page), wanted)
    )
    if seen and not any(same_account(wanted, one) for one in seen):
        raise VisitEnded(OutcomeCode.ACCOUNT_MISMATCH, seen=seen[0][:60], expected=wanted)


def account_seen(session: Session, recipe: Recipe) -> str:
    """The account that the page shows; empty where it shows none, or more than one."""
    if recipe.account:
        place = wait_for(session.page, recipe.account.at, seconds=_SEEN_WAIT)
        return taken(place.inner_text(timeout=2_000), recipe.account.pattern) if place else ""
    return account_in(text_of(session.page))


def _account_at(session: Session, shown: Shown) -> tuple[str, ...]:
    place = wait_for(session.page, shown.at, seconds=_PLACE_WAIT)
    if place is None:
        raise broken("account")
    return (taken(place.inner_text(timeout=2_000), shown.pattern),)
