"""The storm: mail comes in while everything breaks that can; every mail must be there once.

`python -m tests.pipeline.storm --seed 7` runs the whole of it (some minutes) and prints its toll.
"""

from __future__ import annotations

import argparse
import imaplib
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

from fetchers.mail.identity import identity
from model.clock import SystemClock
from model.errors import BillhookError
from model.suppliers import Mailbox, MailSecurity
from storage import mail as stored
from storage.store import Store
from tests.dovecot import PASSWORD, Dovecot, running
from tests.pipeline.storm_watcher import KEEPALIVE
from tests.proxy import Proxy


@dataclass(frozen=True)
class Weather:
    """How hard it blows: so many of each."""

    seed: int = 7
    deliveries: int = 2000
    restarts: int = 20
    backend_kills: int = 40
    watcher_kills: int = 40
    renumberings: int = 5
    half_open: int = 3
    restores: int = 2
    refusals: int = 2
    mutation: str = "none"
    mercy: float = 120.0  # seconds that the watcher has to catch up once the storm is over


BREEZE = Weather(
    deliveries=160,
    restarts=2,
    backend_kills=4,
    watcher_kills=8,
    renumberings=1,
    half_open=1,
    restores=1,
    refusals=1,
)


@dataclass
class Toll:
    """What came of it."""

    delivered: int = 0
    mails: int = 0
    journalled: int = 0
    lost: int = 0
    duplicates: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    half_open_found: list[float] = field(default_factory=list)
    caught_up: float = 0.0
    seconds: float = 0.0


