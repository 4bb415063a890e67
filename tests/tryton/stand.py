"""Tryton being served on loopback: where it listens, and the clerk who works in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from tests.applications import Stand, free_door, served

DATABASE = "ap"
USER = "admin"
PASSWORD = "Tulpe-9-Regen"
_JSON = {"content-type": "application/json"}


@contextmanager
def serve(python: Path, folder: Path) -> Iterator[Stand]:
    """The database of a folder, open as long as the context is."""
    door = free_door()
    stand = Stand(f"http://{door}", folder / "requests.log")
    # the database is named, so that its modules are loaded before the first request
    command = (python.with_name("trytond"), "-c", config(folder, door), "-d", DATABASE)
    with served(stand, *command, is_open=lambda answer: not answer.is_server_error):
        yield stand


def config(folder: Path, door: str) -> Path:
    """The configuration of a Tryton that keeps all it has in one folder."""
    file = folder / "trytond.conf"
    file.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = {door}\n"
        "[session]\nauthentications = password\ntimeout = 86400\n[request]\nmax_size = 20971520\n"
    )
    return file


class Clerk:
    """Who works in Tryton, by its JSON-RPC."""

    def __init__(self, stand: Stand, username: str = USER, password: str = PASSWORD) -> None:
        self._door = httpx.Client(
            base_url=f"{stand.origin}/{DATABASE}/", timeout=120, headers=_JSON
        )
        user, token = self.ask("common.db.login", username, {"password": password})[:2]
        signed = base64.b64encode(f"{username}:{user}:{token}".encode()).decode()
        self._door.headers["authorization"] = f"Session {signed}"
        self.context: dict[str, Any] = {}
        self.at_work()

    def at_work(self) -> None:
        """Nothing comes back: the clerk works in the company of the preferences."""
        self.context = self.ask("model.res.user.get_preferences", True, {})

    def ask(self, method: str, *params: object) -> Any:
        """What a method answers."""
        said = {"id": 0, "method": method, "params": params}
        answer = self._door.post("rpc/", content=json.dumps(said, default=_written))
        assert answer.is_success, answer.text
        told = json.loads(answer.content, object_hook=_read)
        assert "error" not in told, (method, str(told["error"])[:500])
        return told["result"]

    def call(self, method: str, *params: object) -> Any:
        """What a method of a model answers."""
        return self.ask(f"model.{method}", *params, self.context)

    def make(self, model: str, **values: object) -> int:
        """The id of a new record."""
        return int(self.call(f"{model}.create", [values])[0])

    def find(self, model: str, domain: list[Any], *fields: str) -> list[dict[str, Any]]:
        """The records that a domain describes, oldest first."""
        found: list[dict[str, Any]] = self.call(
            f"{model}.search_read", domain, 0, None, [["id", "ASC"]], ["id", *fields]
        )
        return found

    def one(self, model: str, *domain: object) -> int:
        """The id of the only record that a domain describes."""
        (found,) = self.find(model, list(domain))
        return int(found["id"])


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    assert isinstance(value, date)
    return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}


def _read(found: dict[str, Any]) -> Any:
    match found.get("__class__"):
        case "Decimal":
            return Decimal(found["decimal"])
        case "date":
            return date(found["year"], found["month"], found["day"])
        case "bytes":
            return base64.b64decode(found["base64"])
    return found
