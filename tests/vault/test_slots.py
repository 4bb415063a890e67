from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Never

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from model.errors import KeyStoreUnusable, VaultLocked
from model.secret import Secret
from tests.vault.keyrings import Store, chain_of, passing_for
from tests.vault.making import CHEAP, Place
from vault import KeyFile, OsKeyring, Passphrase, TwoSecret, create_vault, find_key, open_vault
from vault.slots import os_keyring

Use = Callable[[KeyringBackend], KeyringBackend]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    def use(backend: KeyringBackend) -> KeyringBackend:
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
        monkeypatch.setattr(os_keyring, "_come_since", lambda: None)
        return backend

    return use


@pytest.fixture
def safe(use: Use) -> Any:
    return use(passing_for("keyring.backends.SecretService.Keyring"))


def test_the_keyring_keeps_one_secret_for_a_vault(tmp_path: Path, bare: Place, safe: Store) -> None:
    create_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock).lock()
    assert [len(bytes.fromhex(secret)) for secret in safe.kept.values()] == [32]
    with open_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock) as vault:
        assert vault.check().records == 0


def test_a_chain_of_safe_keyrings_is_safe(use: Use) -> None:
    use(chain_of(passing_for("keyring.backends.SecretService.Keyring")))
    OsKeyring().probe()


@pytest.mark.parametrize(
    "backend",
    [
        fail.Keyring(),
        null.Keyring(),
        chain_of(),
        chain_of(passing_for("keyring.backends.SecretService.Keyring"), null.Keyring()),
        passing_for("keyrings.alt.file.PlaintextKeyring"),
        passing_for("keyrings.alt.file.EncryptedKeyring"),
        passing_for("evil.keyring.backends.SecretService.Keyring"),
    ],
    ids=["fail", "null", "no-chain", "chain-with-null", "plaintext", "prompting", "stranger"],
)
def test_a_keyring_that_is_not_known_to_be_safe_is_never_used(
    tmp_path: Path, bare: Place, use: Use, backend: KeyringBackend
) -> None:
    use(backend)
    with pytest.raises(KeyStoreUnusable, match="--key-file"):
        create_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock)
    assert not (tmp_path / "k.db").exists()
    assert not getattr(backend, "kept", None)


def test_a_keyring_that_loses_what_it_is_given_is_refused(use: Use) -> None:
    use(passing_for("keyring.backends.SecretService.Keyring", set_password=lambda *_: None))
    with pytest.raises(KeyStoreUnusable, match="does not keep"):
        OsKeyring().probe()


def test_a_keyring_that_waits_for_a_prompt_is_not_waited_for(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(
        passing_for("keyring.backends.SecretService.Keyring", set_password=lambda *_: time.sleep(1))
    )
    monkeypatch.setattr(os_keyring, "TIMEOUT", 0.05)
    with pytest.raises(KeyStoreUnusable, match="did not answer"):
        OsKeyring().probe()


def test_a_keyring_s_own_error_is_named_and_not_quoted(use: Use) -> None:
    def locked(*_: object) -> Never:
        raise RuntimeError("CANARY")

    use(passing_for("keyring.backends.SecretService.Keyring", set_password=locked))
    with pytest.raises(KeyStoreUnusable, match="RuntimeError") as refused:
        OsKeyring().probe()
    assert "CANARY" not in str(refused.value)


def test_a_keyring_that_comes_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    late = passing_for("keyring.backends.SecretService.Keyring")
    strangers = [passing_for("keyrings.alt.file.PlaintextKeyring"), null.Keyring()]
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    classes = [type(backend) for backend in (*strangers, late)]
    monkeypatch.setattr(KeyringBackend, "get_viable_backends", lambda: classes)
    OsKeyring().probe()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with pytest.raises(KeyStoreUnusable, match="fail"):
        OsKeyring().probe()


def test_a_keyring_without_this_vault_s_key_leaves_it_locked(
    tmp_path: Path, bare: Place, safe: Store
) -> None:
    create_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock).lock()
    safe.kept.clear()
    with pytest.raises(VaultLocked, match="no key for this vault"):
        open_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock)


