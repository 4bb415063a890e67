"""`billhook restore`: everything where the settings say, or nothing."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook

pytestmark = pytest.mark.slow


def backed_up(billhook: Billhook, folder: Path, settings: str) -> Path:
    """A backup of an installation with these settings and one rule of its own."""
    folder.mkdir(mode=0o700)
    (folder / "billhook.toml").write_text(settings)
    data = ("--data", str(folder))
    assert billhook("rules", "set", "po_tolerance_percent", "1.5", *data).status == 0
    key = ("--key-file", str(folder / "k.key"))
    assert billhook("vault", "init", "--no-recovery-kit", *key, *data).status == 0
    assert billhook("backup", str(folder / "b.tar"), *data).status == 0
    return folder / "b.tar"


def test_the_rows_go_to_the_database_that_the_backup_s_settings_name(
    billhook: Billhook, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    archive = backed_up(billhook, tmp_path / "old", f"database = 'sqlite:///{elsewhere}'\n")
    elsewhere.unlink()  # the machine was lost, and with it the database
    new = tmp_path / "new"
    assert billhook("restore", str(archive), "--data", str(new)).status == 0
    assert elsewhere.exists()
    assert not (new / "app.sqlite").exists()
    assert "1.5" in billhook("rules", "list", "--data", str(new)).out


def test_settings_that_stand_in_the_folder_stay(billhook: Billhook, tmp_path: Path) -> None:
    old = f"database = 'sqlite:///{tmp_path / 'old.sqlite'}'\n"
    archive = backed_up(billhook, tmp_path / "old", old)
    new, own = tmp_path / "new", f"database = 'sqlite:///{tmp_path / 'own.sqlite'}'\n"
    new.mkdir(mode=0o700)
    (new / "billhook.toml").write_text(own)
    assert billhook("restore", str(archive), "--data", str(new)).status == 0
    assert (new / "billhook.toml").read_text() == own
    assert (tmp_path / "own.sqlite").exists()
    assert "1.5" in billhook("rules", "list", "--data", str(new)).out


def test_a_database_that_is_in_use_stays_and_the_folder_stays_empty(
    billhook: Billhook, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    archive = backed_up(billhook, tmp_path / "old", f"database = 'sqlite:///{elsewhere}'\n")
    new = tmp_path / "new"
    said = billhook("restore", str(archive), "--data", str(new))
    assert said.status == 1
    assert "`database`" in said.err
    assert list(new.iterdir()) == []
    assert "1.5" in billhook("rules", "list", "--data", str(tmp_path / "old")).out


@pytest.mark.parametrize("part", ["store.tar", "billhook.toml"])
def test_a_damaged_backup_leaves_nothing_behind(
    billhook: Billhook, tmp_path: Path, part: str
) -> None:
    archive = backed_up(billhook, tmp_path / "old", "")
    folder = tmp_path / "parts"
    with tarfile.open(archive) as whole:
        whole.extractall(folder, filter="data")
    (folder / part).write_bytes((folder / part).read_bytes()[:5000] + b"= damaged")
    with tarfile.open(archive, "w") as spoiled:
        for one in folder.iterdir():
            spoiled.add(one, arcname=one.name)
    new = tmp_path / "new"
    assert billhook("restore", str(archive), "--data", str(new)).status == 1
    assert list(new.iterdir()) == []


def test_a_backup_is_proved_by_a_restore_that_leaves_nothing(
    billhook: Billhook, tmp_path: Path
) -> None:
    archive = backed_up(billhook, tmp_path / "old", "")
    before = sorted((tmp_path / "old").iterdir())
    data = ("--data", str(tmp_path / "old"))
    proved = billhook("backup", "verify", str(archive), "--json", *data).json()
    assert (proved["vault"], proved["opens_with"]) == (True, ["file"])
    assert proved["rows"] >= 1
    assert sorted((tmp_path / "old").iterdir()) == before
    assert "whole" in billhook("backup", "verify", str(archive), *data).out
    content = archive.read_bytes()
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 2])
    assert billhook("backup", "verify", str(tmp_path / "cut.tar"), *data).status == 1
    assert billhook("backup", "verify", *data).status == 2
    assert billhook("backup", "a", "b", *data).status == 2
