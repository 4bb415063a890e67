"""The queue of first visits with imported sign-ins: by night, at a pace, out of everybody's way.

It is read from the tables at every look: after a crash it goes on where it was. Nothing of it
begins while another visit goes on or may begin, and it has a lane of its own: it delays nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from model.visits import Cause, Run
from pipeline.rules import Rules
from storage import expectations, runs, takeovers
from storage.store import Tx


def next_visit(tx: Tx, queue: Sequence[Run], now: datetime) -> Run | None:
    """The visit of the queue that may begin now, None for none.

    `queue` are all first visits that are ordered or under way, one a portal, oldest first.
    """
    rules = Rules.of(tx)
    if sum(run.started is not None for run in queue) >= rules.takeover_at_once:
        return None
    last = runs.last_end(tx, Cause.TAKEOVER)
    if last is not None and now < last + timedelta(seconds=rules.takeover_gap):
        return None
    by_night = now.astimezone(rules.zone).time() in rules.takeover_hours
    ordered = (run for run in queue if run.started is None)
    return next((run for run in ordered if by_night or _hurries(tx, run)), None)


def _hurries(tx: Tx, run: Run) -> bool:
    """Whether the person who ticked it wanted it at once, or a mail has announced a document."""
    takeover = takeovers.of_portal(tx, run.portal_id)
    wanted = takeover is None or takeover.at_once
    return wanted or bool(expectations.open_for_portal(tx, run.portal_id))
