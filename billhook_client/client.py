"""The client: what can be asked and done, one method each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx

from billhook_client.errors import Changed
from billhook_client.line import Line
from billhook_client.records import record
from model import wire
from model.secret import Secret

R = TypeVar("R")

_MOST: Final = 200
_CHANGED: Final = 412


class Client:
    """Billhook as another program sees it; close it, or use it in a `with` statement.

    Filters are those of the lists in `docs/openapi.json`; pages are asked for as they are needed.
    What is done is done once, however often it has to be sent, and only to the record as the caller
    has it.
    """

    def __init__(
        self,
        url: str,
        token: str | Secret,
        *,
        tries: int = 5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """A client that has asked nothing yet.

        Args:
            url: where the dashboard is reached, without a path; https, or this machine.
            token: made by `billhook api-tokens add`.
            tries: how often a request is sent before its answer is given up.
            transport: what carries the requests instead of a connection.

        Raises:
            ValueError: the token would travel in the open.
        """
        secret = token if isinstance(token, Secret) else Secret(token)
        self._line = Line(url, secret, tries=tries, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing comes back: the connections are closed."""
        self._line.close()

    # -- what is read ---------------------------------------------------------------------------

    def documents(self, **filters: Any) -> Iterator[wire.Document]:
        """Documents, oldest first."""
        return self._all(wire.Document, "/documents", filters)

    def document(self, document_id: str) -> wire.Document:
        """One document."""
        return self._one(wire.Document, f"/documents/{_safe(document_id)}")

    def fields(self, document_id: str) -> wire.DocumentFields:
        """All that was read from a document."""
        return self._one(wire.DocumentFields, f"/documents/{_safe(document_id)}/fields")

    def file(self, document_id: str) -> bytes:
        """The newest file of a document."""
        return self._line.ask("GET", f"/documents/{_safe(document_id)}/file").content

    def statements(self, **filters: Any) -> Iterator[wire.Statement]:
        """Statements, oldest first."""
        return self._all(wire.Statement, "/statements", filters)

    def lines(self, statement_id: str) -> Iterator[wire.StatementLine]:
        """The lines of a statement, as printed."""
        return self._all(wire.StatementLine, f"/statements/{_safe(statement_id)}/lines", {})

    def matches(self, statement_id: str, **filters: Any) -> Iterator[wire.Match]:
        """What answers the lines of a statement on our side."""
        return self._all(wire.Match, f"/statements/{_safe(statement_id)}/matches", filters)

    def exceptions(self, **filters: Any) -> Iterator[wire.ExceptionItem]:
        """Exceptions, oldest first; `open=True` for those that wait for an answer."""
        return self._all(wire.ExceptionItem, "/exceptions", filters)

    def expectations(self, **filters: Any) -> Iterator[wire.Expectation]:
        """Expectations, oldest first."""
        return self._all(wire.Expectation, "/expectations", filters)

    def deliveries(self, **filters: Any) -> Iterator[wire.Delivery]:
        """Deliveries, oldest first."""
        return self._all(wire.Delivery, "/deliveries", filters)

    def suppliers(self, **filters: Any) -> Iterator[wire.Supplier]:
        """Suppliers, by their ids."""
        return self._all(wire.Supplier, "/suppliers", filters)

    def accounts(self, **filters: Any) -> Iterator[wire.Account]:
        """Our accounts at suppliers, by their ids."""
        return self._all(wire.Account, "/accounts", filters)

    def portals(self, **filters: Any) -> Iterator[wire.Portal]:
        """Suppliers' portals, by their ids."""
        return self._all(wire.Portal, "/portals", filters)

    def events(self, after: int = 0, **filters: Any) -> Iterator[wire.Event]:
        """What happened after an event, by its sequence; ends with the newest there is now."""
        return self._all(wire.Event, "/events", {"after": after, **filters})

    # -- what is done ---------------------------------------------------------------------------

    def upload(self, content: bytes, name: str = "upload") -> wire.Document:
        """The document that a file is, filed and read; known, where it is on file. Raises Refused.

        Sent again by the caller, the same file is the same document.
        """
        headers = {
            "idempotency-key": uuid4().hex,
            "content-type": "application/octet-stream",
        }
        query = {"name": name}
        done = self._line.ask("POST", "/uploads", query=query, content=content, headers=headers)
        return record(wire.Document, done.json())

    def link(
        self,
        statement: wire.Statement,
        line_ids: Sequence[str],
        entry_ids: Sequence[str],
        note: str = "",
    ) -> wire.Statement:
        """The statement, with these lines linked to entries of ours. Raises Changed, Refused."""
        said = {"line_ids": list(line_ids), "entry_ids": list(entry_ids), "note": note}
        return self._decide(statement, "link", said)

    def unlink(
        self, statement: wire.Statement, line_ids: Sequence[str], note: str = ""
    ) -> wire.Statement:
        """The statement, with these lines parted from their entries. Raises Changed, Refused."""
        return self._decide(statement, "unlink", {"line_ids": list(line_ids), "note": note})

    def accept(
        self, statement: wire.Statement, line_ids: Sequence[str], note: str
    ) -> wire.Statement:
        """The statement, with these lines taken as they are. Raises Changed, Refused."""
        return self._decide(statement, "accept", {"line_ids": list(line_ids), "note": note})

    def sign_off(self, statement: wire.Statement, note: str = "") -> wire.Statement:
        """The statement, closed. Raises Changed, Refused."""
        return self._decide(statement, "sign-off", {"note": note})

    def reopen(self, statement: wire.Statement, note: str) -> wire.Statement:
        """The statement, open again. Raises Changed, Refused."""
        return self._decide(statement, "reopen", {"note": note})

    def undo(self, statement: wire.Statement) -> wire.Statement:
        """The statement, as if the last decision had never been made. Raises Changed, Refused."""
        return self._decide(statement, "undo")

    def release(self, document: wire.Document) -> wire.Document:
        """The document, on its way to its destinations. Raises Changed, Refused."""
        return self._do(document, f"/documents/{_safe(document.id)}", "release")

    def correct(self, document: wire.Document, name: str, value: str) -> wire.Document:
        """The document with a corrected field. Raises Changed, Refused."""
        said = {"name": name, "value": value}
        return self._do(document, f"/documents/{_safe(document.id)}", "corrections", said)

    def answer(self, exception: wire.ExceptionItem, key: str) -> wire.ExceptionItem:
        """The exception, answered by one of its keys. Raises Changed, Refused."""
        return self._do(exception, f"/exceptions/{_safe(exception.id)}", "answer", {"key": key})

    def retry(self, delivery: wire.Delivery) -> wire.Delivery:
        """The delivery, on its way again. Raises Changed, Refused."""
        return self._do(delivery, f"/deliveries/{_safe(delivery.id)}", "retry")

    def _decide(self, seen: wire.Statement, verb: str, body: object = None) -> wire.Statement:
        return self._do(seen, f"/statements/{_safe(seen.id)}", verb, body)

    def _one(self, kind: type[R], path: str) -> R:
        return record(kind, self._line.ask("GET", path).json())

    def _all(self, kind: type[R], path: str, filters: dict[str, Any]) -> Iterator[R]:
        query = {"limit": _MOST, **filters}
        while True:
            page = self._line.ask("GET", path, query=query).json()
            for said in page["records"]:
                yield record(kind, said)
            if page["next"] is None:
                return
            query = {**query, "cursor": page["next"]}

    def _do(self, seen: R, path: str, verb: str, body: object = None) -> R:
        """The record after a deed, which is only done to the record as the caller has seen it."""
        now = self._line.ask("GET", path)
        if record(type(seen), now.json()) != seen:
            raise Changed(_CHANGED, "changed-since", "It was changed since you read it.", ())
        headers = {"if-match": now.headers["etag"], "idempotency-key": uuid4().hex}
        done = self._line.ask("POST", f"{path}/{verb}", body=body, headers=headers)
        return record(type(seen), done.json())


def _safe(record_id: str) -> str:
    """An id as a part of a path: never more than one part."""
    return quote(record_id, safe=":")
