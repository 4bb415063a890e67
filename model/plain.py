"""Dataclasses as plain data and back: for JSON columns, pipes and checkpoints.

`to_plain` gives dicts, lists, strings, numbers, booleans and None; `from_plain` gives back an equal
value of the named type, checked against it: whoever wrote the data can hand out wrong values, but
nothing that runs. Bytes become base64. A Secret is refused: it never travels this way.
"""

from __future__ import annotations

import base64
import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
_T = TypeVar("_T")


def to_plain(value: object) -> Plain:
    """The value as plain data. Raises TypeError for what must not or can't be written down."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: to_plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return _scalar_or_list(value)


def from_plain(kind: type[_T], data: Any) -> _T:
    """The value of type `kind` that `to_plain` made `data` from.

    Raises TypeError, ValueError, KeyError or AttributeError where the data is of another shape.
    """
    restored: _T = _restore(kind, data)
    return restored


def hints(kind: Any) -> Mapping[str, Any]:
    """The fields of a dataclass with their types, in order."""
    return _hints(kind)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    found = get_type_hints(kind)
    return MappingProxyType({field.name: found[field.name] for field in dataclasses.fields(kind)})


def _scalar_or_list(value: object) -> Plain:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, frozenset | set):
        return sorted((to_plain(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} is not written down as plain data")


def _restore(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _restore_union(kind, data)
    if origin is not None:
        return _restore_container(origin, get_args(kind), data)
    if dataclasses.is_dataclass(kind):
        return _restore_dataclass(kind, data)
    return _restore_scalar(kind, data)


def _restore_union(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    (real,) = (part for part in get_args(kind) if part is not types.NoneType)
    return _restore(real, data)


def _restore_container(origin: Any, parts: tuple[Any, ...], data: Any) -> Any:
    if issubclass(origin, Mapping):
        return MappingProxyType({key: _restore(parts[1], item) for key, item in data.items()})
    if issubclass(origin, frozenset):
        return frozenset(_restore(parts[0], item) for item in data)
    if len(parts) == 2 and parts[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_restore(parts[0], item) for item in data)
    return tuple(_restore(part, item) for part, item in zip(parts, data, strict=True))


def _restore_dataclass(kind: Any, data: Any) -> Any:
    known = hints(kind)
    return kind(**{name: _restore(known[name], item) for name, item in data.items()})


def _restore_scalar(kind: Any, data: Any) -> Any:
    if kind in (date, datetime, time):
        return kind.fromisoformat(data)
    if kind is float and isinstance(data, int | float):
        return float(data)
    if kind is bytes:
        return base64.b64decode(data, validate=True)
    if kind in (Decimal, Path) or issubclass(kind, Enum):
        return kind(data)
    if not isinstance(data, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(data).__name__}")
    return data
