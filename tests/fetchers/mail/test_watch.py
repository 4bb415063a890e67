"""Watching a real Dovecot through its failures: nothing lost, nothing twice."""

import threading
import time
from collections.abc import Generator
from dataclasses import replace

import pytest

from fetchers.mail.connection import Timeouts
from fetchers.mail.watch import Pace, watch
from model.clock import SystemClock
from model.errors import MailboxRefused, MailboxUnreachable, SettingsInvalid
from model.mail import FolderPosition, MailBatch, RawMail
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from tests.dovecot import Dovecot
from tests.proxy import Proxy

pytestmark = pytest.mark.e2e


def mail(number: int, body: str = "Hello", top: str = "") -> bytes:
    return (
        f"{top}Message-ID: <{number}@sender.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\n"
        f"From: a@sender.example\r\nSubject: Invoice {number}\r\n\r\n{body} {number}\r\n"
    ).encode()


class Journal:
    """What a consumer keeps: the position, and each mail once by its identity."""

    def __init__(self, server: Dovecot, mailbox: Mailbox) -> None:
        self.server, self.mailbox = server, mailbox
        self.position = FolderPosition()
        self.mails: dict[str, RawMail] = {}
        self.stop = threading.Event()
        self.reconnects = 0
        self.keepalive = 20.0
        self.looked = threading.Event()

    def watch(self) -> Generator[MailBatch, None, None]:
        return watch(
            self.mailbox,
            self.server.password,
            self.position,
            clock=SystemClock(),
            stop=self.stop,
            pace=Pace(keepalive=self.keepalive),
            ca_file=self.server.ca_file,
        )

    def keep(self, batch: MailBatch) -> None:
        for raw in batch.mails:
            self.mails.setdefault(raw.identity, raw)
        self.position = batch.position
        self.looked.set()

    def catch_up(self) -> None:
        """Read until a look finds nothing new."""
        batches = self.watch()
        for batch in batches:
            self.keep(batch)
            if not batch.mails:
                break
        batches.close()

    def run_until(self, count: int) -> None:
        """Go on through every failure until so many mails are kept."""
        while len(self.mails) < count:
            try:
                for batch in self.watch():
                    self.keep(batch)
                    if len(self.mails) >= count:
                        return
            except MailboxUnreachable:
                self.reconnects += 1
                threading.Event().wait(0.1)


@pytest.fixture
def journal(dovecot: Dovecot) -> Journal:
    return Journal(dovecot, dovecot.mailbox())


@pytest.mark.parametrize("security", list(MailSecurity))
def test_a_mail_that_comes_while_waiting_is_pushed(
    dovecot: Dovecot, security: MailSecurity
) -> None:
    journal = Journal(dovecot, dovecot.mailbox(security=security))
    dovecot.deliver(journal.mailbox, mail(1))
    batches = journal.watch()
    assert [raw.content for raw in next(batches).mails] == [mail(1)]
    assert next(batches).mails == ()
    threading.Timer(0.5, dovecot.deliver, (journal.mailbox, mail(2))).start()
    assert [raw.uid for raw in next(batches).mails] == [2]
    batches.close()


def test_a_watch_goes_on_where_its_position_says(dovecot: Dovecot, journal: Journal) -> None:
    dovecot.deliver(journal.mailbox, mail(1))
    journal.catch_up()
    before = journal.position
    dovecot.deliver(journal.mailbox, mail(2))
    batches = journal.watch()
    (raw,) = next(batches).mails
    batches.close()
    assert (before.last_uid, raw.uid, raw.received.tzinfo is not None) == (1, 2, True)


def test_an_empty_folder_says_that_it_was_looked_at(journal: Journal) -> None:
    batches = journal.watch()
    batch = next(batches)
    batches.close()
    assert batch.mails == ()
    assert batch.position.uidvalidity > 0


def test_nothing_on_the_server_is_changed_by_watching(dovecot: Dovecot, journal: Journal) -> None:
    dovecot.deliver(journal.mailbox, mail(1))
    journal.catch_up()
    flags = dovecot.doveadm("fetch", "-u", journal.mailbox.username, "flags", "all")
    assert "Seen" not in flags


def test_another_uidvalidity_reads_the_folder_again_and_keeps_each_mail_once(
    dovecot: Dovecot, journal: Journal
) -> None:
    for number in range(5):
        dovecot.deliver(journal.mailbox, mail(number))
    journal.catch_up()
    dovecot.change_uidvalidity(journal.mailbox, 1_999_999_999)
    dovecot.deliver(journal.mailbox, mail(5))
    journal.catch_up()
    assert journal.position.uidvalidity == 1_999_999_999
    assert len(journal.mails) == 6


