"""What the machine has: Python, Chromium, programs, room, rights, a keyring."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Final

from billhook.doctor.finding import Finding, found, noted
from billhook.settings import Settings
from fetchers.portals import browser_here
from model.errors import BillhookError, KeyStoreUnusable, VaultError
from vault import OsKeyring, slot_kinds

_ROOM: Final = 2 * 2**30
_LITTLE_ROOM: Final = 10 * 2**30
_GIB: Final = 2**30
_SANDBOX: Final = (
    "Add a user for it with: useradd --system billhook-portal, or don't run Billhook as root."
)
_PARTS: Final = (
    ("Scans", "rapidocr", "are read", "are not read: pip install 'billhook[ocr]'"),
    ("Traces", "opentelemetry.sdk", "can be sent", "can't be sent: pip install 'billhook[otel]'"),
)
"""Optional parts: what for, the module that does it, with it, and without it."""


def python() -> Iterable[Finding]:
    """Whether the interpreter is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield found("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or later.")


def browser() -> Iterable[Finding]:
    """Whether Chromium is here, and runs in its sandbox."""
    try:
        here = browser_here()
        yield found("Chromium", here.sandboxed, here.words, _SANDBOX)
    except BillhookError as error:
        yield found("Chromium", False, error.message, "Install Debian's package chromium.")


def programs() -> Iterable[Finding]:
    """Which optional parts are here; nothing is amiss without them."""
    for check, module, does, does_not in _PARTS:
        yield found(check, True, does if _has(module) else does_not, "")


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def folder(settings: Settings) -> Iterable[Finding]:
    """Whether the data folder is its user's alone, and can be written."""
    data = settings.data
    mode = stat.S_IMODE(data.stat().st_mode)
    private = os.name != "posix" or not mode & 0o077
    yield found("Data folder", private, f"{data}, mode {mode:o}", f"Run: chmod 700 {data}")
    if not os.access(data, os.W_OK | os.X_OK):
        yield found("Rights", False, f"{data} can't be written", f"Give it to its user: {data}.")
    for theirs in _readable_by_others(settings):
        yield found("Rights", False, f"others can read {theirs}", f"Run: chmod 600 {theirs}")


def _readable_by_others(settings: Settings) -> Iterable[str]:
    """The files that hold everything, as far as they are open to others."""
    for file in (settings.database_file, settings.vault_file, settings.vault_anchor):
        if os.name == "posix" and file.exists() and file.stat().st_mode & 0o077:
            yield str(file)


def disk(settings: Settings) -> Iterable[Finding]:
    """Whether there is room, soon or now."""
    free = shutil.disk_usage(settings.data).free
    detail, remedy = f"{free / _GIB:.1f} GiB free", "Free some space, or move the data folder."
    if free <= _ROOM:
        yield found("Disk", False, detail, remedy)
    else:
        yield noted("Disk", free > _LITTLE_ROOM, detail, remedy)


def keyring(settings: Settings) -> Iterable[Finding]:
    """Whether the OS keyring does, as far as the vault asks for it."""
    try:
        needed = OsKeyring.kind in (slot_kinds(settings.vault_place) or ())
    except VaultError:
        return  # said by the vault's own finding
    try:
        OsKeyring().probe()
    except KeyStoreUnusable as error:
        remedy = "Sign in to the desktop, or open the vault with another key: billhook vault --help"
        if needed:
            yield found("OS keyring", False, error.message, remedy)
        else:
            yield found("OS keyring", True, "none, and the vault asks for none", remedy)
        return
    yield found("OS keyring", True, "keeps what it is given", "")
