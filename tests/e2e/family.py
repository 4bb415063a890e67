"""The processes of a running Billhook, as the kernel shows them to an onlooker."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.canary import Search

_PTRACE = 1 << 19  # CAP_SYS_PTRACE (capabilities(7)): who has it may look into every process
_ROLES = {
    "world": "billhook.demo.peers",  # the demo's outside world: no process of Billhook's
    "web": "billhook.web",
    "worker": "billhook.worker",
    "visit": "fetchers.portals.zygote",
    "parser": "parsers.safety.zygote",
    "browser": "chrom",
    "driver": "playwright/driver",
}
CLOSED = frozenset({"web", "worker", "visit", "parser"})
"""Our own processes; the browser and its driver are other people's programs."""
_BEAT = 0.3
_SCAN = 2.0


@dataclass
class Seen:
    """What was seen of one process; `closed` says whether an onlooker of its user was refused."""

    role: str
    uid: int
    umask: str
    core: tuple[str, str]
    closed: bool | None = None


def as_a_user() -> list[str]:
    """What a command begins with, so that it may look into others no more than a user's may."""
    held = re.search(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    if held is None or not int(held[1], 16) & _PTRACE:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "setpriv is missing: install util-linux"
    return [setpriv, "--bounding-set", "-sys_ptrace"]


@dataclass
class Onlooker:
    """Watches a process and all that it starts, and the folders that they write to meanwhile."""

    root: int
    search: Search
    folders: tuple[Path, ...]
    seen: dict[int, Seen] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    profiles: set[Path] = field(default_factory=set)
    _known: dict[Path, int] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def by_role(self, role: str) -> list[Seen]:
        """All processes of a role that were seen."""
        return [one for one in self.seen.values() if one.role == role]

    def _watch(self) -> None:
        scanned = 0.0
        while not self._ended.wait(_BEAT):
            for pid in family(self.root):
                with suppress(OSError):  # it ended meanwhile
                    self._look(pid)
            if time.monotonic() - scanned > _SCAN:
                scanned = time.monotonic()
                for folder in (*self.folders, *self._new_profiles()):
                    self.shown.update(self.search.in_files(folder, known=self._known))

    def _new_profiles(self) -> set[Path]:
        """The browsers' profiles: they lie in memory where there is room, and dens link to them."""
        links = (
            link for folder in self.folders for link in folder.glob("billhook-visit-*/profile")
        )
        found = {link.resolve() for link in links}
        self.profiles |= found
        return found

    def _look(self, pid: int) -> None:
        proc = Path(f"/proc/{pid}")
        command = (proc / "cmdline").read_bytes()
        role = next((name for name, sign in _ROLES.items() if sign.encode() in command), "other")
        if role == "world":
            return
        for place in ("cmdline", "environ"):
            if names := self.search.found((proc / place).read_bytes()):
                self.shown[f"{place} of {role}"] = names
        before = self.seen.get(pid)
        one = self.seen[pid] = _facts(proc, role)  # the newest: it sets its limits as it starts
        if before and before.role == role:
            one.closed = before.closed
        if not one.closed and role in CLOSED and _is_at_work(pid, role):
            one.closed = not _can_be_entered(proc)


def _is_at_work(pid: int, role: str) -> bool:
    """Whether it has gone so far that it may hold a secret: it has started something, or serves."""
    return role in ("web", "parser") or bool(list(children(pid)))


def _facts(proc: Path, role: str) -> Seen:
    status = (proc / "status").read_text()
    limits = (proc / "limits").read_text()
    uid = re.search(r"^Uid:\s+\d+\s+(\d+)", status, re.MULTILINE)
    umask = re.search(r"^Umask:\s+(\d+)", status, re.MULTILINE)
    core = re.search(r"^Max core file size\s+(\S+)\s+(\S+)", limits, re.MULTILINE)
    if not (uid and umask and core):
        raise ProcessLookupError  # it has ended, and only its name is left
    return Seen(role, int(uid[1]), umask[1], (core[1], core[2]))


def _can_be_entered(proc: Path) -> bool:
    """Whether another process of the same user, with no right of its own, opens its memory."""
    command = [*as_a_user(), "dd", f"if={proc / 'mem'}", "count=0"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def family(root: int) -> Iterator[int]:
    """The process and all that come from it."""
    yield root
    for child in children(root):
        yield from family(child)


def children(pid: int) -> Iterator[int]:
    """The processes that it started and that still run."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
