"""What other systems do by the API: once for each key, as they saw it, by the rules of people."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from model.api import Scope
from model.deliveries import Attempt, DeliveryState
from model.exceptions import ExceptionReason
from model.ids import new_id
from model.orders import EntryKind, LedgerEntry
from model.people import Event
from storage import api_tokens, audit, deliveries, documents, exceptions, ledger
from storage.store import Store
from tests.storage import samples
from tests.ui.api.conftest import caller_of
from ui.limits import MOST_UPLOADED

ANSWER = "/exceptions/q-1/answer"
ACCEPT = {"key": "1"}
TABLE = b"Invoice number;Date;Total;Currency\nR-1;2026-10-14;119.00;EUR\n"


async def seen(client: httpx.AsyncClient, address: str, key: str = "k-1") -> dict[str, str]:
    """The headers of a write by somebody who has just looked."""
    tag = (await client.get(address)).headers["etag"]
    return {"if-match": tag, "idempotency-key": key}


def said(answer: httpx.Response) -> tuple[int, str]:
    """Status and situation of a refusal."""
    return answer.status_code, answer.json()["type"].removeprefix("urn:billhook:problem:")


async def test_an_answer_is_given_in_the_name_of_the_token(
    writer: httpx.AsyncClient, store: Store
) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    answer = await writer.post(ANSWER, json=ACCEPT, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["answer"], answer.json()["answered"] is not None) == ("1", True)
    assert answer.headers["etag"] == (await writer.get("/exceptions/q-1")).headers["etag"]
    with store.read() as tx:
        (token, *_) = api_tokens.every(tx)
        event = audit.of_subject(tx, "document:doc-1")[0]
    assert (event.actor, event.verb) == (f"token {token.name}", "answered")


async def test_the_same_request_again_gets_the_same_answer_and_does_nothing(
    writer: httpx.AsyncClient, store: Store
) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    first = await writer.post(ANSWER, json=ACCEPT, headers=headers)
    events = len(_story(store))
    again = await writer.post(ANSWER, json=ACCEPT, headers=headers)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(_story(store)) == events


async def test_a_key_stands_for_one_request_of_one_token(
    writer: httpx.AsyncClient, store: Store
) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    await writer.post(ANSWER, json=ACCEPT, headers=headers)
    other = await writer.post(ANSWER, json={"key": "2"}, headers=headers)
    assert said(other) == (422, "key-reused")
    elsewhere = await writer.post("/documents/doc-1/release", headers=headers)
    assert said(elsewhere) == (422, "key-reused")
    async with caller_of(store) as stranger:
        answer = await stranger.post(ANSWER, json=ACCEPT, headers=headers)
    assert said(answer) == (412, "changed-since")


async def test_two_at_once_do_it_once(writer: httpx.AsyncClient, store: Store) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    many = [writer.post(ANSWER, json=ACCEPT, headers=headers) for _ in range(5)]
    answers = await asyncio.gather(*many)
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert [event.verb for event in _story(store)].count("answered") == 1


async def test_what_was_seen_has_to_be_said_and_to_be_true(
    writer: httpx.AsyncClient, store: Store
) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    unseen = await writer.post(ANSWER, json=ACCEPT, headers={"idempotency-key": "k-1"})
    assert said(unseen) == (428, "version-not-named")
    with store.begin() as tx:
        exceptions.revise(tx, "q-1", "PO-48213 has EUR 1.00 net open.", title="")
    for tag in ("", '""', "nonsense", '"a", b', "\u00e9"):
        said_nothing = [(b"if-match", tag.encode()), (b"idempotency-key", b"k-1")]
        unseen = await writer.post(ANSWER, json=ACCEPT, headers=said_nothing)
        assert said(unseen) == (428, "version-not-named")
    for tag in (headers["if-match"], "W/" + headers["if-match"], '"*"', '"other"', '",]AF"'):
        stale = await writer.post(ANSWER, json=ACCEPT, headers=headers | {"if-match": tag})
        assert said(stale) == (412, "changed-since")
    fresh = (await writer.get("/exceptions/q-1")).headers["etag"]
    both = headers | {"if-match": f"{headers['if-match']}, {fresh}"}
    assert (await writer.post(ANSWER, json=ACCEPT, headers=both)).status_code == 200


@pytest.mark.parametrize("key", ["", " ", "x" * 129, "a b", "\u00e9"])
async def test_a_write_without_a_key_is_refused(writer: httpx.AsyncClient, key: str) -> None:
    headers = [(b"idempotency-key", key.encode()), (b"if-match", b"*")]
    answer = await writer.post(ANSWER, json=ACCEPT, headers=headers)
    assert said(answer) == (400, "key-not-named")


async def test_what_was_answered_is_answered(writer: httpx.AsyncClient) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    await writer.post(ANSWER, json=ACCEPT, headers=headers)
    again = {"if-match": "*", "idempotency-key": "k-2"}
    assert said(await writer.post(ANSWER, json=ACCEPT, headers=again)) == (409, "stale-version")


@pytest.mark.parametrize(
    ("body", "situation"),
    [
        ({"key": "9"}, "wrong-input"),
        ({}, "request-invalid"),
        ({"key": 1}, "request-invalid"),
        ({"key": "1", "note": "x"}, "request-invalid"),
        ([], "request-invalid"),
    ],
)
async def test_an_answer_that_is_none_changes_nothing(
    writer: httpx.AsyncClient, body: object, situation: str
) -> None:
    headers = await seen(writer, "/exceptions/q-1")
    answer = await writer.post(ANSWER, json=body, headers=headers)
    assert said(answer) == (422, situation)
    assert (await writer.post(ANSWER, json=ACCEPT, headers=headers)).status_code == 200


async def test_changed_bank_details_need_the_scope_of_an_approver(store: Store) -> None:
    question = replace(samples.question("q-2"), reason=ExceptionReason.BANK_DETAILS_CHANGED)
    with store.begin() as tx:
        exceptions.raise_(tx, question)
    clerk = (Scope.READ_EXCEPTIONS, Scope.WRITE_EXCEPTIONS)
    for scopes, status in ((clerk, 422), ((*clerk, Scope.APPROVE), 200)):
        async with caller_of(store, *scopes) as client:
            headers = await seen(client, "/exceptions/q-2")
            answer = await client.post("/exceptions/q-2/answer", json=ACCEPT, headers=headers)
            assert answer.status_code == status, answer.text


async def test_a_document_is_released_as_it_was_seen(
    writer: httpx.AsyncClient, store: Store
) -> None:
    release = "/documents/doc-1/release"
    headers = await seen(writer, "/documents/doc-1")
    with store.begin() as tx:
        documents.update(tx, replace(documents.get(tx, "doc-1"), po_number="PO-2"))
    assert said(await writer.post(release, headers=headers)) == (412, "changed-since")
    headers = await seen(writer, "/documents/doc-1")
    answer = await writer.post(release, headers=headers)
    assert answer.status_code == 200, answer.text
    with store.read() as tx:
        assert len(deliveries.of_document(tx, "doc-1")) == 2  # that of the sample, and this


async def test_a_field_is_corrected_by_the_rules_of_the_fields(writer: httpx.AsyncClient) -> None:
    corrections = "/documents/doc-1/corrections"
    headers = await seen(writer, "/documents/doc-1")
    wrong = await writer.post(
        corrections, json={"name": "issue_date", "value": "yesterday"}, headers=headers
    )
    assert said(wrong) == (422, "wrong-input")
    right = {"name": "issue_date", "value": "2026-10-15"}
    answer = await writer.post(corrections, json=right, headers=headers)
    assert (answer.status_code, answer.json()["issue_date"]) == (200, "2026-10-15")
    fields = (await writer.get("/documents/doc-1/fields")).json()["fields"]
    (field,) = [one for one in fields if one["name"] == "issue_date"]
    assert (field["value"], field["source"]) == ("2026-10-15", "clerk")


async def test_a_failed_delivery_is_sent_again_under_its_old_key(
    writer: httpx.AsyncClient, store: Store
) -> None:
    with store.begin() as tx:
        (delivery,) = deliveries.of_document(tx, "doc-1")
        failed = Attempt(samples.NOON, False, "It was refused.", 0.1)
        deliveries.attempted(tx, delivery.id, failed, DeliveryState.DEAD_LETTER)
    address = f"/deliveries/{delivery.id}"
    headers = await seen(writer, address)
    answer = await writer.post(f"{address}/retry", headers=headers)
    assert (answer.json()["state"], answer.json()["key"]) == ("queued", "key-1")
    other = {"if-match": "*", "idempotency-key": "k-2"}
    assert said(await writer.post(f"{address}/retry", headers=other)) == (409, "stale-version")


@pytest.mark.slow
async def test_a_file_is_uploaded_once_and_read_back_as_its_document(
    writer: httpx.AsyncClient, store: Store
) -> None:
    headers = {"idempotency-key": "k-1"}
    first = await writer.post("/uploads?name=bill.csv", content=TABLE, headers=headers)
    assert first.status_code == 200, first.text
    again = await writer.post("/uploads?name=bill.csv", content=TABLE, headers=headers)
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    other = await writer.post("/uploads?name=a.csv", content=TABLE, headers=headers)
    assert said(other) == (422, "key-reused")
    same = {"idempotency-key": "k-2"}
    known = await writer.post("/uploads?name=a.csv", content=TABLE, headers=same)
    assert known.json()["id"] == first.json()["id"]
    document = f"/documents/{first.json()['id']}"
    assert (await writer.get(f"{document}/file")).content == TABLE
    assert (await writer.get(document)).headers["etag"]
    with store.read() as tx:
        story = audit.of_subject(tx, f"document:{first.json()['id']}")
    assert story


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"From: a@b.example\r\n\r\nHi"])
async def test_what_is_no_document_is_not_filed(writer: httpx.AsyncClient, content: bytes) -> None:
    headers = {"idempotency-key": "k-1"}
    answer = await writer.post("/uploads?name=a.eml", content=content, headers=headers)
    assert said(answer) == (422, "wrong-input")
    assert len((await writer.get("/documents")).json()["records"]) == 1


@pytest.mark.slow
async def test_a_file_may_be_larger_than_any_other_body(writer: httpx.AsyncClient) -> None:
    headers = {"idempotency-key": "k-1"}
    large = await writer.post("/uploads", content=b"x" * (MOST_UPLOADED + 1), headers=headers)
    assert said(large) == (413, "body-too-large")
    other = await writer.post(ANSWER, content=b"x" * 70_000, headers=headers)
    assert said(other) == (413, "body-too-large")


async def test_a_statement_is_decided_about_and_taken_back(
    writer: httpx.AsyncClient, store: Store
) -> None:
    (found,) = (await writer.get("/statements")).json()["records"]
    statement = f"/statements/{found['id']}"
    lines = (await writer.get(f"{statement}/lines")).json()["records"]
    line = {"line_ids": [lines[0]["id"]], "note": "not ours"}
    for verdict, state in (("sign-off", "signed_off"), ("reopen", "reopened")):
        answer = await _decided(writer, statement, verdict, {"note": "a reason"})
        assert (answer.status_code, answer.json().get("state")) == (200, state), answer.text
    reopened = answer.json()["last_decision"]
    headers = await seen(writer, statement)
    parted = await writer.post(f"{statement}/unlink", json=line, headers=headers)
    assert parted.status_code == 200, parted.text
    assert parted.json()["last_decision"] not in (None, reopened)
    stale = headers | {"idempotency-key": "k-2"}
    refused = await writer.post(f"{statement}/unlink", json=line, headers=stale)
    assert said(refused) == (412, "changed-since")
    signed = await _decided(writer, statement, "sign-off", {"note": "a reason"})
    assert said(signed) == (422, "wrong-input")  # a line is open
    undone = await _decided(writer, statement, "undo", None)
    assert undone.json()["last_decision"] == reopened
    with store.read() as tx:
        verbs = {event.verb for event in audit.of_subject(tx, f"statement:{found['id']}")}
    assert verbs >= {"unlinked", "undid", "signed off", "reopened"}


async def test_lines_are_linked_by_the_rules_of_people(
    writer: httpx.AsyncClient, store: Store
) -> None:
    with store.begin() as tx:
        day, amount = samples.NOON.date(), samples.euros("119.00")
        kind = EntryKind.INVOICE
        ledger.load(tx, [LedgerEntry("e-9", "nordwind", kind, "R-9", day, day, amount, "e-9")])
    (found,) = (await writer.get("/statements")).json()["records"]
    statement = f"/statements/{found['id']}"
    lines = (await writer.get(f"{statement}/lines")).json()["records"]
    said_of = {"line_ids": [lines[0]["id"]], "entry_ids": ["e-9"], "note": ""}
    missing = await _decided(writer, statement, "link", {**said_of, "entry_ids": ["nobody"]})
    assert said(missing) == (404, "record-missing")
    linked = await _decided(writer, statement, "link", said_of)
    assert linked.status_code == 200, linked.text
    matches = (await writer.get(f"{statement}/matches")).json()["records"]
    assert matches[0]["entry_ids"] == ["e-9"]
    again = await _decided(writer, statement, "link", said_of)
    assert said(again) == (422, "wrong-input")


async def _decided(
    client: httpx.AsyncClient, statement: str, verdict: str, body: object
) -> httpx.Response:
    headers = await seen(client, statement, new_id())
    return await client.post(f"{statement}/{verdict}", json=body, headers=headers)


@pytest.mark.parametrize(
    "address",
    [
        "/documents/x/release",
        "/exceptions/x/answer",
        "/deliveries/x/retry",
        "/statements/x/undo",
    ],
)
async def test_what_is_not_there_is_missing(writer: httpx.AsyncClient, address: str) -> None:
    headers = {"if-match": "*", "idempotency-key": "k-1"}
    answer = await writer.post(address, json=ACCEPT, headers=headers)
    assert said(answer) == (404, "record-missing")


def _story(store: Store) -> tuple[Event, ...]:
    with store.read() as tx:
        return audit.of_subject(tx, "document:doc-1")
