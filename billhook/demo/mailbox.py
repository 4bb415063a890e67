"""The demo company's mailbox: an IMAP server whose folders, UIDs and flags outlive it.

pymap's in-memory backend answers the clients; a journal in the demo's folder remembers what it
holds, so UIDVALIDITY and UIDs stay across restarts. (pymap's own Maildir backend moves its index
through the system's temporary folder, which fails across file systems, and rewrites line ends.)
"""

from __future__ import annotations

import socket
from argparse import Namespace
from asyncio import Server, start_server
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.parser import HeaderParser
from pathlib import Path
from typing import Any, Final

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

from billhook.demo.journal import Journal

_ANY_KEYWORD: Final = Flag(b"\\*")


@dataclass(slots=True)
class _Mail:
    """A message as the journal knows it; its bytes as Latin-1 text."""

    received: str
    flags: str
    literal: str


@dataclass(slots=True)
class _Kept:
    """A folder as the journal knows it."""

    uid_validity: int
    max_uid: int = 100
    mails: dict[int, _Mail] = field(default_factory=dict)


class Memory:
    """What the mailbox holds, rebuilt from its journal; every change is one record."""

    def __init__(self, file: Path) -> None:
        self._journal = Journal(file)
        self.folders: dict[str, _Kept] = {}
        self.arrived: set[str] = set()
        self._changes: dict[str, Callable[[Any], None]] = {
            "open": self._open,
            "add": self._add,
            "transfer": self._transfer,
            "flag": self._flag,
            "remove": self._remove,
            "drop": self._drop,
        }
        for record in self._journal.past():
            self._changes[record["change"]](record)

    def note(self, change: str, folder: str, **facts: Any) -> None:
        """Make a change and write it down."""
        record = {"change": change, "folder": folder, **facts}
        self._journal.note(record)
        self._changes[change](record)

    def folder(self, name: str, uid_validity: int) -> _Kept:
        """A folder, made with that UIDVALIDITY if it is new."""
        if name not in self.folders:
            self.note("open", name, uid_validity=uid_validity)
        return self.folders[name]

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    def _open(self, record: Mapping[str, Any]) -> None:
        self.folders[record["folder"]] = _Kept(record["uid_validity"])

    def _add(self, record: Mapping[str, Any]) -> None:
        mail = _Mail(record["received"], record["flags"], record["literal"])
        self._put(record["folder"], record["uid"], mail)
        headers = HeaderParser().parsestr(mail.literal)
        self.arrived.add(str(headers.get("Message-ID", "")))

    def _transfer(self, record: Mapping[str, Any]) -> None:
        mails = self.folders[record["folder"]].mails
        mail = mails[record["uid"]] if record["keep"] else mails.pop(record["uid"])
        self._put(record["target"], record["new_uid"], replace(mail))

    def _flag(self, record: Mapping[str, Any]) -> None:
        mail = self.folders[record["folder"]].mails.get(record["uid"])
        if mail:
            mail.flags = record["flags"]

    def _remove(self, record: Mapping[str, Any]) -> None:
        for uid in record["uids"]:
            self.folders[record["folder"]].mails.pop(uid, None)

    def _drop(self, record: Mapping[str, Any]) -> None:
        self.folders.pop(record["folder"], None)

    def _put(self, folder: str, uid: int, mail: _Mail) -> None:
        kept = self.folders[folder]
        kept.max_uid = max(kept.max_uid, uid)
        kept.mails[uid] = mail


class Folder(MailboxData):
    """A folder that writes down what happens in it."""

    def __init__(self, name: str, memory: Memory, caches: tuple[Any, Any]) -> None:
        super().__init__(*caches)
        self.name = name
        self._memory = memory
        kept = memory.folder(name, self._uid_validity)
        self._uid_validity, self._max_uid = kept.uid_validity, kept.max_uid
        for uid, mail in kept.mails.items():
            self._restore(uid, mail)

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        """The flags that are kept: the system's and any keyword."""
        return super().permanent_flags | {_ANY_KEYWORD}

    def _restore(self, uid: int, mail: _Mail) -> None:
        content = MessageContent.parse(mail.literal.encode("latin-1"))
        self._messages[uid] = Message(
            uid,
            datetime.fromisoformat(mail.received),
            [Flag(flag.encode()) for flag in mail.flags.split()],
            email_id=self._content_cache.add(content),
            thread_id=self._thread_cache.add(content),
            content=content,
        )
        self._mod_sequences.update([uid])

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
        self._memory.note(
            "add",
            self.name,
            uid=message.uid,
            received=message.internal_date.isoformat(),
            flags=_written(message.permanent_flags),
            literal=bytes(append_msg.literal).decode("latin-1"),
        )
        return message

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """The UID of the copy."""
        new_uid = await super().copy(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, Folder):
            self._note_transfer(uid, destination.name, new_uid, keep=True)
        return new_uid

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """The UID in the other folder."""
        new_uid = await super().move(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, Folder):
            self._note_transfer(uid, destination.name, new_uid, keep=False)
        return new_uid

    async def update(
        self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp
    ) -> Message:
        """The message with its new flags."""
        message = await super().update(uid, cached_msg, flag_set, mode)
        self._memory.note("flag", self.name, uid=uid, flags=_written(message.permanent_flags))
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        """Forget messages."""
        gone = list(uids)
        await super().delete(gone)
        self._memory.note("remove", self.name, uids=gone)

    def _note_transfer(self, uid: int, target: str, new_uid: int, *, keep: bool) -> None:
        self._memory.note("transfer", self.name, uid=uid, target=target, new_uid=new_uid, keep=keep)


def _written(flags: Iterable[Flag]) -> str:
    return " ".join(sorted(bytes(flag).decode() for flag in flags))


class Folders(MailboxSet):
    """All folders of the mailbox, as the journal remembers them."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self._inbox = self._open("INBOX")
        self._set.update({name: self._open(name) for name in memory.folders if name != "INBOX"})

    def _open(self, name: str) -> Folder:
        return Folder(name, self._memory, (self._content_cache, self._thread_cache))

    async def add_mailbox(self, name: str) -> ObjectId:
        """The id of a new folder."""
        if name in self._set:
            raise ValueError(name)
        self._set[name] = folder = self._open(name)
        return folder.mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        """Forget a folder."""
        await super().delete_mailbox(name)
        self._memory.note("drop", name)

    async def rename_mailbox(self, before: str, after: str) -> None:
        """Nothing: this server keeps the names that folders were made with."""
        raise ValueError(f"{before} can't become {after} here")


class Mailbox:
    """The IMAP server of one user."""

    def __init__(self, file: Path, user: str, password: str) -> None:
        self._memory = Memory(file)
        self._folders = Folders(self._memory)
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
        self._memory.close()

    async def deliver(self, message_id: str, literal: bytes, received: datetime) -> bool:
        """Whether the mail went into the inbox: not if it has arrived before."""
        if message_id in self._memory.arrived:
            return False
        inbox = await self._folders.get_mailbox("INBOX")
        await inbox.append(AppendMessage(literal, received))
        return True
