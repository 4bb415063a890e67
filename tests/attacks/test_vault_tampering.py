"""Somebody writes to the vault's file without a key: no change goes unnoticed."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.errors import (
    BillhookError,
    VaultDamaged,
    VaultRolledBack,
    VaultTampered,
    WrongKey,
)
from model.secret import Secret
from tests.attacks.spoiling import CHANGES, contents, flip_bits, flip_file, reader_of, survives
from tests.vault.making import CHEAP, Place, credential, filled
from vault import Passphrase, create_vault, file, open_vault
from vault.hierarchy import VaultKey

pytestmark = pytest.mark.slow

Forge = Callable[[dict[str, Any]], object]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return filled(tmp_path)


@pytest.fixture
def ids(place: Place) -> dict[str, str]:
    """The records' ids by their names, which only somebody with the key knows."""
    with place.open() as vault:
        return {name: vault._access.key.record_id(name) for name in ("acme", "globex", "acme/totp")}


def test_exchanged_ciphertexts_are_refused(place: Place, ids: dict[str, str]) -> None:
    with place.spoiling() as raw:
        blobs = "SELECT ct, nonce, digest FROM vault_record WHERE id = ?"
        one, other = (raw.execute(blobs, [ids[name]]).fetchone() for name in ("acme", "globex"))
        exchange = "UPDATE vault_record SET ct = ?, nonce = ?, digest = ? WHERE id = ?"
        raw.execute(exchange, [*other, ids["acme"]])
        raw.execute(exchange, [*one, ids["globex"]])
    with pytest.raises(VaultTampered):
        place.open()


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_table_is_refused(place: Place, ids: dict[str, str], change: str) -> None:
    with place.spoiling() as raw:
        raw.execute(change, {"id": ids["acme"]} if ":id" in change else {})
    with pytest.raises((VaultTampered, VaultDamaged)):
        place.open()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vault_event SET verb = 'put' WHERE seq = 7",
        "UPDATE vault_event SET actor = 'somebody' WHERE seq = 2",
        "UPDATE vault_event SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 2",
        "UPDATE vault_event SET record = '' WHERE seq = 2",
        "UPDATE vault_event SET prev = x'00' WHERE seq = 2",
        (
            "UPDATE vault_event SET (detail, nonce) ="
            " (SELECT detail, nonce FROM vault_event WHERE seq = 3) WHERE seq = 2"
        ),
        "DELETE FROM vault_event WHERE seq = 1",
        "DELETE FROM vault_event WHERE seq = 3",
    ],
)
def test_a_changed_audit_trail_is_refused_by_the_check(place: Place, change: str) -> None:
    with place.spoiling() as raw:
        raw.execute(change)
    with place.open() as vault:
        for look in (vault.check, vault.events, vault.rotate):
            with pytest.raises(VaultTampered):
                look()


def test_an_older_version_of_one_row_is_refused(place: Place, ids: dict[str, str]) -> None:
    with place.spoiling() as raw:
        older = raw.execute("SELECT * FROM vault_record WHERE id = ?", [ids["acme"]]).fetchone()
    with place.open() as vault:
        vault.put("acme", credential("new"))
    with place.spoiling() as raw:
        raw.execute("DELETE FROM vault_record WHERE id = ?", [ids["acme"]])
        raw.execute("INSERT INTO vault_record VALUES (?,?,?,?,?,?,?,?)", older)
    with pytest.raises(VaultTampered):
        place.open()


def test_an_older_copy_of_the_whole_file_is_refused(place: Place) -> None:
    older = place.path.read_bytes()
    with place.open() as vault:
        vault.put("acme", credential("new"))
    place.path.write_bytes(older)
    with pytest.raises(VaultRolledBack):
        place.open()


def test_older_rows_under_an_older_header_are_refused(place: Place) -> None:
    with place.spoiling() as raw:
        tables = ("vault_header", "vault_record", "vault_event")
        older = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    with place.open() as vault:
        vault.remove("globex")
    with place.spoiling() as raw:
        for table, rows in older.items():
            raw.execute(f"DELETE FROM {table}")
            raw.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
    with pytest.raises(VaultRolledBack):
        place.open()


def forged(place: Place, forge: Forge) -> None:
    """Rewrite the header's text, well-formed, as somebody without its key can."""
    with place.spoiling() as raw:
        header = json.loads(raw.execute("SELECT body FROM vault_header").fetchone()[0])
        forge(header)
        body = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        raw.execute("UPDATE vault_header SET body = ?", [body])


