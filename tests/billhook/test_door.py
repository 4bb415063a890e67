"""Locking and unlocking the vault of a running worker, from outside."""

from __future__ import annotations

import socket
import stat
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from billhook.door import Door, WorkersDoor, knock
from model.clock import SystemClock
from model.errors import TooManyTries, VaultError, VaultLocked
from model.secret import Secret
from pipeline.keyholder.vault_talk import Answer, Look, Question, Uses
from tests.billhook.conftest import Billhook
from tests.vault.making import CHEAP
from vault import ApiKey, KeyFile, KeySource, Passphrase, Vault, create_vault

pytestmark = pytest.mark.slow

WORDS = "correct horse battery staple"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder whose path is short enough for a socket, wherever tests run."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # made safely
        yield Path(short)


@pytest.fixture
def vault(folder: Path) -> Vault:
    key = Passphrase(Secret(WORDS), cost=CHEAP)
    return create_vault(folder / "vault.db", key, clock=SystemClock())


def key_of(passphrase: Secret | None) -> KeySource:
    return Passphrase(passphrase or Secret("nothing at hand"), cost=CHEAP)


@pytest.fixture
def door(folder: Path, vault: Vault) -> Iterator[Path]:
    with Door(folder, "worker-1", vault, key_of):
        path = folder / "worker-1.door"
        while not path.exists():
            pass
        yield path
    assert not path.exists()


def test_the_vault_is_locked_and_unlocked_from_outside(
    folder: Path, vault: Vault, door: Path
) -> None:
    assert knock(folder, {"do": "state"}) == [False]
    assert knock(folder, {"do": "lock"}) == [True]
    assert vault.is_locked
    with pytest.raises(VaultError, match="does not open"):
        knock(folder, {"do": "unlock", "passphrase": "another one"})
    assert knock(folder, {"do": "state"}) == [True]
    assert knock(folder, {"do": "unlock", "passphrase": WORDS, "idle": 15}) == [False]
    noted = [(event.actor, event.verb) for event in vault.events()][1:]
    assert noted == [("person", "lock"), ("person", "unlock")]


def test_the_door_is_the_owner_s_alone(door: Path) -> None:
    assert stat.S_IMODE(door.stat().st_mode) == 0o600


def test_nonsense_at_the_door_opens_and_breaks_nothing(
    folder: Path, vault: Vault, door: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for nonsense in (b"", b"CANARY", b"[]", b"{}", b'{"do": "unlock", "idle": "CANARY"}'):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(door))
            line.sendall(nonsense)
            line.shutdown(socket.SHUT_WR)
            line.recv(4096)
    assert knock(folder, {"do": "state"}) == [False]
    assert "CANARY" not in caplog.text


def test_a_door_left_behind_by_a_killed_worker_is_named_then_replaced(
    folder: Path, vault: Vault
) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "worker-1.door"))
    with pytest.raises(VaultError, match="does not answer"):
        knock(folder, {"do": "lock"})
    with Door(folder, "worker-1", vault, key_of):
        for _ in range(1000):
            try:
                states = knock(folder, {"do": "state"})
            except VaultError:
                continue
            break
    assert states == [False]


