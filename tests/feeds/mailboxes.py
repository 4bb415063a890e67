"""A small IMAP server on loopback that keeps what is appended, for tests without a real one."""

from __future__ import annotations

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import cast

LITERAL = re.compile(r"\{(\d+)\+?\}$")


@dataclass
class PostBox:
    """The folders by name; `refuses` answers a verb with NO and these words."""

    port: int = 0
    folders: dict[str, list[bytes]] = field(default_factory=lambda: {"INBOX": []})
    refuses: dict[str, str] = field(default_factory=dict)
    cut: bool = False  # the line is cut after a mail was appended, before that is said


class Server(socketserver.ThreadingTCPServer):
    """A server that knows its box."""

    daemon_threads = True

    def __init__(self, box: PostBox) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.box = box


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    folder = "INBOX"

    @property
    def box(self) -> PostBox:
        return cast("Server", self.server).box

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().rstrip(b"\r\n").decode():
            tag, verb, rest = (*line.split(" ", 2), "")[:3]
            if verb == "UID":
                verb, _, rest = rest.partition(" ")
            refusal = self.box.refuses.get(verb) or self.do(verb, rest)
            if verb == "APPEND" and self.box.cut:
                return
            self.say(f"{tag} NO {refusal}" if refusal else f"{tag} OK done")
            if verb == "LOGOUT":
                return

    def do(self, verb: str, rest: str) -> str:
        """Why it was not done; "" where it was."""
        match verb:
            case "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 LITERAL+")
            case "SELECT" | "EXAMINE":
                self.folder = rest.strip('"')
                self.say("* 0 EXISTS")
                return "" if self.folder in self.box.folders else "[NONEXISTENT] no such folder"
            case "SEARCH":
                self.search(rest.rpartition(" ")[2].strip('"').encode())
            case "APPEND":
                self.append(rest)
        return ""

    def search(self, name: bytes) -> None:
        found = [str(n) for n, one in enumerate(self.box.folders[self.folder], 1) if name in one]
        self.say(" ".join(["* SEARCH", *found]))

    def append(self, rest: str) -> None:
        """Keep the literal that follows."""
        size = LITERAL.search(rest)
        assert size
        self.say("+ go on")
        content = self.rfile.read(int(size[1]))
        self.rfile.readline()
        self.box.folders[rest.split('"')[1]].append(content)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_box() -> Iterator[PostBox]:
    """The box, served as long as the block lasts."""
    kept = PostBox()
    with Server(kept) as server:
        kept.port = int(server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
