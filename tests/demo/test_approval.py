from __future__ import annotations

import asyncio
import base64
import json
import smtplib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP
from standardwebhooks import Webhook
from starlette.types import ASGIApp

from billhook.demo.approval import Approval, Register
from billhook.demo.archive import Archive
from billhook.demo.peers import SIGNING_KEY, STATUS_PHRASE
from billhook.demo.world import WORLD
from model.clock import FixedClock
from model.secret import Secret


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    register = Register(tmp_path / "approval.jsonl")
    yield register
    register.close()


@pytest.fixture
def system(register: Register, clock: FixedClock) -> Approval:
    return Approval(register, clock, token=Secret(STATUS_PHRASE), key=Secret(SIGNING_KEY))


@pytest.fixture
def client(system: Approval, browse: Callable[[ASGIApp], httpx.Client]) -> httpx.Client:
    return browse(system.app())


def event(archive: Archive, number: str, **changes: Any) -> bytes:
    document = WORLD.document(number)
    data = {
        "kind": document.kind.value,
        "supplier": WORLD.seller(document.seller).name,
        "number": document.number,
        "po_number": document.po_number,
        "content": base64.b64encode(archive.pdf(document)).decode(),
    }
    return json.dumps({"specversion": "1.0", "id": number, "data": data | changes}).encode()


def post(
    client: httpx.Client, clock: FixedClock, body: bytes, identity: str = "key-1"
) -> httpx.Response:
    headers = {
        "webhook-id": identity,
        "webhook-timestamp": str(int(clock.now().timestamp())),
        "webhook-signature": Webhook(SIGNING_KEY).sign(identity, clock.now(), body.decode()),
    }
    return client.post("/webhook", content=body, headers=headers)


def status(client: httpx.Client, *ids: str) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {STATUS_PHRASE}"}
    answer: dict[str, Any] = client.get(f"/status?ids={','.join(ids)}", headers=headers).json()
    return answer


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("RE-2026-104877", "AP"),
        ("FB/2026/10/00774", "RE"),
        ("CR-2231", "AP"),
        ("ST-2026-10", "AP"),
    ],
)
def test_the_decision_follows_the_order_number(
    client: httpx.Client, clock: FixedClock, archive: Archive, number: str, code: str
) -> None:
    assert post(client, clock, event(archive, number)).status_code == 204
    assert status(client, "key-1")["key-1"]["status"] == "AB"
    clock.move(timedelta(seconds=1))
    reason = "PO missing" if code == "RE" else ""
    assert status(client, "key-1") == {"key-1": {"status": code, "reason": reason}}


def test_the_same_webhook_twice_is_one_document_handed_over_twice(
    client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    body = event(archive, "KIT-20951")
    assert [post(client, clock, body).status_code for _ in range(2)] == [204, 204]
    received = client.get("/_peers/received").json()
    assert [(one["id"], one["number"], one["times"]) for one in received] == [
        ("key-1", "KIT-20951", 2)
    ]


def test_a_signature_of_another_body_is_refused(
    client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    signed = Webhook(SIGNING_KEY).sign("key-1", clock.now(), "another")
    headers = {
        "webhook-id": "key-1",
        "webhook-timestamp": str(int(clock.now().timestamp())),
        "webhook-signature": signed,
    }
    answer = client.post("/webhook", content=event(archive, "KIT-20951"), headers=headers)
    assert answer.status_code == 401
    assert client.get("/_peers/received").json() == []


def test_a_webhook_of_yesterday_is_refused(
    client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    earlier = FixedClock(clock.now() - timedelta(days=1))
    assert post(client, earlier, event(archive, "KIT-20951")).status_code == 401


@pytest.mark.parametrize("body", [b"{}", b"[]", b"not json", b'{"data": {"content": "%%%"}}'])
def test_a_body_without_a_document_is_refused(
    client: httpx.Client, clock: FixedClock, body: bytes
) -> None:
    assert post(client, clock, body).status_code == 400


def test_the_status_is_told_to_the_bearer_of_the_token_only(client: httpx.Client) -> None:
    assert client.get("/status?ids=a").status_code == 401
    assert status(client, "unknown") == {}


def test_the_switch_takes_everything_down_and_back(
    client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    assert client.post("/_peers/switch", json={"down": True}).json() == {"down": True}
    assert post(client, clock, event(archive, "KIT-20951")).status_code == 503
    assert client.get("/").status_code == client.get("/status").status_code == 503
    client.post("/_peers/switch", json={"down": False})
    assert post(client, clock, event(archive, "KIT-20951")).status_code == 204


def test_the_page_shows_foreign_text_as_text(
    client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    post(client, clock, event(archive, "KIT-20951", supplier="<script>alert(1)</script>"))
    clock.move(timedelta(seconds=2))
    page = client.get("/").text
    assert "<script>" not in page
    assert "approved" in page


def test_decisions_survive_a_restart(
    tmp_path: Path, client: httpx.Client, clock: FixedClock, archive: Archive
) -> None:
    post(client, clock, event(archive, "KIT-20951"))
    again = Register(tmp_path / "approval.jsonl")
    assert [one.id for one in again.all()] == ["key-1"]
    again.close()


@asynccontextmanager
async def mail_server(system: Approval) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(system, hostname="x"), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def send(system: Approval, *files: bytes) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "ap@aldermoor.example", "invoices@approvals.aldermoor.example"
    message["Subject"], message["Message-ID"] = "KIT-20951", "<key-9@billhook>"
    message.set_content("Please approve.")
    for content in files:
        message.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")

    def talk(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.send_message(message)

    async with mail_server(system) as port:
        await asyncio.to_thread(talk, port)


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("KIT-20951", ("invoice", "PO-47115")),
        ("FB/2026/10/00774", ("invoice", "")),
        ("GU-2026-001206", ("credit_note", "PO-47560")),
        ("ST-2026-10", ("statement", "")),
    ],
)
async def test_a_mail_with_one_pdf_is_read_and_taken(
    system: Approval, register: Register, archive: Archive, number: str, read: tuple[str, str]
) -> None:
    await send(system, archive.pdf(WORLD.document(number)))
    (one,) = register.all()
    assert (one.id, one.channel, one.kind, one.po_number) == ("key-9@billhook", "mail", *read)


@pytest.mark.parametrize("count", [0, 2])
async def test_a_mail_with_no_or_two_pdfs_is_refused(
    system: Approval, archive: Archive, count: int
) -> None:
    files = [archive.pdf(WORLD.document("KIT-20951"))] * count
    with pytest.raises(smtplib.SMTPDataError, match="exactly one PDF"):
        await send(system, *files)


async def test_a_mail_while_the_system_is_down_may_come_again(
    system: Approval, archive: Archive
) -> None:
    system.down = True
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await send(system, archive.pdf(WORLD.document("KIT-20951")))
    assert refused.value.smtp_code == 451
