"""Everything in open formats: whole, without secrets, each file with its hash."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from model.clock import SystemClock
from model.people import Role
from storage import users
from storage.store import Store
from tests.billhook.conftest import Billhook
from tests.storage import samples

pytestmark = pytest.mark.slow


def _fill(folder: Path) -> None:
    folder.mkdir()
    store = Store.open(f"sqlite:///{folder / 'app.sqlite'}", folder, clock=SystemClock())
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx, sha256=store.files.put(b"paper"), note="=1+1")
        users.add(tx, "maya", "Maya Okafor", Role.ADMIN, users.NO_PASSWORD)
    store.close()


def test_tables_files_and_hashes_are_there_and_no_secret(
    billhook: Billhook, tmp_path: Path
) -> None:
    _fill(tmp_path / "data")
    out = tmp_path / "out"
    assert billhook("export-all", str(out)).status == 0
    told = json.loads((out / "manifest.json").read_text())["files"]
    there = {str(one.relative_to(out)) for one in out.rglob("*") if one.is_file()}
    assert there == {*told, "manifest.json"}
    for name, said in told.items():
        content = (out / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (
            said["sha256"],
            said["bytes"],
        )
    (document,) = map(json.loads, (out / "tables/document.jsonl").read_text().splitlines())
    assert document["note"] == "=1+1"
    with (out / "tables/document.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["note"] == "'=1+1"
    assert row["id"] == document["id"]
    (user,) = map(json.loads, (out / "tables/app_user.jsonl").read_text().splitlines())
    assert "password" not in user
    assert not (out / "tables/session.jsonl").exists()
    assert f"files/{hashlib.sha256(b'paper').hexdigest()}" in told
    again = billhook("export-all", str(out))
    assert (again.status, "not empty" in again.err) == (1, True)


def test_a_contact_is_shown_before_it_is_erased(billhook: Billhook, tmp_path: Path) -> None:
    _fill(tmp_path / "data")
    said = billhook("erase-contact", "maria@nordwind.example", "--yes")
    assert said.status == 0
    assert "mails whose bytes go: 0" in said.out
    assert billhook("erase-contact", "maria@nordwind.example").status == 1  # nobody said yes
    assert billhook("erase-contact", "nobody", "--yes").status == 1
