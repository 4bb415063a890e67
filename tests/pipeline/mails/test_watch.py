"""Watching a real mailbox: journalled once, and trouble is seen instead of silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from imapclient import IMAPClient

from fetchers.mail import watch as watch_module
from fetchers.mail.contents import contents_of
from fetchers.mail.identity import identity
from fetchers.mail.mailfile import raw_mail
from fetchers.mail.watch import Pace
from model.clock import SystemClock
from model.errors import VaultLocked
from model.filing import MessageState
from model.ids import derived_id
from model.mail import MailPlace
from model.ports import Lease
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from pipeline.mails import watching
from pipeline.mails.arriving import take_mails
from pipeline.mails.watching import Watchers, watch_mailbox
from pipeline.works import Works
from storage import audit, screens
from storage import mail as stored
from tests.dovecot import PASSWORD, Dovecot, dovecot
from tests.pipeline.conftest import Opened
from tests.standin import StandIn

__all__ = ["dovecot"]

pytestmark = pytest.mark.e2e


class VaultWith(StandIn):
    """A vault that opens one password, which may be corrected."""

    def __init__(self, password: Secret) -> None:
        self.password = password

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        assert purpose
        assert job
        yield replace(Opened(name), password=self.password)


class LockedVault(VaultWith):
    """One that opens nothing until it is unlocked."""

    def __init__(self, password: Secret) -> None:
        super().__init__(password)
        self.locked, self.tries = True, 0

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        self.tries += 1
        if self.locked:
            raise VaultLocked
        with super().lease(name, purpose=purpose, job=job) as opened:
            yield opened


@contextmanager
def watched(works: Works, box: Mailbox) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=watch_mailbox, args=(works, box, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def journalled(works: Works) -> int:
    with works.store.read() as tx:
        return len(stored.unfinished(tx))


def trouble(works: Works) -> str:
    with works.store.read() as tx:
        return screens.pulse(tx, vault_locked=False, worker_alive=True).mail_trouble


def places(works: Works, number: int) -> tuple[MailPlace, ...]:
    with works.store.read() as tx:
        return stored.places(tx, derived_id("message", identity(letter(number))))


def registered(works: Works, dovecot: Dovecot, **facts: Any) -> Mailbox:
    box = replace(dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK), **{"id": "ap", **facts})
    with works.store.begin() as tx:
        stored.add_mailbox(tx, box)
    return box


def letter(number: int) -> bytes:
    return (
        f"From: billing@nw.example\r\nSubject: Invoice R-{number} is ready\r\n"
        f"Message-ID: <{number}@nw.example>\r\n\r\nInvoice R-{number}\r\n"
    ).encode()


def test_mails_are_journalled_once_over_a_restart_of_the_watch(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 1)
        dovecot.deliver(box, letter(2))
        wait_for(lambda: journalled(works) == 2)
    dovecot.deliver(box, letter(3))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 3)
    assert trouble(works) == ""


def test_a_wrong_password_is_seen_and_its_correction_goes_on(
    works: Works, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = VaultWith(Secret("not the password"))
    works = replace(
        works, vault=vault, clock=SystemClock(), version_of=lambda _: id(vault.password)
    )
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    with watched(works, box):
        wait_for(lambda: trouble(works) != "")
        assert "refused" in trouble(works) or "sign-in" in trouble(works)
        assert "not the password" not in trouble(works)
        vault.password = dovecot.password
        wait_for(lambda: journalled(works) == 1)
        wait_for(lambda: trouble(works) == "")


def test_a_renumbered_folder_is_read_by_its_headers_alone(
    works: Works, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    for number in range(5):
        dovecot.deliver(box, letter(number))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 5)
    (before,) = places(works, 4)
    dovecot.change_uidvalidity(box, 1_999_999_999)
    dovecot.deliver(box, letter(5))
    read: list[int] = []
    contents = contents_of

    def spied(client: object, heads: list[object], largest: int) -> dict[int, bytes]:
        read.append(len(heads))
        return contents(client, heads, largest)  # type: ignore[arg-type]

    monkeypatch.setattr(watch_module, "contents_of", spied)
    with watched(works, box):
        wait_for(lambda: journalled(works) == 6)
        wait_for(lambda: places(works, 0)[0].uidvalidity == 1_999_999_999)
    assert read == [1]
    assert places(works, 4) == (replace(before, uidvalidity=1_999_999_999),)


def test_a_mail_that_the_position_passed_over_is_found_by_comparison(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    for number in range(3):
        dovecot.deliver(box, letter(number))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 3)
    dovecot.deliver(box, letter(3))
    with works.store.begin() as tx:
        position = stored.position(tx, box.id)
        stored.set_position(tx, box.id, replace(position, last_uid=4))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 4)


def test_mailboxes_and_folders_are_watched_as_they_are_connected(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    first = registered(works, dovecot)
    dovecot.deliver(first, letter(1))
    news = threading.Event()
    watchers = Watchers(works, news.set)
    watchers.turn()
    try:
        wait_for(lambda: journalled(works) == 1)
        assert news.is_set()
        dovecot.doveadm("mailbox", "create", "-u", first.username, "Bills/März")
        second = registered(works, dovecot, id="ap-2", username=first.username, folder="Bills/März")
        dovecot.doveadm("save", "-u", second.username, "-m", "Bills/März", content=letter(2))
        watchers.turn()
        wait_for(lambda: journalled(works) == 2)
    finally:
        watchers.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("mailbox ")]


@pytest.mark.slow
def test_a_line_that_comes_back_at_once_is_nobodys_business_and_one_that_stays_away_is(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    with watched(works, box):
        wait_for(lambda: journalled(works) == 1)
        dovecot.kill_sessions()
        dovecot.deliver(box, letter(2))
        wait_for(lambda: journalled(works) == 2)
        assert trouble(works) == ""
        dovecot.stop()
        try:
            wait_for(lambda: "does not answer" in trouble(works))
        finally:
            dovecot.start()
        wait_for(lambda: trouble(works) == "")


def test_a_fault_of_our_own_is_shown_and_tried_again(
    works: Works, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    real = watch_module.watch
    faults = [ValueError("one"), KeyError("two")]

    def faulty(*given: object, **named: object) -> object:
        if faults:
            raise faults.pop()
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "watch", faulty)
    with watched(works, box):
        wait_for(lambda: "ValueError" in trouble(works))
        wait_for(lambda: journalled(works) == 1 and trouble(works) == "")


def test_a_server_that_renumbers_its_folder_all_day_is_named(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(
        works,
        vault=VaultWith(dovecot.password),
        clock=SystemClock(),
        mail_pace=Pace(keepalive=0.2),
    )
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))

    def read_under(number: int) -> bool:
        with works.store.read() as tx:
            return stored.position(tx, box.id).uidvalidity == number

    with watched(works, box):
        wait_for(lambda: journalled(works) == 1)
        for number in range(1_900_000_001, 1_900_000_005):
            dovecot.change_uidvalidity(box, number)
            wait_for(lambda number=number: read_under(number))  # type: ignore[misc]
        wait_for(lambda: "renumbers" in trouble(works))
    assert journalled(works) == 1


def test_a_mailbox_waits_for_a_locked_vault_and_goes_on_once_it_is_open(
    works: Works, dovecot: Dovecot
) -> None:
    vault, asked = LockedVault(dovecot.password), threading.Event()

    def is_locked() -> bool:
        asked.set()
        return vault.locked

    works = replace(works, vault=vault, clock=SystemClock(), vault_locked=is_locked)
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    with watched(works, box):
        assert asked.wait(30)
        assert (journalled(works), vault.tries) == (0, 1)
        vault.locked = False
        wait_for(lambda: journalled(works) == 1)
    assert trouble(works) == ""


def append(dovecot: Dovecot, box: Mailbox, number: int, received: datetime) -> None:
    client = IMAPClient("127.0.0.1", dovecot.imap, ssl=False)
    client.login(box.username, PASSWORD)
    client.append("INBOX", letter(number), msg_time=received)
    client.logout()


def test_a_mailbox_begins_at_its_day_and_says_what_it_left_out(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    day = datetime(2026, 11, 1, 12, tzinfo=UTC)
    box = replace(registered(works, dovecot), since=day.date())
    with works.store.begin() as tx:
        stored.add_mailbox(tx, box)
    days = [day - timedelta(days=300), day - timedelta(days=1), day, day + timedelta(days=3)]
    for number, received in enumerate(days):
        append(dovecot, box, number, received)
    append(dovecot, box, 4, days[0])  # moved into the folder later, but received before
    with watched(works, box):
        wait_for(lambda: left_out(works) == 3)
        dovecot.deliver(box, letter(5))
        wait_for(lambda: journalled(works) == 3)
    assert [bool(places(works, number)) for number in range(6)] == [
        *(False, False),
        *(True, True),
        *(False, True),
    ]
    with works.store.begin() as tx:
        stored.add_mailbox(tx, replace(box, since=None))
    with watched(works, replace(box, since=None)):
        wait_for(lambda: journalled(works) == 6)
        wait_for(lambda: left_out(works) == 0)
    with works.store.read() as tx:
        told = [event.detail for event in audit.of_subject(tx, "mailbox:ap")]
    assert told == ["3 mails from before 2026-11-01", "0 mails"]


def left_out(works: Works) -> int:
    with works.store.read() as tx:
        return sum(state.left_out for state in stored.states(tx))


def test_a_mail_that_was_uploaded_before_is_known_when_it_comes(
    works: Works, dovecot: Dovecot
) -> None:
    works = replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())
    box = registered(works, dovecot)
    take_mails(works.store, (raw_mail(letter(1), None, SystemClock().now()),))
    saved = letter(1).replace(b"\r\n\r\nInvoice R-1\r\n", b"\r\n\r\nInvoice  R-1\r\n")
    dovecot.deliver(box, saved)
    with watched(works, box):
        wait_for(lambda: journalled(works) == 2)
    with works.store.begin() as tx:
        for message_id in stored.unfinished(tx):
            stored.finish(tx, message_id, MessageState.DONE)
        assert len(stored.named(tx, "<1@nw.example>")) == 2
