"""Several accounts behind one sign-in: each is chosen in turn, and its lists are its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Accounts, Recipe, Shown
from fetchers.portals.selecting import (
    Option,
    choose,
    every_read,
    first_visible,
    options_of,
    wait_for,
)
from fetchers.portals.session import Session
from fetchers.portals.values import taken
from model.outcomes import OutcomeCode

_WAIT: Final = 8.0  # seconds
_MOST_ACCOUNTS: Final = 100


@dataclass(frozen=True, slots=True)
class _Choice:
    """One account of a switcher; `option` is None where it is no select."""

    number: str
    option: Option | None = None


def accounts_of(session: Session, recipe: Recipe) -> Iterator[str | None]:
    """The number of each account, once it is chosen; None once where the recipe has no switcher.

    Where the visit was ordered for one account, only that one is chosen.

    Raises:
        VisitEnded: ACCOUNT_MISMATCH where the ordered account is not among them, or the page shows
            another than the chosen one; RECIPE_BROKEN where the switcher is not there.
    """
    switcher = recipe.accounts
    if switcher is None:
        yield None
        return
    landing = session.page.url
    for choice in _wanted(session, _choices(session, switcher)):
        if not _in_sight(session, switcher, choice):
            open_page(session, landing)
            settle(session.page)
        _switch(session, recipe, switcher, choice)
        yield choice.number


def _in_sight(session: Session, switcher: Accounts, choice: _Choice) -> bool:
    """Whether the account can be chosen from here."""
    if switcher.each is not None and _control_of(session, switcher, choice) is not None:
        return True
    wanted = (*(switcher.open or ()), *(switcher.choose or ()))
    return (
        steadily(session.page, lambda: first_visible(session.page, wanted), otherwise=None)
        is not None
    )


def _wanted(session: Session, choices: list[_Choice]) -> list[_Choice]:
    ordered = session.order.account
    if ordered is None:
        return choices
    found = [one for one in choices if _bare(one.number) == _bare(ordered)]
    if not found:
        seen = ", ".join(one.number for one in choices[:5])
        raise VisitEnded(OutcomeCode.ACCOUNT_MISMATCH, seen=seen, expected=ordered)
    return found[:1]


def _choices(session: Session, switcher: Accounts) -> list[_Choice]:
    place = _opened(session, switcher)
    if switcher.choose is not None:
        options = [one for one in options_of(place) if one.value] or options_of(place)
        found = [_Choice(taken(one.label, switcher.pattern), option=one) for one in options]
    else:
        found = [_Choice(number) for _place, number in _controls(session, switcher)]
    numbers = {_bare(one.number) for one in found}
    if not found or "" in numbers or len(numbers) < len(found) or len(found) > _MOST_ACCOUNTS:
        raise broken("accounts", "its accounts have no numbers that tell them apart")
    return found


def _opened(session: Session, switcher: Accounts) -> Locator:
    """The switcher's select, or the first of its controls, opened where it has to be."""
    wanted = switcher.choose or switcher.each or ()
    shown = steadily(session.page, lambda: first_visible(session.page, wanted), otherwise=None)
    if shown is None and switcher.open is not None:
        opener = wait_for(session.page, switcher.open, seconds=_WAIT)
        if opener is None:
            raise broken("accounts.open")
        click(opener, purpose=Purpose.GO, step="accounts.open")
    place = wait_for(session.page, wanted, seconds=_WAIT)
    if place is None:
        raise broken("accounts")
    return place


def _controls(session: Session, switcher: Accounts) -> list[tuple[Locator, str]]:
    """The controls that show, each with the number that it names."""
    page, each = session.page, switcher.each or ()
    read: list[tuple[Locator, str]] = steadily(
        page, lambda: every_read(page, each, "el => el.innerText || ''"), otherwise=[]
    )
    return [(place, taken(text, switcher.pattern)) for place, text in read]


def _control_of(session: Session, switcher: Accounts, choice: _Choice) -> Locator | None:
    """The control that names an account; what stands in its place on another page does not."""
    wanted = _bare(choice.number)
    named = (place for place, number in _controls(session, switcher) if _bare(number) == wanted)
    return next(named, None)


def _unfolded(session: Session, switcher: Accounts, choice: _Choice) -> Locator:
    """The control that names an account, the switcher being opened where it has to be.

    Raises:
        VisitEnded: RECIPE_BROKEN where it does not come.
    """
    control = _control_of(session, switcher, choice)
    if control is None and switcher.open is not None:
        opener = wait_for(session.page, switcher.open, seconds=_WAIT)
        if opener is None:
            raise broken("accounts.open")
        click(opener, purpose=Purpose.GO, step="accounts.open")
    control = control or until(
        session.page, lambda: _control_of(session, switcher, choice), seconds=_WAIT
    )
    if control is None:
        raise broken("accounts", f"{choice.number} is gone")
    return control


def _switch(session: Session, recipe: Recipe, switcher: Accounts, choice: _Choice) -> None:
    if choice.option is not None:
        if not choose(_opened(session, switcher), choice.option):
            raise broken("accounts", f"{choice.number} can't be chosen")
    else:
        control = _unfolded(session, switcher, choice)
        click(control, purpose=Purpose.FILTER, step="accounts.each")
    if switcher.apply is not None:
        apply = wait_for(session.page, switcher.apply, seconds=_WAIT)
        if apply is None:
            raise broken("accounts.apply")
        click(apply, purpose=Purpose.FILTER, step="accounts.apply")
    settle(session.page)
    check_place(session)
    if recipe.account is not None:
        _check_shown(session, recipe.account, choice.number)


def _check_shown(session: Session, shown: Shown, number: str) -> None:
    """Nothing, once the page shows the chosen account."""

    def look() -> bool | None:
        place = first_visible(session.page, shown.at)
        return (
            bool(place and _bare(taken(place.inner_text(), shown.pattern)) == _bare(number)) or None
        )

    if not until(session.page, look, seconds=_WAIT):
        place = steadily(
            session.page, lambda: first_visible(session.page, shown.at), otherwise=None
        )
        seen = taken(place.inner_text(), shown.pattern) if place else "nobody"
        raise VisitEnded(OutcomeCode.ACCOUNT_MISMATCH, seen=seen[:60], expected=number)


def _bare(number: str) -> str:
    return "".join(ch for ch in number.upper() if ch.isalnum())
