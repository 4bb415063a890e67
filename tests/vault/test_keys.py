from __future__ import annotations

import base64
import errno
from collections.abc import Callable
from pathlib import Path
from typing import Never

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import (
    KeyStoreUnusable,
    VaultError,
    VaultLocked,
    VaultTampered,
    WrongInput,
    WrongKey,
)
from model.secret import Secret
from tests.vault.keyrings import Store, passing_for
from tests.vault.making import CHEAP, Place, credential
from vault import (
    Cost,
    KeyFile,
    KeySource,
    OsKeyring,
    Passphrase,
    Recovery,
    TwoSecret,
    Vault,
    create_vault,
    open_vault,
    slot_kinds,
)
from vault.slots import passphrase as passphrases
from vault.slots.recovery import _checksum

WORDS = Secret("correct horse battery staple")


@pytest.fixture
def safe(monkeypatch: pytest.MonkeyPatch) -> Store:
    store = passing_for("keyring.backends.SecretService.Keyring")
    monkeypatch.setattr(keyring, "get_keyring", lambda: store)
    return store


def every_kind(folder: Path) -> list[KeySource]:
    """A source of each kind."""
    second = KeyFile.make(folder / "second.key")
    return [
        KeyFile.make(folder / "first.key"),
        OsKeyring(),
        Passphrase(WORDS, cost=CHEAP),
        Recovery.make(),
        TwoSecret(WORDS, second, cost=CHEAP),
    ]


def test_every_kind_of_key_opens_what_it_was_added_to(
    tmp_path: Path, place: Place, vault: Vault, safe: Store
) -> None:
    sources = every_kind(tmp_path)
    added = [vault.keys.add(source) for source in sources]
    assert vault.keys.slots()[1:] == tuple(added)
    assert [slot.kind for slot in added] == [
        *("file", "keyring", "passphrase", "recovery", "two-secret")
    ]
    for source in sources:
        with open_vault(place.path, source, clock=place.clock) as opened:
            assert opened.check().records == 5


def test_a_removed_key_opens_it_no_more_and_the_others_do(
    tmp_path: Path, place: Place, vault: Vault
) -> None:
    other = KeyFile.make(tmp_path / "other.key")
    added = vault.keys.add(other)
    assert vault.keys.remove(added.id) == added
    with pytest.raises(WrongKey):
        open_vault(place.path, other, clock=place.clock)
    assert place.check().records == 5
    assert [event.verb for event in vault.events()[-2:]] == ["add-key", "remove-key"]


def test_the_last_key_stays_and_a_strange_one_is_named(vault: Vault) -> None:
    with pytest.raises(WrongInput, match="only key"):
        vault.keys.remove(vault.keys.slots()[0].id)
    with pytest.raises(WrongInput, match="has no key nowhere"):
        vault.keys.remove("nowhere")
    assert len(vault.keys.slots()) == 1


