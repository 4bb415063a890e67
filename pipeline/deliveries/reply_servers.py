"""Folders of SFTP servers that receivers drop their answers into: each file is read once.

A file is taken when its size is the same at two looks. Its answers are kept in one transaction
before it moves to `done`; a crash between the two reads them again, and each is known by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from feeds import sftp
from feeds.facts import single_line
from feeds.replies.files import LARGEST
from feeds.sftp import RemoteFile
from model.deliveries import Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, VaultLocked, WrongInput
from model.ports import Lease
from pipeline.deliveries import reply_files
from pipeline.deliveries.passes import with_lease
from pipeline.deliveries.reply_files import DONE, REFUSED
from pipeline.works import Works
from storage import deliveries

_T = TypeVar("_T")


class ReplyServers:
    """The folders on servers of all destinations that have one."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._seen: dict[str, frozenset[RemoteFile]] = {}

    def look(self) -> int:
        """How many new answers came in files."""
        with self._works.store.read() as tx:
            having = [one for one in deliveries.destinations(tx) if _has_folder(one)]
        return sum(self._look(destination) for destination in having)

    def _look(self, destination: Destination) -> int:
        try:
            found = self._at(destination, lambda lease: sftp.listed(destination, lease))
            before = self._seen.get(destination.id, frozenset())
            self._seen[destination.id] = frozenset(found)
            return self._take(destination, [one for one in found if one in before])
        except (DestinationUnreachable, VaultLocked):
            return 0  # the next round looks again
        except (DestinationRefused, WrongInput) as refused:
            self._complain(destination, refused.message, mark="server")
            return 0

    def _take(self, destination: Destination, still: Sequence[RemoteFile]) -> int:
        for odd in still:
            if not odd.is_plain:
                said = f"{single_line(odd.name)!r} can't be read under this name; rename it there."
                self._complain(destination, said, mark=odd.name)
        plain = [one for one in still if one.is_plain]
        small = tuple(one.name for one in plain if one.size <= LARGEST)
        if not plain:
            return 0
        came = self._at(destination, lambda lease: sftp.fetch(destination, lease, small))
        large = [one.name for one in plain if one.size > LARGEST]
        for name in large:
            self._refuse(destination, name, f"It is larger than {LARGEST // 1_000_000} MB.")
        return sum(self._read(destination, name, content) for name, content in came.items())

    def _read(self, destination: Destination, name: str, content: bytes) -> int:
        try:
            new = reply_files.take(self._works, destination, content)
        except WrongInput as refusal:
            self._refuse(destination, name, refusal.message)
            return 0
        self._set_aside(destination, name, DONE)
        return new

    def _refuse(self, destination: Destination, name: str, why: str) -> None:
        self._complain(destination, f"{name} was not understood: {why}", mark=name)
        self._set_aside(destination, name, REFUSED)

    def _set_aside(self, destination: Destination, name: str, folder: str) -> None:
        self._at(destination, lambda lease: sftp.set_aside(destination, lease, name, folder=folder))

    def _at(self, destination: Destination, do: Callable[[Lease | None], _T]) -> _T:
        return with_lease(self._works, destination, destination.credential, "answers", do)

    def _complain(self, destination: Destination, sentence: str, *, mark: str) -> None:
        reply_files.complain(self._works, destination, sentence, mark=mark)


def _has_folder(destination: Destination) -> bool:
    named = sftp.SETTING in destination.settings
    return destination.kind is DestinationKind.SFTP and named