@pytest.mark.parametrize(
    ("forge", "error"),
    [
        (lambda h: h["slots"].clear(), WrongKey),
        (lambda h: h["slots"][0].update(kind="passphrase"), WrongKey),
        (lambda h: h["slots"][0].update(kind="unheard-of"), WrongKey),
        (lambda h: h["slots"][0].update(label="other"), WrongKey),
        (lambda h: h["slots"][0].update(salt="00" * 16), WrongKey),
        (lambda h: h["slots"][0].update(wrapped="00" * 48), WrongKey),
        (lambda h: h["slots"][0].update(nonce=""), VaultTampered),
        (lambda h: h["slots"][0].update(salt=""), VaultTampered),
        (lambda h: h["slots"][0].update(wrapped="00" * 4096), VaultTampered),
        (lambda h: h["slots"].extend(h["slots"] * 32), VaultTampered),
        (lambda h: h["slots"][0]["kdf"].update(m=8), VaultTampered),
        (lambda h: h.update(vault="0" * 32), WrongKey),
        (lambda h: h.update(epoch=999), VaultTampered),
        (lambda h: h.update(writes=0), VaultTampered),
        (lambda h: h.update(gen=2), VaultTampered),
        (lambda h: h.update(min_gen=0), VaultTampered),
        (lambda h: h["keys"].clear(), VaultTampered),
        (lambda h: h.update(manifest="00" * 32), VaultTampered),
        (lambda h: h.update(alg=2), VaultTampered),
        (lambda h: h.update(more=1), VaultTampered),
        (lambda h: h.pop("audit"), VaultDamaged),
        (lambda h: h.update(slots="no list"), VaultDamaged),
        (lambda h: h["slots"][0]["kdf"].update(m="1"), VaultDamaged),
        (lambda h: h.update(created="x" * (1 << 20)), VaultDamaged),
    ],
)
def test_a_forged_header_is_refused(place: Place, forge: Forge, error: type[BillhookError]) -> None:
    forged(place, forge)
    with pytest.raises(error):
        place.open()


