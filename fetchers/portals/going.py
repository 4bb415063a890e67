"""Making the moves that lead to a list, as they are written in a recipe."""

from __future__ import annotations

from collections.abc import Iterable

from fetchers.portals.clicks import click
from fetchers.portals.endings import broken
from fetchers.portals.opening import open_page
from fetchers.portals.patience import settle
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Move
from fetchers.portals.selecting import wait_for
from fetchers.portals.session import Session


def go(session: Session, moves: Iterable[Move], *, step: str, seconds: float) -> None:
    """Nothing comes back: the moves were made, each control waited for so many seconds.

    Raises:
        VisitEnded: RECIPE_BROKEN where a control does not show or is none that a visit presses; as
            `open_page` where an address can't be opened.
    """
    for move in moves:
        if move.goto is not None:
            open_page(session, move.goto)
            continue
        place = wait_for(session.page, move.click or (), seconds=seconds)
        if place is None:
            raise broken(step)
        click(place, purpose=Purpose.GO, step=step)
        settle(session.page)
