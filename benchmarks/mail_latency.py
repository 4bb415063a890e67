"""From a mail's arrival to the decision about it, beside the moment when Dovecot tells of it."""

from __future__ import annotations

import queue
import random
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imapclient import IMAPClient

from benchmarks import Measured
from benchmarks.mails import installation, percentile, quietly, server, worker
from billhook.settings import load
from billhook.wiring import opened_store
from fetchers.mail.identity import identity
from fetchers.mail.idle import idle
from model.clock import SystemClock
from model.errors import RecordMissing
from model.filing import MessageState
from model.ids import derived_id
from model.suppliers import Mailbox
from storage import mail as stored
from storage.store import Store

if TYPE_CHECKING:
    from tests.dovecot import Dovecot

_MAILS = 60
_WAIT = 60.0


def run(_data: Path | None) -> Measured:
    """The 95th percentile in seconds; the reference is the server's own notification."""
    with server() as dovecot:
        mailbox = dovecot.mailbox()
        with (
            installation(dovecot, [mailbox]) as folder,
            opened_store(load(folder)) as store,
            worker(folder),
        ):
            _until_watched(store)
            decided, told = _deliver(dovecot, mailbox, store)
    details = {
        "mails": _MAILS,
        "p50": quietly(percentile(decided, 0.5)),
        "most": quietly(max(decided)),
        "told_p50": quietly(percentile(told, 0.5)),
        "after_told_p95": quietly(
            percentile([ours - theirs for ours, theirs in zip(decided, told, strict=True)], 0.95)
        ),
    }
    ours, theirs = percentile(decided, 0.95), percentile(told, 0.95)
    return Measured("mail-latency", quietly(ours), quietly(theirs), "seconds, p95", details)


def _deliver(dovecot: Dovecot, mailbox: Mailbox, store: Store) -> tuple[list[float], list[float]]:
    """Seconds from APPEND's OK to the decision, and to the server's word, of each mail."""
    dice = random.Random(7)
    postman = _client(dovecot, mailbox)
    news: queue.SimpleQueue[float] = queue.SimpleQueue()
    stop = threading.Event()
    listener = threading.Thread(target=_listen, args=(_client(dovecot, mailbox), news, stop))
    listener.start()
    decided, told = [], []
    for number in range(_MAILS):
        time.sleep(0.3 + dice.random())
        letter = _letter(number)
        postman.append("INBOX", letter)
        arrived = time.monotonic()
        _until_decided(store, derived_id("message", identity(letter)))
        decided.append(time.monotonic() - arrived)
        told.append(news.get(timeout=_WAIT) - arrived)
    stop.set()
    listener.join()
    postman.logout()
    return decided, told


def _listen(client: IMAPClient, news: queue.SimpleQueue[float], stop: threading.Event) -> None:
    client.select_folder("INBOX", readonly=True)
    while not stop.is_set():
        if idle(client, clock=SystemClock(), keepalive=30.0, answer=4.0, stop=stop):
            news.put(time.monotonic())
    client.logout()


def _client(dovecot: Dovecot, mailbox: Mailbox) -> IMAPClient:
    client = IMAPClient("127.0.0.1", dovecot.imap, ssl=False)
    client.login(mailbox.username, dovecot.password.reveal())
    return client


def _until_watched(store: Store) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        with store.read() as tx:
            if any(state.checked for state in stored.states(tx)):
                return
        time.sleep(0.05)
    raise TimeoutError("the worker did not look at the mailbox")


def _until_decided(store: Store, message_id: str) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        with suppress(RecordMissing), store.read() as tx:
            if stored.message(tx, message_id).state is MessageState.DONE:
                return
        time.sleep(0.01)
    raise TimeoutError("a mail was not decided about")


def _letter(number: int) -> bytes:
    return (
        f"Message-ID: <{number}@supplier.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\n"
        f"From: Billing <billing@supplier.example>\r\nTo: ap@us.example\r\n"
        f"Subject: Your invoice RE-{number:05d} is ready\r\n\r\n"
        f"Your invoice RE-{number:05d} over EUR 120.00 is ready in the portal.\r\n"
    ).encode()
