"""Deliveries under every fault that we could think of: `python -m tests.crash.outbox --runs 500`.

Each run delivers some documents to a receiver that is down, slow, refuses, breaks, drops the line
after it has taken, or acknowledges twice; with a wrong signature, a wrong clock, and a sender that
is killed at each step or at any moment. In the end a receiver that knows our keys has each document
exactly once, and no receiver lacks one.
"""

from __future__ import annotations

import base64
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import click
import httpx

from feeds import deliver, web
from model.clock import SystemClock
from model.deliveries import Acknowledgement, DeliveryState, Destination, DestinationKind, Parcel
from model.filing import DocumentStatus
from model.ports import Lease
from model.secret import Secret
from pipeline.deliveries import replaying
from pipeline.deliveries.outbox import Outbox
from pipeline.works import Works
from storage import audit, deliveries
from storage import documents as stored
from storage.store import Store
from tests import emptystore
from tests.crash.faulty_receiver import Fault, Room, serve
from tests.pipeline.conftest import Opened, Outside
from tests.storage import samples

DOCUMENTS = 4
KEY, WRONG_KEY = b"the right key", b"another key"
LONGEST = 60  # rounds until everything must have arrived
POINTS = 3 * DOCUMENTS  # places at which a sender is killed: before, after, written down
BEGIN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Present(SystemClock):
    """The run's own present: real time from `begin` on, plus `skew`."""

    begin: datetime = BEGIN
    skew: timedelta = timedelta(0)
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.begin + self.skew + timedelta(seconds=time.monotonic() - self.started)


@dataclass(frozen=True)
class Way:
    """How one round goes: with which key and clock, and where the sender is killed."""

    key: bytes = KEY
    skew: timedelta = timedelta(0)
    killed_at: int = 0
    killed_after: float = 0.0


@dataclass
class Keys:
    """A vault that holds the signing key."""

    key: bytes

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """The signing key."""
        assert (purpose, bool(job)) == ("deliver", True)
        yield Opened(name, password=Secret(f"whsec_{base64.b64encode(self.key).decode()}"))


@dataclass
class Sender:
    """A worker's outbox that is killed at one of its points."""

    way: Way
    point: int = 0

    def send(self, folder: Path, clock: Present) -> None:
        store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=clock)
        outside = Outside()
        works = Works(
            store=store,
            vault=Keys(self.way.key),  # type: ignore[arg-type]  # deliveries only lease
            clock=clock,
            folder=folder,
            visit=outside.visit,
            read=outside.read,
            triage=outside.triage,
            deliver=self._deliver,
            responses=outside.responses,
        )
        Outbox(works).turn("erp")
        store.close()

    def _deliver(
        self, destination: Destination, parcel: Parcel, lease: Lease | None
    ) -> Acknowledgement:
        self._reach()  # the one before is written down
        self._reach()  # about to send
        taken = deliver(destination, parcel, lease, clock=Present(skew=self.way.skew, begin=_now()))
        self._reach()  # taken, and not written down
        return taken

    def _reach(self) -> None:
        self.point += 1
        if self.point == self.way.killed_at:
            os.kill(os.getpid(), signal.SIGKILL)


_present = {"now": BEGIN}


def _now() -> datetime:
    return _present["now"]


