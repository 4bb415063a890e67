"""Requests to an accounting system as one of its users, and its answers as plain data.

Amounts are read as `Decimal`. JSON has no other way to write them than as a number, whose shortest
form is the amount itself for every amount of money.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx

from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Destination, Parcel
from model.errors import DestinationRefused

Values = Mapping[str, Any]


def own_words(said: Any) -> str:
    """An answer's text, where nothing in it is known to be meant for a person."""
    return said if isinstance(said, str) else json.dumps(said, default=str)


@dataclass(frozen=True, slots=True)
class Wire:
    """A line to one system. `headers` say who asks; `words` finds its complaint in its answer."""

    destination: Destination
    clock: Clock
    headers: Mapping[str, str]
    words: Callable[[Any], str] = own_words
    base: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: str) -> Any:
        """What stands there."""
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: Any, **query: str) -> Any:
        """The answer to a body."""
        return self.ask("POST", path, body=body, query=query)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer to a request, as plain data; None where it is empty."""
        content = None if body is None else json.dumps(body, default=_written).encode()
        kind = {"content-type": "application/json"} if content else {}
        return self._exchange(
            method, path, query or {}, headers={**kind, **(headers or {})}, content=content
        )

    def put_bytes(
        self, method: str, path: str, content: bytes, *, headers: Mapping[str, str]
    ) -> Any:
        """The answer to a file's bytes."""
        return self._exchange(method, path, {}, headers=headers, content=content)

    def post_form(
        self,
        path: str,
        *,
        fields: Mapping[str, str],
        files: Sequence[tuple[str, Any]],
        **query: str,
    ) -> Any:
        """The answer to a form with files (multipart/form-data)."""
        return self._exchange("POST", path, query, headers={}, data=dict(fields), files=list(files))

    def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        *,
        headers: Mapping[str, str],
        **content: Any,
    ) -> Any:
        url = self._url(path)
        if asked := {**self.query, **query}:
            url = url.copy_merge_params(asked)
        said_by = {"accept": "application/json", **self.headers, **headers}
        request = httpx.Request(method, url, headers=said_by, **content)
        answer = exchange(self.destination, request, clock=self.clock, words=self._complaint)
        return self._read(answer.content) if answer.content.strip() else None

    def _url(self, path: str) -> httpx.URL:
        root = httpx.URL(self.base) if self.base else address(self.destination, "url")
        return httpx.URL(f"{str(root).rstrip('/')}/{path.lstrip('/')}")

    def _read(self, content: bytes) -> Any:
        try:
            with as_itself(self.destination):
                return json.loads(content, parse_float=Decimal)
        except RecursionError as error:
            raise _not_itself(self.destination) from error

    def _complaint(self, content: bytes) -> str:
        try:
            return self.words(json.loads(content, parse_float=Decimal))
        except (
            ValueError,
            RecursionError,
            ArithmeticError,
            LookupError,
            TypeError,
            AttributeError,
        ):
            return content[:1000].decode("utf-8", "replace")


@contextmanager
def as_itself(destination: Destination) -> Iterator[None]:
    """A block that reads answers; one that has not the shape of the system's is said.

    Raises:
        DestinationRefused: something in it is not as the system's own interface answers.
    """
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise _not_itself(destination) from error


def _not_itself(destination: Destination) -> DestinationRefused:
    system = destination.kind.system
    return DestinationRefused(f"{destination.name} answers not as {system} does; check its url.")


def segment(text: str) -> str:
    """Foreign text as one part of a path."""
    return quote(text, safe="")


def records(said: Any, *path: str) -> tuple[Values, ...]:
    """The records that an answer holds under these names; those that are none are left out."""
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    return tuple(one for one in said or () if isinstance(one, Mapping))


def amount(value: object) -> Decimal:
    """A number of an answer, however it is written; 0 for none.

    Raises:
        ValueError: it is no finite number; so does ArithmeticError.
    """
    found = Decimal(str(value or 0))
    if not found.is_finite():
        raise ValueError(value)
    return found


def upload(parcel: Parcel, name: str) -> tuple[str, bytes, str]:
    """The parcel's file as a form sends it."""
    return name, parcel.content, parcel.media_type


def _written(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
    raise TypeError(type(value).__name__)
