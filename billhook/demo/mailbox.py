"""The demo company's mailbox: an IMAP server whose folders, UIDs and flags outlive it.

pymap's in-memory backend answers the clients; a SQLite file in the demo's folder remembers what it
holds, so UIDVALIDITY and UIDs stay across restarts. (pymap's own Maildir backend moves its index
through the system's temporary folder, which fails across file systems, and rewrites line ends.)
"""

from __future__ import annotations

import socket
import sqlite3
from argparse import Namespace
from asyncio import Server, start_server
from collections.abc import Iterable
from datetime import datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, NamedTuple

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event
from pymap.flags import FlagOp
from pymap.imap import IMAPServer
from pymap.interfaces.message import CachedMessage
from pymap.mime import MessageContent
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag
from pymap.selected import SelectedMailbox
from pysasl.hashing import Cleartext

_SCHEMA = """
CREATE TABLE IF NOT EXISTS folder (
    name TEXT PRIMARY KEY, uid_validity INTEGER NOT NULL, max_uid INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS message (
    folder TEXT NOT NULL, uid INTEGER NOT NULL, received TEXT NOT NULL, flags TEXT NOT NULL,
    literal BLOB NOT NULL, PRIMARY KEY (folder, uid)) STRICT;
CREATE TABLE IF NOT EXISTS arrived (message_id TEXT PRIMARY KEY) STRICT;
"""


class _Row(NamedTuple):
    uid: int
    received: str
    flags: str
    literal: bytes


class Store:
    """The mailbox's memory. Every change is one transaction."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file)
        self._db.executescript(f"PRAGMA journal_mode=WAL;{_SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def folder(self, name: str, uid_validity: int) -> tuple[int, int]:
        """UIDVALIDITY and highest UID of a folder, which is made with that UIDVALIDITY if new."""
        with self._db:
            self._db.execute(
                "INSERT OR IGNORE INTO folder VALUES (?, ?, 100)", (name, uid_validity)
            )
        query = "SELECT uid_validity, max_uid FROM folder WHERE name = ?"
        validity, highest = self._db.execute(query, (name,)).fetchone()
        return int(validity), int(highest)

    def folders(self) -> list[str]:
        """The names of all folders."""
        return [name for (name,) in self._db.execute("SELECT name FROM folder ORDER BY rowid")]

    def messages(self, folder: str) -> list[_Row]:
        """What a folder holds, by UID."""
        query = "SELECT uid, received, flags, literal FROM message WHERE folder = ? ORDER BY uid"
        return [_Row(*row) for row in self._db.execute(query, (folder,))]

    def add(self, folder: str, row: _Row) -> None:
        """A new message in a folder, its Message-ID noted in the same breath."""
        message_id = BytesHeaderParser().parsebytes(row.literal).get("Message-ID", "")
        with self._db:
            self._insert(folder, row)
            self._db.execute("INSERT OR IGNORE INTO arrived VALUES (?)", (str(message_id),))

    def transfer(self, source: str, uid: int, target: tuple[str, int], *, keep: bool) -> None:
        """A message under a new UID in another folder; the old one stays if `keep`."""
        folder, new_uid = target
        query = "SELECT uid, received, flags, literal FROM message WHERE folder = ? AND uid = ?"
        row = _Row(*self._db.execute(query, (source, uid)).fetchone())
        with self._db:
            self._insert(folder, row._replace(uid=new_uid))
            if not keep:
                self._delete(source, uid)

    def flag(self, folder: str, uid: int, flags: str) -> None:
        """The flags of a message."""
        with self._db:
            self._db.execute(
                "UPDATE message SET flags = ? WHERE folder = ? AND uid = ?", (flags, folder, uid)
            )

    def remove(self, folder: str, uids: Iterable[int]) -> None:
        """Forget messages for good."""
        with self._db:
            for uid in uids:
                self._delete(folder, uid)

    def drop(self, folder: str) -> None:
        """Forget a folder with all that is in it."""
        with self._db:
            self._db.execute("DELETE FROM message WHERE folder = ?", (folder,))
            self._db.execute("DELETE FROM folder WHERE name = ?", (folder,))

    def has_arrived(self, message_id: str) -> bool:
        """Whether a mail of that Message-ID ever came, wherever it is now."""
        query = "SELECT 1 FROM arrived WHERE message_id = ?"
        return self._db.execute(query, (message_id,)).fetchone() is not None

    def _insert(self, folder: str, row: _Row) -> None:
        self._db.execute("INSERT INTO message VALUES (?, ?, ?, ?, ?)", (folder, *row))
        self._db.execute("UPDATE folder SET max_uid = ? WHERE name = ?", (row.uid, folder))

    def _delete(self, folder: str, uid: int) -> None:
        self._db.execute("DELETE FROM message WHERE folder = ? AND uid = ?", (folder, uid))


class Folder(MailboxData):
    """A folder that writes down what happens in it."""

    def __init__(self, name: str, store: Store, caches: tuple[Any, Any]) -> None:
        super().__init__(*caches)
        self.name = name
        self._store = store
        self._uid_validity, self._max_uid = store.folder(name, self._uid_validity)
        for row in store.messages(name):
            self._restore(row)

    def _restore(self, row: _Row) -> None:
        content = MessageContent.parse(row.literal)
        self._messages[row.uid] = Message(
            row.uid,
            datetime.fromisoformat(row.received),
            [Flag(flag.encode()) for flag in row.flags.split()],
            email_id=self._content_cache.add(content),
            thread_id=self._thread_cache.add(content),
            content=content,
        )
        self._mod_sequences.update([row.uid])

    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        """The folder's news; it waits for some only where there is none already."""
        if selected.mod_sequence not in {None, self._mod_sequences.highest}:
            wait_on = None
        return await super().update_selected(selected, wait_on=wait_on)

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        """The new message."""
        message = await super().append(append_msg, recent=recent)
        row = _Row(
            message.uid,
            message.internal_date.isoformat(),
            _written(message.permanent_flags),
            bytes(append_msg.literal),
        )
        self._store.add(self.name, row)
        return message

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """The UID of the copy."""
        new_uid = await super().copy(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, Folder):
            self._store.transfer(self.name, uid, (destination.name, new_uid), keep=True)
        return new_uid

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """The UID in the other folder."""
        new_uid = await super().move(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, Folder):
            self._store.transfer(self.name, uid, (destination.name, new_uid), keep=False)
        return new_uid

    async def update(
        self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp
    ) -> Message:
        """The message with its new flags."""
        message = await super().update(uid, cached_msg, flag_set, mode)
        self._store.flag(self.name, uid, _written(message.permanent_flags))
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        """Forget messages."""
        gone = list(uids)
        await super().delete(gone)
        self._store.remove(self.name, gone)