def test_a_vault_has_so_many_keys_and_no_more(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.keys.MAX_SLOTS", 2)
    vault.keys.add(Recovery.make())
    with pytest.raises(WrongInput, match="at most 2 keys"):
        vault.keys.add(Passphrase(WORDS, cost=CHEAP))
    vault.keys.add(Recovery.make(), alone=True)
    assert len(vault.keys.slots()) == 2


def test_a_removed_keyring_slot_leaves_nothing_in_the_keyring(vault: Vault, safe: Store) -> None:
    added = vault.keys.add(OsKeyring())
    assert len(safe.kept) == 1
    vault.keys.remove(added.id)
    assert safe.kept == {}


def test_a_keyring_that_does_not_forget_is_logged_and_the_slot_is_gone(
    vault: Vault, safe: Store, caplog: pytest.LogCaptureFixture
) -> None:
    added = vault.keys.add(OsKeyring())
    safe.kept.clear()
    vault.keys.remove(added.id)
    assert "key of no use" in caplog.text
    assert len(vault.keys.slots()) == 1


def test_two_keyrings_each_have_a_slot_of_their_own(
    place: Place, vault: Vault, safe: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two machines have that share a vault: the first slot's secret is on the other one."""
    vault.keys.add(OsKeyring())
    elsewhere = passing_for("keyring.backends.macOS.Keyring")
    monkeypatch.setattr(keyring, "get_keyring", lambda: elsewhere)
    vault.keys.add(OsKeyring())
    assert open_vault(place.path, OsKeyring(), clock=place.clock).check().records == 5


def test_both_secrets_are_needed(tmp_path: Path, place: Place, vault: Vault) -> None:
    key, other = KeyFile.make(tmp_path / "2.key"), KeyFile.make(tmp_path / "3.key")
    vault.keys.add(TwoSecret(WORDS, key, cost=CHEAP))
    wrong: list[KeySource] = [
        TwoSecret(Secret("another passphrase"), key, cost=CHEAP),
        TwoSecret(WORDS, other, cost=CHEAP),
        Passphrase(WORDS, cost=CHEAP),
        key,
    ]
    for source in wrong:
        with pytest.raises(WrongKey):
            open_vault(place.path, source, clock=place.clock)
    key.path.unlink()
    with pytest.raises(KeyStoreUnusable):
        open_vault(place.path, TwoSecret(WORDS, key, cost=CHEAP), clock=place.clock)
    with pytest.raises(WrongInput, match="8 characters"):
        vault.keys.add(TwoSecret(Secret("short"), other, cost=CHEAP))


def test_a_weak_passphrase_slot_is_strengthened_when_it_is_opened(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.db"
    create_vault(path, Passphrase(WORDS, cost=CHEAP), clock=place.clock).lock()
    monkeypatch.setattr(passphrases, "FLOOR", CHEAP)
    stronger = Cost(m=128, t=2, p=1)
    with open_vault(path, Passphrase(WORDS, cost=stronger), clock=place.clock) as vault:
        assert vault.events()[-1].verb == "strengthen-key"
        with vault._access.reading() as contents:
            assert [slot.kdf for slot in contents.header.slots] == [stronger]
        assert [slot.kind for slot in vault.keys.slots()] == ["passphrase"]
    before = path.read_bytes()
    open_vault(path, Passphrase(WORDS, cost=stronger), clock=place.clock).lock()
    assert path.read_bytes() == before


def test_a_key_is_proved_and_that_is_on_record(place: Place, vault: Vault) -> None:
    kit = Recovery.make()
    with pytest.raises(WrongKey):
        vault.keys.prove(kit)
    added = vault.keys.add(kit)
    assert vault.keys.prove(Recovery(kit.code)) == added
    event = vault.events()[-1]
    assert (event.verb, event.purpose) == ("prove-key", f"recovery {added.id}")


def test_a_new_vault_key_leaves_nothing_of_the_old_one(tmp_path: Path, place: Place) -> None:
    vault = place.open()
    leaked, before = vault._access.key.sub("wrap-dek"), place.path.read_bytes()
    vault.keys.add(Recovery.make())
    ids = ids_of(place)
    dropped = vault.keys.renew([place.key])
    assert [slot.kind for slot in dropped] == ["recovery"]
    assert [slot.kind for slot in vault.keys.slots()] == ["file"]
    assert vault._access.key.sub("wrap-dek") != leaked
    assert not ids & ids_of(place)
    assert not any(row in before for row in sealed(place))
    again = place.check()
    assert (again.records, again.events) == (5, 10)
    with place.open().lease("acme", purpose="login", job="run-2") as lease:
        assert lease.record == credential()
    assert place.open().names()[0].last_used is not None


def ids_of(place: Place) -> set[str]:
    with place.spoiling() as raw:
        return {row[0] for row in raw.execute("SELECT id FROM vault_record")}


def sealed(place: Place) -> list[bytes]:
    with place.spoiling() as raw:
        return [row[0] for row in raw.execute("SELECT ct FROM vault_record")]


def test_a_process_that_holds_the_old_vault_key_is_locked_not_alarmed(place: Place) -> None:
    other = place.open()
    place.open().keys.renew([place.key])
    for use in (other.names, other.check, other.rotate, other.events):
        with pytest.raises(VaultLocked, match="unlock the vault again"):
            use()
    other.unlock(place.key)
    assert other.check().records == 5


def test_a_key_that_opens_nothing_renews_nothing(tmp_path: Path, place: Place) -> None:
    vault, before = place.open(), place.path.read_bytes()
    with pytest.raises(WrongKey):
        vault.keys.renew([KeyFile.make(tmp_path / "other.key")])
    with pytest.raises(WrongInput, match="at least one key"):
        vault.keys.renew([])
    assert place.path.read_bytes() == before


def test_an_anchor_that_cannot_be_written_stops_a_renewal(
    place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _body: bytes) -> Never:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vault.private.replace", full)
    with pytest.raises(VaultError, match="can't be written: No space left"):
        vault.keys.renew([place.key])
    monkeypatch.undo()
    assert place.check().records == 5


@pytest.mark.parametrize("survivor", ["old file", "new file"])
def test_a_crash_in_a_renewal_leaves_a_vault_that_opens(
    place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch, survivor: str
) -> None:
    """The anchor is proved by both keys from before the commit until after it."""
    old = place.path.read_bytes()
    monkeypatch.setattr("vault.anchor.Anchor.note", lambda *_: None)
    vault.keys.renew([place.key])
    monkeypatch.undo()
    assert len(place.anchor.read_bytes().splitlines()) == 2
    if survivor == "old file":
        place.path.write_bytes(old)
    assert place.check().records == 5
    place.open().put("acme", credential("new"))
    assert len(place.anchor.read_bytes().splitlines()) == 1


def test_an_unlocking_that_fails_leaves_the_vault_locked(place: Place, vault: Vault) -> None:
    older = place.path.read_bytes()
    vault.put("acme", credential("new"))
    vault.lock()
    place.path.write_bytes(older)
    with pytest.raises(VaultError):
        vault.unlock(place.key)
    with pytest.raises(VaultLocked):
        vault.names()


def test_a_key_of_another_vault_in_this_one_s_slot_is_refused(
    tmp_path: Path, place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.hierarchy.VaultKey.same", lambda *_: False)
    with pytest.raises(VaultTampered):
        vault.keys.prove(place.key)


def spoken(code: str) -> str:
    return code.replace("-", " ").lower()


@pytest.mark.parametrize("written", [str, spoken, lambda code: f"  {code.replace('-', '')}\n"])
def test_a_kit_s_code_is_read_as_people_write_it(written: Callable[[str], str]) -> None:
    kit = Recovery.make()
    assert Recovery(Secret(written(kit.code.reveal()))).code == kit.code
    assert [len(group) for group in kit.code.reveal().split("-")] == [8] * 5


@given(st.binary(min_size=20, max_size=20))
def test_digits_that_base32_leaves_out_are_the_letters_they_look_like(secret: bytes) -> None:
    kit = Recovery(Secret(base64.b32encode(secret + _checksum(secret)).decode()))
    misread = kit.code.reveal().translate(str.maketrans("OIB", "018"))
    assert Recovery(Secret(misread)).code == kit.code


@given(position=st.integers(0, 39), shift=st.integers(1, 31))
def test_a_code_with_one_letter_misread_is_refused_without_being_shown(
    position: int, shift: int
) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    code = Recovery.make().code.reveal().replace("-", "")
    other = letters[(letters.index(code[position]) + shift) % 32]
    misread = code[:position] + other + code[position + 1 :]
    with pytest.raises(WrongInput, match="letter by letter") as refused:
        Recovery(Secret(misread))
    assert misread not in str(refused.value)


@pytest.mark.parametrize("code", ["", "A", "A" * 40, "\u00e4" * 40, "A" * 41, "=" * 40])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(WrongInput, match="recovery kit"):
        Recovery(Secret(code))


def test_the_kinds_of_key_are_known_without_one(place: Place, vault: Vault) -> None:
    vault.keys.add(Recovery.make())
    assert slot_kinds(place.path) == {"file", "recovery"}
