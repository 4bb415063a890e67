"""A backup that a person asked for: made beside other work, proved, on record, never half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.errors import NotAllowed, WrongInput
from model.people import Role, User
from model.settings_desk import BackupRun, BackupState
from pipeline.backups import Home, Maker
from pipeline.desks.settings_screen import SettingsScreenDesk
from storage import audit, backup_run
from storage.store import Store
from vault import KeyFile, create_vault

ADA = User("u1", "ada", "Ada", Role.ADMIN)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def maker(store: Store, tmp_path: Path, clock: FixedClock) -> Maker:
    create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)
    home = Home(tmp_path, tmp_path / "vault.db", tmp_path / "billhook.toml")
    return Maker(store, home, clock)


def ended(desk: SettingsScreenDesk) -> BackupRun:
    """The backup, once it is done or failed."""
    wait = threading.Event()
    for _ in range(600):
        run = desk.backup_run()
        if run and run.state in {BackupState.DONE, BackupState.FAILED}:
            return run
        wait.wait(0.1)
    raise AssertionError("It never ended.")


def test_a_backup_is_written_proved_and_put_on_record(
    store: Store, maker: Maker, tmp_path: Path
) -> None:
    desk = SettingsScreenDesk(store)
    with pytest.raises(NotAllowed):
        desk.back_up(replace(ADA, role=Role.APPROVER))
    maker.turn()
    assert desk.backup_run() is None
    desk.back_up(ADA)
    with pytest.raises(WrongInput, match="under way"):
        desk.back_up(ADA)
    maker.turn()
    run = ended(desk)
    assert run.state is BackupState.DONE, run.sentence
    made = Path(run.path)
    assert (made.stat().st_size, made.stat().st_mode & 0o777) == (run.size, 0o600)
    assert (run.with_vault, run.rows > 0) == (True, True)
    assert [one.name for one in (tmp_path / "backups").iterdir()] == [made.name]
    with store.read() as tx:
        noted = audit.of_subject(tx, "installation:all")[-1]
    assert (noted.actor, noted.verb, noted.detail) == ("ada", audit.BACKED_UP, run.path)
    assert desk.last_backup() is not None


def test_what_a_worker_left_half_made_is_named_and_swept(
    store: Store, maker: Maker, tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "backups" / ".making-x").mkdir(parents=True)
    (tmp_path / "backups" / "billhook.tar.part").touch()
    with store.begin() as tx:
        backup_run.keep(tx, BackupRun("ada", clock.now(), BackupState.WRITING, 3, 9))
    maker.turn()
    run = ended(SettingsScreenDesk(store))
    assert (run.state, "ended before" in run.sentence) == (BackupState.FAILED, True)
    assert list((tmp_path / "backups").iterdir()) == []