def test_a_path_too_long_for_a_socket_is_logged(
    tmp_path: Path, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    door = Door(deep, "worker-1", vault, key_of)
    with door:
        door._thread.join()
    assert "can't be locked from outside" in caplog.text


def test_without_a_worker_there_is_nobody_to_ask(billhook: Billhook, tmp_path: Path) -> None:
    billhook("vault", "init", "--no-recovery-kit", "--key-file", str(tmp_path / "k.key"))
    for command in ("lock", "unlock"):
        said = billhook("vault", command)
        assert (said.status, "No worker is running" in said.err) == (1, True)


def test_the_commands_knock_at_the_worker_s_door(
    billhook: Billhook, folder: Path, vault: Vault, door: Path
) -> None:
    data = ("--data", str(folder))
    assert billhook("vault", "lock", *data).status == 0
    assert vault.is_locked
    said = billhook("vault", "unlock", "--passphrase-stdin", *data, stdin=f"{WORDS}\n")
    assert (said.status, vault.is_locked) == (0, False)
    assert WORDS not in said.out + said.err


def test_a_question_is_answered_by_the_worker_and_its_errors_keep_their_class(
    folder: Path, vault: Vault
) -> None:
    def answering(question: Question) -> Answer:
        if isinstance(question, Uses):
            raise TooManyTries("Wait.")
        return vault.upkeep.facts()

    vault.put("acme", ApiKey(key=Secret("CANARY" * 30_000)))  # more than one packet holds
    with Door(folder, "worker-1", vault, key_of, answering=answering):
        until_open(folder)
        answer = WorkersDoor(folder).ask(Look())
        assert answer == vault.upkeep.facts()
        with pytest.raises(TooManyTries, match="Wait"):
            WorkersDoor(folder).ask(Uses("acme"))


def test_an_open_vault_answers_where_another_worker_s_is_locked(folder: Path, vault: Vault) -> None:
    def locked(_question: Question) -> Answer:
        raise VaultLocked

    with (
        Door(folder, "worker-1", vault, key_of, answering=locked),
        Door(folder, "worker-2", vault, key_of, answering=lambda _: vault.upkeep.facts()),
    ):
        until_open(folder, 2)
        assert WorkersDoor(folder).ask(Look()) == ()
    with Door(folder, "worker-1", vault, key_of, answering=locked):
        until_open(folder)
        with pytest.raises(VaultLocked):
            WorkersDoor(folder).ask(Look())


def test_the_idle_lock_reaches_only_what_a_person_unlocked(folder: Path, tmp_path: Path) -> None:
    by_file = KeyFile.make(tmp_path / "key")
    service = create_vault(tmp_path / "vault.db", by_file, clock=SystemClock())
    with Door(folder, "worker-1", service, key_of):
        until_open(folder)
        WorkersDoor(folder).lock_after(15)
        assert service._access._idle is None


def test_the_idle_lock_is_told_to_an_open_vault(folder: Path, vault: Vault, door: Path) -> None:
    WorkersDoor(folder).lock_after(15)
    assert vault._access._idle == 900
    WorkersDoor(folder).lock_after(0)
    assert vault._access._idle is None


def until_open(folder: Path, doors: int = 1) -> None:
    while len(list(folder.glob("*.door"))) < doors:
        pass


def test_the_dashboard_s_door_locks_and_unlocks(folder: Path, vault: Vault, door: Path) -> None:
    mine = WorkersDoor(folder)
    mine.lock("ada")
    assert vault.is_locked
    mine.unlock("ada", Secret(WORDS))
    assert [event.actor for event in vault.events()][1:] == ["ada", "ada"]


def test_a_person_s_answer_goes_to_the_worker_that_waits_for_it(
    folder: Path, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    given: list[tuple[str, str]] = []

    def take(challenge_id: str, answer: Secret) -> bool:
        given.append((challenge_id, answer.reveal()))
        return challenge_id == "c1"

    with (
        Door(folder, "worker-1", vault, key_of, taking=take),
        Door(folder, "worker-2", vault, key_of),
    ):
        while len(list(folder.glob("*.door"))) < 2:
            pass
        assert WorkersDoor(folder).hand("c1", Secret("482913"))
        assert not WorkersDoor(folder).hand("c2", Secret("482913"))
    assert given == [("c1", "482913"), ("c2", "482913")]
    assert "482913" not in caplog.text
    assert not WorkersDoor(folder).hand("c1", Secret("482913"))


def test_the_company_s_idle_lock_holds_for_a_passphrase_and_goes_behind_a_given_one(
    folder: Path, vault: Vault
) -> None:
    with Door(folder, "worker-1", vault, key_of, idle=lambda: timedelta(minutes=60)):
        until_open(folder)
        for given, seconds in ((None, 3600), (15, 900)):
            knock(folder, {"do": "lock"})
            knock(folder, {"do": "unlock", "passphrase": WORDS, "idle": given})
            assert vault._access._idle == seconds
