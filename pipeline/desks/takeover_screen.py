"""Imported sign-ins as a person sees them: what is proposed, what waits, what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from model.hosts import shown_host
from model.outcomes import Outcome
from model.people import User
from model.suppliers import Portal, PortalState
from model.takeovers import Standing, Takeover, TakeoverView, needed, verdict
from model.visits import Run
from pipeline.access.rights import guarded
from pipeline.portals import schedules, taking_over
from pipeline.portals.plans import HISTORY
from pipeline.portals.taking_over import Wish
from pipeline.rules import Rules
from storage import exceptions, runs, suppliers, takeovers
from storage.store import Store, Tx

_ORDER: Final = (
    *(Standing.NEEDS_ANSWER, Standing.WRONG_PASSWORD, Standing.UNREACHABLE),
    *(Standing.AUTOMATIC, Standing.NO_PORTAL, Standing.UNDER_WAY, Standing.WAITING),
    *(Standing.PROPOSED, Standing.DOUBTED),
)


@guarded
class TakeoverScreenDesk:
    """`model.takeovers.TakeoverDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> tuple[TakeoverView, ...]:
        """All of them: what needs an answer first, what is only proposed or doubted last."""
        with self._store.read() as tx:
            return views(tx)

    def choose(self, user: User, takeover_ids: tuple[str, ...], *, at_once: bool = False) -> None:
        """Let these be visited, each once. Raises WrongInput, RecordMissing."""
        with self._store.begin() as tx:
            taking_over.choose(tx, user, takeover_ids, Wish(at_once=at_once))


def views(tx: Tx) -> tuple[TakeoverView, ...]:
    """All imported sign-ins, in the order in which a person wants them."""
    facts = _Facts(tx)
    seen = (facts.view(one) for one in takeovers.every(tx))
    return tuple(sorted(seen, key=lambda one: (_ORDER.index(one.standing), one.name, one.id)))


class _Facts:
    """All that the views are made of, asked once."""

    def __init__(self, tx: Tx) -> None:
        self.portals = {one.id: one for one in suppliers.portals(tx)}
        self.names = {one.supplier.id: one.supplier.name for one in suppliers.profiles(tx)}
        self.past = runs.pasts(tx, HISTORY)
        self.unfinished = {run.portal_id: run for run in reversed(runs.unfinished(tx))}
        self.asked = {item.subject: item.id for item in reversed(exceptions.open_(tx))}
        self.plans = schedules.words(tx, tx.now())
        self.hours = str(Rules.of(tx).takeover_hours)

    def view(self, takeover: Takeover) -> TakeoverView:
        """One sign-in."""
        portal = self.portals.get(takeover.portal_id or "")
        if portal is None:
            standing = Standing.DOUBTED if takeover.doubt else Standing.PROPOSED
            return _row(takeover, standing, takeover.why or "Visited once you have ticked it.")
        run = self.unfinished.get(portal.id)
        if run is not None and run.started is not None:
            return self._of_portal(takeover, portal, Standing.UNDER_WAY, "It is visited now.")
        past = self.past.get(portal.id, ())
        outcome = past[0].outcome if past else None
        if outcome is None:
            when = "as soon as it is its turn" if takeover.at_once else f"between {self.hours}"
            return self._of_portal(takeover, portal, Standing.WAITING, f"Visited {when}, once.")
        return self._settled(takeover, portal, outcome, past)

    def _of_portal(
        self, takeover: Takeover, portal: Portal, standing: Standing, reason: str
    ) -> TakeoverView:
        row = _row(takeover, standing, reason)
        return replace(row, supplier=self.names[portal.supplier_id], portal_id=portal.id)

    def _settled(
        self, takeover: Takeover, portal: Portal, outcome: Outcome, past: Sequence[Run]
    ) -> TakeoverView:
        fetched = sum(run.fetched for run in past)
        standing = verdict(outcome, fetched)
        goes_on = standing is Standing.UNREACHABLE and portal.state is PortalState.OPEN
        reason = f"{outcome.sentence} {self.plans[portal.id] if goes_on else ''}".strip()
        return replace(
            self._of_portal(takeover, portal, standing, reason),
            code=outcome.code.value,
            needs=needed(outcome) if standing is Standing.NEEDS_ANSWER else "",
            documents=fetched,
            has_recipe=portal.recipe is not None,
            question_id=self.asked.get(f"portal:{portal.id}", ""),
            ended=past[0].finished,
        )


def _row(takeover: Takeover, standing: Standing, reason: str) -> TakeoverView:
    return TakeoverView(
        id=takeover.id,
        name=takeover.name,
        supplier="",
        host=shown_host(urlsplit(takeover.start_url).hostname or ""),
        username=takeover.username,
        standing=standing,
        reason=reason,
        can_be_chosen=takeover.can_be_chosen,
    )
