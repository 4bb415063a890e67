"""Tokens of the REST API: made once, kept as a hash, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from model.api import Scope
from model.clock import FixedClock
from model.errors import RecordMissing, WrongInput
from model.people import Role
from model.secret import Secret
from storage import api_tokens, audit, tables
from storage.store import Store

DAY = timedelta(days=1)
READS = frozenset({Scope.READ_DOCUMENTS})


def test_a_token_is_known_again_and_only_its_hash_is_kept(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        token, secret = api_tokens.add(tx, "erp", READS, life=DAY, actor="maya")
        assert api_tokens.holder(tx, secret) == token
        assert api_tokens.holder(tx, Secret("bhk_other")) is None
        row = tx.connection.execute(select(tables.api_token)).one()
        assert secret.reveal() not in str(row)
        (event,) = audit.of_subject(tx, f"token:{token.id}")
        assert (event.actor, event.verb) == ("maya", "made an API token")
        assert secret.reveal() not in event.detail


def test_a_token_ends_with_its_time_or_by_a_word(sqlite_store: Store, clock: FixedClock) -> None:
    with sqlite_store.begin() as tx:
        token, secret = api_tokens.add(tx, "erp", READS, life=DAY, actor="maya")
        _, longer = api_tokens.add(tx, "bi", READS, life=2 * DAY, actor="maya")
        clock.move(DAY)
        assert api_tokens.holder(tx, secret) is None
        assert api_tokens.holder(tx, longer)
        api_tokens.revoke(tx, "bi", actor="maya")
        assert api_tokens.holder(tx, longer) is None
        api_tokens.revoke(tx, token.id, actor="maya")
        with pytest.raises(RecordMissing):
            api_tokens.revoke(tx, "bi", actor="maya")


@pytest.mark.parametrize(
    ("name", "scopes", "life"),
    [
        ("", READS, DAY),
        ("a\nb", READS, DAY),
        ("x" * 65, READS, DAY),
        ("taken", READS, DAY),
        ("erp", frozenset(), DAY),
        ("erp", READS, timedelta()),
        ("erp", READS, timedelta(days=731)),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(
    sqlite_store: Store, name: str, scopes: frozenset[Scope], life: timedelta
) -> None:
    with sqlite_store.begin() as tx:
        api_tokens.add(tx, "taken", READS, life=DAY, actor="maya")
        with pytest.raises(WrongInput):
            api_tokens.add(tx, name, scopes, life=life, actor="maya")


def test_a_name_is_free_again_once_its_token_was_revoked(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        api_tokens.add(tx, "erp", READS, life=DAY, actor="maya")
        api_tokens.revoke(tx, "erp", actor="maya")
        api_tokens.add(tx, "erp", READS, life=DAY, actor="maya")
        assert len(api_tokens.every(tx)) == 2


def test_its_use_is_noted_once_a_minute(sqlite_store: Store, clock: FixedClock) -> None:
    with sqlite_store.begin() as tx:
        token, secret = api_tokens.add(tx, "erp", READS, life=DAY, actor="maya")
        assert api_tokens.is_due(tx, token)
        api_tokens.used(tx, token)
        (after,) = api_tokens.every(tx)
        assert after.last_used == clock.now()
        assert not api_tokens.is_due(tx, after)
        clock.move(timedelta(minutes=1))
        assert api_tokens.is_due(tx, after)
        assert api_tokens.holder(tx, secret) == after


def test_a_token_acts_as_a_clerk_unless_it_may_approve(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        clerk, _ = api_tokens.add(tx, "a", READS, life=DAY, actor="maya")
        approver, _ = api_tokens.add(tx, "b", {*READS, Scope.APPROVE}, life=DAY, actor="maya")
    assert (clerk.as_user().role, approver.as_user().role) == (Role.CLERK, Role.APPROVER)
    assert clerk.as_user().name == "token a"
