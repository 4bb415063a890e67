"""The client against the real API, on a connection that breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from billhook.wiring import reader
from billhook_client import Changed, Client, Refused, Unreachable
from billhook_client.records import record
from model import wire
from model.api import Scope
from model.deliveries import DeliveryState
from model.matches import StandingState
from model.money import Money
from model.plain import to_plain
from pipeline.desks.api_desk import StoreApiDesk
from storage import audit, exceptions
from storage.store import Store
from tests import emptystore
from tests.storage import samples
from tests.ui.api.conftest import PAPER, Passing, fill, token_of
from ui.api.v1 import create_api

pytestmark = pytest.mark.slow

TABLE = b"Invoice number;Date;Total;Currency\nR-1;2026-10-14;119.00;EUR\n"
URL = "http://127.0.0.1:8420"


class Broken(httpx.BaseTransport):
    """A connection that fails before or after the server did its work, as it is told to."""

    def __init__(self, web: FastAPI) -> None:
        self.web = httpx.ASGITransport(web)
        self.faults: list[Callable[[httpx.Response], httpx.Response]] = []
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = asyncio.run(self._served(request))
        return self.faults.pop(0)(answer) if self.faults else answer

    async def _served(self, request: httpx.Request) -> httpx.Response:
        answer = await self.web.handle_async_request(request)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


def lost(_answer: httpx.Response) -> httpx.Response:
    """The server did it, and its answer never came."""
    raise httpx.ReadError("gone")


def busy(_answer: httpx.Response) -> httpx.Response:
    return httpx.Response(503, headers={"retry-after": "7"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = emptystore.opened(tmp_path / "app.sqlite", Passing(samples.NOON))
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def connection(store: Store) -> Broken:
    web = FastAPI()
    web.mount("/api/v1", create_api(StoreApiDesk(store, reader(store)), store.clock))
    return Broken(web)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(store: Store, connection: Broken, waits: list[float]) -> Iterator[Client]:
    with connected(store, connection, waits) as made:
        yield made


def connected(store: Store, connection: Broken, waits: list[float], *scopes: Scope) -> Client:
    made = Client(URL, token_of(store, *scopes)[1], transport=connection)
    made._line._sleep = waits.append
    return made


def test_everything_is_read_as_typed_records(client: Client) -> None:
    (document,) = client.documents(status="ready")
    assert document == client.document(document.id)
    assert document.gross == Money(samples.invoice().gross.amount, "EUR")
    assert client.file(document.id) == PAPER
    assert client.fields(document.id).fields[0].name == "gross_total"
    (statement,) = client.statements()
    assert [line.position for line in client.lines(statement.id)] == [1, 2]
    assert len(list(client.matches(statement.id))) == 2
    for records in (client.expectations, client.deliveries, client.suppliers):
        assert len(list(records())) == 1
    assert len(list(client.accounts())) == len(list(client.portals())) == 1
    events = list(client.events())
    assert [one.sequence for one in events] == list(range(1, len(events) + 1))
    assert not list(client.events(after=len(events)))


def test_pages_follow_by_themselves(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch, connection: Broken
) -> None:
    monkeypatch.setattr("billhook_client.client._MOST", 2)
    with store.begin() as tx:
        for number in range(4):
            samples.file_invoice(tx, f"more-{number}", number=f"N-{number}")
    found = [one.id for one in client.documents()]
    assert found == ["doc-1", *(f"more-{number}" for number in range(4))]
    assert len(connection.asked) == 3


def test_an_answer_that_got_lost_is_given_once(
    client: Client, store: Store, connection: Broken, waits: list[float]
) -> None:
    (question,) = client.exceptions(open=True)
    connection.faults = [lambda answer: answer, lost, busy]
    answered = client.answer(question, "1")
    assert answered.answer == "1"
    sent = [one for one in connection.asked if one.method == "POST"]
    assert len(sent) == 3
    assert len({one.headers["idempotency-key"] for one in sent}) == 1
    assert waits[1] == 7
    with store.read() as tx:
        verbs = [event.verb for event in audit.of_subject(tx, "document:doc-1")]
    assert verbs.count("answered") == 1


def test_a_file_is_uploaded_and_a_statement_decided_about(
    client: Client, connection: Broken
) -> None:
    connection.faults.append(lost)
    document = client.upload(TABLE, "bill.csv")
    assert client.file(document.id) == TABLE
    assert len(list(client.documents(sha256=document.sha256))) == 1
    statement = next(one for one in client.statements() if one.document_id == "doc-1")
    signed = client.sign_off(statement, "It agrees.")
    assert (signed.state, bool(signed.last_decision)) == (StandingState.SIGNED_OFF, True)
    with pytest.raises(Changed):
        client.undo(statement)
    undone = client.undo(signed)
    assert (undone.state, undone.last_decision) == (statement.state, None)
    with pytest.raises(Refused, match="has no entry"):
        client.link(undone, [line.id for line in client.lines(statement.id)], ["nobody"])


def test_what_has_changed_meanwhile_is_not_decided(client: Client, store: Store) -> None:
    (question,) = client.exceptions(open=True)
    with store.begin() as tx:
        exceptions.revise(tx, question.id, "Something else.", title="")
    with pytest.raises(Changed):
        client.answer(question, "1")
    assert client.answer(replace(question, sentence="Something else."), "1").answer == "1"


def test_a_refusal_says_what_situation_it_is(
    store: Store, connection: Broken, waits: list[float]
) -> None:
    client = connected(store, connection, waits, Scope.READ_SUPPLIERS)
    for ask, situation in (
        (lambda: list(client.documents()), "scope-missing"),
        (lambda: list(client.suppliers(nonsense="x")), "request-invalid"),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.situation == situation
    assert not waits


def test_a_server_that_stays_away_is_given_up(
    client: Client, connection: Broken, waits: list[float]
) -> None:
    connection.faults = [lost] * 5
    with pytest.raises(Unreachable):
        client.document("doc-1")
    assert len(waits) == 4
    assert waits[0] < waits[1] < waits[2] < waits[3]


def test_the_example_of_the_documents_runs(
    store: Store,
    connection: Broken,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    section = page.split("## From Python")[1].split("\n## ")[0]
    code = "\n".join(line[4:] for line in section.splitlines() if line[:4] in {"    ", ""})
    monkeypatch.setenv("BILLHOOK_TOKEN", token_of(store)[1].reveal())
    monkeypatch.setattr("billhook_client.Client", partial(Client, transport=connection))
    exec(compile(code, "docs/api.md", "exec"), {})
    said = capsys.readouterr().out
    assert "RE-2026/104877 EUR 1,928.64 15" in said
    assert "['Accept', 'Reject']" in said
    assert "billhook.document.filed doc-1" in said


@pytest.mark.parametrize("url", ["http://bills.example", "ftp://127.0.0.1", "127.0.0.1:8420"])
def test_a_token_never_travels_in_the_open(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Client(url, "bhk_x")


def test_an_id_is_never_more_than_one_part_of_a_path(client: Client, connection: Broken) -> None:
    with pytest.raises(Refused):
        client.document("../suppliers/nordwind")
    assert connection.asked[-1].url.raw_path == b"/api/v1/documents/..%2Fsuppliers%2Fnordwind"


def test_what_a_newer_billhook_says_more_is_left_out(client: Client) -> None:
    delivery = next(client.deliveries())
    said: Any = to_plain(delivery)
    said |= {"colour": "red", "state": "parked"}
    newer = record(wire.Delivery, said)
    assert newer == replace(delivery, state="parked")  # type: ignore[arg-type]
    assert record(wire.Delivery, to_plain(delivery)).state is DeliveryState.QUEUED  # type: ignore[arg-type]
