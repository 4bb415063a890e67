"""Records out of JSON: what a newer Billhook says beyond what is known here is left out."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin

from model.plain import from_plain, hints

R = TypeVar("R")


def record(kind: type[R], said: Mapping[str, Any]) -> R:
    """The record that an object of JSON describes.

    Raises TypeError, ValueError or KeyError for what is none.
    """
    known = {name: _value(hint, said[name]) for name, hint in hints(kind).items()}
    return kind(**known)


def _value(hint: Any, said: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        (real,) = (part for part in get_args(hint) if part is not types.NoneType)
        return None if said is None else _value(real, said)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in said)
    if dataclasses.is_dataclass(hint):
        return record(hint, said)  # type: ignore[arg-type]  # a class, since it is a type hint
    if origin is None and issubclass(hint, Enum):
        return _choice(hint, said)
    return from_plain(hint, said)


def _choice(choices: type[Enum], said: str) -> Any:
    """The choice, or its word where a newer Billhook knows one more."""
    return choices(said) if said in {one.value for one in choices} else said
