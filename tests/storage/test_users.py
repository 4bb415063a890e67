"""Users: passwords are hashed, sessions end, tokens are spent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from model.clock import FixedClock
from model.errors import RecordMissing
from model.people import Role, User
from storage import tries, users
from storage.store import Store

pytestmark = pytest.mark.slow

KEPT = "a hash"
OTHER = "another"


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "maya", "Maya Okafor", Role.CLERK, KEPT)


def _all_cells(store: Store) -> Iterator[str]:
    with store.read() as tx:
        for table in ("app_user", "session", "one_time_token", "sign_in_failure"):
            for row in tx.connection.execute(text(f"SELECT * FROM {table}")):
                yield from map(str, row)


def test_a_name_leads_to_its_user_and_what_is_kept_of_the_password(
    store: Store, maya: User
) -> None:
    with store.begin() as tx:
        assert users.kept_password(tx, "maya") == (maya, KEPT)
        for nobody in ("Maya", "nobody", ""):
            assert users.kept_password(tx, nobody) == (None, users.NO_PASSWORD)
        users.renew_hash(tx, maya.id, OTHER, "not this")
        users.renew_hash(tx, maya.id, KEPT, OTHER)
        assert users.kept_password(tx, "maya") == (maya, OTHER)
        users.set_active(tx, maya.id, active=False)
        assert users.kept_password(tx, "maya") == (None, users.NO_PASSWORD)
        users.set_active(tx, maya.id, active=True)
        assert users.get(tx, maya.id) == maya
        assert users.every(tx) == (maya,)
        with pytest.raises(RecordMissing):
            users.get(tx, "nobody")


def test_no_token_lies_in_the_database(store: Store, maya: User) -> None:
    with store.begin() as tx:
        tokens = [users.open_session(tx, maya.id), users.one_time_token(tx, maya.id)]
    cells = "\n".join(_all_cells(store))
    for secret in tokens:
        assert secret not in cells


@pytest.mark.parametrize("name", ["maya", "nobody"])
def test_wrong_guesses_make_a_name_wait_longer_and_longer(
    store: Store, maya: User, clock: FixedClock, name: str
) -> None:
    waits = []
    for _ in range(tries.FREE_FAILURES + 12):
        waited = timedelta()
        with store.begin() as tx:
            tries.count_failure(tx, name)
            while tries.waiting(tx, name):
                clock.move(timedelta(seconds=1))
                waited += timedelta(seconds=1)
        waits.append(int(waited.total_seconds()))
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:8] == [2, 4, 8, 16]
    assert waits[-1] == 900


def test_failures_are_forgotten_after_a_day(store: Store, maya: User, clock: FixedClock) -> None:
    with store.begin() as tx:
        tries.count_failure(tx, "somebody")
        clock.move(timedelta(hours=25))
        tries.count_failure(tx, "maya")
        rows = tx.connection.execute(text("SELECT failures FROM sign_in_failure")).all()
    assert [tuple(row) for row in rows] == [(1,)]


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
        promoted = users.add(tx, "maya", "Maya Okafor", Role.ADMIN, OTHER)
        assert promoted.id == maya.id
        assert users.session_user(tx, token) is None
        assert users.kept_password(tx, "maya") == (promoted, OTHER)


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
