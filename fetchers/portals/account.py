"""Whose account a session is signed in to."""

from __future__ import annotations

import re
from typing import Final

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.recipe import Recipe, Shown
from fetchers.portals.selecting import wait_for
from fetchers.portals.session import Session
from fetchers.portals.signs import ACCOUNT_NUMBER, text_of
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
        _account_at(session, recipe.account) if recipe.account else _accounts_told(session, wanted)
    )
    if seen and _bare(wanted) not in map(_bare, seen):
        raise VisitEnded(OutcomeCode.ACCOUNT_MISMATCH, seen=seen[0][:60], expected=wanted)


def account_seen(session: Session, recipe: Recipe) -> str:
    """The account that the page shows; empty where it shows none, or more than one."""
    if recipe.account:
        place = wait_for(session.page, recipe.account.at, seconds=_SEEN_WAIT)
        return taken(place.inner_text(timeout=2_000), recipe.account.pattern) if place else ""
    told = {match[1] for match in ACCOUNT_NUMBER.finditer(text_of(session.page))}
    return told.pop() if len(told) == 1 else ""


def same_account(one: str, other: str) -> bool:
    """Whether two numbers are one account, however they are written."""
    return _bare(one) == _bare(other)


def _account_at(session: Session, shown: Shown) -> tuple[str, ...]:
    place = wait_for(session.page, shown.at, seconds=_PLACE_WAIT)
    if place is None:
        raise broken("account")
    return (taken(place.inner_text(timeout=2_000), shown.pattern),)


def _accounts_told(session: Session, wanted: str) -> tuple[str, ...]:
    found = (match[1] for match in ACCOUNT_NUMBER.finditer(text_of(session.page)))
    return tuple(number for number in found if _shape(number) == _shape(wanted))


def _shape(number: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", _bare(number)))


def taken(text: str, pattern: str | None) -> str:
    """What a pattern takes out of a text: its first group, or all that it matches."""
    flat = " ".join(text.split())
    if pattern is None:
        return flat
    found = re.search(pattern, flat)
    return "" if found is None else found[1 if found.lastindex else 0].strip()


def _bare(number: str) -> str:
    return "".join(ch for ch in number.upper() if ch.isalnum())
