"""A folder of files of our books: each is read once, then lies in done/, or in refused/ with why.

A file is taken when it has stood still for a while. What it says is kept in one transaction with
its mark, before it moves: after a crash between the two, the mark tells that it only has to move.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fetchers.mail import dropped
from fetchers.mail.dropped import Stamp, Stillness
from model.errors import BillhookError, DocumentRefused, FileUnreadable, WrongInput
from model.exceptions import ExceptionReason
from model.suppliers import Mailbox
from parsers.books.books_files import read_safely
from pipeline.asking import ask
from pipeline.reconciling import books_files
from pipeline.reconciling.ledger_books import Taken
from pipeline.works import BILLHOOK, Works
from storage import audit, settings

LARGEST: Final = 500 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that stands still."""

    path: Path
    stamp: Stamp

    @property
    def name(self) -> str:
        """Its name as it may be shown."""
        return dropped.shown(self.path)

    def mark(self, content: bytes) -> str:
        """What tells it from every other file, and from itself when it is put there again."""
        name = os.fsencode(self.path.name).hex()
        digest = hashlib.sha256(content).hexdigest()
        return f"{name} {self.stamp.inode} {self.stamp.mtime_ns} {digest}"


class BooksLook:
    """A look at the folder; it brings no mails."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._works = works
        self._mailbox = mailbox
        self._still = Stillness(works.clock)
        self._stuck: dict[Path, Stamp] = {}

    def look(self) -> int:
        """Nothing: whatever lay there is taken over."""
        still = self._still.of(dropped.listed(Path(self._mailbox.folder)))
        for path, stamp in still.items():
            if self._stuck.get(path) != stamp:
                self._handle(_Found(path, stamp))
        return 0

    def _handle(self, found: _Found) -> None:
        try:
            content = dropped.read(found.path, LARGEST).content
            self._take(found, content)
        except dropped.Changing:
            return
        except (DocumentRefused, WrongInput) as refusal:
            self._refuse(found, refusal)
            return
        self._set_aside(found, "done")

    def _take(self, found: _Found, content: bytes) -> None:
        """Take over what the file says, once. Raises DocumentRefused, WrongInput."""
        key, mark = f"books.taken.{self._mailbox.id}", found.mark(content)
        with self._works.store.read() as tx:
            if settings.get(tx, key, "") == mark:
                return  # it was taken, and a crash came before it moved
            shapes = books_files.shapes(tx)
        file = read_safely(content, shapes)
        with self._works.store.begin() as tx:
            taken = books_files.take(tx, file)
            said = f"{found.name}: {taken.entries} of {file.table}{_gone(taken)}"
            audit.note(tx, BILLHOOK, "loaded", f"mailbox:{self._mailbox.id}", said)
            settings.put(tx, key, mark)

    def _refuse(self, found: _Found, refusal: BillhookError) -> None:
        """Put a file aside that can't be read, and why beside it; a person is told as well."""
        self._ask(found, f"{found.name} was not loaded: {refusal.message}")
        self._set_aside(found, "refused", why=refusal.message)

    def _set_aside(self, found: _Found, folder: str, why: str = "") -> None:
        mark = f"{found.stamp.mtime_ns:x}"
        try:
            dropped.set_aside(found.path, folder, mark=mark, why=why)
        except FileUnreadable as stuck:
            self._stuck[found.path] = found.stamp
            self._ask(found, stuck.message)

    def _ask(self, found: _Found, sentence: str) -> None:
        name = os.fsencode(found.path.name).hex()
        mark = f"{name} {found.stamp.size} {found.stamp.mtime_ns}"
        with self._works.store.begin() as tx:
            ask(
                tx,
                ExceptionReason.BOOKS_UNREAD,
                subject=f"mailbox:{self._mailbox.id}/file",
                sentence=sentence,
                key=("file", self._mailbox.id, mark, sentence),
                title=self._mailbox.name,
            )


def _gone(taken: Taken) -> str:
    asked = f"; a person is asked about {taken.asked} that are gone" if taken.asked else ""
    return f"; {taken.gone} taken out" if taken.gone else asked
