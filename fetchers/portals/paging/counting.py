"""How many rows a list has by the portal's own word, and whether all of them were read."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator

from fetchers.portals.endings import broken
from fetchers.portals.paging.periods import Period
from fetchers.portals.paging.walk import Walk
from fetchers.portals.patience import steadily, until
from fetchers.portals.values import number_in

_COUNTER_WAIT: Final = 3.0  # seconds


def count_now(walk: Walk, *, patiently: bool) -> int | None:
    """The portal's own number of rows; None where it shows none.

    Raises:
        VisitEnded: RECIPE_BROKEN where the recipe names a counter, it was waited for and is not
            there, or shows no number.
    """
    if walk.part.json_twin is not None and walk.part.counter is None:
        walk.ear.read()
        return walk.ear.total
    shown = walk.part.counter
    if shown is None:
        return None
    step = f"{walk.part.name}.counter"
    place = _counter(walk, patiently=patiently)
    if place is None:
        if walk.shown(walk.part.empty) is not None:
            return 0  # many portals show no counter over an empty list
        if patiently:
            raise broken(step)
        return None
    text = steadily(walk.page, place.inner_text, otherwise="")
    number = number_in(text, shown.pattern)
    if number is None and walk.shown(walk.part.empty) is not None:
        return 0
    if number is None:
        raise broken(step, "it shows no number")
    return number


def _counter(walk: Walk, *, patiently: bool) -> Locator | None:
    at = walk.part.counter.at if walk.part.counter else ()
    if not patiently:
        return walk.shown(at)
    return until(walk.page, lambda: walk.shown(at), seconds=_COUNTER_WAIT)


def counted_out(walk: Walk) -> bool:
    """Whether as many rows were read as the counter has said since it was ahead of them.

    One that only counts what is shown is never ahead: it says nothing of rows still to come.
    """
    total = walk.promised
    if total is None:
        return False
    walk.promise_ahead = walk.promise_ahead or walk.seen < total
    return walk.promise_ahead and walk.seen == total == count_now(walk, patiently=False)


def prove(walk: Walk, period: Period) -> None:
    """Nothing comes back: the walk knows whether this period's rows are all there are.

    Where the counter says something else than on the first page, rows came or went while the list
    was paged.

    Raises:
        VisitEnded: RECIPE_BROKEN where rows and counter contradict each other, or nothing says
            that there are no rows.
    """
    before, after = walk.promised, count_now(walk, patiently=False)
    total = before if after is None else after
    walk.restless = walk.restless or before != total
    if period.of_many and walk.part.counter is not None and walk.part.counter.of == "list":
        walk.list_total = total
        total = None
    else:
        walk.counts.append(None if total is None else total - walk.repeats)
    _compare(walk, total)
    if walk.seen == 0:
        walk.haul.proofs.append(_emptiness(walk, total))


def _compare(walk: Walk, total: int | None) -> None:
    name = walk.part.name
    if total is None or walk.restless:
        return
    if walk.seen > total:
        raise broken(
            f"{name}.counter", f"the portal counts {total}, and {walk.seen} rows were read"
        )
    if total and walk.seen == 0 and not walk.short:
        raise broken(f"{name}.rows", f"the portal counts {total}, and no row was read")
    walk.short = walk.short or walk.seen < total


def prove_whole(walk: Walk) -> None:
    """Nothing comes back: where one counter stands over all periods, their rows were compared.

    Where older periods were left out, as the visit was ordered, the counter says no more than that
    there are not more rows than it counts.
    """
    total = walk.list_total
    if total is None:
        return
    found = len(walk.met_in_pass) + sum(walk.nameless.values())
    walk.counts.append(None if walk.older_left_out else total)
    if found > total and not walk.restless:
        raise broken(
            f"{walk.part.name}.counter", f"the portal counts {total}, and {found} rows were read"
        )
    walk.short = walk.short or (found < total and not walk.older_left_out)


def _emptiness(walk: Walk, total: int | None) -> str:
    """How the portal proves that a list is empty."""
    part = walk.part
    if walk.shown(part.empty) is not None:
        return f"{part.name}: its empty marker"
    if total == 0:
        return f"{part.name}: its counter is 0"
    raise broken(f"{part.name}.rows", "no row, and nothing that says the list is empty")
