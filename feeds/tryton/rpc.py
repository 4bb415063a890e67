"""Tryton's JSON-RPC: one signed-in session, its calls, and its words for what goes wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NoReturn

import httpx

from feeds.facts import single_line
from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Destination
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.ports import Lease

Values = Mapping[str, Any]
_MOMENT: Final = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_WANTS_PERSON: Final = frozenset({"UserError", "UserWarning", "LoginException"})


@dataclass(frozen=True, slots=True)
class Session:
    """A user at work in one company of one database."""

    destination: Destination
    clock: Clock
    authorization: str
    context: Mapping[str, Any]

    @property
    def company(self) -> int:
        """The company that the user works in. Raises DestinationRefused where there is none."""
        company = self.context.get("company")
        if not isinstance(company, int):
            raise DestinationRefused(
                f"The user of {self.destination.name} works in no company; choose one in its"
                " preferences in Tryton, then send again."
            )
        return company

    def call(self, method: str, *params: object) -> Any:
        """What a method of a model answers, as `account.invoice.read`."""
        return _ask(
            self.destination,
            f"model.{method}",
            (*params, dict(self.context)),
            clock=self.clock,
            authorization=self.authorization,
        )

    def page(
        self, model: str, domain: Sequence[object], most: int, *fields: str
    ) -> tuple[Values, ...]:
        """The first so many of the records that a domain describes, as `find` gives them."""
        order = [["id", "ASC"]]
        return tuple(self.call(f"{model}.search_read", domain, 0, most, order, ["id", *fields]))

    def find(self, model: str, domain: Sequence[object], *fields: str) -> tuple[Values, ...]:
        """The records that a domain describes, oldest first, with these fields and their ids."""
        order = [["id", "ASC"]]
        return tuple(self.call(f"{model}.search_read", domain, 0, None, order, ["id", *fields]))


@contextmanager
def signed_in(destination: Destination, lease: Lease | None, clock: Clock) -> Iterator[Session]:
    """A session that ends with the context.

    Raises:
        DestinationUnreachable: Tryton does not answer.
        DestinationRefused: it does not take the user or the password.
        SettingsInvalid: the destination has no credential or no address.
    """
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no user; store one in the vault.")
    secret = {"password": lease.password.reveal()}
    said = _ask(destination, "common.db.login", (lease.username, secret), clock=clock)
    token = base64.b64encode(f"{lease.username}:{said[0]}:{said[1]}".encode()).decode("ascii")
    session = Session(destination, clock, f"Session {token}", {})
    try:
        preferences = session.call("res.user.get_preferences", True)
        yield Session(destination, clock, session.authorization, preferences)
    finally:
        with suppress(DestinationUnreachable, DestinationRefused):  # it would end by itself, too
            _ask(
                destination,
                "common.db.logout",
                (),
                clock=clock,
                authorization=session.authorization,
            )


def _ask(
    destination: Destination,
    method: str,
    params: Sequence[object],
    *,
    clock: Clock,
    authorization: str = "",
) -> Any:
    body = json.dumps({"id": 0, "method": method, "params": list(params)}, default=_written)
    headers = {"content-type": "application/json", "accept-encoding": "gzip"}
    if authorization:
        headers["authorization"] = authorization
    request = httpx.Request("POST", _door(destination), headers=headers, content=body.encode())
    content = exchange(destination, request, clock=clock).content
    try:
        said = json.loads(content, object_hook=_read)
    except (ValueError, RecursionError, TypeError, ArithmeticError, KeyError) as error:
        raise _not_tryton(destination) from error
    if isinstance(said, dict) and said.get("error"):
        _refused(destination, method, said["error"])
    if not isinstance(said, dict) or "result" not in said:
        raise _not_tryton(destination)
    return said["result"]


def _door(destination: Destination) -> httpx.URL:
    database = destination.settings.get("database")
    if not database:
        raise SettingsInvalid(f"{destination.name} has no database; set its database.")
    url = address(destination, "url")
    return url.copy_with(path=f"{url.path.rstrip('/')}/{database}/rpc/")


def _refused(destination: Destination, method: str, error: object) -> NoReturn:
    """Tryton's own sentence; what is not said to a person is the server's trouble, and passes."""
    name, *rest = error if isinstance(error, list) and error else [error]
    words = rest[0] if rest and isinstance(rest[0], list) else []
    if name in _WANTS_PERSON:
        said = single_line(" ".join(str(word) for word in words[:2] if word))
        raise DestinationRefused(f"{destination.name} said: {said}")
    trouble = single_line(str(name), limit=80)
    raise DestinationUnreachable(f"{destination.name} could not do {method}: {trouble}.")


def _not_tryton(destination: Destination) -> DestinationRefused:
    return DestinationRefused(f"{destination.name} answers not as Tryton does; check its url.")


def _written(value: object) -> object:
    """A value as Tryton's JSON writes what JSON has no word for."""
    match value:
        case Decimal():
            return {"__class__": "Decimal", "decimal": str(value)}
        case datetime():
            return {"__class__": "datetime"} | {name: getattr(value, name) for name in _MOMENT}
        case date():
            day = {"year": value.year, "month": value.month, "day": value.day}
            return {"__class__": "date", **day}
        case bytes():
            return {"__class__": "bytes", "base64": base64.b64encode(value).decode("ascii")}
    raise TypeError(type(value).__name__)


def _read(found: dict[str, Any]) -> Any:
    match found:
        case {"__class__": "Decimal", "decimal": str(text)}:
            return Decimal(text)
        case {"__class__": "date", "year": int(year), "month": int(month), "day": int(day)}:
            return date(year, month, day)
        case {"__class__": "datetime"}:
            return datetime(**{name: int(found[name]) for name in _MOMENT}, tzinfo=UTC)
    return found
