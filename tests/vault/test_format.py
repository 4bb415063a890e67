"""The format as it is written down: a second reader, and a file with everything in it.

`vectors/v1/everything.db` was made once, with every kind of slot (one of them of a kind that nobody
knows) and of record, after a rotation, a renewal of the vault key, an overwritten and a removed
record and a lease. When this fails, the code is wrong, not the file.
"""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import keyring
import pytest

from model.clock import FixedClock
from model.secret import Secret
from tests.vault import reader
from tests.vault.everything import ACCOUNT, CODE, KEYRING, PASSPHRASE, RECORDS
from tests.vault.keyrings import holding
from tests.vault.making import CHEAP, NOON, Place
from vault import (
    KeyFile,
    KeySource,
    OsKeyring,
    Passphrase,
    Record,
    Recovery,
    TwoSecret,
    open_vault,
    records,
    tables,
)

V1 = Path(__file__).parent / "vectors" / "v1"
DOCUMENT = Path(__file__).parents[2] / "docs" / "security" / "vault-format.md"
KEY = (V1 / "vault.key").read_bytes()
WORDS = PASSPHRASE.reveal()
GIVEN: dict[str, Any] = {
    "file": KEY,
    "keyring": bytes.fromhex(KEYRING),
    "passphrase": WORDS,
    "recovery": CODE,
    "two-secret": (WORDS, KEY),
}


def plain(record: Record) -> dict[str, object]:
    """The record's fields as the document writes them."""

    def value(found: object) -> object:
        match found:
            case Secret():
                return found.reveal()
            case frozenset():
                return sorted(found)
            case datetime():
                return found.isoformat()
        return found

    return {field.name: value(getattr(record, field.name)) for field in fields(record)}


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A copy of the file and its anchor, since opening may write."""
    for name in ("everything.db", "everything.db.anchor", "vault.key"):
        Path(shutil.copy(V1 / name, tmp_path)).chmod(0o600)  # git keeps no such modes
    return tmp_path / "everything.db"


def sources(folder: Path) -> dict[str, KeySource]:
    key = KeyFile(folder / "vault.key")
    return {
        "file": key,
        "keyring": OsKeyring(),
        "passphrase": Passphrase(PASSPHRASE, cost=CHEAP),
        "recovery": Recovery(Secret(CODE)),
        "two-secret": TwoSecret(PASSPHRASE, key, cost=CHEAP),
    }


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_the_second_reader_opens_the_frozen_file_by_every_kind_of_key(kind: str) -> None:
    found = reader.read(V1 / "everything.db", kind, GIVEN[kind])
    kept = {name: content["record"] for name, content in found.records.items()}
    assert kept == {name: plain(record) for name, record in RECORDS.items()}
    assert found.versions["acme"] == 2
    assert (found.header["epoch"], found.noted, found.header["gen"]) == (20, 20, 3)
    assert [(e["verb"], e["name"]) for e in found.events[-1:]] == [("lease", "acme")]


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_the_frozen_file_opens_by_every_kind_of_key(
    frozen: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = holding("billhook", ACCOUNT, KEYRING)
    monkeypatch.setattr(keyring, "get_keyring", lambda: store)
    with open_vault(frozen, sources(frozen.parent)[kind], clock=FixedClock(NOON)) as vault:
        with vault._access.reading() as contents:
            assert {content.name: content.record for _, content in contents.opened()} == RECORDS
        assert vault.check().epoch == 20
        vault.put("acme", RECORDS["erp"])
        vault.rotate()
        assert vault.check().epoch == 22


def test_the_frozen_file_holds_every_kind_of_record_and_slot(frozen: Path) -> None:
    header = reader.read(frozen, "file", KEY).header
    assert {slot["kind"] for slot in header["slots"]} == {*GIVEN, "card-reader"}
    assert {record.kind for record in RECORDS.values()} == set(records._KINDS)


def test_the_second_reader_opens_what_is_written_today(place: Place) -> None:
    with place.open() as vault:
        for name, record in RECORDS.items():
            vault.put(name, record)
        vault.remove("globex")
        vault.rotate()
        vault.keys.renew([place.key])
        trail = vault.events()
    found = reader.read(place.path, "file", place.key.path.read_bytes())
    kept = {name: content["record"] for name, content in found.records.items()}
    assert kept == {name: plain(record) for name, record in RECORDS.items()}
    assert [event["verb"] for event in found.events] == [event.verb for event in trail]


def test_the_second_reader_knows_nothing_of_ours() -> None:
    tree = ast.parse(Path(reader.__file__).read_text(encoding="utf-8"))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        str(node.module).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert not imported & {"vault", "model", "billhook", "tests"}


def test_the_document_has_the_schema_letter_for_letter() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert tuple(re.findall(r"^CREATE TABLE .*$", text, re.MULTILINE)) == tables._DDL


def test_the_document_has_every_field_of_every_kind() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", text, re.MULTILINE))
    for record in RECORDS.values():
        named = re.findall(r"\b[a-z_]+\b", re.sub(r"\(.*?\)|;.*", "", rows[record.kind]))
        assert set(named) == {field.name for field in fields(record)}


def test_the_document_s_example_of_pack_is_right() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    example = re.findall(r'`pack\("ab", 7\)` is `([0-9a-f ]+)`', text)
    assert [bytes.fromhex(found) for found in example] == [reader.pack("ab", 7)]
