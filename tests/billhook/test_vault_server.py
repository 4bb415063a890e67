"""A vault in PostgreSQL, by the commands: made, filled, backed up, restored elsewhere."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.postgres import Postgres, postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

pytestmark = pytest.mark.e2e


@pytest.fixture
def other_url(postgres: Postgres) -> Iterator[str]:
    postgres.execute("CREATE DATABASE other")
    yield postgres.url("other")
    postgres.execute("DROP DATABASE other WITH (FORCE)")


def test_a_vault_in_a_database_is_backed_up_and_restored_into_another(
    billhook: Billhook, tmp_path: Path, postgres_url: str, other_url: str
) -> None:
    key = ("--key-file", str(tmp_path / "k.key"))
    settings = tmp_path / "data" / "billhook.toml"
    settings.parent.mkdir(mode=0o700)
    settings.write_text(f"vault = '{postgres_url}'\n")
    made = billhook("vault", "init", "--no-recovery-kit", *key)
    assert (made.status, "postgresql" in made.out) == (0, True)
    assert billhook("vault", "add", "nw", "--password-stdin", *key, stdin="s3cret\n").status == 0
    assert not (tmp_path / "data" / "vault.db").exists()
    assert billhook("backup", str(tmp_path / "b.tar")).status == 0
    kept = billhook("restore", str(tmp_path / "b.tar"), "--data", str(tmp_path / "kept"))
    assert (kept.status, "holds one already" in kept.out) == (0, True)
    new = tmp_path / "new"
    assert move(billhook, tmp_path / "b.tar", new, other_url) == 0
    listed = billhook("vault", "list", "--json", "--data", str(new), *key)
    assert [row["name"] for row in listed.json()] == ["nw"]
    assert not (new / "vault.db").exists()


def move(billhook: Billhook, archive: Path, new: Path, url: str) -> int:
    """Restore with the settings of another database: as a person edits them in the archive."""
    with tempfile.TemporaryDirectory(dir=new.parent) as folder:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        (Path(folder) / "billhook.toml").write_text(f"vault = '{url}'\n")
        changed = new.parent / "changed.tar"
        with tarfile.open(changed, "w") as packed:
            for part in Path(folder).iterdir():
                packed.add(part, arcname=part.name)
    return billhook("restore", str(changed), "--data", str(new)).status
