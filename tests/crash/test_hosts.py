"""Three workers on two machines, one of which is cut off in mid-visit: all ends, nothing twice."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from billhook.settings import FILE, Settings
from billhook.wiring import CLOCK, opened_store
from storage import claims, documents, heartbeats, runs, suppliers
from storage.store import Store
from tests.crash.hosts import Host, host
from tests.crash.visits import Browsers, installation
from tests.portals.serving import serve
from tests.portals.sites import DOCS, Site
from tests.postgres import Postgres, cluster
from tests.waiting import until
from vault import make_passport

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(900)]

PORTALS = 5
"""Workers make two visits at once: the two of one machine can't make all."""
STAY, CUT_OFF = ("worker-1@a", "worker-2@a"), "worker-1@b"


class Gated(Site):
    """Its sign-in's page comes when the gate opens: until then every visit is in its midst."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__(docs=DOCS[:1])
        self.gate = gate

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            self.log["asked"] += 1
            await asyncio.to_thread(self.gate.wait, 120)
        return await super().login(request)


@dataclass
class Company:
    """An installation with portals, and two machines that it has workers on."""

    gate: threading.Event
    sites: dict[str, Gated]
    home: Settings
    store: Store
    a: Host
    b: Host

    @property
    def browsers(self) -> Browsers:
        return Browsers(frozenset(urlsplit(origin).netloc for origin in self.sites))

    def folder(self, name: str, machine: Host) -> Path:
        """The data folder of one of the machines."""
        data = self.home.data.parent / name
        if data.exists():
            return data
        data.mkdir(mode=0o700)
        shutil.copytree(self.home.data / "recipes", data / "recipes")
        url = f"postgresql+psycopg://billhook@{machine.database}"
        said = (
            f"database = '{url}/postgres'\nvault = '{url}/vault'\n"
            f"files = '{self.home.data / 'files'}'\n"
            f"machine = '{name}'\nmachine_address = '{machine.address}'\n"
            f"passport = '{self.home.passport_file}'\nkey_file = '{self.home.key_file}'\n"
            f"browsers = {PORTALS}\nloopback_http = true\n"
        )
        (data / FILE).write_text(said)
        return data

    def alive(self) -> frozenset[str]:
        with self.store.read() as tx:
            return frozenset(heartbeats.signs(tx))

    def held_by(self, executor: str) -> set[str]:
        """The portals that a worker is at, by the tables."""
        with self.store.read() as tx:
            every = [one.id for one in suppliers.portals(tx)]
            return {one for one in every if claims.holder(tx, claims.portal(one)) == executor}

    def site(self, portal_id: str) -> Gated:
        return list(self.sites.values())[int(portal_id.removeprefix("farm-"))]

    def order_all(self) -> None:
        with self.store.begin() as tx:
            for portal in suppliers.portals(tx):
                runs.request(tx, portal.id, "a test")

    def all_done(self) -> bool:
        with self.store.read() as tx:
            return not runs.unfinished(tx)


@contextmanager
def company(folder: Path) -> Iterator[Company]:
    with ExitStack() as stack:
        postgres = stack.enter_context(cluster()).postgres
        postgres.execute("CREATE DATABASE vault")
        gate = threading.Event()
        several = [Gated(gate) for _ in range(PORTALS)]
        serving = (serve(site.app(), f"127.0.0.{at}") for at, site in enumerate(several, 2))
        sites = {stack.enter_context(one): site for one, site in zip(serving, several, strict=True)}
        more = f"database = '{postgres.url('postgres')}'\nvault = '{postgres.url('vault')}'\n"
        home = installation(folder / "home", list(sites), more)
        make_passport(home.passport_file, CLOCK.now())
        a, b = (stack.enter_context(host(lambda: _connected(postgres))) for _ in "ab")
        for machine in (a, b):
            for origin in sites:
                stack.enter_context(machine.reaching(origin))
        store = stack.enter_context(opened_store(home, CLOCK))
        yield Company(gate, sites, home, store, a, b)


def _connected(postgres: Postgres) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.connect(str(postgres.folder / ".s.PGSQL.5432"))
    return line


@contextmanager
def worker(machine: Host, data: Path, number: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    words = (sys.executable, "-m", "billhook.worker", "--data", str(data), "--number")
    with subprocess.Popen(machine.command(*words, str(number)), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.stdin.close()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _ended(process: subprocess.Popen[bytes], here: Company, mine: set[str]) -> None:
    """Wait until a worker that was cut off has ended; until then nobody else has its portals."""

    def seen() -> bool:
        taken = mine - here.held_by(CUT_OFF)  # asked before: once it has ended, they may be
        if process.poll() is not None:
            return True
        assert not taken, f"{taken} are another's, and it lives"
        return False

    until(seen)
    assert process.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def test_work_of_a_machine_that_is_cut_off_is_done_once_by_the_others(tmp_path: Path) -> None:
    with ExitStack() as stack:
        here = stack.enter_context(company(tmp_path))
        at_a, at_b = here.folder("a", here.a), here.folder("b", here.b)
        staying = [stack.enter_context(worker(here.a, at_a, 1))]
        until(lambda: STAY[0] in here.alive())  # it makes the engine's tables
        staying.append(stack.enter_context(worker(here.a, at_a, 2)))
        cut_off = stack.enter_context(worker(here.b, at_b))
        until(lambda: here.alive() == {*STAY, CUT_OFF})
        here.order_all()
        until(lambda: any(here.site(one).log["asked"] for one in here.held_by(CUT_OFF)))
        here.b.pull()
        mine = here.held_by(CUT_OFF)
        here.gate.set()
        _ended(cut_off, here, mine)
        until(here.all_done)
        assert here.alive() == {*STAY}
        assert [one.poll() for one in staying] == [None, None]
        assert here.browsers.left_after(10) == 0
        _prove_each_once(here)


def _prove_each_once(here: Company) -> None:
    with here.store.read() as tx:
        for portal in suppliers.portals(tx):
            (run,) = runs.past(tx, portal.id, 10)
            assert run.outcome is not None
            assert run.outcome.good, (portal.id, run.outcome)
            numbers = [one.number for one in documents.of_supplier(tx, portal.supplier_id)]
            assert numbers == [DOCS[0].number], portal.id
            assert here.site(portal.id).log["posts"] == 1, portal.id
