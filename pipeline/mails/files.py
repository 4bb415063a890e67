"""The watch over files: folders that people drop things in, Maildir, mbox.

Each look writes down first and acknowledges then. Maildir and mbox are only read.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from fetchers.mail import dropped, mbox, withheld
from fetchers.mail.dropped import Stillness
from fetchers.mail.identity import split
from fetchers.mail.mailfile import raw_mail
from model.errors import (
    BillhookError,
    DocumentRefused,
    DocumentTooLarge,
    FileUnreadable,
    Unavailable,
    WrongInput,
)
from model.exceptions import ExceptionReason
from model.mail import FolderPosition, MailBatch, RawMail
from model.suppliers import Mailbox, MailboxKind
from pipeline.asking import ask
from pipeline.mails import arriving, mailboxes
from pipeline.mails.mail import journal
from pipeline.reconciling.books_folder import BooksLook
from pipeline.works import Works
from storage import mail as stored

_log = logging.getLogger(__name__)

_EVERY: Final = 2.0  # seconds between looks
_PATIENCE: Final = 60.0  # seconds before one that failed is repeated
_BATCH: Final = 100
_HEAD: Final = 65_536


def watch_files(
    works: Works, mailbox: Mailbox, stop: threading.Event, news: Callable[[], None]
) -> None:
    """Take in what comes until `stop` is set; `news` is called after new mails."""
    look = _LOOKS[mailbox.kind](works, mailbox)
    clock = works.clock
    said, since = -_PATIENCE, None
    while not stop.is_set():
        trouble = _try(look, news, mailbox)
        if trouble is not None:
            said, since = -_PATIENCE, since or clock.now()
            _in_trouble(works, mailbox, trouble, since)
            stop.wait(_EVERY if isinstance(trouble, Unavailable) else _PATIENCE)
        elif clock.monotonic() - said >= _PATIENCE:
            said, since = clock.monotonic(), None
            _try(_Looked(works, mailbox), news, mailbox)
        stop.wait(_EVERY)


def _try(look: _Look, news: Callable[[], None], mailbox: Mailbox) -> BillhookError | None:
    """What went wrong with a look, None where nothing did."""
    try:
        if look.look():
            news()
    except BillhookError as trouble:
        return trouble
    except Exception as error:  # noqa: BLE001 - the job runner is a named boundary
        _log.exception("%s", mailbox.name)
        return FileUnreadable(f"{mailbox.folder} can't be read ({type(error).__name__}).")
    return None


class _Look(Protocol):
    def look(self) -> int: ...


class _Looked:
    """Says that a place was looked at, and that nothing is in the way."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._works = works
        self._mailbox = mailbox

    def look(self) -> int:
        """Nothing new."""
        with self._works.store.begin() as tx:
            stored.checked(tx, self._mailbox.id, tx.now(), "")
            mailboxes.works_again(tx, self._mailbox.id, "It can be read again.")
        return 0


def _in_trouble(works: Works, mailbox: Mailbox, trouble: BillhookError, since: datetime) -> None:
    _log.warning("%s: %s", mailbox.name, trouble.message)
    try:
        with works.store.begin() as tx:
            stored.troubled(tx, mailbox.id, trouble.message)
            if not isinstance(trouble, Unavailable):
                mailboxes.ask_person(tx, mailbox, trouble.message, since)
    except BillhookError as more:  # the trouble may be the database's own
        _log.warning("%s: %s", mailbox.name, more.message)