def _written(flags: Iterable[Flag]) -> str:
    return " ".join(sorted(bytes(flag).decode() for flag in flags))


class Folders(MailboxSet):
    """All folders of the mailbox, as the store remembers them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._inbox = self._open("INBOX")
        self._set.update({name: self._open(name) for name in store.folders() if name != "INBOX"})

    def _open(self, name: str) -> Folder:
        return Folder(name, self._store, (self._content_cache, self._thread_cache))

    async def add_mailbox(self, name: str) -> ObjectId:
        """The id of a new folder."""
        if name in self._set:
            raise ValueError(name)
        self._set[name] = folder = self._open(name)
        return folder.mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        """Forget a folder."""
        await super().delete_mailbox(name)
        self._store.drop(name)

    async def rename_mailbox(self, before: str, after: str) -> None:
        """Nothing: this server keeps the names that folders were made with."""
        raise ValueError(f"{before} can't become {after} here")


class Mailbox:
    """The IMAP server of one user."""

    def __init__(self, file: Path, user: str, password: str) -> None:
        self._store = Store(file)
        self._folders = Folders(self._store)
        self._args = Namespace(
            host=None,
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            demo_data=False,
            demo_user=user,
            demo_password=password,
        )

    async def start(self, listener: socket.socket) -> Server:
        """The server, which answers clients on the bound socket."""
        backend, config = await DictBackend.init(self._args, hash_context=Cleartext())
        config.apply_context()
        config.set_cache[self._args.demo_user] = (self._folders, FilterSet())
        reader = ProxyProtocolReader(ProxyProtocolVersion.NOOP.value)
        callback = reader.get_callback(IMAPServer(backend.login, config))
        return await start_server(callback, sock=listener)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    async def deliver(self, message_id: str, literal: bytes, received: datetime) -> bool:
        """Whether the mail went into the inbox: not if it has arrived before."""
        if self._store.has_arrived(message_id):
            return False
        inbox = await self._folders.get_mailbox("INBOX")
        await inbox.append(AppendMessage(literal, received))
        return True
