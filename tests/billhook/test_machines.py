"""A dashboard on one machine, and the visits that wait for its people on others."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from billhook.door import Door, WorkersDoor
from billhook.machines import Neighbours, doors, identity
from billhook.settings import Settings, load
from billhook.wiring import CLOCK
from model.challenges import Challenge, ChallengeKind
from model.doors import door
from model.errors import PageNotOpen
from model.live import Guest, read
from model.live_line import Line
from model.people import Role, User
from model.secret import Secret
from pipeline.desks.challenge_desk import hand_over
from pipeline.live.opening import LivePages
from pipeline.portals.attending import Answers
from storage import audit, challenges, heartbeats, runs
from storage.store import Store
from tests import emptystore
from tests.loopback import free_port
from tests.storage import samples
from tests.vault.making import CHEAP
from tests.waiting import until
from vault import KeySource, Passphrase, Vault, create_vault, make_passport

MAYA = User("u1", "maya", "Maya Okafor", Role.CLERK)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for sockets in it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # made safely
        yield Path(short)


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The tables that all machines share."""
    opened = emptystore.opened(folder / "app.sqlite", CLOCK)
    with opened.begin() as tx:
        samples.found_company(tx)
    yield opened
    opened.close()


@pytest.fixture
def vault(folder: Path) -> Vault:
    key = Passphrase(Secret("correct horse"), cost=CHEAP)
    return create_vault(folder / "vault.db", key, clock=CLOCK)


def _settings(folder: Path, name: str) -> Settings:
    """Those of one machine, which has its neighbours' passport."""
    passport = folder / "machines.pem"
    if not passport.exists():
        make_passport(passport, CLOCK.now())
    data = folder / name
    data.mkdir(mode=0o700)
    return replace(
        load(data),
        machine_address=f"127.0.0.1:{free_port()}",
        database="postgresql://db.internal/billhook",
        passport=str(passport),
    )


@contextmanager
def machine(
    folder: Path, store: Store, vault: Vault, name: str, answers: Answers
) -> Iterator[Path]:
    """A machine with one worker, and its data folder."""
    settings = _settings(folder, name)
    executor, address = f"worker-1@{name}", settings.machine_address
    with store.begin() as tx:
        heartbeats.begin(tx, executor, machine=identity(settings), address=address)

    def key(_given: Secret | None) -> KeySource:
        raise AssertionError("nobody unlocks anything here")

    with doors(settings), Door(settings.data, "worker-1", vault, key, taking=answers.give):
        until((settings.data / "worker-1.door").exists, pause=0.01)
        yield settings.data


def _asked(store: Store) -> str:
    """The id of a challenge of a visit."""
    asked = Challenge(ChallengeKind.CODE, "sms", CLOCK.now() + timedelta(minutes=5))
    with store.begin() as tx:
        run = runs.request(tx, "portal-1", "a test")
        return challenges.open_(tx, asked, run_id=run.id, portal_id="portal-1").id


@pytest.mark.slow
def test_a_code_that_is_typed_reaches_the_visit_on_whichever_machine_it_is(
    folder: Path, store: Store, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    idle, waiting = Answers(), Answers()
    with ExitStack() as stack:
        home = _settings(folder, "a")
        for name, answers in (("b", idle), ("c", waiting), ("d", Answers())):
            stack.enter_context(machine(folder, store, vault, name, answers))
        with socket.socket(socket.AF_UNIX) as killed:  # a worker that died beside the dashboard
            killed.bind(str(home.data / "worker-1.door"))
        with store.begin() as tx:  # and a machine that was cut off just now
            nowhere = f"127.0.0.1:{free_port()}"
            heartbeats.begin(tx, "worker-1@away", machine="away", address=nowhere)
        challenge = _asked(store)
        waiting.expect(challenge)
        near = WorkersDoor(home.data, Neighbours(home, store).lines)
        hand_over(store, near, MAYA, challenge, Secret("482913"))
        given = waiting.take(challenge)
        assert given is not None
        assert given.reveal() == "482913"
        assert not near.hand(challenge, Secret("482913")), "it was taken"
    with store.read() as tx:
        assert audit.verify(tx)
    assert "482913" not in caplog.text


@pytest.mark.slow
def test_a_live_page_is_opened_on_the_machine_that_makes_the_visit(
    folder: Path, store: Store, vault: Vault
) -> None:
    with ExitStack() as stack:
        home = _settings(folder, "a")
        folders = {
            name: stack.enter_context(machine(folder, store, vault, name, Answers()))
            for name in "bcd"
        }
        with store.begin() as tx:
            run = runs.attend(tx, runs.request(tx, "portal-1", "a test").id, "u1")
        pages = LivePages(home.data, Neighbours(home, store).lines)
        with pytest.raises(PageNotOpen):
            pages.line(store, MAYA, run.id)
        way_in = stack.enter_context(door(LivePages(folders["c"]).path(run.id)))
        way_in.settimeout(30)
        ours = pages.line(store, MAYA, run.id)
        stack.enter_context(ours)
        theirs = Line(stack.enter_context(way_in.accept()[0]))
        heard: list[Guest] = []
        until(lambda: bool(_hear(theirs, heard)))
        assert heard[0].full_name == MAYA.full_name


def _hear(line: Line, heard: list[Guest]) -> list[Guest]:
    heard.extend(read(packet.content, (Guest,)) for packet in line.hear())
    return heard
