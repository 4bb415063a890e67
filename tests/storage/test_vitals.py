"""Numbers of what stands where, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.outcomes import Outcome, OutcomeCode
from storage import audit, heartbeats, runs, vitals
from storage.store import Store
from tests.storage import samples

pytestmark = pytest.mark.slow


def test_what_stands_where_is_counted(store: Store, clock: FixedClock) -> None:
    with store.read() as tx:
        assert vitals.taken(tx).documents == {}
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx, sha256="b" * 64)
        heartbeats.beat(tx, "worker-1", vault_locked=True)
        audit.note(tx, "command line", audit.BACKED_UP, "installation:all")
    with store.read() as tx:
        found = vitals.taken(tx)
    assert sum(found.documents.values()) == 1
    assert found.portals == {"open": 1}
    assert [(one.worker, one.vault_locked) for one in found.workers] == [("worker-1", True)]
    assert found.backed_up == clock.now()
    assert found.events >= 1


def test_a_visit_waits_and_then_has_ended(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        ordered = runs.request(tx, "portal-1", "why")
        waiting = vitals.taken(tx).waiting["visit"]
    assert (waiting.number, waiting.oldest) == (1, clock.now())
    with store.begin() as tx:
        runs.start(tx, ordered.id)
        clock.move(timedelta(seconds=40))
        runs.finish(tx, ordered.id, Outcome(OutcomeCode.PARTIAL), fetched=0)
    with store.read() as tx:
        assert vitals.taken(tx).waiting["visit"].oldest is None
        (visit,) = vitals.ended(tx, clock.now())
        assert vitals.ended(tx, clock.now() + timedelta(seconds=1)) == ()
    assert (visit.outcome, visit.seconds, visit.portal) == ("PARTIAL", 40, "Nordwind portal")