def test_copies_are_one_mail_and_a_used_message_id_with_another_body_is_another(
    dovecot: Dovecot, journal: Journal
) -> None:
    dovecot.deliver(journal.mailbox, mail(1, top="Received: from a by b\r\nX-Route: 1\r\n"))
    dovecot.deliver(journal.mailbox, mail(1, top="Received: from c by d\r\n"))
    dovecot.deliver(journal.mailbox, mail(1, body="Another text"))
    journal.catch_up()
    assert len(journal.mails) == 2
    assert journal.position.last_uid == 3


@pytest.mark.slow
def test_killed_sessions_lose_nothing(dovecot: Dovecot, journal: Journal) -> None:
    watching = threading.Thread(target=journal.run_until, args=(20,), daemon=True)
    watching.start()
    for number in range(20):
        dovecot.deliver(journal.mailbox, mail(number))
        if number % 5 == 4:
            journal.looked.wait(10)
            dovecot.kill_sessions()
    watching.join(60)
    assert len(journal.mails) == 20
    assert journal.reconnects > 0


@pytest.mark.slow
def test_a_restarted_server_loses_nothing(dovecot: Dovecot, journal: Journal) -> None:
    watching = threading.Thread(target=journal.run_until, args=(9,), daemon=True)
    watching.start()
    for number in range(9):
        dovecot.deliver(journal.mailbox, mail(number))
        if number % 3 == 2:
            dovecot.restart()
    watching.join(60)
    assert len(journal.mails) == 9


def test_a_wrong_password_is_refused_in_the_servers_words(
    dovecot: Dovecot, journal: Journal
) -> None:
    batches = watch(
        journal.mailbox,
        Secret("wrong-päss"),
        FolderPosition(),
        clock=SystemClock(),
        stop=threading.Event(),
        ca_file=dovecot.ca_file,
    )
    with pytest.raises(MailboxRefused, match="AUTHENTICATIONFAILED") as caught:
        next(batches)
    assert "päss" not in caught.value.message


def test_a_certificate_that_nobody_vouches_for_is_refused(journal: Journal) -> None:
    batches = watch(
        journal.mailbox,
        journal.server.password,
        FolderPosition(),
        clock=SystemClock(),
        stop=threading.Event(),
    )
    with pytest.raises(MailboxRefused, match="certificate"):
        next(batches)


def test_a_plain_connection_to_another_machine_is_never_made(journal: Journal) -> None:
    away = replace(journal.mailbox, host="mail.example", security=MailSecurity.PLAIN_LOOPBACK)
    journal.mailbox = away
    with pytest.raises(SettingsInvalid, match="TLS or STARTTLS"):
        next(journal.watch())


def test_a_folder_that_does_not_exist_is_named(journal: Journal) -> None:
    journal.mailbox = replace(journal.mailbox, folder="Bills")
    with pytest.raises(MailboxRefused, match="folder 'Bills'"):
        next(journal.watch())


def test_a_line_end_in_a_password_is_never_sent(dovecot: Dovecot, journal: Journal) -> None:
    batches = watch(
        journal.mailbox,
        Secret("a\r\nA1 DELETE INBOX"),
        FolderPosition(),
        clock=SystemClock(),
        stop=threading.Event(),
        ca_file=dovecot.ca_file,
    )
    with pytest.raises(MailboxRefused, match="control character"):
        next(batches)


def test_a_wish_to_stop_ends_the_wait(journal: Journal) -> None:
    batches = journal.watch()
    next(batches)
    threading.Timer(0.2, journal.stop.set).start()
    assert list(batches) == []


@pytest.mark.slow
def test_a_line_that_dies_within_a_fetch_is_found_after_the_keepalive(dovecot: Dovecot) -> None:
    box = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    large = mail(1, "Hello\r\n" * 500_000)
    dovecot.deliver(box, large)
    with Proxy(dovecot.imap, freeze_after=len(large) // 2) as proxy:
        journal = Journal(dovecot, replace(box, port=proxy.port))
        journal.keepalive = 1.0
        started = time.monotonic()
        with pytest.raises(MailboxUnreachable):
            journal.catch_up()
        assert time.monotonic() - started < Timeouts().read / 2
        journal.catch_up()
    assert [raw.content for raw in journal.mails.values()] == [large]
