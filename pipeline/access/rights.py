"""Who may do what, held against each action of the desks before it begins.

A desk is `guarded` as a whole: what takes a person is an action, and needs the right to work
unless the method says that it `needs` another. An action that nobody thought of is thus closed to
auditors, and none is open because a button was hidden. Who is limited to some of our companies
names in it what they see and nothing else (`pipeline.access.sight`).
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from model.errors import NotAllowed
from model.people import MAY, Right, Role, User
from model.sight import seen_by
from pipeline.access.sight import prove_named

_LOG: Final = logging.getLogger(__name__)
_MARK: Final = "__right__"
_PERSON: Final = "user"
_Desk = TypeVar("_Desk")
_Action = TypeVar("_Action", bound=Callable[..., Any])


def needs(right: Right) -> Callable[[_Action], _Action]:
    """A decorator for an action of a guarded desk that needs another right than to work."""

    def marked(action: _Action) -> _Action:
        setattr(action, _MARK, right)
        return action

    return marked


def guarded(desk: type[_Desk]) -> type[_Desk]:
    """The class of a desk whose actions refuse persons without the right to them."""
    for name, member in list(vars(desk).items()):
        if inspect.isfunction(member) and is_action(member):
            setattr(desk, name, _held(member, getattr(member, _MARK, Right.WORK)))
    return desk


def is_action(method: Callable[..., Any]) -> bool:
    """Whether a method of a desk is done in somebody's name: its first argument is the person."""
    return list(inspect.signature(method).parameters)[1:2] == [_PERSON]


def right_of(action: Callable[..., Any]) -> Right | None:
    """The right that an action of a guarded desk is held against; None where nothing holds it."""
    return getattr(action, _MARK, None) if hasattr(action, "__wrapped__") else None


def prove(user: User, right: Right) -> None:
    """Nothing, where a person may do such things. Raises NotAllowed."""
    if not user.role.may(right):
        _LOG.warning("%s, as %s, was refused to %s", user.name, user.role, right)
        raise NotAllowed(f"Only {_named(right)} may {right}.")


def _named(right: Right) -> str:
    roles = (role for role in Role if role in MAY[right])
    *others, last = (f"an {role}" if role[0] in "aeiou" else f"a {role}" for role in roles)
    return f"{', '.join(others)} or {last}" if others else last


def _held(action: Callable[..., Any], right: Right) -> Callable[..., Any]:
    @wraps(action)
    def held(desk: object, user: User, *args: Any, **kwargs: Any) -> Any:
        prove(user, right)
        with seen_by(user):
            prove_named(desk, user, action, (args, kwargs))
            return action(desk, user, *args, **kwargs)

    setattr(held, _MARK, right)
    return held