class Storm:
    """One run."""

    def __init__(self, weather: Weather, server: Dovecot, folder: Path, proxy: Proxy) -> None:
        self.weather = weather
        self.server = server
        self.folder = folder
        self.proxy = proxy
        self.dice = random.Random(weather.seed)
        self.toll = Toll()
        self.faults: Counter[str] = Counter()
        self.sent: dict[str, str] = {}
        self.boxes = self._boxes()
        self.store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock())
        shutil.copy(server.ca_file, folder / "cert.pem")
        (folder / "version").write_text("1")
        with self.store.begin() as tx:
            for box in self.boxes:
                stored.add_mailbox(tx, box)
        self.child = 0
        command = [sys.executable, "-m", "tests.pipeline.storm_watcher"]
        with (folder / "watcher.log").open("wb") as log:
            self.zygote = subprocess.Popen(
                [*command, str(folder), weather.mutation],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def _boxes(self) -> tuple[Mailbox, ...]:
        """An inbox and a folder of one account, and an inbox behind a line that cuts words."""
        first = replace(self.server.mailbox(), id="inbox")
        self.server.doveadm("mailbox", "create", "-u", first.username, "Bills")
        far = self.server.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
        return (
            first,
            replace(first, id="bills", folder="Bills"),
            replace(far, id="far", port=self.proxy.port, host="127.0.0.1"),
        )

    def blow(self) -> Toll:
        """Deliver all mails through all faults, wait for the last, and count."""
        begun = time.monotonic()
        self.start_watcher()
        plan = self._plan()
        with Postman(self.server, self.boxes) as postman:
            for number in range(self.weather.deliveries):
                for fault in plan.get(number, ()):
                    self.faults[fault.__name__.strip("_")] += 1
                    fault(postman)
                self._deliver(postman, number)
                time.sleep(self.dice.random() * 0.02)
        self._wait_for_the_last()
        self._count()
        self.toll.seconds = round(time.monotonic() - begun, 1)
        self.toll.faults = dict(self.faults)
        return self.toll

    def close(self) -> None:
        """Stop the watcher."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        self.zygote.stdin.close()
        self.zygote.wait(30)
        self.zygote.stdout.close()
        self.store.close()

    def start_watcher(self) -> None:
        """Fork a watcher."""
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        print("start", file=self.zygote.stdin, flush=True)
        self.child = int(self.zygote.stdout.readline())

    def _plan(self) -> dict[int, list[Callable[[Postman], None]]]:
        blows: tuple[tuple[Callable[[Postman], None], int], ...] = (
            (self._restart, self.weather.restarts),
            (self._kill_backends, self.weather.backend_kills),
            (self._kill_watcher, self.weather.watcher_kills),
            (self._renumber, self.weather.renumberings),
            (self._freeze, self.weather.half_open),
            (self._restore, self.weather.restores),
            (self._refuse, self.weather.refusals),
        )
        plan: dict[int, list[Callable[[Postman], None]]] = {}
        for fault, count in blows:
            for _ in range(count):
                at = self.dice.randrange(1, self.weather.deliveries)
                plan.setdefault(at, []).append(fault)
        return plan

    def _deliver(self, postman: Postman, number: int) -> None:
        """A mail; now and then a copy to another box, or its Message-ID with another body."""
        box = self.dice.choice(self.boxes)
        token = f"token-{number}"
        content = _letter(number, token)
        self._send(postman, box, content, token)
        chance = self.dice.random()
        if chance < 0.1:
            copy = b"Received: from elsewhere by here\r\nX-Route: 2\r\n" + content
            self._send(postman, self.dice.choice(self.boxes), copy, token)
        elif chance < 0.15:
            token += "-again"
            self._send(postman, box, _letter(number, token), token)

    def _send(self, postman: Postman, box: Mailbox, content: bytes, token: str) -> None:
        postman.deliver(box, content)
        self.toll.delivered += 1
        self.sent[identity(content)] = token

    def _restart(self, postman: Postman) -> None:
        self.server.restart()
        postman.hang_up()

    def _kill_backends(self, postman: Postman) -> None:
        self.server.kill_sessions()
        postman.hang_up()

    def _kill_watcher(self, _postman: Postman) -> None:
        os.kill(self.child, signal.SIGKILL)
        self.start_watcher()

    def _renumber(self, postman: Postman) -> None:
        box = self.dice.choice(self.boxes)
        validity = str(1_800_000_000 + self.faults["renumber"])
        self._patiently("mailbox", "update", "-u", box.username, "--uid-validity", validity, box)
        postman.hang_up()

    def _patiently(self, *arguments: object) -> None:
        """A command about a folder, again where a session that is being killed holds its lock."""
        words = [one.folder if isinstance(one, Mailbox) else str(one) for one in arguments]
        for _ in range(10):
            try:
                self.server.doveadm(*words)
            except subprocess.CalledProcessError:
                time.sleep(0.2)
            else:
                return
        self.server.doveadm(*words)

    def _freeze(self, postman: Postman) -> None:
        """The far line falls silent; what comes then is seen after keepalive and answer time."""
        self._wait_for_the_last()
        self.proxy.freeze()
        frozen = time.monotonic()
        token = f"frozen-{self.faults['freeze']}"
        self._send(postman, self.boxes[2], _letter(10**6 + self.faults["freeze"], token), token)
        self._wait_for_the_last()
        self.toll.half_open_found.append(round(time.monotonic() - frozen, 1))

    def _restore(self, postman: Postman) -> None:
        """The folder's mails come back from a backup, in another order and renumbered."""
        box = self.dice.choice(self.boxes)
        mails = postman.empty(box)
        self.dice.shuffle(mails)
        for content in mails:
            postman.deliver(box, content)
        validity = str(1_900_000_000 + self.faults["restore"])
        self._patiently("mailbox", "update", "-u", box.username, "--uid-validity", validity, box)
        postman.hang_up()

    def _refuse(self, postman: Postman) -> None:
        """The password ends in the middle of a session; later the vault has a new one."""
        box = self.boxes[2]
        self.server.deny(box, denied=True)
        self.server.kill_sessions()
        deadline = time.monotonic() + 60
        while "refused" not in self._trouble(box):
            assert time.monotonic() < deadline, self._trouble(box)
            time.sleep(2.0)
            self.server.kill_sessions()  # again: one may have just been let in
        postman.hang_up()
        self.server.deny(box, denied=False)
        (self.folder / "version").write_text(str(2 + self.faults["refuse"]))

    def _trouble(self, box: Mailbox) -> str:
        with self.store.read() as tx:
            states = dict(zip((b.id for b in stored.mailboxes(tx)), stored.states(tx), strict=True))
        return states[box.id].trouble

    def _wait_for_the_last(self) -> None:
        begun = time.monotonic()
        while (
            time.monotonic() < begun + self.weather.mercy
            and not self.sent.keys() <= self._journalled()
        ):
            time.sleep(0.1)
        self.toll.caught_up = round(time.monotonic() - begun, 1)

    def _journalled(self) -> set[str]:
        with suppress(BillhookError), self.store.read() as tx:
            ids = stored.unfinished(tx)
            return {stored.message(tx, one).identity for one in ids}
        return set()

    def _count(self) -> None:
        with self.store.read() as tx:
            messages = [stored.message(tx, one) for one in stored.unfinished(tx)]
        tokens = Counter(
            _token(self.store.files.get(message.sha256).decode()) for message in messages
        )
        self.toll.mails = len(set(self.sent.values()))
        self.toll.journalled = len(messages)
        self.toll.lost = len(set(self.sent.values()) - set(tokens))
        self.toll.duplicates = sum(tokens.values()) - len(tokens)


def _letter(number: int, token: str) -> bytes:
    return (
        f"Message-ID: <{number}@sender.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\n"
        f"From: billing@sender.example\r\nSubject: Invoice {number}\r\n\r\n{token}.\r\n"
    ).encode()


def _token(text: str) -> str:
    return text.rpartition("\r\n\r\n")[2].strip(".\r\n")


class Postman:
    """Delivers by APPEND; a delivery counts once the server said OK, else it is repeated."""

    def __init__(self, server: Dovecot, boxes: tuple[Mailbox, ...]) -> None:
        self._server = server
        self._boxes = boxes
        self._lines: dict[str, imaplib.IMAP4_SSL] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.hang_up()

    def deliver(self, box: Mailbox, content: bytes) -> None:
        """Put a mail into the folder."""
        self._try(box, lambda line: line.append(box.folder, None, None, content))

    def empty(self, box: Mailbox) -> list[bytes]:
        """The mails of the folder, which is empty afterwards."""
        return self._try(box, lambda line: _emptied(line, box.folder))

    def hang_up(self) -> None:
        """Close all lines; the next delivery opens its own."""
        for line in self._lines.values():
            with suppress(OSError):
                line.shutdown()
            line.sock.close()  # which shutdown leaves out where the other end was first
        self._lines.clear()

    def _try(self, box: Mailbox, work: Callable[[imaplib.IMAP4_SSL], object]) -> list[bytes]:
        deadline = time.monotonic() + 60
        while True:
            try:
                done = work(self._line(box))
            except (OSError, imaplib.IMAP4.error):
                assert time.monotonic() < deadline
                self.hang_up()
                time.sleep(0.1)
                continue
            if isinstance(done, list):
                return done
            assert isinstance(done, tuple)
            if done[0] == "OK":
                return []

    def _line(self, box: Mailbox) -> imaplib.IMAP4_SSL:
        if box.username not in self._lines:
            context = ssl.create_default_context(cafile=str(self._server.ca_file))
            line = imaplib.IMAP4_SSL(
                "localhost", self._server.imaps, ssl_context=context, timeout=20
            )
            self._lines[box.username] = line
            line.login(box.username, PASSWORD)
        return self._lines[box.username]


def _emptied(line: imaplib.IMAP4_SSL, folder: str) -> list[bytes]:
    line.select(folder)
    _, found = line.uid("FETCH", "1:*", "(BODY.PEEK[])")
    mails = [bytes(piece[1]) for piece in found if isinstance(piece, tuple)]
    line.uid("STORE", "1:*", "+FLAGS.SILENT", "(\\Deleted)")
    line.expunge()
    line.unselect()
    return mails


@contextmanager
def storm(weather: Weather) -> Iterator[Storm]:
    """A storm over a Dovecot of its own."""
    folder = Path(tempfile.mkdtemp(prefix="storm-"))
    with running() as server, Proxy(server.imap, random.Random(weather.seed)) as proxy:
        blowing = Storm(weather, server, folder, proxy)
        try:
            yield blowing
        finally:
            blowing.close()
            shutil.rmtree(folder)


def main() -> None:
    """Run the whole storm and print its toll; 1 for a loss or a duplicate."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--seed", type=int, default=7)
    said.add_argument("--breeze", action="store_true", help="the short one")
    said.add_argument("--mutation", default="none")
    said.add_argument("--mercy", type=float, default=120.0)
    chosen = said.parse_args()
    weather = replace(
        BREEZE if chosen.breeze else Weather(),
        seed=chosen.seed,
        mutation=chosen.mutation,
        mercy=chosen.mercy,
    )
    with storm(weather) as blowing:
        toll = blowing.blow()
    print(json.dumps(asdict(toll) | {"seed": weather.seed, "keepalive": KEEPALIVE}))
    sys.exit(int(bool(toll.lost or toll.duplicates)))


if __name__ == "__main__":
    main()