@pytest.mark.parametrize("spoiled", ["", "00", "no hexadecimal"])
def test_a_keyring_with_something_else_in_the_key_s_place_is_refused(
    tmp_path: Path, bare: Place, safe: Store, spoiled: str
) -> None:
    create_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock).lock()
    safe.kept = dict.fromkeys(safe.kept, spoiled)
    with pytest.raises(KeyStoreUnusable, match="is no key"):
        open_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_a_key_file_that_others_can_reach_is_refused(place: Place, mode: int) -> None:
    place.key.path.chmod(mode)
    with pytest.raises(KeyStoreUnusable, match="chmod 600"):
        place.open()


@pytest.mark.parametrize("body", [b"", b"x" * 31, b"x" * 33])
def test_a_key_file_of_another_length_is_refused(place: Place, body: bytes) -> None:
    place.key.path.write_bytes(body)
    with pytest.raises(KeyStoreUnusable, match="32 bytes"):
        place.open()


def test_a_key_file_that_is_missing_or_no_file_is_refused(tmp_path: Path, place: Place) -> None:
    for path, why in ((tmp_path / "none", "can't be read"), (tmp_path, "can't be read|no key")):
        with pytest.raises(KeyStoreUnusable, match=why):
            open_vault(place.path, KeyFile(path), clock=place.clock)
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(KeyStoreUnusable, match="no key file"):
        open_vault(place.path, KeyFile(tmp_path / "pipe"), clock=place.clock)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    made = KeyFile.make(tmp_path / "new" / "vault.key")
    before = made.path.read_bytes()
    with pytest.raises(KeyStoreUnusable, match="can't be made"):
        KeyFile.make(made.path)
    assert made.path.read_bytes() == before
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_the_named_key_file_comes_first(place: Place, safe: Store) -> None:
    environ = {"CREDENTIALS_DIRECTORY": str(place.path.parent)}
    found = find_key(place.path, key_file=place.key.path, environ=environ)
    assert isinstance(found, KeyFile)
    assert found.path == place.key.path


def test_then_the_credential_that_systemd_holds_ready(
    tmp_path: Path, place: Place, safe: Store
) -> None:
    credential = tmp_path / "billhook"
    credential.write_bytes(place.key.path.read_bytes())
    credential.chmod(0o440)  # as systemd's access list shows
    found = find_key(place.path, environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert open_vault(place.path, found, clock=place.clock).check().records == 5
    credential.chmod(0o444)
    with pytest.raises(KeyStoreUnusable):
        open_vault(place.path, found, clock=place.clock)


def test_then_the_keyring_for_a_vault_still_to_be_made(tmp_path: Path, safe: Store) -> None:
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}  # which holds none of ours
    assert isinstance(find_key(tmp_path / "new.db", environ=environ), OsKeyring)


def test_and_for_one_that_it_opens(tmp_path: Path, bare: Place, safe: Store) -> None:
    create_vault(tmp_path / "k.db", OsKeyring(), clock=bare.clock).lock()
    assert isinstance(find_key(tmp_path / "k.db", environ={}), OsKeyring)


def test_a_vault_that_asks_for_another_key_stays_locked(
    tmp_path: Path, bare: Place, safe: Store
) -> None:
    secret = Passphrase(Secret("long enough"), cost=CHEAP)
    create_vault(tmp_path / "p.db", secret, clock=bare.clock).lock()
    with pytest.raises(VaultLocked, match="passphrase"):
        find_key(tmp_path / "p.db", environ={})
    assert safe.kept == {}


def test_without_any_safe_store_a_new_vault_gets_no_key(tmp_path: Path, use: Use) -> None:
    use(fail.Keyring())
    with pytest.raises(KeyStoreUnusable):
        find_key(tmp_path / "new.db", environ={})


def test_a_passphrase_opens_alone_or_with_the_key_beside_it(
    tmp_path: Path, place: Place, safe: Store
) -> None:
    words, second = Secret("correct horse"), KeyFile.make(tmp_path / "second.key")
    assert isinstance(find_key(tmp_path / "new.db", passphrase=words, environ={}), Passphrase)
    with place.open() as vault:
        vault.keys.add(TwoSecret(words, second, cost=CHEAP))
        both = find_key(place.path, key_file=second.path, passphrase=words, environ={})
        assert (both.kind, both.label) == ("two-secret", "passphrase and second.key")
        with_keyring = find_key(place.path, passphrase=words, environ={})
        assert with_keyring.label == "passphrase and OS keyring"
        vault.keys.add(Passphrase(words, cost=CHEAP))
    assert isinstance(find_key(place.path, passphrase=words, environ={}), Passphrase)
