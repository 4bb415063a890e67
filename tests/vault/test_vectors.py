"""Files of format v1, made once and never again: every later Billhook must open them.

When this fails, the code is wrong, not the files. They hold one record of each kind after a
rotation, an overwritten and a removed record and a lease. `docs/security/vault-format.md` describes
the format.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.secret import Secret
from tests.vault.making import CHEAP, NOON, SEED
from vault import (
    ApiKey,
    BrowserSession,
    Credential,
    KeyFile,
    Mailbox,
    Passphrase,
    Record,
    TotpSeed,
    Vault,
    open_vault,
)

V1 = Path(__file__).parent / "vectors" / "v1"
EXPECTED: dict[str, Record] = {
    "acme": Credential(
        username="ap@buyer.example",
        password=Secret('p\u00e4ssw\u00f6rd \u2603 "quoted"'),
        origins=frozenset({"https://portal.acme.example", "https://login.acme.example:8443"}),
        login_url="https://portal.acme.example/login",
        customer_number="K-4711",
        notes=Secret("line one\nline two"),
    ),
    "acme session": BrowserSession(
        state=Secret('{"cookies":[],"origins":[]}'),
        origins=frozenset({"https://portal.acme.example"}),
        expires=NOON + timedelta(days=30),
    ),
    "acme/totp": TotpSeed(
        credential="acme", seed=Secret(f"otpauth://totp/Acme:ap?secret={SEED}&issuer=Acme")
    ),
    "erp": ApiKey(key=Secret("token-0123456789"), origins=frozenset({"https://erp.buyer.example"})),
    "inbox": Mailbox(
        username="ap@buyer.example",
        password=Secret("mailbox password"),
        origins=frozenset({"imaps://mail.buyer.example"}),
    ),
}
VERBS = ["create", "put", "rotate", "put", "put", "put", "put", "put", "put", "remove", "lease"]


@pytest.fixture(params=["keyfile", "passphrase"])
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    """A copy of the file, since opening may write to it."""
    path = Path(shutil.copy(V1 / f"{request.param}.db", tmp_path / "vault.db"))
    anchor = Path(shutil.copy(V1 / f"{request.param}.db.anchor", tmp_path / "anchor"))
    key_file = Path(shutil.copy(V1 / "vault.key", tmp_path))
    key_file.chmod(0o600)  # git keeps no such modes
    passphrase = Passphrase(Secret("correct horse battery staple"), cost=CHEAP)
    key = KeyFile(key_file) if request.param == "keyfile" else passphrase
    return open_vault(path, key, clock=FixedClock(NOON), anchor=anchor)


def test_a_file_of_format_v1_opens(frozen: Vault) -> None:
    with frozen._access.reading() as contents:
        assert {content.name: content.record for _, content in contents.opened()} == EXPECTED
    entry = frozen.names()[0]
    assert (entry.name, entry.version, entry.last_used) == ("acme", 2, NOON + timedelta(hours=1))
    assert [event.verb for event in frozen.events()] == VERBS
    proof = frozen.check()
    assert (proof.records, proof.events, proof.epoch) == (5, 11, 11)


def test_a_file_of_format_v1_can_be_changed(frozen: Vault) -> None:
    frozen.put("acme", ApiKey(key=Secret("new")))
    frozen.rotate()
    assert frozen.check().epoch == 13