class FolderLook:
    """A folder that files are dropped in: what was taken moves to done/, the rest to refused/."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._works = works
        self._mailbox = mailbox
        self._still = Stillness(works.clock)
        self._stuck: dict[Path, dropped.Stamp] = {}

    def look(self) -> int:
        """How many new mails came; documents are on file."""
        found = dropped.listed(Path(self._mailbox.folder))
        still = self._still.of(found)
        return sum(self._take(path, stamp) for path, stamp in still.items())

    def _take(self, path: Path, stamp: dropped.Stamp) -> int:
        if self._stuck.get(path) == stamp:
            return 0
        try:
            file = dropped.read(path)
        except dropped.Changing:
            return 0
        except (FileUnreadable, DocumentTooLarge) as refusal:
            return self._refuse(path, stamp, refusal)
        works = self._works
        try:
            new = arriving.from_folder(works.store, works.read, self._mailbox, file)
        except (DocumentRefused, WrongInput) as refusal:
            return self._refuse(path, stamp, refusal)
        self._set_aside(path, stamp, "done")
        return new

    def _refuse(self, path: Path, stamp: dropped.Stamp, refusal: BillhookError) -> int:
        """Put a file aside that can't be taken in; a person sees it. The others go on."""
        self._ask(path, stamp, f"{dropped.shown(path)} was not taken in: {refusal.message}")
        self._set_aside(path, stamp, "refused")
        return 0

    def _set_aside(self, path: Path, stamp: dropped.Stamp, folder: str) -> None:
        try:
            dropped.set_aside(path, folder, mark=f"{stamp.mtime_ns:x}")
        except FileUnreadable as stuck:
            self._stuck[path] = stamp
            self._ask(path, stamp, stuck.message)

    def _ask(self, path: Path, stamp: dropped.Stamp, sentence: str) -> None:
        mark = f"{os.fsencode(path.name).hex()} {stamp.size} {stamp.mtime_ns}"
        with self._works.store.begin() as tx:
            ask(
                tx,
                ExceptionReason.UNREADABLE,
                subject=f"mailbox:{self._mailbox.id}/file",
                sentence=sentence,
                key=("file", self._mailbox.id, mark, sentence),
                title=self._mailbox.name,
            )


class MaildirLook:
    """A Maildir, which other programs use too: what is in `new` and `cur`, each mail once."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._works = works
        self._mailbox = mailbox
        self._known: set[int] | None = None

    def look(self) -> int:
        """How many mails are new."""
        folder = Path(self._mailbox.folder)
        found = {
            _place(path): path for part in ("cur", "new") for path in dropped.listed(folder / part)
        }
        known = self._remembered()
        waiting = [(place, path) for place, path in found.items() if place not in known]
        return sum(
            self._journal(waiting[start : start + _BATCH])
            for start in range(0, len(waiting), _BATCH)
        )

    def _journal(self, waiting: list[tuple[int, Path]]) -> int:
        mails = tuple(mail for place, path in waiting if (mail := _read(path, place)))
        new = journal(self._works, self._mailbox, MailBatch(mails, FolderPosition(1, 0)))
        self._remembered().update(mail.uid for mail in mails)
        return new

    def _remembered(self) -> set[int]:
        if self._known is None:
            with self._works.store.read() as tx:
                self._known = set(stored.placed_uids(tx, self._mailbox.id, 1))
        return self._known


class MboxLook:
    """An mbox file, which other programs append to."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._works = works
        self._mailbox = mailbox
        self._path = Path(mailbox.folder)
        self._still = Stillness(works.clock)

    def look(self) -> int:
        """How many mails are new."""
        found = dropped.listed(self._path.parent)
        if self._path not in found:
            raise FileUnreadable(f"{self._path} is not there.")
        new = 0
        if self._still.of({self._path: found[self._path]}):
            while batch := self._next():
                new += journal(self._works, self._mailbox, batch)
        return new

    def _next(self) -> MailBatch | None:
        with self._works.store.read() as tx:
            position = stored.position(tx, self._mailbox.id)
        return mbox.appended(self._path, position)


def _place(path: Path) -> int:
    """What names a mail of a Maildir for good: what stands before its flags."""
    base = path.name.partition(":")[0]
    return int.from_bytes(hashlib.sha256(base.encode("utf-8", "surrogateescape")).digest()[:7])


def _read(path: Path, place: int) -> RawMail | None:
    """A mail of a Maildir; None where it was moved meanwhile: the next look finds it."""
    try:
        file = dropped.read(path)
    except DocumentTooLarge:
        file = dropped.beginning(path, _HEAD)
        content = withheld.marked(split(file.content)[0], f"more than {dropped.LARGEST} bytes")
        return raw_mail(content, place, file.written)
    except (FileUnreadable, dropped.Changing):
        return None
    return raw_mail(file.content, place, file.written)


_LOOKS: Final[dict[MailboxKind, Callable[[Works, Mailbox], _Look]]] = {
    MailboxKind.FOLDER: FolderLook,
    MailboxKind.BOOKS: BooksLook,
    MailboxKind.MAILDIR: MaildirLook,
    MailboxKind.MBOX: MboxLook,
}
