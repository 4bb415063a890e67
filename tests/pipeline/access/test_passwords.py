"""A password held against a name: counted, worked on once, and kept in today's way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import SignInBusy
from model.people import Role, User
from model.secret import Secret
from pipeline.access.passwords import tried
from storage import tries, users
from storage.store import Store
from tests.hashes import CHEAP
from tests.vault.test_passwords import scrypt
from vault import passwords

pytestmark = pytest.mark.slow

PASSWORD = Secret("correct horse battery staple")
WRONG = Secret("Tr0ub4dor&3")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a tenth of a second a call."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "maya", "Maya Okafor", Role.CLERK, passwords.hashed(PASSWORD))


def _kept(store: Store) -> str:
    with store.read() as tx:
        return users.kept_password(tx, "maya")[1]


def test_name_and_password_sign_in(store: Store, maya: User) -> None:
    assert tried(store, "maya", PASSWORD).user == maya
    for name, password in (("maya", WRONG), ("Maya", PASSWORD), ("nobody", PASSWORD)):
        assert tried(store, name, password).user is None
    assert tried(store, "", Secret("")).user is None
    before = _kept(store)
    assert tried(store, "maya", PASSWORD).user == maya
    assert _kept(store) == before  # what is of today is not made anew


@pytest.mark.parametrize(
    "kept", [scrypt(PASSWORD.reveal()), passwords.hashed(PASSWORD)], ids=["scrypt", "other costs"]
)
def test_a_hash_from_before_is_made_anew_at_the_next_sign_in(
    store: Store, maya: User, kept: str
) -> None:
    with store.begin() as tx:
        users.set_password(tx, maya.id, kept)
        token = users.open_session(tx, maya.id)
    assert tried(store, "maya", WRONG).user is None
    assert _kept(store) == kept
    assert tried(store, "maya", PASSWORD).user == maya
    assert not passwords.is_dated(_kept(store))
    assert tried(store, "maya", PASSWORD).user == maya
    with store.read() as tx:
        assert users.session_user(tx, token) == maya  # it is the same password


def test_while_a_name_waits_even_the_right_password_is_refused(
    store: Store, maya: User, clock: FixedClock
) -> None:
    for _ in range(tries.FREE_FAILURES):
        assert not tried(store, "maya", WRONG).waits
    assert tried(store, "maya", PASSWORD).waits
    clock.move(timedelta(seconds=2))
    assert tried(store, "maya", PASSWORD).user == maya
    assert tried(store, "maya", WRONG).user is None
    assert tried(store, "maya", PASSWORD).user == maya


def test_many_tries_at_once_are_as_many_tries_as_they_are(
    store: Store, maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = []

    def first_ask_again(_password: Secret, kept: str) -> bool:
        worked.append(kept)
        assert len(worked) > tries.FREE_FAILURES or tried(store, "maya", WRONG).user is None
        return False

    monkeypatch.setattr(passwords, "fits", first_ask_again)
    assert tried(store, "maya", WRONG).user is None
    assert len(worked) == tries.FREE_FAILURES


def test_every_try_does_the_same_work(
    store: Store, maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    fits = passwords.fits

    def counted(password: Secret, kept: str) -> bool:
        asked.append(kept)
        return fits(password, kept)

    monkeypatch.setattr(passwords, "fits", counted)
    tried(store, "maya", PASSWORD)
    tried(store, "nobody", PASSWORD)
    tried(store, "maya", WRONG)
    assert len(asked) == 3


def test_nobody_s_writing_waits_for_a_password(
    store: Store, maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_meanwhile(_password: Secret, _kept: str) -> bool:
        with store.begin() as tx:
            users.open_session(tx, maya.id)
        return True

    monkeypatch.setattr(passwords, "fits", written_meanwhile)
    assert tried(store, "maya", PASSWORD).user == maya


def test_a_crowd_is_told_to_come_again(
    store: Store, maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crowded(_password: Secret, _kept: str) -> bool:
        raise SignInBusy

    monkeypatch.setattr(passwords, "fits", crowded)
    with pytest.raises(SignInBusy):
        tried(store, "maya", PASSWORD)
