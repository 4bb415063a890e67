"""The outcomes that no portal brings about: a real vault, disk, worker and person do."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from billhook import wiring
from billhook.commands.up import programs
from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store, opened_vault
from fetchers.portals import visit
from model.live import Verdict
from model.outcomes import Outcome, OutcomeCode, Owner, Retry
from model.secret import Secret
from model.visits import Cause, OpenPage, Run, VisitOrder, VisitResult
from pipeline.portals import plans, schedules, visits
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import documents, runs, suppliers
from storage.store import Store
from tests.crash.mortal import Mortal
from tests.crash.visits import installation
from tests.portals.attending import attending
from tests.portals.serving import serve
from tests.portals.sites import DOCS, Site
from tests.portals.walls import Walled
from vault import KeyFile, Vault

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PORTAL = "farm-0"
LONG = 90.0  # seconds; the machine that runs this may be busy


@contextmanager
def company(folder: Path, site: Site) -> Iterator[Settings]:
    """A company with one portal, which stands at an address of its own."""
    with serve(site.app(), "127.0.0.2") as origin:
        yield installation(folder / "data", [origin])


@contextmanager
def at_work(settings: Settings) -> Iterator[tuple[Works, Vault]]:
    """All that the visits of a company need, with its open vault."""
    with opened_store(settings, CLOCK) as store, opened_vault(settings) as vault:
        yield wiring.works(settings, store, vault), vault


def ask(store: Store) -> str:
    with store.begin() as tx:
        return runs.request(tx, PORTAL, "a test", cause=Cause.PERSON).id


def make(works: Works, run_id: str) -> Outcome:
    """How a visit ends, made as the engine makes it."""
    brought = visits.go(works, run_id)
    for fetched in brought.fetched:
        visits.file_fetched(works, run_id, fetched)
    conclude(works, run_id, brought)
    with works.store.read() as tx:
        outcome = runs.get(tx, run_id).outcome
    assert outcome is not None
    return outcome


def on_file(store: Store) -> int:
    with store.read() as tx:
        return len(documents.every(tx))


def next_visit(works: Works) -> plans.Plan:
    with works.store.read() as tx:
        return plans.plan(schedules.past(tx, suppliers.portal(tx, PORTAL)))


def locked(folder: Path) -> Outcome:
    """A vault that is locked when the visit starts, and opened while it waits."""
    with company(folder, Site(docs=DOCS[:1])) as settings, at_work(settings) as (works, vault):
        vault.lock()
        outcome = make(works, ask(works.store))
        assert next_visit(works).cause is Cause.RETRY
        vault.unlock(KeyFile(settings.data / "vault.key"))
        schedules.request_due(works.store, CLOCK.now() + timedelta(minutes=2))
        with works.store.read() as tx:
            (again,) = runs.unfinished(tx)
        assert make(works, again.id).code is OutcomeCode.OK
        assert on_file(works.store) == 1
    return outcome


def full(folder: Path) -> Outcome:
    """A disk that takes not one byte more of a file, once the visit is back."""
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    with company(folder, Site(docs=DOCS[:1])) as settings, at_work(settings) as (works, _vault):

        def go(*given: Any, **more: Any) -> VisitResult:
            result = visit(*given, **more)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
            return result

        run_id = ask(works.store)
        try:
            brought = visits.go(replace(works, visit=go), run_id)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
        conclude(works, run_id, brought)
        assert on_file(works.store) == 0
        assert next_visit(works).cause is Cause.RETRY
        assert make(works, ask(works.store)).code is OutcomeCode.OK
    return brought.outcome


def cancelled(folder: Path) -> Outcome:
    """A person who stops the visit at its live page."""
    with company(folder, Walled(docs=DOCS[:1])) as settings, at_work(settings) as (works, _vault):
        run_id, outcomes = ask(works.store), list[Outcome]()

        def go(page: OpenPage) -> VisitResult:
            def shown(order: VisitOrder, *given: Any, **more: Any) -> VisitResult:
                return visit(replace(order, page=page), *given, **more)

            outcomes.append(make(replace(works, visit=shown), run_id))
            return VisitResult(outcomes[0])

        with attending(go) as (person, result):
            person.takes_over()
            person.ends(Verdict.CANCEL)
            result()
        with works.store.read() as tx:
            assert not runs.unfinished(tx)
    return outcomes[0]


class Waiting(Site):
    """It takes the password, and thinks."""

    async def login(self, request: Request) -> Response:
        if request.method == "POST":
            self.log["passwords"] += 1
            await asyncio.sleep(5)
        return await super().login(request)


def interrupted(folder: Path) -> Outcome:
    """A worker that is killed (SIGKILL) while the portal looks at the password."""
    site = Waiting(docs=DOCS[:1])
    with company(folder, site) as settings, opened_store(settings, CLOCK) as store:
        (program,) = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
        worker = Mortal(program)
        try:
            run_id = ask(store)
            until(lambda: site.log["passwords"] > 0)
            worker.kill()
            until(lambda: ended(store, run_id).outcome is not None)
        finally:
            worker.end()
        outcome = ended(store, run_id).outcome
    assert outcome is not None
    assert site.log["passwords"] == 1
    return outcome


def ended(store: Store, run_id: str) -> Run:
    with store.read() as tx:
        return runs.get(tx, run_id)


def until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not seen():
        assert time.monotonic() < end, "never seen"
        time.sleep(0.05)


MADE_HERE = {
    OutcomeCode.VAULT_LOCKED: (locked, Owner.ADMIN, Retry.WAIT, "Unlock the vault to continue."),
    OutcomeCode.SAVE_FAILED: (full, Owner.ADMIN, Retry.BACKOFF, "Fetched, but could not be"),
    OutcomeCode.CANCELLED: (cancelled, Owner.CLERK, Retry.REGULAR, "Stopped by the person at"),
    OutcomeCode.INTERRUPTED: (interrupted, Owner.KEEPER, Retry.NEVER, "Billhook was stopped just"),
}


@pytest.mark.parametrize("code", MADE_HERE)
def test_what_happens_on_our_side_ends_as_the_vocabulary_says(
    code: OutcomeCode, tmp_path: Path
) -> None:
    scenario, owner, retry, sentence = MADE_HERE[code]
    outcome = scenario(tmp_path)
    assert outcome.code is code, outcome
    assert (outcome.owner, outcome.retry) == (owner, retry)
    assert outcome.sentence.startswith(sentence)
