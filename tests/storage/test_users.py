"""Users: passwords are hashed, sessions end, tokens are spent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from model.clock import FixedClock
from model.errors import RecordMissing
from model.people import Role, User
from model.secret import Secret
from storage import passwords, users
from storage.store import Store

pytestmark = pytest.mark.slow

PASSWORD = Secret("correct horse battery staple")
WRONG = Secret("Tr0ub4dor&3")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a fifth of a second a call; one test asks for them."""
    monkeypatch.setattr(passwords, "_N", 2**4)
    monkeypatch.setattr(passwords, "NOBODY", f"scrypt$16$8$1${'00' * 16}${'00' * 64}")


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "maya", "Maya Okafor", Role.CLERK, PASSWORD)


def _all_cells(store: Store) -> Iterator[str]:
    with store.read() as tx:
        for table in ("app_user", "session", "one_time_token", "sign_in_failure"):
            for row in tx.connection.execute(text(f"SELECT * FROM {table}")):
                yield from map(str, row)


def test_name_and_password_sign_in(store: Store, maya: User) -> None:
    with store.begin() as tx:
        assert users.verify(tx, "maya", PASSWORD) == maya
        assert users.verify(tx, "maya", WRONG) is None
        assert users.verify(tx, "Maya", PASSWORD) is None
        assert users.verify(tx, "nobody", PASSWORD) is None
        assert users.verify(tx, "", Secret("")) is None
        assert users.get(tx, maya.id) == maya
        assert users.every(tx) == (maya,)
        with pytest.raises(RecordMissing):
            users.get(tx, "nobody")


def test_neither_password_nor_token_lies_in_the_database(store: Store, maya: User) -> None:
    with store.begin() as tx:
        tokens = [users.open_session(tx, maya.id), users.one_time_token(tx, maya.id)]
        users.verify(tx, "maya", WRONG)
    cells = "\n".join(_all_cells(store))
    for secret in (*tokens, PASSWORD.reveal(), WRONG.reveal()):
        assert secret not in cells


def test_equal_passwords_have_different_hashes_of_full_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    one, two = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one != two
    assert one.startswith("scrypt$16384$8$5$")
    assert passwords.NOBODY.startswith("scrypt$16384$8$5$")
    assert passwords.fits(PASSWORD, one)
    assert not passwords.fits(WRONG, one)
    assert not passwords.fits(PASSWORD, passwords.NOBODY)


@pytest.mark.parametrize("name", ["maya", "nobody"])
def test_wrong_passwords_make_a_name_wait_longer_and_longer(
    store: Store, maya: User, clock: FixedClock, name: str
) -> None:
    def turned_away() -> bool:
        """Whether the name has to wait, seen by whether the right password is taken."""
        with store.begin() as tx:
            return passwords.waiting(tx, name)

    waits = []
    for _ in range(passwords.FREE_FAILURES + 12):
        with store.begin() as tx:
            assert users.verify(tx, name, WRONG) is None
        waited = timedelta()
        while turned_away():
            clock.move(timedelta(seconds=1))
            waited += timedelta(seconds=1)
        waits.append(int(waited.total_seconds()))
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:8] == [2, 4, 8, 16]
    assert waits[-1] == 900


def test_while_it_waits_even_the_right_password_is_refused(
    store: Store, maya: User, clock: FixedClock
) -> None:
    with store.begin() as tx:
        for _ in range(passwords.FREE_FAILURES):
            users.verify(tx, "maya", WRONG)
        assert users.verify(tx, "maya", PASSWORD) is None
        clock.move(timedelta(seconds=2))
        assert users.verify(tx, "maya", PASSWORD) == maya
        assert users.verify(tx, "maya", WRONG) is None
        assert users.verify(tx, "maya", PASSWORD) == maya


def test_failures_are_forgotten_after_a_day(store: Store, maya: User, clock: FixedClock) -> None:
    with store.begin() as tx:
        users.verify(tx, "somebody", WRONG)
        clock.move(timedelta(hours=25))
        users.verify(tx, "maya", WRONG)
        rows = tx.connection.execute(text("SELECT failures FROM sign_in_failure")).all()
    assert [tuple(row) for row in rows] == [(1,)]


def test_every_check_does_the_same_work(
    store: Store, maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    fits = passwords.fits

    def counted(password: Secret, kept: str) -> bool:
        asked.append(kept)
        return fits(password, kept)

    monkeypatch.setattr(passwords, "fits", counted)
    with store.begin() as tx:
        users.verify(tx, "maya", PASSWORD)
        users.verify(tx, "nobody", PASSWORD)
        for _ in range(passwords.FREE_FAILURES + 1):
            users.verify(tx, "maya", WRONG)
    assert len(asked) == passwords.FREE_FAILURES + 3


def test_a_session_ends_by_itself_and_by_its_owner(
    store: Store, maya: User, clock: FixedClock
) -> None:
    with store.begin() as tx:
        one, two = users.open_session(tx, maya.id), users.open_session(tx, maya.id)
        assert one != two
        assert users.session_user(tx, one) == maya
        assert users.session_user(tx, one + "x") is None
        users.close_session(tx, one)
        assert users.session_user(tx, one) is None
        clock.move(users.LONGEST)
        assert users.session_user(tx, two) is None
        users.open_session(tx, maya.id)
        left = tx.connection.execute(text("SELECT count(*) FROM session")).scalar()
    assert left == 1


def test_a_new_password_ends_all_sessions_and_the_old_password(store: Store, maya: User) -> None:
    with store.begin() as tx:
        token = users.open_session(tx, maya.id)
        promoted = users.add(tx, "maya", "Maya Okafor", Role.ADMIN, WRONG)
        assert promoted.id == maya.id
        assert users.session_user(tx, token) is None
        assert users.verify(tx, "maya", PASSWORD) is None
        assert users.verify(tx, "maya", WRONG) == promoted


def test_a_one_time_token_works_once_and_not_for_long(
    store: Store, maya: User, clock: FixedClock
) -> None:
    with store.begin() as tx:
        token = users.one_time_token(tx, maya.id)
        assert users.use_token(tx, "\ud800") is None
        assert users.use_token(tx, token) == maya
        assert users.use_token(tx, token) is None
        late = users.one_time_token(tx, maya.id)
        clock.move(users.TOKEN_LIFE)
        assert users.use_token(tx, late) is None
