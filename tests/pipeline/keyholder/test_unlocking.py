"""Unlocking from the dashboard: who may, how often, and what is written down."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import TooManyTries, VaultError, WrongInput, WrongKey
from model.patience import TRIES, WINDOW
from model.people import Role, User
from model.secret import Secret
from pipeline.keyholder.unlocking import Unlocking
from storage import audit, heartbeats
from storage.store import Store
from tests.pipeline.conftest import APPROVER, CLERK
from tests.pipeline.doors import ShutDoor

ADMIN = User("u3", "ada", "Ada Lindqvist", Role.ADMIN)
RIGHT = Secret("four words and a number 7")
WRONG = Secret("CANARY-of-a-wrong-one")


class Workers(ShutDoor):
    """Workers whose vaults open by the right passphrase."""

    def __init__(self) -> None:
        self.knocks: list[str] = []
        self.answering = True

    def unlock(self, actor: str, passphrase: Secret, /) -> None:
        self.knocks.append(actor)
        if not self.answering:
            raise VaultError("No worker is running here.")
        if passphrase != RIGHT:
            raise WrongKey


@pytest.fixture
def workers() -> Workers:
    return Workers()


@pytest.fixture
def unlocking(store: Store, clock: FixedClock, workers: Workers) -> Unlocking:
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1", vault_locked=True)
    return Unlocking(store, clock, workers)


def trail(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        noted = audit.of_subject(tx, "vault:workers")
    return [(event.actor, event.verb, event.detail) for event in noted]


def test_an_admin_unlocks_and_both_tries_are_on_the_trail(
    store: Store, unlocking: Unlocking, workers: Workers
) -> None:
    with pytest.raises(WrongKey, match="This passphrase does not open the vault"):
        unlocking.unlock(ADMIN, WRONG)
    unlocking.unlock(ADMIN, RIGHT)
    assert workers.knocks == ["ada", "ada"]
    assert trail(store) == [
        ("ada", "failed to unlock", "wrong passphrase"),
        ("ada", "unlocked", ""),
    ]


@pytest.mark.parametrize("user", [CLERK, APPROVER])
def test_nobody_but_an_admin_may_try(unlocking: Unlocking, workers: Workers, user: User) -> None:
    with pytest.raises(WrongInput, match="Only an admin"):
        unlocking.unlock(user, RIGHT)
    assert workers.knocks == []


@pytest.mark.parametrize("typed", ["", "x" * 1025])
def test_what_can_be_no_passphrase_never_reaches_a_worker(
    unlocking: Unlocking, workers: Workers, typed: str
) -> None:
    with pytest.raises(WrongInput, match="Type the vault's passphrase"):
        unlocking.unlock(ADMIN, Secret(typed))
    assert workers.knocks == []


def test_after_five_wrong_passphrases_the_right_one_has_to_wait(
    unlocking: Unlocking, workers: Workers, clock: FixedClock, store: Store
) -> None:
    for _ in range(TRIES):
        with pytest.raises(WrongKey):
            unlocking.unlock(ADMIN, WRONG)
    with pytest.raises(TooManyTries, match="Wait 60 seconds"):
        unlocking.unlock(ADMIN, RIGHT)
    assert len(workers.knocks) == TRIES
    clock.move(timedelta(seconds=WINDOW))
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1", vault_locked=True)
    unlocking.unlock(ADMIN, RIGHT)


def test_a_worker_that_does_not_answer_is_no_wrong_try(
    unlocking: Unlocking, workers: Workers, store: Store
) -> None:
    workers.answering = False
    for _ in range(TRIES + 1):
        with pytest.raises(VaultError, match="No worker is running"):
            unlocking.unlock(ADMIN, RIGHT)
    assert trail(store) == []


def test_an_open_vault_takes_no_passphrase(
    unlocking: Unlocking, workers: Workers, store: Store
) -> None:
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1", vault_locked=False)
    with pytest.raises(WrongInput, match="is open"):
        unlocking.unlock(ADMIN, WRONG)
    assert workers.knocks == []


def test_tries_at_the_same_time_are_not_more_tries(
    store: Store, clock: FixedClock, unlocking: Unlocking
) -> None:
    begun, end = threading.Event(), threading.Event()

    class Slow(ShutDoor):
        def unlock(self, _actor: str, _passphrase: Secret, /) -> None:
            begun.set()
            assert end.wait(30)

    slowly = Unlocking(store, clock, Slow())
    first = threading.Thread(target=slowly.unlock, args=(ADMIN, RIGHT))
    first.start()
    try:
        assert begun.wait(30)
        with pytest.raises(TooManyTries, match="at this moment"):
            slowly.unlock(ADMIN, RIGHT)
    finally:
        end.set()
        first.join()
