"""The feed of events: CloudEvents, read on from where one stopped."""

from __future__ import annotations

import httpx

from storage import exceptions
from storage.store import Store
from tests.storage import samples


async def test_events_are_read_on_from_where_one_stopped(
    writer: httpx.AsyncClient, store: Store
) -> None:
    first = (await writer.get("/events?limit=2")).json()
    rest = (await writer.get("/events", params={"limit": 200, "cursor": first["next"]})).json()
    events = first["records"] + rest["records"]
    assert [one["sequence"] for one in events] == list(range(1, len(events) + 1))
    assert rest["next"] is None
    last = events[-1]["sequence"]
    assert (await writer.get(f"/events?after={last}")).json()["records"] == []
    with store.begin() as tx:
        exceptions.raise_(tx, samples.question("q-9"))
    (news,) = (await writer.get(f"/events?after={last}")).json()["records"]
    assert (news["specversion"], news["type"]) == ("1.0", "billhook.exception.opened")
    assert (news["subject"], news["data"]["about"]) == ("q-9", "document:doc-1")


async def test_one_type_of_events_may_be_asked_for(reader: httpx.AsyncClient) -> None:
    found = (await reader.get("/events?type=document.filed")).json()["records"]
    assert {one["type"] for one in found} == {"billhook.document.filed"}
    assert (await reader.get("/events?type=nothing.such")).status_code == 422
    assert (await reader.get("/events?after=-1")).status_code == 422
