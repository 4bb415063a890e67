"""Dataclasses as plain JSON values and back: what passes between the sandbox and its caller.

Plain data only, checked against the declared types on the way back: a child that was taken over by
a document can hand out wrong values, but nothing that runs.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from model.errors import DocumentDamaged

_PLAIN = (str, int, float, bool)
_T = TypeVar("_T")


def encode(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, (Enum, date, Decimal)):
        return _written(value)
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, frozenset, set)):
        return [encode(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: encode(getattr(value, one.name)) for one in fields(value)}
    return value


def _written(value: Enum | date | Decimal) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)


def decode(kind: type[_T], data: Any) -> _T:
    """The value of this type; DocumentDamaged where the data does not fit the type."""
    try:
        return cast("_T", _decode(kind, data))
    except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation) as misfit:
        raise DocumentDamaged("The reader returned nothing usable for this file.") from misfit


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _decode(_wanted(kind), data)
    if origin is not None:
        return _decode_container(origin, get_args(kind), data)
    if is_dataclass(kind):
        hints = _hints(cast("type", kind))
        return cast("type", kind)(**{k: _decode(hints[k], v) for k, v in data.items()})
    return _decode_value(kind, data)


def _wanted(union: Any) -> Any:
    return next(arg for arg in get_args(union) if arg is not types.NoneType)


def _decode_container(origin: Any, args: tuple[Any, ...], data: Any) -> Any:
    if issubclass(origin, Mapping):
        values = {_decode(args[0], k): _decode(args[1], v) for k, v in data.items()}
        return types.MappingProxyType(values)
    return origin(_decode(args[0], item) for item in data)


def _decode_value(kind: Any, data: Any) -> Any:
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    if kind in _PLAIN:
        if not isinstance(data, (int, float) if kind is float else kind):
            raise TypeError(kind)
        return kind(data)
    return kind(data)  # Decimal and enums check by themselves
