"""The vault in PostgreSQL: the same bytes, the same attacks, many writers."""

from __future__ import annotations

import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from model.clock import FixedClock
from model.errors import (
    BillhookError,
    StorageUnreachable,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultMissing,
    VaultRolledBack,
    VaultTampered,
    WrongInput,
)
from model.secret import Secret
from tests.postgres import postgres, postgres_url
from tests.vault.making import NOON, SEED, Place, credential
from vault import (
    ApiKey,
    KeyFile,
    Recovery,
    TotpSeed,
    Vault,
    create_vault,
    find_key,
    open_vault,
    seed_name,
    server,
    shown_place,
    slot_kinds,
)
from vault.copying import copy_sealed

__all__ = ["postgres", "postgres_url"]

pytestmark = pytest.mark.e2e
CLOCK = FixedClock(NOON)


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    return KeyFile.make(tmp_path / "vault.key")


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "anchor"


@pytest.fixture
def vault(postgres_url: str, key: KeyFile, anchor: Path) -> Vault:
    vault = create_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
    vault.put("acme", credential())
    vault.put(seed_name("acme"), TotpSeed(credential="acme", seed=Secret(SEED)))
    vault.put("globex", credential("another"))
    return vault


def spoil(url: str, *statements: str) -> None:
    """The tables in the hands of somebody who has no key."""
    place = make_url(url).set(drivername="postgresql")
    with psycopg.connect(place.render_as_string(hide_password=False)) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_it_keeps_leases_rotates_and_renews(
    vault: Vault, postgres_url: str, key: KeyFile, anchor: Path
) -> None:
    vault.rotate()
    vault.keys.add(Recovery.make())
    vault.keys.renew([key])
    vault.remove("globex")
    with vault.lease("acme", purpose="login", job="run-1") as lease:
        assert (lease.record, lease.totp) == (credential(), Secret(SEED))
    again = open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
    proof = again.check()
    assert (proof.records, proof.events) == (2, 10)
    assert slot_kinds(postgres_url) == {"file"}
    assert isinstance(find_key(postgres_url, key_file=key.path), KeyFile)


def test_four_writers_at_once_lose_nothing(
    vault: Vault, postgres_url: str, key: KeyFile, anchor: Path
) -> None:
    failed: list[BillhookError] = []

    def work(name: str) -> None:
        own = open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
        try:
            for number in range(10):
                own.put(f"{name}-{number}", ApiKey(key=Secret(str(number))))
        except BillhookError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"writer-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        vault.check()
    assert failed == []
    assert (vault.check().records, vault.check().epoch) == (43, 44)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM vault_record WHERE kind = 'totp'",
        "DELETE FROM vault_event WHERE seq = 4",
        "UPDATE vault_record SET kind = 'totp'",
        "UPDATE vault_record SET version = version + 1",
        "UPDATE vault_record SET ct = set_byte(ct, 20, get_byte(ct, 20) # 1)",
        "UPDATE vault_header SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1)",
        "ALTER TABLE vault_record ADD COLUMN more TEXT",
        "CREATE TABLE vault_more (x INT)",
        "CREATE RULE meddle AS ON DELETE TO vault_event DO ALSO NOTHING",
        "ALTER TABLE vault_event ENABLE ROW LEVEL SECURITY",
        "CREATE TABLE child () INHERITS (vault_record)",
    ],
)
def test_a_changed_table_is_refused(
    vault: Vault, postgres_url: str, key: KeyFile, anchor: Path, change: str
) -> None:
    spoil(postgres_url, change)
    with pytest.raises(VaultTampered):
        open_vault(postgres_url, key, clock=CLOCK, anchor=anchor).check()


def test_a_trigger_is_refused(vault: Vault, postgres_url: str, key: KeyFile, anchor: Path) -> None:
    spoil(
        postgres_url,
        "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER spy BEFORE INSERT ON vault_event FOR EACH ROW EXECUTE FUNCTION spy()",
    )
    with pytest.raises(VaultTampered):
        open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)


def test_older_tables_are_refused(
    vault: Vault, postgres_url: str, key: KeyFile, anchor: Path
) -> None:
    names = ("vault_header", "vault_record", "vault_event")
    spoil(postgres_url, *(f"CREATE TABLE old_{name} AS TABLE {name}" for name in names))
    vault.put("acme", credential("new"))
    for name in names:
        spoil(
            postgres_url,
            f"DELETE FROM {name}",
            f"INSERT INTO {name} SELECT * FROM old_{name}",
        )
    with pytest.raises(VaultRolledBack):
        open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)


def test_a_copy_in_a_file_opens_with_the_same_key(
    tmp_path: Path, vault: Vault, postgres_url: str, key: KeyFile
) -> None:
    copy = tmp_path / "copy.db"
    copy_sealed(postgres_url, copy)
    with open_vault(copy, key, clock=CLOCK) as copied:
        assert copied.check().records == 3


def test_a_copy_in_a_file_is_restored_into_an_empty_database_only(
    tmp_path: Path, place: Place, postgres_url: str
) -> None:
    copy_sealed(place.path, postgres_url)
    with open_vault(postgres_url, place.key, clock=CLOCK, anchor=tmp_path / "new") as restored:
        assert restored.check().records == 5
        assert restored.events()[-1].verb == "adopt"
    with pytest.raises(VaultError, match="already"):
        copy_sealed(place.path, postgres_url)


def test_a_vault_that_is_busy_is_named(
    vault: Vault, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WAIT_SECONDS", 1)
    with vault._access._container.changing(), pytest.raises(VaultBusy):
        vault.put("acme", credential("new"))
    assert vault.check().records == 3


def test_a_server_that_is_away_is_named_without_its_password(tmp_path: Path, key: KeyFile) -> None:
    url = f"postgresql+psycopg://ap:CANARY@/nothing?host={tmp_path}"
    with pytest.raises(StorageUnreachable) as away:
        open_vault(url, key, clock=CLOCK, anchor=tmp_path / "anchor")
    assert "CANARY" not in str(away.value)
    assert "CANARY" not in shown_place(url)


def test_what_is_no_header_is_damaged(
    vault: Vault, postgres_url: str, key: KeyFile, anchor: Path
) -> None:
    spoil(postgres_url, "UPDATE vault_header SET body = ''")
    with pytest.raises(VaultDamaged):
        open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)


def test_a_second_vault_is_not_made_and_a_missing_one_is_named(
    tmp_path: Path, postgres_url: str, key: KeyFile, anchor: Path
) -> None:
    with pytest.raises(VaultMissing):
        open_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
    with pytest.raises(WrongInput, match="anchor"):
        create_vault(postgres_url, key, clock=CLOCK)
    create_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
    with pytest.raises(VaultError, match="already"):
        create_vault(postgres_url, key, clock=CLOCK, anchor=anchor)
