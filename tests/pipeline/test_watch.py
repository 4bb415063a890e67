"""Watching a real mailbox: journalled once, and trouble is seen instead of silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from model.clock import SystemClock
from model.ports import Lease
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from pipeline import mail
from pipeline.works import Works
from storage import mail as stored
from storage import screens
from tests.dovecot import Dovecot, dovecot
from tests.pipeline.conftest import Opened

__all__ = ["dovecot"]

pytestmark = pytest.mark.e2e


class VaultWith:
    """A vault that opens one password, which may be corrected."""

    def __init__(self, password: Secret) -> None:
        self.password = password

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        assert purpose
        assert job
        yield replace(Opened(name), password=self.password)


@contextmanager
def watched(works: Works, box: Mailbox) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=mail.watch_mailbox, args=(works, box, stop))
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


def registered(works: Works, dovecot: Dovecot) -> Mailbox:
    box = replace(dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK), id="ap")
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
    works = replace(works, vault=vault, clock=SystemClock())
    box = registered(works, dovecot)
    dovecot.deliver(box, letter(1))
    with watched(works, box):
        wait_for(lambda: trouble(works) != "")
        assert "refused" in trouble(works) or "sign-in" in trouble(works)
        assert "not the password" not in trouble(works)
        vault.password = dovecot.password
        wait_for(lambda: journalled(works) == 1)
        wait_for(lambda: trouble(works) == "")
