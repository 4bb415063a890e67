"""What the API says of records: pages, cursors, filters, ETags."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from storage import suppliers
from storage.store import Store
from tests.storage import samples
from tests.ui.api.conftest import caller_of

PAGES = ["documents", "statements", "exceptions", "expectations", "deliveries", "suppliers"]


@pytest.mark.parametrize("name", [*PAGES, "accounts", "portals"])
async def test_a_record_of_a_list_is_the_one_at_its_own_address(
    reader: httpx.AsyncClient, name: str
) -> None:
    (record,) = (await reader.get(f"/{name}")).json()["records"]
    assert (await reader.get(f"/{name}/{record['id']}")).json() == record


async def test_a_document_says_what_it_owes_and_never_where_a_secret_lies(
    reader: httpx.AsyncClient,
) -> None:
    document = (await reader.get("/documents/doc-1")).json()
    assert document["gross"] == {"amount": "1928.64", "currency": "EUR"}
    assert (document["issue_date"], document["status"]) == ("2026-10-14", "ready")
    portal = (await reader.get("/portals/portal-1")).json()
    assert "credential" not in portal


async def test_the_fields_of_a_document_carry_their_evidence(reader: httpx.AsyncClient) -> None:
    said = (await reader.get("/documents/doc-1/fields")).json()
    gross = next(one for one in said["fields"] if one["name"] == "gross_total")
    assert gross["value"] == "1928.64"
    assert (gross["page"], gross["box"]["x"]) == (1, 10.5)
    assert said["lines"][0]["total"] == "1063.45"


async def test_lines_and_matches_of_a_statement_stand_in_its_order(
    reader: httpx.AsyncClient,
) -> None:
    (statement,) = (await reader.get("/statements")).json()["records"]
    lines = (await reader.get(f"/statements/{statement['id']}/lines")).json()["records"]
    matches = (await reader.get(f"/statements/{statement['id']}/matches")).json()["records"]
    assert [line["reference"] for line in lines] == ["RE-1", ""]
    assert [match["line_id"] for match in matches] == [line["id"] for line in lines]
    assert (await reader.get("/statements/none/lines")).status_code == 404


async def walk(client: httpx.AsyncClient, address: str, **query: Any) -> list[str]:
    """The ids of a whole list, page by page."""
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(address, params={**query, **cursor})).json()
        ids += [one["id"] for one in page["records"]]
        if page["next"] is None:
            return ids
        cursor = {"cursor": page["next"]}


async def test_what_arrives_meanwhile_neither_doubles_nor_hides_anything(store: Store) -> None:
    """Seven bills of one instant; another comes between two pages."""
    with store.begin() as tx:
        for number in range(7):
            samples.file_invoice(tx, f"more-{number}", number=f"N-{number}")
    async with caller_of(store) as client:
        first = (await client.get("/documents", params={"limit": 3})).json()
        with store.begin() as tx:
            samples.file_invoice(tx, "between", number="N-between")
        rest = {"limit": 3, "cursor": first["next"]}
        second = (await client.get("/documents", params=rest)).json()
        third = (
            await client.get("/documents", params={"limit": 3, "cursor": second["next"]})
        ).json()
        ids = [one["id"] for page in (first, second, third) for one in page["records"]]
        assert len(ids) == len(set(ids))
        assert {"doc-1", *(f"more-{number}" for number in range(7))} <= {*ids, "between"}
        assert await walk(client, "/documents", limit=2) == sorted({*ids, "between"})


async def test_filters_narrow_a_list_and_unknown_ones_are_refused(
    reader: httpx.AsyncClient,
) -> None:
    async def found(query: str) -> int:
        return len((await reader.get(f"/documents?{query}")).json()["records"])

    assert await found("status=ready&kind=invoice&supplier_id=nordwind") == 1
    assert await found("status=delivered") == 0
    assert await found("since=2026-11-20T12:00:00Z") == 1
    assert await found("since=2026-11-20T12:00:01Z") == 0
    assert len((await reader.get("/exceptions?open=true")).json()["records"]) == 1
    assert len((await reader.get("/exceptions?open=false")).json()["records"]) == 0
    assert len((await reader.get("/exceptions?reason=nothing_such")).json()["records"]) == 0
    assert len((await reader.get("/exceptions?reason=po_over")).json()["records"]) == 1
    for said in ("0.5", "1795168800", "2026-11-20", "2026-11-20T12:00:00", "now"):
        assert (await reader.get(f"/documents?since={said}")).status_code == 422
    refused = await reader.get("/documents?state=ready")
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:billhook:problem:request-invalid"
    assert refused.json()["faults"][0]["at"] == "query.state"


async def test_a_cursor_leads_on_in_its_own_list_alone(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, "more", number="N-1")
    async with caller_of(store) as client:
        page = (await client.get("/documents?limit=1&kind=invoice")).json()
        for address in ("/documents", "/documents?kind=order", "/deliveries?limit=1"):
            mark = "&" if "?" in address else "?"
            answer = await client.get(f"{address}{mark}cursor={page['next']}")
            assert answer.status_code == 400
            assert answer.json()["type"] == "urn:billhook:problem:cursor-invalid"


async def test_who_has_the_version_already_gets_no_body(store: Store) -> None:
    async with caller_of(store) as client:
        for address in ("/suppliers/nordwind", "/suppliers"):
            tag = (await client.get(address)).headers["etag"]
            again = await client.get(address, headers={"if-none-match": f'"other", W/{tag}'})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        with store.begin() as tx:
            suppliers.confirm_iban(tx, "nordwind", "DE02120300000000202051")
        changed = await client.get("/suppliers", headers={"if-none-match": tag})
        assert changed.status_code == 200


async def test_head_says_what_get_would_without_its_body(reader: httpx.AsyncClient) -> None:
    whole, head = await reader.get("/documents"), await reader.head("/documents")
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)
