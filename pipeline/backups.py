"""A backup: all rows and files, the settings and the vault as it is sealed, in one tar.

A person asks for one in the dashboard, and the first worker makes it beside its other work: it is
written, restored on trial, and on record once that held. What is under way when the worker ends is
not whole, and is named so at the next start.
"""

from __future__ import annotations

import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from model.clock import Clock
from model.errors import BillhookError, FileUnreadable, FileUnwritable, WrongInput
from model.people import User
from model.settings_desk import BackupRun, BackupState
from storage import audit, backup_run
from storage import backup as dump
from storage.store import Store, Tx
from vault import slot_kinds
from vault.copying import copy_sealed

TABLES: Final = "store.tar"
VAULT: Final = "vault.db"
_FOLDER: Final = "backups"
_SCRATCH: Final = ".making-"
_UNDER_WAY: Final = frozenset({BackupState.ASKED, BackupState.WRITING, BackupState.PROVING})
_SHARE: Final = 100  # steps of progress that are told
Told = Callable[[int, int], None]
"""Hears how many of all files and tables are written."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a backup is of, beside the store: `settings` is the file of the installation's own."""

    data: Path
    vault: Path | str
    settings: Path

    @property
    def parts(self) -> frozenset[str]:
        """The names that a backup may hold."""
        return frozenset({TABLES, VAULT, self.settings.name})


def _silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def prepare(store: Store, home: Home, folder: Path, told: Told = _silent) -> list[Path]:
    """The parts of a backup, written into a folder. Raises FileMissing, VaultError."""
    parts = [folder / TABLES]
    with parts[0].open("wb") as stream:
        dump.write(store, stream, told)
    if slot_kinds(home.vault) is not None:
        parts.append(folder / VAULT)
        copy_sealed(home.vault, parts[-1])
    if home.settings.exists():
        parts.append(home.settings)
    return parts


@contextmanager
def archive(target: Path) -> Iterator[tarfile.TarFile]:
    """An archive that is at its place when it is whole, and leaves nothing where it failed."""
    draft = target.with_name(target.name + ".part")
    try:
        with tarfile.open(draft, "w") as written:
            yield written
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def unpack(home: Home, file: Path, folder: Path, name: str) -> None:
    """Put the parts of a backup, called `name`, into a folder. Raises FileUnreadable."""
    try:
        with tarfile.open(file, "r:") as held:
            names = set(held.getnames())
            if not names <= home.parts or TABLES not in names:
                raise FileUnreadable(f"{name} is no backup of Billhook.")
            held.extractall(folder, filter="data")
    except tarfile.TarError:
        raise FileUnreadable(f"{name} is no backup of Billhook, or damaged.") from None
    except OSError as error:
        raise FileUnreadable(f"{name} can't be read: {error.strerror or error}.") from None


def prove(place: Path, clock: Clock) -> tuple[dump.Content, frozenset[str] | None]:
    """What an unpacked backup holds, restored on trial; and the kinds of keys of its vault.

    Raises FileUnreadable, StorageError, AuditBroken.
    """
    trial = Store.open(f"sqlite:///{place / 'trial.sqlite'}", place, clock=clock)
    with closing(trial), (place / TABLES).open("rb") as stream:
        content = dump.prove(trial, stream)
    return content, slot_kinds(place / VAULT)


def note(tx: Tx, actor: str, where: str) -> None:
    """Put on the trail that there is a backup, and where; its age is known by that."""
    audit.note(tx, actor, audit.BACKED_UP, "installation:all", where)


def ask(tx: Tx, user: User) -> None:
    """Have the worker make a backup now. Raises WrongInput where one is under way."""
    before = backup_run.last(tx)
    if before is not None and before.state in _UNDER_WAY:
        raise WrongInput("A backup is under way; wait until it is done.")
    backup_run.keep(tx, BackupRun(user.name, tx.now(), BackupState.ASKED))
    audit.note(tx, user.name, "asked for a backup", "installation:all")


class Maker:
    """Makes the backups that people asked for, one at a time, beside the worker's other work."""

    def __init__(self, store: Store, home: Home | None, clock: Clock) -> None:
        self._store = store
        self._home = home
        self._clock = clock
        self._thread: threading.Thread | None = None

    def turn(self) -> None:
        """Begin what was asked for; what an earlier worker left is not whole."""
        if self._home is None or (self._thread and self._thread.is_alive()):
            return
        with self._store.read() as tx:
            run = backup_run.last(tx)
        if run is None or run.state not in _UNDER_WAY:
            return
        if run.state is not BackupState.ASKED:
            _sweep(self._home.data / _FOLDER)
            self._tell(
                replace(
                    run,
                    state=BackupState.FAILED,
                    sentence="Billhook ended before it was whole; make another one.",
                )
            )
            return
        self._thread = threading.Thread(target=self._make, args=(self._home, run), daemon=True)
        self._thread.start()

    def _make(self, home: Home, run: BackupRun) -> None:
        folder = home.data / _FOLDER
        target = folder / f"billhook-{self._clock.now():%Y%m%d-%H%M%S}.tar"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            with TemporaryDirectory(dir=folder, prefix=_SCRATCH) as scratch:
                self._write(home, run, Path(scratch), target)
            self._prove(home, run, target)
        except BillhookError as trouble:
            self._failed(run, target, trouble.message)
        except OSError as error:
            why = FileUnwritable(f"{target} can't be written: {error.strerror or error}.")
            self._failed(run, target, why.message)

    def _write(self, home: Home, run: BackupRun, scratch: Path, target: Path) -> None:
        told = _Told(lambda done, total: self._tell(_writing(run, done, total)))
        parts = prepare(self._store, home, scratch, told)
        if shutil.disk_usage(target.parent).free < sum(one.stat().st_size for one in parts):
            raise FileUnwritable(f"The disk has no room for {target}; make some, then try again.")
        with archive(target) as written:
            for part in parts:
                written.add(part, arcname=part.name)

    def _prove(self, home: Home, run: BackupRun, target: Path) -> None:
        size = target.stat().st_size
        proving = replace(run, state=BackupState.PROVING, path=str(target), size=size)
        self._tell(proving)
        with TemporaryDirectory(dir=target.parent, prefix=_SCRATCH) as scratch:
            unpack(home, target, Path(scratch), target.name)
            content, kinds = prove(Path(scratch), self._clock)
        done = replace(
            proving,
            state=BackupState.DONE,
            ended=self._clock.now(),
            rows=content.rows,
            files=content.files,
            with_vault=kinds is not None,
        )
        with self._store.begin() as tx:
            backup_run.keep(tx, done)
            note(tx, run.actor, str(target))

    def _failed(self, run: BackupRun, target: Path, why: str) -> None:
        target.unlink(missing_ok=True)  # what was not proved is no backup
        ended = self._clock.now()
        self._tell(replace(run, state=BackupState.FAILED, ended=ended, sentence=why))

    def _tell(self, run: BackupRun) -> None:
        with self._store.begin() as tx:
            backup_run.keep(tx, run)


def _sweep(folder: Path) -> None:
    """Remove what a worker left half made."""
    for left in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)


class _Told:
    """Passes on what changes the share by a hundredth."""

    def __init__(self, tell: Told) -> None:
        self._tell = tell
        self._share = -1

    def __call__(self, done: int, total: int) -> None:
        share = done * _SHARE // max(1, total)
        if share != self._share:
            self._share = share
            self._tell(done, total)


def _writing(run: BackupRun, done: int, total: int) -> BackupRun:
    return replace(run, state=BackupState.WRITING, done=done, total=total)
