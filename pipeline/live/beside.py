"""A visit with its live page open beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from model.errors import PageClosed
from model.suppliers import Portal
from model.visits import Cause, OpenPage, VisitOrder, VisitResult
from pipeline.live.control import Control
from pipeline.live.hosting import hosted
from pipeline.live.opening import LivePages
from pipeline.works import Works
from storage import audit, runs

_log = logging.getLogger(__name__)

Going = Callable[[VisitOrder], VisitResult]


def _is_shown(works: Works, order: VisitOrder) -> bool:
    """Whether who attends the visit wants to show the portal's list."""
    with works.store.read() as tx:
        return runs.get(tx, order.run_id).cause is Cause.SHOWN


def with_page(works: Works, portal: Portal, order: VisitOrder, go: Going) -> VisitResult:
    """The result of a visit that waits for persons where it can't go on alone.

    Such a visit is never recorded: what persons typed would stand in it. Where no page can be
    opened for them it is made without them, and ends as if unattended.
    """

    def note(actor: str, verb: str, how: str) -> None:
        with works.store.begin() as tx:
            detail = f"run {order.run_id}" + (f": {how}" if how else "")
            audit.note(tx, actor, verb, f"portal:{portal.id}", detail)

    wait, path = works.live_wait, LivePages(works.folder).path(order.run_id)
    control = Control(works.clock, wait.idle)
    try:
        with hosted(path, control, works.clock, note) as page:
            idle, longest = wait.idle.total_seconds(), wait.longest.total_seconds()
            seen = OpenPage(page.line, idle, longest, shows=_is_shown(works, order))
            limit = order.time_limit + longest
            result = go(replace(order, page=seen, time_limit=limit, record=None))
            page.ended(result.outcome.sentence)
            return result
    except PageClosed as trouble:
        _log.warning("%s", trouble.message)
        return go(order)
