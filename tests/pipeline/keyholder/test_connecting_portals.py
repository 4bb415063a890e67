"""Adding a portal in the dashboard: kept whole, visited once, corrected, and taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.connections import Link, Trial, Typed
from model.errors import WrongInput
from model.outcomes import Outcome, OutcomeCode
from model.people import Role
from model.secret import Secret
from model.visits import Cause
from pipeline.desks.connecting_screen import ConnectScreenDesk
from storage import runs, suppliers, users
from storage.store import Store
from tests.pipeline.doors import InnerDoor
from vault import KeyFile, Vault, create_vault

pytestmark = pytest.mark.slow

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)


class Desk:
    """An admin who adds a portal at a door of this machine that nobody looks behind."""

    def __init__(self, store: Store, vault: Vault, clock: FixedClock, port: int) -> None:
        self.store, self.vault, self.clock = store, vault, clock
        self.desk = ConnectScreenDesk(store, InnerDoor(store, vault))
        with store.begin() as tx:
            self.ada = users.add(tx, "ada", "Ada", Role.ADMIN, users.NO_PASSWORD)
        self.values = {"supplier": "Farm Ltd", "url": f"http://127.0.0.1:{port}/", "username": "ap"}

    def send(
        self,
        password: str = "right",
        *,
        keep: bool = True,
        known: str = "",
        seed: str = "",
        **other: str,
    ) -> Trial:
        """What came of the form, with these fields other than usual."""
        typed = Typed(known, self.values | other, Secret(password), Secret(seed))
        return self.desk.attempt(self.ada, Link.PORTAL, typed, keep=keep)

    def end(self, code: OutcomeCode) -> None:
        """Let the visit that was ordered end so, a while later."""
        self.clock.move(timedelta(minutes=1))
        with self.store.begin() as tx:
            (run,) = runs.unfinished(tx)
            runs.start(tx, run.id)
            runs.finish(tx, run.id, Outcome(code, {"portal": "Farm Ltd"}), fetched=0)


@pytest.fixture
def desk(store: Store, vault: Vault, clock: FixedClock) -> Iterator[Desk]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield Desk(store, vault, clock, door.getsockname()[1])


def test_a_fault_keeps_nothing_and_names_its_field(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    faults = (
        ("supplier", desk.send(supplier=" ")),
        ("url", desk.send(url="")),
        ("url", desk.send(url="portal")),
        ("url", desk.send(url="http://portal.example/")),
        ("url", desk.send(url=f"http://127.0.0.1:{free}/")),
        ("url", desk.send(url="https://no-such-host.invalid/")),
        ("username", desk.send(username="")),
        ("password", desk.send("")),
        ("password", desk.send("x" * 5000)),
        ("since", desk.send(since="May")),
        ("seed", desk.send(seed="not a seed!")),
    )
    assert [came.field for _, came in faults] == [field for field, _ in faults]
    assert not list(desk.vault.names())
    with desk.store.read() as tx:
        assert suppliers.portals(tx) == ()
    assert desk.send(keep=False).ok
    assert desk.desk.first_steps().begins


def test_a_portal_is_kept_and_visited_once_by_who_watches(desk: Desk) -> None:
    came = desk.send(account="K-1", seed=SEED)
    with desk.store.read() as tx:
        (portal,) = suppliers.portals(tx)
        (run,) = runs.unfinished(tx)
    assert (came.id, portal.name, run.cause) == (portal.id, "Farm Ltd", Cause.PERSON)
    assert run.attended_by == desk.ada.id
    assert {one.kind for one in desk.vault.names()} == {"credential", "totp"}
    with desk.vault.lease("Farm Ltd", purpose="look", job="test") as lease:
        assert lease.origins == portal.origins
    standing = desk.desk.first_visit(portal.id)
    assert (standing.run, standing.waits, standing.good) == (run.id, True, False)
    again = desk.send(account="K-1")
    assert (again.field, again.ok) == ("url", False)


def test_a_refused_password_is_corrected_and_what_was_found_is_taken(desk: Desk) -> None:
    portal_id = desk.send("wrong").id
    desk.end(OutcomeCode.LOGIN_FAILED)
    standing = desk.desk.first_visit(portal_id)
    assert (standing.refused, standing.waits) == (True, False)
    with pytest.raises(WrongInput, match="No visit to Farm Ltd went well yet"):
        desk.desk.accept_portal(desk.ada, portal_id)
    assert desk.send("", known=portal_id).field == "password"
    assert desk.send("right", known=portal_id, keep=False).ok
    assert desk.send("right", known=portal_id).id == portal_id
    with desk.vault.lease("Farm Ltd", purpose="look", job="test") as lease:
        assert lease.password == Secret("right")
    desk.end(OutcomeCode.OK_EMPTY)
    assert desk.desk.first_visit(portal_id).good
    assert not desk.desk.first_steps().portal_taken
    desk.desk.accept_portal(desk.ada, portal_id)
    steps = desk.desk.first_steps()
    assert (steps.portal, steps.portal_taken, steps.begins) == ("Farm Ltd", True, False)


def test_whoever_skips_the_first_steps_begins_at_the_inbox(desk: Desk) -> None:
    assert desk.desk.first_steps().begins
    desk.desk.skip_first_steps(desk.ada)
    assert not desk.desk.first_steps().begins
