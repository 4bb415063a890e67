"""Every action of every desk is held against the table of rights, by what stands in the desk."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from model.clock import FixedClock
from model.errors import NotAllowed
from model.people import MAY, Right, Role, User
from pipeline.access.rights import is_action, right_of
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from storage.store import Store
from tests.pipeline.doors import ShutDoor

Action = Callable[..., Any]


def _unread(*_asked: Any, **_named: Any) -> Any:
    raise AssertionError("Nothing is read here.")


@pytest.fixture
def desk(store: Store, clock: FixedClock, tmp_path: Path) -> StoreDesk:
    return StoreDesk(store, clock, _unread, door=ShutDoor(), live=LivePages(tmp_path))


def _desks(desk: StoreDesk) -> Iterator[object]:
    """The desk and those that it consists of."""
    yield desk
    for name, part in vars(desk).items():
        if not name.startswith("_"):
            yield part


def _actions(desk: StoreDesk) -> dict[str, tuple[Action, Action]]:
    """Each action by its name: as the class has it, and bound to its desk."""
    found: dict[str, tuple[Action, Action]] = {}
    for part in _desks(desk):
        for name, method in inspect.getmembers(type(part), inspect.isfunction):
            if not name.startswith("_") and is_action(method):
                found[f"{type(part).__name__}.{name}"] = (method, getattr(part, name))
    return found


def _somebody(role: Role) -> User:
    return User("u1", "somebody", "Somebody", role)


def test_a_role_is_refused_whatever_the_table_does_not_give_it(desk: StoreDesk) -> None:
    """Without any further argument: who may would get a TypeError, who may not never gets there."""
    actions = _actions(desk)
    unheld = [name for name, (method, _) in actions.items() if right_of(method) is None]
    assert unheld == [], "decorate the class of the desk with pipeline.access.rights.guarded"
    assert len(actions) > 40
    for method, action in actions.values():
        right = right_of(method)
        assert right is not None
        for role in Role:
            expected = TypeError if role in MAY[right] else NotAllowed
            if expected is TypeError and _takes_nothing_else(method):
                continue
            with pytest.raises(expected):
                action(_somebody(role))


def _takes_nothing_else(method: Action) -> bool:
    _, _, *others = inspect.signature(method).parameters.values()
    return all(one.default is not one.empty for one in others)


def test_an_auditor_may_look_and_mind_their_own_account_and_nothing_else(desk: StoreDesk) -> None:
    given = {right for right in Right if Role.AUDITOR.may(right)}
    assert given == {Right.LOOK, Right.OWN_ACCOUNT}
    open_to_auditors = {
        name for name, (method, _) in _actions(desk).items() if right_of(method) in given
    }
    own = {"own_sessions", "end_session", "sign_out_everywhere", "change_password"}
    assert open_to_auditors >= {f"PeopleScreenDesk.{one}" for one in own}
    assert not {name for name in open_to_auditors if name.startswith(("StoreDesk.", "Vault"))}


def test_who_may_more_may_all_that_others_may() -> None:
    held = {role: {right for right in Right if role.may(right)} for role in Role}
    assert held[Role.AUDITOR] < held[Role.CLERK] < held[Role.APPROVER] < held[Role.ADMIN]
    assert held[Role.ADMIN] == set(Right)


def test_what_a_role_may_not_stands_in_the_log(
    desk: StoreDesk, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotAllowed):
        desk.settings.set_rule(_somebody(Role.AUDITOR), "company", "Mine")
    (record,) = caplog.records
    assert "auditor, was refused to change a rule" in record.getMessage()


def test_a_refusal_says_who_may(desk: StoreDesk) -> None:
    with pytest.raises(NotAllowed, match="Only an admin may change a rule"):
        desk.settings.set_rule(_somebody(Role.AUDITOR), "company", "Mine")
    with pytest.raises(NotAllowed, match="Only a clerk, an approver or an admin may work on"):
        desk.deliver(_somebody(Role.AUDITOR), "d1", 1)
