"""A mail server with the habits of Microsoft 365, as clients report them.

It knows no CONDSTORE, no QRESYNC and no keywords, says BYE to idle and to busy lines alike,
throttles, and lets in a client whose mailbox it then calls "not connected".
"""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field

from model.suppliers import Mailbox, MailSecurity
from tests.loopback import Loopback

_CAPABILITY = "IMAP4 IMAP4rev1 AUTH=PLAIN UIDPLUS MOVE ID UNSELECT IDLE NAMESPACE LITERAL+"
_FLAGS = "(\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)"


@dataclass
class Exchange(Loopback):
    """The server; mails are (UID, bytes). `idle` is false for a server that can't push.

    `empty` says how often it gives NIL for a mail's text, as one does that was just deleted.
    """

    idle: bool = True
    mails: list[tuple[int, bytes]] = field(default_factory=list)
    uidvalidity: int = 14
    next_uid: int = 1
    refusals: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    empty: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()
        self._idlers: dict[socket.socket, str] = {}
        self._lock = threading.RLock()

    def mailbox(self) -> Mailbox:
        """The mailbox of its one user."""
        port = self._listener.getsockname()[1]
        plain = MailSecurity.PLAIN_LOOPBACK
        return Mailbox("exchange", "Exchange", "127.0.0.1", port, plain, "ap", "exchange")

    def deliver(self, content: bytes) -> int:
        """Put a mail into the inbox, and tell those who wait; its UID."""
        with self._lock:
            uid = self.next_uid
            self.mails.append((uid, content))
            self.next_uid += 1
            for link in self._idlers:
                _send(link, f"* {len(self.mails)} EXISTS")
        return uid

    def renumber(self, mails: list[bytes]) -> None:
        """The mailbox was moved to another server: other UIDs, and open lines end."""
        with self._lock:
            self.uidvalidity += 1
            self.mails = list(enumerate(mails, 1))
            self.next_uid = len(mails) + 1
            self.say_bye("Session invalidated - Mailbox moved")

    def restore(self, count: int) -> None:
        """The newest mails are gone, and their UIDs are given again; UIDVALIDITY stays."""
        with self._lock:
            self.mails = self.mails[:count]
            self.next_uid = self.mails[-1][0] + 1
            self.say_bye("Server shutting down")

    def say_bye(self, why: str = "Connection is closed. 13") -> None:
        """End all lines, with a word."""
        for link in self._links:
            with suppress(OSError):
                _send(link, f"* BYE {why}")
                link.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            self._links.append(link)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with closing(link), suppress(OSError), link.makefile("rb") as lines:
            _send(link, "* OK The Microsoft Exchange IMAP4 service is ready.")
            for line in lines:
                text = line.decode().strip()
                self.heard.append(text)
                tag, _, rest = text.partition(" ")
                if text == "DONE":
                    with self._lock:  # a mail that comes meanwhile is told to all who wait
                        tag, rest = self._idlers.pop(link), "DONE"
                self._answer(link, tag, rest)

    def _answer(self, link: socket.socket, tag: str, rest: str) -> None:
        words = rest.upper().split()
        name = " ".join(words[:2]) if words[0] == "UID" else words[0]
        answers: dict[str, Callable[[socket.socket, str], None]] = {
            "CAPABILITY": self._capability,
            "EXAMINE": self._examine,
            "SELECT": self._examine,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "LOGOUT": lambda link, _: _send(link, "* BYE Microsoft Exchange Server signing off."),
        }
        with self._lock:
            if name == "IDLE":
                self._idlers[link] = tag
                _send(link, "+ IDLE accepted, awaiting DONE command.")
                return
            if self.refusals and name not in ("CAPABILITY", "DONE", "LOGOUT"):
                _send(link, f"{tag} {self.refusals.pop(0)}")
                return
            try:
                answers.get(name, lambda *_: None)(link, rest)
            except ValueError as error:
                _send(link, f"{tag} NO {error}")
                return
            _send(link, f"{tag} OK {name} completed.")

    def _capability(self, link: socket.socket, _rest: str) -> None:
        _send(
            link, f"* CAPABILITY {_CAPABILITY if self.idle else _CAPABILITY.replace(' IDLE', '')}"
        )

    def _examine(self, link: socket.socket, _rest: str) -> None:
        _send(link, f"* {len(self.mails)} EXISTS")
        _send(link, f"* FLAGS {_FLAGS}")
        _send(link, f"* OK [PERMANENTFLAGS {_FLAGS}] Permanent flags")
        _send(link, f"* OK [UIDVALIDITY {self.uidvalidity}] UIDVALIDITY value")
        _send(link, f"* OK [UIDNEXT {self.next_uid}] The next unique identifier value")

    def _search(self, link: socket.socket, rest: str) -> None:
        uids = " ".join(str(uid) for uid, _ in self._named(rest.rpartition("UID ")[2]))
        _send(link, f"* SEARCH {uids}".rstrip())

    def _fetch(self, link: socket.socket, rest: str) -> None:
        _, _, named, items = rest.split(" ", 3)
        for uid, content in self._named(named):
            if uid in self.unreadable:
                raise ValueError("The specified message could not be retrieved.")
            if uid not in self.silent:
                self._tell(link, uid, content, items)

    def _tell(self, link: socket.socket, uid: int, content: bytes, items: str) -> None:
        header, blank, text = content.partition(b"\r\n\r\n")
        place = [one for one, _ in self.mails].index(uid) + 1
        answer = f'* {place} FETCH (UID {uid} INTERNALDATE "20-Nov-2026 10:00:00 +0000"'.encode()
        answer += f" RFC822.SIZE {len(content)}".encode() if "SIZE" in items else b""
        start = "<0>" if "<0." in items else ""
        for name, value in ((f"BODY[HEADER]{start}", header + blank), ("BODY[TEXT]", text)):
            if name.partition("<")[0].partition("[")[2] in items:
                answer += self._value(uid, name, value)
        link.sendall(answer + b")\r\n")

    def _value(self, uid: int, name: str, value: bytes) -> bytes:
        if "TEXT" in name and self.empty[uid] > 0:
            self.empty[uid] -= 1
            return f" {name} NIL".encode()
        return f" {name} {{{len(value)}}}\r\n".encode() + value

    def _named(self, uids: str) -> list[tuple[int, bytes]]:
        """The mails of a sequence set, in which * is the newest."""
        newest = self.mails[-1][0] if self.mails else 0
        found = set()
        for run in re.findall(r"[\d:*]+", uids):
            ends = [newest if end == "*" else int(end) for end in run.split(":")]
            found |= {uid for uid, _ in self.mails if min(ends) <= uid <= max(ends)}
        return [(uid, content) for uid, content in self.mails if uid in found]


def _send(link: socket.socket, line: str) -> None:
    with suppress(OSError):
        link.sendall(line.encode() + b"\r\n")
