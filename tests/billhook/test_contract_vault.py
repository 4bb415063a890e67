"""The contract of `vault`, `backup` and `restore`."""

from __future__ import annotations

import itertools
import json
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from billhook.settings import Settings, load
from billhook.wiring import opened_store
from model.people import Role
from storage import audit, deliveries, exceptions, settings, users
from storage.store import Store
from tests.billhook.conftest import Billhook, Said
from tests.billhook.shapes import assert_fits
from tests.storage import samples

pytestmark = pytest.mark.slow

PASSWORD, SEED = "s3cret-Wörd of mine", "JBSWY3DPEHPK3PXP"


@pytest.fixture
def key(billhook: Billhook, tmp_path: Path) -> tuple[str, str]:
    """The option that opens the vault of this test, which holds one sign-in."""
    option = ("--key-file", str(tmp_path / "k.key"))
    assert billhook("vault", "init", *option).status == 0
    assert added(billhook, option, "nordwind").status == 0
    return option


def added(billhook: Billhook, key: tuple[str, str], name: str) -> Said:
    """A sign-in with an authenticator, its secrets by standard input."""
    return billhook(
        *("vault", "add", name, "--username", "ap", "--origin", "https://nw.example", *key),
        *("--totp-stdin", "--password-stdin"),
        stdin=f"{PASSWORD}\n{SEED}\n",
    )


def names(billhook: Billhook, key: tuple[str, str], *data: str) -> list[str]:
    """What the vault lists; each row as promised."""
    rows = billhook("vault", "list", "--json", *key, *data).json()
    assert_fits("vault list", rows)
    return [row["name"] for row in rows]


def test_list_states_everything_but_the_secrets(billhook: Billhook, key: tuple[str, str]) -> None:
    said = billhook("vault", "list", "--json", *key)
    assert_fits("vault list", said.json())
    assert PASSWORD not in said.out
    assert SEED not in said.out
    row = next(row for row in said.json() if row["name"] == "nordwind")
    assert (row["username"], row["origins"]) == ("ap", ["https://nw.example"])
    assert (row["version"], row["last_used"]) == (1, None)


def test_every_other_command_of_the_vault_works_and_shows_no_secret(
    billhook: Billhook, key: tuple[str, str]
) -> None:
    for command in ("rotate", "audit", "check"):
        said = billhook("vault", command, *key)
        assert (said.status, said.err) == (0, "")
        assert PASSWORD not in said.out
        assert SEED not in said.out
    assert billhook("vault", "remove", "nordwind", *key).status == 0
    assert "nordwind" not in names(billhook, key)
    assert billhook("vault", "remove", "nordwind", *key).status == 1


def test_a_dry_run_of_an_import_keeps_nothing(
    billhook: Billhook, key: tuple[str, str], tmp_path: Path
) -> None:
    sheet = tmp_path / "passwords.csv"
    sheet.write_text(f"name,url,username,password\nacme,https://acme.example/,ap,{PASSWORD}\n")
    before = names(billhook, key)
    dry = billhook("vault", "import", str(sheet), "--dry-run", *key)
    assert dry.status == 0
    assert dry.out.split() == ["acme", "ap", "https://acme.example", "new", "-", "-"]
    assert names(billhook, key) == before
    real = billhook("vault", "import", "-", *key, stdin=sheet.read_text())
    assert real.out == dry.out
    assert PASSWORD not in real.out
    assert {*names(billhook, key)} == {*before, "acme"}


