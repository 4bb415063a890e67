from __future__ import annotations

import asyncio
import email
import imaplib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.policy import default
from pathlib import Path
from typing import TypeVar

import pytest

from billhook.demo.archive import Archive
from billhook.demo.letters import Letters
from billhook.demo.mailbox import Mailbox
from billhook.demo.morning import morning
from billhook.demo.world import WORLD

pytestmark = pytest.mark.slow

USER, WORD = "ap@aldermoor.example", "canal-row-22"
MAILS = {mail.key: mail for mail in morning(WORLD)}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    archive = Archive(WORLD, tmp_path_factory.mktemp("documents"))
    links = {portal.slug: f"http://127.0.0.1/{portal.slug}" for portal in WORLD.portals}
    return Letters(WORLD, archive, links)


@asynccontextmanager
async def running(file: Path) -> AsyncIterator[tuple[Mailbox, int]]:
    mailbox = Mailbox(file, USER, WORD)
    listener = socket.create_server(("127.0.0.1", 0))
    server = await mailbox.start(listener)
    try:
        yield mailbox, listener.getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
        mailbox.close()


async def put(mailbox: Mailbox, letters: Letters, key: str) -> bool:
    mail = MAILS[key]
    identity, sent = letters.message_id(mail), letters.sent(mail)
    return await mailbox.deliver(identity, letters.write(mail), sent)


T = TypeVar("T")


async def ask(port: int, question: Callable[[imaplib.IMAP4], T]) -> T:
    """What a mail program gets as an answer, asked in a thread of its own."""

    def talk() -> T:
        with imaplib.IMAP4("127.0.0.1", port, timeout=20) as client:
            client.login(USER, WORD)
            client.select("INBOX")
            return question(client)

    return await asyncio.to_thread(talk)


def state(client: imaplib.IMAP4) -> tuple[bytes, bytes, bytes]:
    """UIDVALIDITY, the UIDs of the inbox, and its flags."""
    validity = client.response("UIDVALIDITY")[1][0]
    uids = client.uid("SEARCH", "ALL")[1][0]
    flags = b" ".join(client.uid("FETCH", "1:*", "(FLAGS)")[1])
    return validity, uids, flags


def archive_first(client: imaplib.IMAP4) -> None:
    client.create("AP/Processed")
    client.uid("STORE", "102", "+FLAGS", r"(\Seen \Flagged $Billhook)")
    client.uid("MOVE", "101", "AP/Processed")


async def test_a_restart_keeps_uidvalidity_uids_flags_and_folders(
    tmp_path: Path, letters: Letters
) -> None:
    file = tmp_path / "mailbox.jsonl"
    async with running(file) as (mailbox, port):
        for key in ("nordwind-invoice", "fijo-invoice", "papierhaus-fresh"):
            assert await put(mailbox, letters, key)
        await ask(port, archive_first)
        before = await ask(port, state)
    async with running(file) as (_, port):
        assert await ask(port, state) == before
        moved = await ask(port, lambda client: client.select("AP/Processed")[1])
    assert before[1] == b"102 103"
    assert rb"\Flagged" in before[2]
    assert b"$Billhook" in before[2]
    assert moved == [b"1"]


async def test_a_uid_is_never_given_twice(tmp_path: Path, letters: Letters) -> None:
    file = tmp_path / "mailbox.jsonl"
    async with running(file) as (mailbox, port):
        await put(mailbox, letters, "nordwind-invoice")
        await ask(port, lambda c: (c.uid("STORE", "101", "+FLAGS", r"(\Deleted)"), c.expunge()))
    async with running(file) as (mailbox, port):
        await put(mailbox, letters, "fijo-invoice")
        assert (await ask(port, state))[1] == b"102"


async def test_a_mail_is_delivered_once_even_after_it_was_moved(
    tmp_path: Path, letters: Letters
) -> None:
    file = tmp_path / "mailbox.jsonl"
    async with running(file) as (mailbox, port):
        await put(mailbox, letters, "nordwind-invoice")
        await put(mailbox, letters, "fijo-invoice")
        await ask(port, archive_first)
        assert not await put(mailbox, letters, "nordwind-invoice")
    async with running(file) as (mailbox, _):
        assert not await put(mailbox, letters, "nordwind-invoice")


async def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path / "mailbox.jsonl") as (_, port):

        def attempt() -> None:
            with imaplib.IMAP4("127.0.0.1", port, timeout=20) as client:
                client.login(USER, "wrong")

        with pytest.raises(imaplib.IMAP4.error):
            await asyncio.to_thread(attempt)


async def test_an_idling_client_hears_of_every_new_mail(tmp_path: Path, letters: Letters) -> None:
    async with running(tmp_path / "mailbox.jsonl") as (mailbox, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"a LOGIN {USER} {WORD}\r\nb SELECT INBOX\r\nc IDLE\r\n".encode())
        await reader.readuntil(b"+ Idling.\r\n")
        await put(mailbox, letters, "nordwind-invoice")
        await put(mailbox, letters, "fijo-invoice")
        async with asyncio.timeout(20):
            await reader.readuntil(b"* 2 EXISTS\r\n")
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("key", sorted(MAILS))
def test_every_mail_is_well_formed(letters: Letters, key: str) -> None:
    mail = MAILS[key]
    raw = letters.write(mail)
    message = email.message_from_bytes(raw, policy=default)
    assert raw == letters.write(mail)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert not message.defects
    assert message["Subject"] == mail.subject
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    assert all(body and body.get_content().strip() for body in bodies)
    files = [part.get_content() for part in message.iter_attachments()]
    expected = [letters.archive.pdf(WORLD.document(mail.attached))] if mail.attached else []
    assert files == expected


def test_only_the_forged_mail_fails_its_checks_and_leads_away(letters: Letters) -> None:
    for key, mail in MAILS.items():
        message = email.message_from_bytes(letters.write(mail), policy=default)
        forged = key == "forged-nordwind"
        assert ("dmarc=fail" in message["Authentication-Results"]) is forged
        assert ("dmarc=pass" in message["Authentication-Results"]) is not forged
        body = message.get_body(("plain",))
        assert body
        assert ("nordvvind" in body.get_content()) is forged


def test_every_expectation_has_its_mail_and_the_mail_names_the_number(letters: Letters) -> None:
    for expected in WORLD.truth.expectations:
        message = email.message_from_bytes(letters.write(MAILS[expected.mail]), policy=default)
        body = message.get_body(("plain",))
        assert body
        assert expected.number in body.get_content()


def test_there_are_five_batches_of_about_two_dozen_mails() -> None:
    assert {mail.batch for mail in MAILS.values()} == {1, 2, 3, 4, 5}
    assert len(MAILS) == 24
    assert {mail.language for mail in MAILS.values()} == {"de", "en", "es", "fr", "nl"}
