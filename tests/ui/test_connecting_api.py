"""The requests of the forms that connect something: what goes where, and what stays a secret."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from model.secret import Secret
from tests.ui.sample_desk import ADA, MAYA, SampleDesk, SampleSessions
from ui.cookies import COOKIE

CANARY = "CANARY-box-4711"
TYPED = {"id": "", "name": "AP", "host": "imap.us.example", "password": CANARY}


@pytest.fixture
async def admin(stranger: httpx.AsyncClient, sessions: SampleSessions) -> httpx.AsyncClient:
    stranger.cookies.set(COOKIE, sessions.open(ADA.id).reveal())
    return stranger


async def test_a_form_is_tried_or_kept_and_its_secret_stays_one(
    admin: httpx.AsyncClient, desk: SampleDesk
) -> None:
    said = await admin.post("/api/connect/mailbox", json=TYPED | {"keep": False})
    assert said.json() == {
        "words": "Signed in; INBOX holds 3 mails.",
        "id": "",
        "consent": "",
    }
    said = await admin.post("/api/connect/mailbox", json=TYPED | {"keep": True})
    assert said.json()["id"] == "mb-9"
    assert desk.calls == [(ADA.id, "try mailbox"), (ADA.id, "connect mailbox")]
    assert [one.password for one in desk.connections.typed] == [Secret(CANARY)] * 2
    assert all(CANARY not in one.values.values() for one in desk.connections.typed)


async def test_a_fault_names_its_field_and_nonsense_is_refused(
    admin: httpx.AsyncClient, desk: SampleDesk
) -> None:
    wrong = TYPED | {"keep": True, "password": "wrong"}
    said = await admin.post("/api/connect/mailbox", json=wrong)
    assert (said.status_code, said.json()["fault"]["field"]) == (200, "password")
    every: tuple[Any, ...] = ({}, [], {"id": 7, "keep": True}, TYPED | {"keep": True, "port": 993})
    for nonsense in every:
        assert (await admin.post("/api/connect/mailbox", json=nonsense)).status_code == 400
    assert (await admin.post("/api/connect/moon", json=TYPED)).status_code == 422
    assert len(desk.calls) == 1


async def test_a_clerk_connects_nothing(clerk: httpx.AsyncClient, desk: SampleDesk) -> None:
    said = await clerk.post("/api/connect/mailbox", json=TYPED | {"keep": True})
    assert said.json()["fault"]["sentence"] == "Only an admin may connect something."
    assert desk.connections.typed == []
    assert desk.calls == [(MAYA.id, "connect mailbox")]
