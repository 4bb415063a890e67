"""Calls of Odoo's models: by its JSON-2 interface (19 and later), or by JSON-RPC (before)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from feeds.facts import single_line
from feeds.rest.wire import Values, Wire
from model.clock import Clock
from model.deliveries import Destination
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.ports import Lease
from model.secret import Secret

_TOLD: Final = frozenset(
    {"UserError", "ValidationError", "AccessError", "MissingError", "RedirectWarning"}
)
"""Exceptions of Odoo whose sentence is meant for a person; others are the server's trouble."""


class Calls(Protocol):
    """What calls the methods of models."""

    def __call__(self, model: str, method: str, ids: Sequence[int] = (), /, **named: Any) -> Any:
        """What a method answers. Raises DestinationRefused, DestinationUnreachable."""
        ...


@dataclass(frozen=True, slots=True)
class Json2:
    """`POST /json/2/MODEL/METHOD`, with arguments by name alone."""

    wire: Wire

    def __call__(self, model: str, method: str, ids: Sequence[int] = (), /, **named: Any) -> Any:
        """What a method answers."""
        records = {"ids": list(ids)} if ids else {}
        return self.wire.post(f"json/2/{model}/{method}", {**records, **named})


@dataclass(frozen=True, slots=True)
class JsonRpc:
    """`POST /jsonrpc` with `execute_kw`, as the user `uid`."""

    wire: Wire
    database: str
    uid: int
    key: Secret = field(repr=False)

    def __call__(self, model: str, method: str, ids: Sequence[int] = (), /, **named: Any) -> Any:
        """What a method answers."""
        taken = dict(named)
        by_place = [taken.pop("vals_list")] if method == "create" else [list(ids)] if ids else []
        who = (self.database, self.uid, self.key.reveal())
        return _asked(self.wire, "object", "execute_kw", [*who, model, method, by_place, taken])


def calls(destination: Destination, lease: Lease | None, clock: Clock) -> Calls:
    """What calls the models of the destination's database.

    Raises:
        CredentialRefused: Odoo does not take the user or the key.
        SettingsInvalid: the destination has no key.
    """
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no API key; store one in the vault.")
    database = destination.settings["database"]
    if destination.settings.get("api") == "jsonrpc":
        wire = Wire(destination, clock, {}, _words)
        key = lease.password
        uid = _asked(wire, "common", "login", [database, lease.username, key.reveal()])
        if not isinstance(uid, int) or uid is False:
            raise CredentialRefused(
                f"{destination.name} does not take the user {single_line(lease.username)!r} or its"
                " key; correct them in the vault."
            )
        return JsonRpc(wire, database, uid, key)
    headers = {"authorization": f"bearer {lease.password.reveal()}", "x-odoo-database": database}
    return Json2(Wire(destination, clock, headers, _words))


def _asked(wire: Wire, service: str, method: str, args: list[Any]) -> Any:
    params = {"service": service, "method": method, "args": args}
    said = wire.post("jsonrpc", {"jsonrpc": "2.0", "method": "call", "params": params, "id": 1})
    if isinstance(said, Mapping) and isinstance(error := said.get("error"), Mapping):
        raise _refusal(wire.destination, error.get("data") or {})
    if not isinstance(said, Mapping) or "result" not in said:
        name = wire.destination.name
        raise DestinationRefused(f"{name} answers not as Odoo does; check its url.")
    return said["result"]


def _refusal(destination: Destination, data: Values) -> Exception:
    name = str(data.get("name", "")).rpartition(".")[2]
    said = single_line(str(data.get("message", name)))
    if name == "AccessDenied":
        return CredentialRefused(f"{destination.name} does not take the key; correct it.")
    if name in _TOLD:
        return DestinationRefused(f"{destination.name} said: {said}")
    return DestinationUnreachable(f"{destination.name} had trouble of its own: {said}")


def _words(said: Any) -> str:
    return str(said["message"])
