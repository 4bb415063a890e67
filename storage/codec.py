"""Frozen dataclasses as JSON text and back by their type hints, nothing lost on the way."""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final


def pack(value: object) -> str:
    """The value as JSON, in ASCII: even a lone surrogate from a foreign mail comes back as it was.

    Raises:
        TypeError: a value of a kind that this room does not store.
    """
    return json.dumps(_plain(value), separators=(",", ":"), allow_nan=False)


def unpack(hint: Any, text: str) -> Any:
    """The value of the type `hint` that `pack` has written."""
    return _typed(hint, json.loads(text))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in hints(type(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)  # type: ignore[type-var]  # sets hold words
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"storage does not know how to keep a {type(value).__name__}")


def _hints(record: Any) -> dict[str, Any]:
    found = typing.get_type_hints(record)
    return {field.name: found[field.name] for field in dataclasses.fields(record)}


hints: Final[Callable[[Any], dict[str, Any]]] = functools.cache(_hints)
"""The fields of a dataclass with their types, in order."""


def _typed(hint: Any, plain: Any) -> Any:
    if plain is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _typed(_present(hint), plain)
    if origin is not None:
        return _BUILDERS[origin](typing.get_args(hint), plain)
    if dataclasses.is_dataclass(hint):
        return _record(hint, plain)
    if issubclass(hint, Enum):
        return hint(plain)
    return _READERS.get(hint, _same)(plain)


def _record(kind: Any, plain: dict[str, Any]) -> Any:
    known = hints(kind)
    return kind(**{name: _typed(known[name], item) for name, item in plain.items()})


def _present(hint: Any) -> Any:
    """X of `X | None`."""
    return next(kind for kind in typing.get_args(hint) if kind is not types.NoneType)


def _tuple(kinds: tuple[Any, ...], plain: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_typed(kinds[0], item) for item in plain)
    return tuple(_typed(kind, item) for kind, item in zip(kinds, plain, strict=True))


def _set(kinds: tuple[Any, ...], plain: list[Any]) -> frozenset[Any]:
    return frozenset(_typed(kinds[0], item) for item in plain)


def _mapping(kinds: tuple[Any, ...], plain: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({key: _typed(kinds[1], item) for key, item in plain.items()})


def _same(plain: Any) -> Any:
    return plain


_BUILDERS: Final[dict[Any, Callable[[tuple[Any, ...], Any], Any]]] = {
    tuple: _tuple,
    frozenset: _set,
    Mapping: _mapping,
}
_READERS: Final[dict[Any, Callable[[Any], Any]]] = {
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bytes: base64.b64decode,
    float: float,
}