@pytest.mark.parametrize(
    "cost",
    [
        {"m": 8, "t": 3, "p": 4},
        {"m": 1 << 36, "t": 3, "p": 4},
        {"m": 64, "t": 1 << 30, "p": 1},
        {"m": 64, "t": 1, "p": 1 << 20},
        {"m": 64, "t": 0, "p": 1},
    ],
)
def test_a_derivation_out_of_bounds_is_not_tried(
    tmp_path: Path, place: Place, cost: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = Passphrase(Secret("long enough"), cost=CHEAP)
    create_vault(tmp_path / "p.db", secret, clock=place.clock).lock()
    weak = Place(tmp_path / "p.db", place.key, place.clock)
    forged(weak, lambda h: h["slots"][0].update(kdf=cost))
    monkeypatch.setattr(
        "vault.slots.passphrase.stretched", lambda *_, **__: pytest.fail("it was tried")
    )
    with pytest.raises(VaultTampered, match="out of bounds"):
        open_vault(weak.path, secret, clock=place.clock)


def test_a_cheaper_derivation_within_bounds_does_not_open(tmp_path: Path, place: Place) -> None:
    secret = Passphrase(Secret("long enough"), cost=CHEAP)
    create_vault(tmp_path / "p.db", secret, clock=place.clock).lock()
    weak = Place(tmp_path / "p.db", place.key, place.clock)
    forged(weak, lambda h: h["slots"][0].update(kdf={"m": 128, "t": 2, "p": 1}))
    with pytest.raises(WrongKey):
        open_vault(weak.path, secret, clock=place.clock)


@pytest.mark.parametrize(
    "body", [b"", b"[" * 100_000, b"\xff", b"null", b"{}", b'{"min_reader":1}']
)
def test_a_header_that_is_none_is_damaged(place: Place, body: bytes) -> None:
    with place.spoiling() as raw:
        raw.execute("UPDATE vault_header SET body = ?", [body])
    with pytest.raises(VaultDamaged):
        place.open()


def test_a_blob_sealed_under_another_name_s_id_is_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even somebody with the key can't have one record answer to another one's name."""
    other = VaultKey.record_id
    with place.open() as vault:
        monkeypatch.setattr(VaultKey, "record_id", lambda key, _name: other(key, "globex"))
        vault.put("acme", credential())
        monkeypatch.undo()
        with (
            pytest.raises(VaultTampered),
            vault.lease("globex", purpose="login", job="run-2"),
        ):
            pass


# The four mistakes of the first sketch of this format, which only attacks brought to light.


def test_a_text_id_that_became_a_blob_is_refused(place: Place, ids: dict[str, str]) -> None:
    with place.spoiling() as raw:
        with pytest.raises(sqlite3.IntegrityError, match="cannot store BLOB"):
            raw.execute("UPDATE vault_record SET id = CAST(id AS BLOB)")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT', 'WITHOUT')")
        raw.commit()
        raw.execute("PRAGMA writable_schema = RESET")
        raw.execute("UPDATE vault_record SET id = CAST(id AS BLOB) WHERE id = ?", [ids["acme"]])
        raw.commit()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET sql = replace(sql, ') WITHOUT', ') STRICT, WITHOUT')")
    with pytest.raises((VaultTampered, VaultDamaged)):
        place.open()


def test_a_table_that_is_no_longer_strict_is_refused(place: Place) -> None:
    with place.spoiling() as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT', 'WITHOUT')")
    with pytest.raises(VaultTampered):
        place.open()


def test_there_is_no_index_that_could_disagree_with_its_table(place: Place) -> None:
    with place.spoiling() as raw:
        found = raw.execute("SELECT type, name FROM sqlite_schema ORDER BY name").fetchall()
    assert found == [
        ("table", "vault_event"),
        ("table", "vault_header"),
        ("table", "vault_record"),
    ]


def test_a_schema_that_is_no_text_is_an_error_of_ours(place: Place) -> None:
    with place.spoiling() as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET sql = CAST(x'fffe00' AS TEXT) WHERE rowid = 1")
    with pytest.raises((VaultTampered, VaultDamaged)):
        place.open()


# One bit, anywhere.


@pytest.mark.slow
def test_a_flipped_bit_in_a_cell_is_refused(tmp_path: Path, place: Place) -> None:
    made, refused = flip_bits(place, tmp_path / "spoiled", 41, random.Random(1))
    assert made > 100
    assert refused == made


EACH = pytest.mark.parametrize(
    ("held", "step"), [(False, 5), (True, 11)], ids=["opened-after", "open-meanwhile"]
)
"""Every fifth byte where the vault is opened after it was spoilt, every eleventh where it was open:
each column is hit in many rows."""


@pytest.mark.slow
@EACH
def test_a_flipped_bit_anywhere_in_every_cell_is_refused(
    tmp_path: Path, place: Place, held: bool, step: int
) -> None:
    made, refused = flip_bits(place, tmp_path / "spoiled", step, random.Random(2), held=held)
    print(f"{made} flips, {refused} refused")
    assert made > 4000 // step
    assert refused == made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)


@pytest.mark.parametrize("held", [False, True], ids=["opened-after", "open-meanwhile"])
def test_a_flipped_bit_in_the_raw_file_changes_nothing_silently(
    tmp_path: Path, place: Place, impatient: None, held: bool
) -> None:
    made, survived = flip_file(place, tmp_path / "spoiled", 97, random.Random(3), held=held)
    assert 0 < survived < made


@pytest.fixture
def small(place: Place) -> Place:
    """The same vault in the smallest pages that SQLite has."""
    with place.spoiling() as raw:
        raw.execute("PRAGMA page_size = 512")
        raw.execute("VACUUM")
    return place


@pytest.mark.slow
@pytest.mark.timeout(900)
@EACH
def test_a_flipped_bit_anywhere_in_the_raw_file_changes_nothing_silently(
    tmp_path: Path, small: Place, impatient: None, held: bool, step: int
) -> None:
    made, survived = flip_file(small, tmp_path / "spoiled", step, random.Random(4), held=held)
    print(f"{made} flips, {survived} in free space, {made - survived} refused")
    assert made == -(-small.path.stat().st_size // step)
    assert 0 < survived < made


def test_a_file_that_lacks_a_page_is_refused(tmp_path: Path, small: Place, impatient: None) -> None:
    whole, expected = small.path.read_bytes(), contents(small)
    spoiled = small.copy(tmp_path / "spoiled")
    look = reader_of(spoiled, held=False)
    pages = range(0, len(whole), 512)
    for page in pages:
        assert not survives(spoiled, whole[:page] + whole[page + 512 :], expected, look)
        assert not survives(spoiled, whole[:page], expected, look)
    assert len(pages) > 10


def test_a_truncated_file_is_refused(tmp_path: Path, place: Place, impatient: None) -> None:
    whole = place.path.read_bytes()
    expected = contents(place)
    spoiled = place.copy(tmp_path / "spoiled")
    look = reader_of(spoiled, held=False)
    assert not any(
        survives(spoiled, whole[:length], expected, look) for length in range(0, len(whole), 256)
    )
