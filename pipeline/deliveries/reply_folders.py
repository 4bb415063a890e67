"""Folders that receivers drop their answers into: each file is read once, then set aside.

A file is taken when it has stood still for a while. Its answers are kept in one transaction before
it moves to `done`; a crash between the two reads them again, and each is known by then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fetchers.mail import dropped
from fetchers.mail.dropped import Stillness
from model.deliveries import Destination
from model.errors import DocumentTooLarge, FileUnreadable, WrongInput
from pipeline.deliveries import reply_files
from pipeline.deliveries.reply_files import DONE, REFUSED
from pipeline.works import Works
from storage import deliveries

SETTING: Final = "answers_path"
"""The setting of a destination that names its folder."""


class ReplyFolders:
    """The folders of all destinations that have one."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._folders: dict[str, _Folder] = {}

    def look(self) -> int:
        """How many new answers came in files."""
        with self._works.store.read() as tx:
            having = [one for one in deliveries.destinations(tx) if one.settings.get(SETTING)]
        return sum(self._of(destination).look(destination) for destination in having)

    def _of(self, destination: Destination) -> _Folder:
        path = Path(destination.settings[SETTING])
        known = self._folders.get(destination.id)
        if known is None or known.path != path:
            known = self._folders[destination.id] = _Folder(self._works, path)
        return known


class _Folder:
    def __init__(self, works: Works, path: Path) -> None:
        self.path = path
        self._works = works
        self._still = Stillness(works.clock)
        self._stuck: set[tuple[Path, dropped.Stamp]] = set()

    def look(self, destination: Destination) -> int:
        """How many new answers lie there."""
        try:
            still = self._still.of(dropped.listed(self.path))
        except FileUnreadable as trouble:
            self._complain(destination, trouble.message, mark="folder")
            return 0
        waiting = [one for one in still.items() if one not in self._stuck]
        return sum(self._take(destination, path, stamp) for path, stamp in waiting)

    def _take(self, destination: Destination, path: Path, stamp: dropped.Stamp) -> int:
        try:
            new = reply_files.take(self._works, destination, dropped.read(path).content)
        except dropped.Changing:
            return 0
        except (WrongInput, DocumentTooLarge) as refusal:
            said = f"{dropped.shown(path)} was not understood: {refusal.message}"
            self._complain(destination, said, mark=f"{path.name} {stamp.mtime_ns}")
            self._set_aside(destination, path, stamp, folder=REFUSED)
            return 0
        self._set_aside(destination, path, stamp, folder=DONE)
        return new

    def _set_aside(
        self, destination: Destination, path: Path, stamp: dropped.Stamp, *, folder: str
    ) -> None:
        try:
            dropped.set_aside(path, folder, mark=f"{stamp.mtime_ns:x}")
        except FileUnreadable as stuck:
            self._stuck.add((path, stamp))
            mark = f"{path.name} {stamp.mtime_ns} stuck"
            self._complain(destination, stuck.message, mark=mark)

    def _complain(self, destination: Destination, sentence: str, *, mark: str) -> None:
        reply_files.complain(self._works, destination, sentence, mark=mark)
