"""A bad morning on real parts and PostgreSQL.

One portal changed, one is closed, the receiver is down at first; once they are back, everything
comes to the end of a good morning.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from billhook.commands.up import programs
from billhook.demo.run import day_of, outside_world, wait
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.deliveries import DeliveryState
from model.expectations import Expectation, ExpectationState
from model.secret import Secret
from model.suppliers import PortalState
from pipeline import answers
from storage import audit, deliveries, documents, expectations, runs, suppliers
from storage.store import Store
from tests.crash.person import PERSON
from tests.e2e.truth import REFUSING, assert_morning_is_done, assert_nothing_twice
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(900)]


def switch(address: str, **wanted: Any) -> None:
    httpx.post(f"{address}/_peers/switch", json=wanted).raise_for_status()


def portal(peers: Mapping[str, Any], slug: str) -> str:
    return str(peers["portals"][slug]["url"])


def of(store: Store, number: str) -> Expectation | None:
    with store.read() as tx:
        return next((one for one in expectations.every(tx) if one.number == number), None)


def nothing_under_way(store: Store) -> bool:
    with store.read() as tx:
        waiting = [one for one in expectations.all_open(tx) if one.next_attempt is None]
        arrived = len(expectations.every(tx)) >= 16
        return arrived and not waiting and not runs.unfinished(tx)


def test_each_trouble_is_named_and_nothing_is_lost(tmp_path: Path, postgres_url: str) -> None:
    today = day_of(tmp_path)
    with outside_world(tmp_path, today, deliver="all") as peers:
        switch(portal(peers, "kestrel"), maintenance=True)
        switch(peers["approval"]["url"], down=True)
        settings = set_up(tmp_path, build(today), peers, database=postgres_url)
        _outdate(settings.data / "recipes" / "nordwind" / "recipe.yaml")
        worker = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
        supervisor = Supervisor(worker, CLOCK)
        supervisor.start()
        try:
            with opened_store(settings) as store:
                until(lambda: nothing_under_way(store), seconds=240)
                _assert_named(store)
                switch(peers["approval"]["url"], down=False)
                until(lambda: _all_delivered(store), seconds=240)
                switch(portal(peers, "kestrel"), maintenance=False)
                _visit_now(store, "kestrel")
            said = wait(settings, threading.Event(), CLOCK.monotonic())
        finally:
            supervisor.end()
        assert_morning_is_done(tmp_path, said)
        assert_nothing_twice(said, peers["approval"]["url"])
        tried = httpx.get(f"{portal(peers, REFUSING)}/_peers/log").json()
        assert (tried["attempts"], tried["refused"]) == (1, 1)


def _outdate(recipe: Path) -> None:
    """Make a recipe that of a portal as it was before it changed."""
    lines = recipe.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("rows:"))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines[at] = f"{indent}rows: ['css=tr.no-such-row-any-more']"
    recipe.write_text("\n".join(lines))


def _assert_named(store: Store) -> None:
    changed, closed = of(store, "RE-2026-104877"), of(store, "KIT-20951")
    assert changed is not None
    assert closed is not None
    assert changed.state is ExpectationState.FULFILLED
    assert closed.state is ExpectationState.OPEN
    assert "maintenance" in closed.reason
    assert closed.next_attempt is not None
    with store.read() as tx:
        states = {one.id: one.state for one in suppliers.portals(tx)}
        assert states["nordwind"] is PortalState.OPEN
        repaired = [one.detail for one in audit.of_subject(tx, "portal:nordwind")]
        assert any("found again: Belege.rows" in said and "Proof:" in said for said in repaired), (
            repaired
        )
        assert states["kestrel"] is PortalState.OPEN
        assert any(one.number == "FA-2026-01187" for one in documents.every(tx))
        retrying = [one for one in deliveries.unfinished(tx) if one.attempts]
        assert retrying
        assert all(not attempt.ok for one in retrying for attempt in one.attempts)


def _visit_now(store: Store, slug: str) -> None:
    """What a clerk does who hears that the portal is back."""
    with store.begin() as tx:
        answers.visit_now(tx, PERSON, slug)


def _send_again(store: Store) -> None:
    """What a clerk does who hears that the receiver is back: not wait for the next try."""
    with store.begin() as tx:
        for one in deliveries.unfinished(tx):
            if one.state is DeliveryState.RETRYING:
                deliveries.requeue(tx, one.id)


def _all_delivered(store: Store) -> bool:
    _send_again(store)
    with store.read() as tx:
        found = [
            d for document in documents.every(tx) for d in deliveries.of_document(tx, document.id)
        ]
        return bool(found) and all(one.state is DeliveryState.DELIVERED for one in found)
