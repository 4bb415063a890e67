"""No secret gets out by accident: not by a repr, an error, a file, a pickle or a traceback."""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import logging
import pickle  # noqa: TID251  # to see that it refuses
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest

from model.errors import BillhookError
from model.secret import Secret
from tests.vault.making import CANARY, SEED, Place, credential, filled
from vault import ApiKey, BrowserSession, Mailbox, OAuthToken, Record, TotpSeed, records

SPELLINGS = [
    spelling
    for secret in (CANARY, SEED)
    for spelling in (
        secret.encode(),
        secret.encode("utf-16-le"),
        secret.encode().hex().encode(),
        base64.b64encode(secret.encode()).rstrip(b"="),
        quote(secret).encode(),
    )
]
RECORDS = [
    credential(),
    TotpSeed(credential="acme", seed=Secret(SEED)),
    Mailbox(username="ap", password=Secret(CANARY)),
    OAuthToken(username="ap", client="app", refresh_token=Secret(CANARY)),
    ApiKey(key=Secret(CANARY)),
    BrowserSession(state=Secret(CANARY)),
]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return filled(tmp_path)


def shows(text: str | bytes) -> bool:
    body = text.encode() if isinstance(text, str) else text
    return any(spelling in body for spelling in SPELLINGS)


def test_the_search_finds_a_secret_that_is_there() -> None:
    assert shows(f"password={CANARY}")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind)
def test_a_record_can_be_printed_but_not_copied_away(record: Record) -> None:
    for text in (repr(record), str(record), f"{record}", f"{record!r:>500}"):
        assert not shows(text)
    for way in (pickle.dumps, copy.deepcopy, dataclasses.asdict):
        with pytest.raises(TypeError, match="never copied"):
            way(record)
    with pytest.raises(TypeError):
        json.dumps(record)


def test_a_secret_can_be_printed_but_not_copied_away() -> None:
    secret = Secret(CANARY)
    for text in (repr(secret), str(secret), f"{secret:>20}", f"{[secret]}", f"{secret!r}"):
        assert not shows(text)
    for way in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps, hash):
        with pytest.raises(TypeError):
            way(secret)
    assert not hasattr(secret, "__dict__")


def test_a_lease_can_be_printed_but_not_copied_away(place: Place) -> None:
    with place.open() as vault, vault.lease("acme", purpose="login", job="run-2") as lease:
        assert not shows(repr(lease) + str(lease) + f"{lease}")
        for way in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError):
                way(lease)


def test_neither_the_secrets_nor_the_names_are_in_the_files(place: Place) -> None:
    with place.open() as vault:
        vault.put("acme", credential("new"))
        vault.remove("globex")
    for path in place.path.parent.iterdir():
        body = path.read_bytes()
        assert not shows(body)
        assert not any(name in body for name in (b"acme", b"globex", b"inbox", b"ap@buyer"))


def test_old_ciphertext_is_wiped_from_the_file(place: Place) -> None:
    with place.spoiling() as raw:
        older = [row[0] for row in raw.execute("SELECT ct FROM vault_record")]
    with place.open() as vault:
        vault.rotate()
    body = place.path.read_bytes()
    assert not any(text[64:128] in body for text in older)


def test_the_list_and_the_trail_show_no_secret(place: Place) -> None:
    with place.open() as vault:
        assert not shows(repr(vault.names()) + repr(vault.events()) + repr(vault.check()))


def traced(error: BaseException) -> str:
    """The traceback as Python prints it, with its causes."""
    return "".join(traceback.format_exception(error))


def test_a_record_that_does_not_read_is_an_error_without_its_text(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Decoders keep the text that they stumbled over in the exception: it must not come along."""
    caplog.set_level(logging.DEBUG)

    def stumble(kind: str, body: bytes) -> records.Content:
        raise json.JSONDecodeError(body.decode(), body.decode(), 0)

    monkeypatch.setattr("vault.records.decode", stumble)
    with place.open() as vault, pytest.raises(BillhookError) as raised:
        vault.names()
    assert not shows(traced(raised.value) + caplog.text)


def test_a_statement_that_fails_shows_no_value(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with place.open() as vault:
        monkeypatch.setattr("vault.tables.drop_row", lambda *_: None)
        with pytest.raises(BillhookError) as raised:
            vault.put("acme", credential("new"))
    assert "IntegrityError" in str(raised.value)
    assert not shows(traced(raised.value) + caplog.text)
    assert "new" not in caplog.text
