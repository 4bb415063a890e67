"""Reading a mailbox of 10,000 mails: headers a second against imaplib's, and what is downloaded."""

from __future__ import annotations

import imaplib
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import Measured
from benchmarks.mails import Letter, fill, quietly, sent_bytes, server
from fetchers.mail.watch import watch
from model.clock import SystemClock
from model.mail import FolderPosition
from model.suppliers import Mailbox

if TYPE_CHECKING:
    from tests.dovecot import Dovecot

_MAILS = 10_000
_ROUNDS = 5


class _Journal:
    """Remembers the fingerprints of what was handed over."""

    def __init__(self) -> None:
        self.marks: set[str] = set()

    def known(self, _uidvalidity: int, fingerprints: Mapping[int, str]) -> frozenset[int]:
        return frozenset(uid for uid, mark in fingerprints.items() if mark in self.marks)

    def uids(self, _uidvalidity: int) -> frozenset[int]:
        return frozenset(range(1, _MAILS + 1))


class _Reading:
    """One watch of the mailbox, until the folder was read to its end."""

    def __init__(self, dovecot: Dovecot, mailbox: Mailbox, journal: _Journal) -> None:
        self._given = (mailbox, dovecot.password)
        self._ca_file = dovecot.ca_file
        self._journal = journal
        self.position = FolderPosition()
        self.bodies = self.seconds = self.cpu = 0.0

    def run(self, position: FolderPosition) -> None:
        begun, cpu = time.monotonic(), time.process_time()
        batches = watch(
            *self._given,
            position,
            clock=SystemClock(),
            stop=threading.Event(),
            ca_file=self._ca_file,
            seen=self._journal,
        )
        self.bodies = 0
        for batch in batches:
            self.bodies += len(batch.mails)
            self._journal.marks |= {mail.fingerprint for mail in batch.mails}
            self.position = batch.position
            if batch.complete:
                break
        self.seconds = time.monotonic() - begun
        self.cpu = time.process_time() - cpu
        batches.close()


def run(_data: Path | None) -> Measured:
    """Headers a second, read again after a renumbering; a first and a second reading beside it."""
    with server() as dovecot:
        mailbox = dovecot.mailbox()
        letters = fill(dovecot, mailbox, _MAILS)
        _headers(dovecot, mailbox)  # both find the server's caches warm
        reading = _Reading(dovecot, mailbox, _Journal())
        reading.run(FolderPosition())
        first = {"first_s": quietly(reading.seconds), "first_cpu_s": quietly(reading.cpu)}
        downloaded = _downloaded(dovecot)
        reading.run(reading.position)
        second = {
            "second_s": quietly(reading.seconds),
            "second_bodies": reading.bodies,
            "second_bytes": _downloaded(dovecot),
        }
        ours, theirs, bodies = _against_imaplib(dovecot, mailbox, reading)
    details = first | _amounts(letters, downloaded) | second | {"renumbered_bodies": bodies}
    details |= {"cpu_s": quietly(ours.cpu), "reference_cpu_s": quietly(theirs.cpu)}
    return Measured("mail-sync", ours.rate, theirs.rate, "headers a second", details)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Seconds by the clock and of our processor for all headers of the mailbox."""

    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Headers a second."""
        return quietly(_MAILS / self.seconds)


def _against_imaplib(
    dovecot: Dovecot, mailbox: Mailbox, reading: _Reading
) -> tuple[_Taken, _Taken, float]:
    """What all headers take us and imaplib, in turns, and the bodies that ours fetched."""
    ours, theirs, bodies = [], [], 0.0
    for _ in range(_ROUNDS):
        theirs.append(_headers(dovecot, mailbox))
        reading.run(FolderPosition())
        ours.append(_Taken(reading.seconds, reading.cpu))
        bodies += reading.bodies
    return _typical(ours), _typical(theirs), bodies


def _typical(taken: list[_Taken]) -> _Taken:
    return _Taken(median(one.seconds for one in taken), median(one.cpu for one in taken))


def _headers(dovecot: Dovecot, mailbox: Mailbox) -> _Taken:
    """What plain imaplib takes, batches of 500, with connection and sign-in."""
    begun, cpu = time.monotonic(), time.process_time()
    context = ssl.create_default_context(cafile=str(dovecot.ca_file))
    client = imaplib.IMAP4_SSL("localhost", dovecot.imaps, ssl_context=context)
    client.login(mailbox.username, dovecot.password.reveal())
    client.select("INBOX", readonly=True)
    count = 0
    for start in range(1, _MAILS, 500):
        _, found = client.uid("FETCH", f"{start}:{start + 499}", "(BODY.PEEK[HEADER])")
        count += sum(isinstance(piece, tuple) for piece in found)
    taken = _Taken(time.monotonic() - begun, time.process_time() - cpu)
    client.logout()
    assert count == _MAILS
    return taken


def _downloaded(dovecot: Dovecot) -> int:
    """The bytes that the server sent on the line that ended last."""
    time.sleep(0.5)  # the server writes its log after the line has ended
    return sent_bytes(dovecot)[-1]


def _amounts(letters: list[Letter], downloaded: int) -> dict[str, float]:
    whole = sum(len(letter.content) for letter in letters)
    wanted = sum(letter.wanted for letter in letters)
    return {
        "mails": len(letters),
        "mailbox_mb": quietly(whole / 1e6),
        "wanted_mb": quietly(wanted / 1e6),
        "downloaded_mb": quietly(downloaded / 1e6),
        "downloaded_per_wanted": quietly(downloaded / wanted),
    }