@dataclass
class Run:
    """One run: its folder and receiver, and what happens in its rounds."""

    folder: Path
    port: int
    dice: random.Random

    def go(self) -> Counter[str]:
        """What happened. Raises AssertionError where a document was lost or doubled."""
        room = Room(self.folder)
        faults = self.dice.choices(tuple(Fault), k=self.dice.randrange(0, 10))
        room.plan(faults)
        keys = self._queue()
        met = Counter(f"receiver {fault}" for fault in faults)
        for number in range(LONGEST):
            _present["now"] = BEGIN + timedelta(hours=3 * number)
            room.tell_time(_now().timestamp())
            way = self._way(number)
            met[self._round(way)] += 1
            if self._settled(person=way.key == KEY and not way.skew):
                break
        self._check(room, keys, met)
        return met

    def _queue(self) -> dict[str, str]:
        """Each document's key and file."""
        store = emptystore.opened(self.folder / "app.sqlite", Present())
        url = f"http://127.0.0.1:{self.port}/{self.folder.name}"
        erp = replace(
            samples.DESTINATION,
            kind=DestinationKind.WEBHOOK,
            settings=MappingProxyType({"url": url}),
        )
        keys: dict[str, str] = {}
        with store.begin() as tx:
            samples.found_company(tx)
            deliveries.add_destination(tx, erp)
            for number in range(DOCUMENTS):
                sha256 = store.files.put(b"%PDF-1.7 " + str(number).encode())
                samples.file_invoice(tx, f"doc-{number}", number=f"R-{number}", sha256=sha256)
                keys[f"key-{number}"] = sha256
                deliveries.queue(tx, f"doc-{number}", "erp", f"key-{number}")
        store.close()
        return keys

    def _way(self, number: int) -> Way:
        """How a round goes; after some of them nothing is wrong any more, so that a run ends."""
        if number > LONGEST // 3:
            return Way()
        return self.dice.choice(
            (
                Way(),
                Way(key=WRONG_KEY),
                Way(skew=timedelta(hours=self.dice.choice((-2, 2)))),
                Way(killed_at=self.dice.randrange(1, POINTS + 1)),
                Way(killed_after=self.dice.uniform(0.002, 0.08)),
            )
        )

    def _round(self, way: Way) -> str:
        """How the sender ended."""
        child = os.fork()
        if not child:
            self._be(way)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "sender killed at a step" if way.killed_at else "sender killed at any moment"
        assert os.WEXITSTATUS(status) == 0, "the sender broke"
        if way.key != KEY:
            return "wrong signature"
        return "wrong clock" if way.skew else "sender ended well"

    def _be(self, way: Way) -> None:
        """Be the sender; never comes back."""
        code = 1
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends a process as a kill does
            if way.killed_after:
                signal.setitimer(signal.ITIMER_REAL, way.killed_after)
            Sender(way).send(self.folder, Present(begin=_now()))
            code = 0
        finally:
            os._exit(code)

    def _settled(self, *, person: bool) -> bool:
        """Whether all has arrived; a person sends again what was given up, once it can arrive."""
        store = Store.open(f"sqlite:///{self.folder}/app.sqlite", self.folder, clock=Present())
        with store.begin() as tx:
            if person:
                replaying.again(tx, "Maya Okafor", replaying.failed(tx))
            left = deliveries.unfinished(tx) + replaying.failed(tx)
        store.close()
        return not left

    def _check(self, room: Room, keys: dict[str, str], met: Counter[str]) -> None:
        taken = room.taken()
        assert dict(taken) == keys, f"lost or foreign: {set(keys) ^ set(dict(taken))}"
        assert len(set(taken)) == len(keys), "one key came with two contents"
        met["repetitions that a receiver by key takes once"] += len(taken) - len(keys)
        store = Store.open(f"sqlite:///{self.folder}/app.sqlite", self.folder, clock=Present())
        with store.read() as tx:
            for number in range(DOCUMENTS):
                (sent,) = deliveries.of_document(tx, f"doc-{number}")
                assert sent.state is DeliveryState.DELIVERED
                assert stored.get(tx, sent.document_id).status is DocumentStatus.DELIVERED
                story = audit.of_subject(tx, f"document:{sent.document_id}")
                assert [event.verb for event in story].count("delivered") == 1
        store.close()


@click.command()
@click.option("--runs", default=500, show_default=True)
@click.option(
    "--seed", default=1, show_default=True, help="The first run's; the next has the next."
)
def main(*, runs: int, seed: int) -> None:
    """Deliver under faults, so many times."""
    web._TIMEOUT = httpx.Timeout(0.5)  # type: ignore[misc]  # a slow receiver is met soon
    met: Counter[str] = Counter()
    with TemporaryDirectory() as home:
        receiver, port = serve(Path(home), KEY)
        try:
            for number in range(seed, seed + runs):
                folder = Path(home, f"run-{number}")
                folder.mkdir()
                met += _one(Run(folder, port, random.Random(number)), number)
        finally:
            os.kill(receiver, signal.SIGKILL)
            os.waitpid(receiver, 0)
    for what, times in sorted(met.items()):
        click.echo(f"{times:6} {what}")
    click.echo(
        f"{runs} runs: {runs * DOCUMENTS} documents, 0 lost, 0 doubled at a receiver by key."
    )


def _one(run: Run, number: int) -> Counter[str]:
    try:
        return run.go()
    except AssertionError as wrong:
        sys.exit(f"run with seed {number}: {wrong}")


if __name__ == "__main__":
    main()
