"""A mail server of a few lines that says exactly what a test tells it to, byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Self

from model.suppliers import Mailbox, MailSecurity

Script = Callable[["Line"], object]


@dataclass
class Line:
    """The server's end of one connection."""

    link: socket.socket
    heard: list[str] = field(default_factory=list)

    def send(self, text: str) -> None:
        self.link.sendall(text.encode())

    def hear(self) -> tuple[str, str]:
        """The tag and the rest of the client's next line; ("", "") at the end."""
        got = b""
        while not got.endswith(b"\r\n"):
            if not (byte := self.link.recv(1)):
                return "", ""
            got += byte
        text = got.decode().strip()
        self.heard.append(text)
        tag, _, rest = text.partition(" ")
        return tag, rest

    def answer_until(self, word: str) -> str:
        """Answer the usual commands until one starts with `word`; its tag."""
        while True:
            tag, rest = self.hear()
            if not tag or rest.upper().startswith(word):
                return tag
            self.answer(tag, rest.upper())

    def hand_over(self, uid: int, mail: str) -> None:
        """Answer the questions for one mail: its facts and header, then what follows them."""
        header, blank, text = mail.partition("\r\n\r\n")
        self.hand_over_head(uid, header + blank, size=len(mail))
        tag = self.answer_until("UID FETCH")
        self.send(f"* {uid} FETCH (UID {uid} BODY[TEXT] {{{len(text)}}}\r\n{text})\r\n")
        self.send(f"{tag} OK done\r\n")

    def hand_over_head(self, uid: int, header: str, *, size: int) -> None:
        tag = self.answer_until("UID FETCH")
        self.send(f"* {uid} FETCH (UID {uid} RFC822.SIZE {size}")
        self.send(f' INTERNALDATE "20-Nov-2026 10:00:00 +0000" BODY[HEADER]<0> {{{len(header)}}}')
        self.send(f"\r\n{header})\r\n{tag} OK done\r\n")

    def answer(self, tag: str, command: str) -> None:
        if command.startswith("CAPABILITY"):
            self.send("* CAPABILITY IMAP4rev1 IDLE\r\n")
        if command.startswith("EXAMINE"):
            self.send("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] next\r\n")
        if command.startswith("UID SEARCH"):
            self.send("* SEARCH 3\r\n")
        self.send(f"{tag} OK done\r\n")


class ToyServer:
    """Serves one connection with a script, on loopback."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.heard: list[str] = []
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # else a waiting accept would hold the port
        self._listener.close()
        self._thread.join(10)

    def mailbox(self) -> Mailbox:
        return Mailbox(
            id="toy",
            name="Toy",
            host="127.0.0.1",
            port=self._listener.getsockname()[1],
            security=MailSecurity.PLAIN_LOOPBACK,
            username="ap",
            credential="toy",
        )

    def _serve(self) -> None:
        try:
            link, _ = self._listener.accept()
        except OSError:
            return  # nobody came
        with closing(link):
            line = Line(link, self.heard)
            line.send("* OK toy ready\r\n")
            try:
                self._script(line)
            except OSError:
                return  # the client went away first