def test_an_export_is_sealed_its_users_own_and_comes_back(
    billhook: Billhook, key: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "export.json"
    export = ("vault", "export", str(file), "--passphrase-stdin", *key)
    assert billhook(*export, stdin="correct horse\n").status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "nw.example" not in file.read_text()
    assert billhook(*export, stdin="correct horse\n").status == 1  # never over another file
    other = ("--data", str(tmp_path / "other"))
    assert billhook("vault", "init", *key, *other).status == 0
    back = ("vault", "import", str(file), "--passphrase-stdin", *key, *other)
    assert billhook(*back, stdin="wrong horse\n").status == 1
    assert billhook(*back, stdin="correct horse\n").status == 0
    assert names(billhook, key, *other) == names(billhook, key)


def test_a_seed_that_is_none_is_refused_without_being_shown(
    billhook: Billhook, key: tuple[str, str]
) -> None:
    said = billhook(
        *("vault", "add", "x", "--password-stdin", "--totp-stdin", *key),
        stdin=f"{PASSWORD}\nn0t-base-32!\n",
    )
    assert said.status == 1
    assert "n0t-base-32!" not in said.err
    assert "x" not in names(billhook, key)


def test_a_backup_is_made_while_others_write(
    billhook: Billhook, key: tuple[str, str], tmp_path: Path
) -> None:
    pair = ("po_tolerance_percent", "price_tolerance_percent")
    with opened_store(load(tmp_path / "data")) as store, writing(store, pair):
        assert billhook("backup", str(tmp_path / "b.tar")).status == 0
    new = ("--data", str(tmp_path / "new"))
    assert billhook("restore", str(tmp_path / "b.tar"), *new).status == 0
    with opened_store(load(tmp_path / "new")) as store, store.read() as tx:
        first, second = (settings.get(tx, name, "") for name in pair)
    assert first == second != ""  # one instant, not a mixture
    assert billhook("vault", "check", *key, *new).status == 0
    assert names(billhook, key, *new) == names(billhook, key)


@contextmanager
def writing(store: Store, pair: tuple[str, str]) -> Iterator[None]:
    """Two settings that change together, again and again, while the context is open."""
    begun, ended = threading.Event(), threading.Event()

    def write() -> None:
        for number in itertools.count():
            with store.begin() as tx:
                for name in pair:
                    settings.put(tx, name, str(number))
            begun.set()
            if ended.wait(0.005):
                return

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        ended.set()
        thread.join()


@pytest.mark.slow
def test_a_backup_goes_through_a_pipe(key: tuple[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "billhook"]
    with subprocess.Popen(
        [*command, "backup", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        reader = subprocess.run(
            [*command, "restore", "-", "--data", str(tmp_path / "new")],
            stdin=writer.stdout,
            capture_output=True,
            check=False,
        )
        assert writer.stderr
        assert b"standard output" in writer.stderr.read()
    assert (writer.returncode, reader.returncode, reader.stderr) == (0, 0, b"")
    check = [*command, "vault", "list", "--json", *key, "--data", str(tmp_path / "new")]
    listed = subprocess.run(check, capture_output=True, check=True)
    assert_fits("vault list", json.loads(listed.stdout))


def test_a_record_is_replaced_on_purpose_only_and_what_it_opens_waits_for_a_second_person(
    billhook: Billhook, tmp_path: Path, key: tuple[str, str]
) -> None:
    add = ("vault", "add", "nordwind", "--password-stdin", *key)
    refused = billhook(*add, stdin="another\n")
    assert (refused.status, "--replace" in refused.err) == (1, True)
    refused = billhook("vault", "refer", "nordwind", "pass", "ap/nordwind", *key)
    assert (refused.status, "--replace" in refused.err) == (1, True)
    data = tmp_path / "data"
    with opened_store(Settings(data)) as store, store.begin() as tx:
        for name in ("ada", "sam"):
            users.add(tx, name, name.title(), Role.ADMIN, users.NO_PASSWORD)
        deliveries.add_destination(
            tx, replace(samples.DESTINATION, id="d1", name="Approval", credential="nordwind")
        )
    said = billhook(*add, "--replace", stdin="another\n")
    assert said.status == 0
    assert "Approval: documents wait until a second person confirms it" in said.out
    with opened_store(Settings(data)) as store, store.read() as tx:
        assert deliveries.destination(tx, "d1").paused
        (item,) = exceptions.open_of(tx, "destination:d1")
        assert "command line replaces what Approval signs in with" in item.sentence
        verbs = [one.verb for one in audit.of_subject(tx, "vault:nordwind")]
        assert verbs == ["replaces the password", "replaced the password"]
    (row,) = [
        one for one in billhook("vault", "list", "--json", *key).json() if one["name"] == "nordwind"
    ]
    assert row["version"] == 2
