"""The examination of an installation: one finding a check, each with its remedy."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store, opened_vault
from billhook.witness import newest_line
from fetchers.portals import browser_here
from model.errors import BillhookError
from model.suppliers import Mailbox, MailboxKind, MailboxState
from storage import audit, heartbeats, mail

_ROOM: Final = 2 * 2**30
_WAIT: Final = 5.0
_LATELY: Final = timedelta(seconds=20)
_DOUBT: Final = (
    "Ask who put back or removed that file; if nobody did, restore the vault from a backup."
)
_SANDBOX: Final = (
    "Add a user for it with: useradd --system billhook-portal, or don't run Billhook as root."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""

    def plain(self) -> dict[str, object]:
        """As COMMANDS documents it."""
        return {
            "check": self.check,
            "ok": self.ok,
            "detail": self.detail,
            "remedy": self.remedy,
        }


def examine(settings: Settings, key_file: str | None) -> tuple[Finding, ...]:
    """Every finding, in the order in which a person would look."""
    checks: Iterable[Callable[[], Iterable[Finding]]] = (
        _python,
        _browser,
        lambda: _folder(settings),
        lambda: _disk(settings),
        lambda: _database(settings),
        lambda: _vault(settings, key_file),
        lambda: _mailboxes(settings),
    )
    return tuple(finding for check in checks for finding in check())


def _python() -> Iterable[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or later.")


def _browser() -> Iterable[Finding]:
    try:
        here = browser_here()
        yield Finding("Chromium", here.sandboxed, here.words, _SANDBOX)
    except BillhookError as error:
        yield Finding("Chromium", False, error.message, "Install Debian's package chromium.")


def _folder(settings: Settings) -> Iterable[Finding]:
    mode = stat.S_IMODE(settings.data.stat().st_mode)
    private = os.name != "posix" or not mode & 0o077
    remedy = f"chmod 700 {settings.data}"
    yield Finding("Data folder", private, f"{settings.data}, mode {mode:o}", remedy)


def _disk(settings: Settings) -> Iterable[Finding]:
    free = shutil.disk_usage(settings.data).free
    detail = f"{free / 2**30:.1f} GiB free"
    yield Finding("Disk", free > _ROOM, detail, "Free some space, or move the data folder.")


def _database(settings: Settings) -> Iterable[Finding]:
    try:
        with opened_store(settings) as store, store.read() as tx:
            events = audit.verify(tx)
            workers = heartbeats.alive(tx, _LATELY)
    except BillhookError as error:
        yield Finding("Database", False, error.message, "Restore it: billhook restore FILE.")
        return
    yield Finding("Database", True, f"opens; {events} events of the audit trail hold")
    yield Finding("Worker", bool(workers), ", ".join(workers) or "none", "Start: billhook up.")


def _vault(settings: Settings, key_file: str | None) -> Iterable[Finding]:
    try:
        witness = partial(newest_line, settings)
        with opened_vault(settings, key_file, witness=witness) as vault:
            proof = vault.check()
    except BillhookError as error:
        yield Finding("Vault", False, error.message, "billhook vault --help says how it opens.")
        return
    whole = f"whole: {proof.records} records, {proof.events} events"
    yield Finding("Vault", not proof.doubt, ". ".join(filter(None, (whole, proof.doubt))), _DOUBT)


def _mailboxes(settings: Settings) -> Iterable[Finding]:
    try:
        with opened_store(settings) as store, store.read() as tx:
            boxes = mail.mailboxes(tx)
            states = mail.states(tx)
    except BillhookError:
        return  # said by the database's own finding
    if not boxes:
        yield Finding("Mailbox", False, "none", "billhook connect mailbox --help")
    for box in boxes:
        yield _reach(box)
    for state in states:
        yield _watch(state)


def _watch(state: MailboxState) -> Finding:
    """What the watch over a folder last said."""
    when = f"last read {state.checked:%Y-%m-%d %H:%M:%S} UTC" if state.checked else "never read"
    remedy = "Do what it says, or start: billhook up."
    said = f"{state.trouble} ({when})" if state.trouble else when
    if state.left_out:
        said += f"; {state.left_out:,} mails from before {state.since} are left out"
    fine = not state.trouble and state.checked is not None
    return Finding(f"Watch over {state.name}", fine, said, remedy)


def _reach(box: Mailbox) -> Finding:
    if box.kind is not MailboxKind.IMAP:
        there = Path(box.folder).exists()
        return Finding(f"Mailbox {box.name}", there, box.folder, "Make it, or connect another.")
    begun = CLOCK.monotonic()
    try:
        socket.create_connection((box.host, box.port), timeout=_WAIT).close()
    except OSError as error:
        remedy = "Check host and port, and that this machine may reach them."
        return Finding(f"Mailbox {box.name}", False, f"{box.host}:{box.port}: {error}", remedy)
    took = (CLOCK.monotonic() - begun) * 1000
    return Finding(f"Mailbox {box.name}", True, f"{box.host}:{box.port} answers in {took:.0f} ms")
