"""What the Vault screen's requests take, give and refuse."""

from __future__ import annotations

from base64 import b64encode

import httpx
import pytest

from tests.ui.sample_desk import ADA, MAYA, SampleDesk, SampleSessions
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_vault import CANARY, OWN
from ui.cookies import COOKIE
from ui.limits import MOST_BYTES, MOST_EXPORT, MOST_PICTURE


@pytest.fixture
async def admin(stranger: httpx.AsyncClient, sessions: SampleSessions) -> httpx.AsyncClient:
    stranger.cookies.set(COOKIE, sessions.open(ADA.id).reveal())
    return stranger


async def test_the_list_is_searched_sorted_and_holds_no_value(admin: httpx.AsyncClient) -> None:
    said = await admin.get("/api/vault?sort=state&end=3")
    body = said.json()
    assert body["total"] == 12
    assert [row["id"] for row in body["rows"]] == ["orange", "fisher session", "castello"]
    found = (await admin.get("/api/vault?text=papyrus&kind=credential&view=attention")).json()
    assert [row["id"] for row in found["rows"]] == ["papyrus"]
    assert CANARY not in said.text


async def test_a_locked_vault_lists_nothing(admin: httpx.AsyncClient, desk: SampleDesk) -> None:
    desk.vault_locked = True
    assert (await admin.get("/api/vault")).json() == {"total": 0, "start": 0, "rows": []}


async def test_a_value_comes_only_with_the_person_s_own_password(
    admin: httpx.AsyncClient, desk: SampleDesk
) -> None:
    asked = {"name": "orange", "version": 5, "copied": False, "password": "guess"}
    said = await admin.post("/api/vault/reveal", json=asked)
    assert (said.status_code, CANARY in said.text) == (400, False)
    said = await admin.post("/api/vault/reveal", json=asked | {"password": OWN})
    assert said.json() == {"value": CANARY, "seconds_left": None}
    assert said.headers["cache-control"] == "no-store"
    assert desk.calls == [(ADA.id, "reveal orange")] * 2


async def test_guessing_is_told_to_wait(admin: httpx.AsyncClient) -> None:
    asked = {"name": "orange", "version": 5, "copied": True, "password": "guess"}
    codes = [(await admin.post("/api/vault/reveal", json=asked)).status_code for _ in range(4)]
    assert codes == [400, 400, 400, 429]


async def test_a_clerk_gets_no_value_but_may_replace_one(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    asked = {"name": "orange", "version": 5, "copied": False, "password": OWN}
    assert (await clerk.post("/api/vault/reveal", json=asked)).status_code == 400
    new = {"name": "orange", "version": 5, "value": "tavern-mosaic-eleven"}
    assert (await clerk.post("/api/vault/replace", json=new)).json() == {}
    stale = await clerk.post("/api/vault/replace", json=new)
    assert (stale.status_code, "newer version" in stale.text) == (400, True)
    assert desk.calls[-1] == (MAYA.id, "replace orange")


async def test_a_sign_in_is_added_under_a_new_name_only(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    new = {"name": " gas ", "username": "ap", "origins": "https://gas.example\n", "value": "otter"}
    assert (await clerk.post("/api/vault/add", json=new)).json() == {}
    assert desk.calls[-1] == (MAYA.id, "add gas ap https://gas.example")
    again = await clerk.post("/api/vault/add", json=new)
    assert (again.status_code, "another name" in again.text) == (400, True)
    assert (await clerk.post("/api/vault/add", json=new | {"origins": 7})).status_code == 400


async def test_an_export_is_taken_in_and_what_stands_against_it_is_told(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    export = {"file": "export.json", "body": b64encode(b"{}").decode(), "passphrase": ""}
    said = (await clerk.post("/api/vault/import", json=export)).json()
    assert said == {
        "words": "1 new sign-in, 1 here already; 1 is proposed as a portal.",
        "lines": [f"{HOSTILE}: Its password is empty."],
    }
    assert desk.calls[-1] == (MAYA.id, "take in export.json 2")
    wrong = await clerk.post("/api/vault/import", json=export | {"passphrase": "guess"})
    assert (wrong.status_code, "does not open" in wrong.text) == (400, True)
    for broken in ("§", 7):
        said = await clerk.post("/api/vault/import", json=export | {"body": broken})
        assert said.status_code == 400


async def test_an_export_may_be_larger_than_other_requests_and_has_its_bound(
    clerk: httpx.AsyncClient,
) -> None:
    export = {"file": "export.json", "passphrase": ""}
    large = b64encode(bytes(MOST_EXPORT)).decode()
    said = await clerk.post("/api/vault/import", json=export | {"body": large})
    assert said.status_code == 200
    said = await clerk.post("/api/vault/import", json=export | {"body": large + "A" * MOST_BYTES})
    assert said.status_code == 413


async def test_origins_are_given_one_a_line(admin: httpx.AsyncClient, desk: SampleDesk) -> None:
    asked = {
        "name": "erp",
        "version": 1,
        "origins": " https://a.example \n\nhttps://b.example\n",
        "password": OWN,
    }
    assert (await admin.post("/api/vault/origins", json=asked)).json() == {}
    assert desk.calls == [(ADA.id, "origins erp https://a.example https://b.example")]


async def test_an_authenticator_comes_as_text_or_as_a_picture(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    seed = {"name": "orange", "version": 5, "seed": " GEZDGNBVGY3TQOJQ "}
    assert (await clerk.post("/api/vault/seed", json=seed)).json() == {}
    sent = await clerk.post("/api/vault/seed-picture?name=orange", content=b"x" * 200_000)
    assert sent.json() == {}
    assert desk.calls == [(MAYA.id, "seed orange 16"), (MAYA.id, "picture orange 200000")]


@pytest.mark.parametrize("size", [0, MOST_PICTURE + 1])
async def test_a_picture_that_is_none_or_too_large_is_refused(
    clerk: httpx.AsyncClient, size: int
) -> None:
    sent = await clerk.post("/api/vault/seed-picture?name=orange", content=b"x" * size)
    assert sent.status_code == 413


@pytest.mark.parametrize("path", ["replace", "seed", "origins", "remove", "reveal"])
@pytest.mark.parametrize(
    "body", [b"", b"CANARY", b"[]", b"{}", b'{"name": 7, "version": "CANARY"}', b'"CANARY"']
)
async def test_nonsense_is_refused_and_not_repeated(
    admin: httpx.AsyncClient, desk: SampleDesk, path: str, body: bytes
) -> None:
    said = await admin.post(f"/api/vault/{path}", content=body)
    assert (said.status_code, "CANARY" in said.text) == (400, False)
    assert desk.calls == []


@pytest.mark.parametrize("path", ["replace", "seed-picture?name=x", "reveal", "remove"])
async def test_strangers_and_other_sites_reach_nothing(
    stranger: httpx.AsyncClient, sessions: SampleSessions, desk: SampleDesk, path: str
) -> None:
    assert (await stranger.post(f"/api/vault/{path}", json={})).status_code == 403
    stranger.cookies.set(COOKIE, sessions.open(ADA.id).reveal())
    foreign = {"origin": "http://evil.example"}
    said = await stranger.post(f"/api/vault/{path}", json={}, headers=foreign)
    assert said.status_code == 403
    assert desk.calls == []
