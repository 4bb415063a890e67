"""A code by phone: typed in the dashboard, handed to the worker, typed into the page that waits."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest

from billhook.door import Door, WorkersDoor
from fetchers.portals import visit
from model.clock import SystemClock
from model.outcomes import OutcomeCode
from model.people import Role, User
from model.secret import Secret
from model.suppliers import Portal, Supplier
from model.visits import Cause
from pipeline.desks.challenge_desk import hand_over
from pipeline.portals import visits
from pipeline.portals.attending import ANSWERS
from pipeline.portals.brought import Brought
from pipeline.works import Works
from storage import challenges, runs, suppliers
from storage.store import Store
from tests.portals import recipes
from tests.portals.challenges import CODE_STEP, Lasting
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER
from vault import Credential, KeyFile, Vault, create_vault

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
MAYA = User("u1", "maya", "Maya Okafor", Role.CLERK)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # made safely
        yield Path(short)


@pytest.fixture
def vault(folder: Path) -> Vault:
    return create_vault(folder / "vault.db", KeyFile.make(folder / "key"), clock=SystemClock())


def unused(*_given: object) -> Never:
    raise AssertionError("this visit needs it not")


@pytest.fixture
def works(folder: Path, vault: Vault) -> Iterator[Works]:
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock())
    yield Works(
        store=store,
        vault=vault,
        clock=SystemClock(),
        folder=folder,
        visit=visit,
        read=unused,  # type: ignore[arg-type]  # nothing is read here
        triage=unused,  # type: ignore[arg-type]  # and no mail
        deliver=unused,  # type: ignore[arg-type]  # nor a delivery
        responses=unused,
        loopback_http=True,
    )
    store.close()


def registered(works: Works, vault: Vault, origin: str) -> None:
    """A portal with its credential and recipe."""
    origins = frozenset({origin})
    vault.put("farm", Credential(username=USER, password=Secret(PASSWORD), origins=origins))
    (works.recipes / "farm").mkdir(parents=True)
    (works.recipes / "farm" / "recipe.yaml").write_text(recipes.table(origin, sign_in=CODE_STEP))
    with works.store.begin() as tx:
        suppliers.add(tx, Supplier("farm", "Farm"))
        portal = Portal("p", "farm", "Farm", f"{origin}/", origins, credential="farm")
        suppliers.add_portal(tx, replace(portal, recipe="farm"))


def visited(works: Works, cause: Cause, meanwhile: Callable[[], None] = lambda: None) -> Brought:
    """What a visit brings while somebody does something."""
    with works.store.begin() as tx:
        run = runs.request(tx, "p", "a test", cause=cause)
    found: list[Brought] = []
    thread = threading.Thread(target=lambda: found.append(visits.go(works, run.id)))
    thread.start()
    meanwhile()
    thread.join(timeout=120)
    with works.store.begin() as tx:
        runs.finish(tx, run.id, found[0].outcome, fetched=0)
    return found[0]


def test_a_code_typed_in_the_dashboard_signs_in_and_the_session_lasts(
    folder: Path, works: Works, vault: Vault
) -> None:
    site = Lasting(docs=DOCS[:1], needs_code=True)

    def reply() -> None:
        for _ in range(600):
            with works.store.read() as tx:
                waiting = challenges.waiting(tx)
            if waiting:
                door = WorkersDoor(folder)
                hand_over(works.store, door, MAYA, waiting[0].id, Secret(site.code))
                return
            time.sleep(0.1)

    door = Door(folder, "worker-1", vault, lambda _given: unused(), taking=ANSWERS.give)
    with serve(site.app()) as origin, door:
        registered(works, vault, origin)
        first = visited(works, Cause.PERSON, reply)
        assert first.outcome.code is OutcomeCode.OK, first.outcome
        second = visited(works, Cause.REGULAR)
        assert second.outcome.code is OutcomeCode.OK, second.outcome
        tokens = {*site.sessions, site.code}
        site.forget()
        site.devices.clear()
        third = visited(works, Cause.REGULAR)
        assert third.outcome.code is OutcomeCode.NEEDS_INTERACTIVE, third.outcome
    assert (site.log["posts"], site.log["sms"], site.log["codes"]) == (1, 1, 1)
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(tokens) > 1
    assert not any(token.encode() in kept for token in tokens)
