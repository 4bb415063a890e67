"""The watcher process of the storm: forks a child for every "start" it reads, which then watches.

What the child does is what the worker does with mailboxes; only the vault is scripted. Mutations
break it on purpose, to show that the storm would notice.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fetchers.mail import contents
from fetchers.mail.seen import Memory
from fetchers.mail.watch import Pace
from model.clock import SystemClock
from model.mail import MailBatch
from model.ports import Lease
from model.secret import Secret
from model.suppliers import Mailbox
from pipeline.mails import mail, watching
from pipeline.mails.watching import Watchers
from pipeline.works import Works
from storage import mail as stored
from storage.store import Store
from tests.dovecot import PASSWORD
from tests.pipeline.conftest import Opened
from tests.standin import StandIn

KEEPALIVE = 3.0


class Vault(StandIn):
    """Opens the one password."""

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """The password."""
        del purpose, job
        yield replace(Opened(name), password=Secret(PASSWORD))


def main() -> None:
    """Read "start" and watch in a child, until the line ends."""
    folder, mutation = Path(sys.argv[1]), sys.argv[2]
    for line in sys.stdin:
        if line.strip() != "start":
            continue
        child = os.fork()
        if child == 0:
            _watch(folder, mutation)
        print(child, flush=True)
        threading.Thread(target=os.waitpid, args=(child, 0), daemon=True).start()


def _watch(folder: Path, mutation: str) -> None:
    MUTATIONS[mutation]()
    nobody: Any = None
    works = Works(
        store=Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock()),
        vault=Vault(),
        clock=SystemClock(),
        folder=folder,
        visit=nobody,
        read=nobody,
        triage=nobody,
        deliver=nobody,
        responses=nobody,
        mail_pace=Pace(keepalive=KEEPALIVE),
        mail_ca_file=folder / "cert.pem",
        version_of=lambda _: int((folder / "version").read_text()),
    )
    watchers = Watchers(works, lambda: None)
    while True:
        watchers.turn()
        time.sleep(1)


def _acknowledge_before_writing() -> None:
    """The position first, the mails later, and no comparison that would find what is missing."""
    journal = mail.journal

    def careless(works: Works, mailbox: Mailbox, batch: MailBatch, *, odd: str) -> int:
        with works.store.begin() as tx:
            stored.set_position(tx, mailbox.id, batch.position)
        time.sleep(1)
        return journal(works, mailbox, batch, odd=odd)

    vars(watching)["journal"] = careless
    Memory.comparison_due = lambda *_: False  # type: ignore[method-assign]


def _know_mails_by_their_bytes() -> None:
    """Every copy that came another way is a mail of its own."""
    vars(contents)["identity"] = lambda raw: str(hash(raw))


MUTATIONS = {
    "none": lambda: None,
    "acknowledge": _acknowledge_before_writing,
    "bytes": _know_mails_by_their_bytes,
}

if __name__ == "__main__":
    main()
