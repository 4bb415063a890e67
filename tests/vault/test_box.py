from __future__ import annotations

import dataclasses
import stat
from datetime import timedelta
from pathlib import Path
from typing import Never

import pytest

from model import ports
from model.errors import (
    LeaseOver,
    SecretChanged,
    SecretMissing,
    StorageFull,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
    VaultMissing,
    VaultRolledBack,
    VaultTampered,
    WrongInput,
    WrongKey,
)
from model.redaction import redacted
from model.secret import Secret
from tests.vault.making import CHEAP, NOON, SEED, Place, credential
from vault import (
    ApiKey,
    BrowserSession,
    KeyFile,
    OAuthToken,
    Passphrase,
    TotpSeed,
    Vault,
    contents,
    create_vault,
    file,
    open_vault,
    seed_name,
    slot_kinds,
)


def test_a_record_comes_back_as_it_was_put(vault: Vault) -> None:
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        assert lease.record == credential()


def test_a_lease_is_what_the_other_rooms_expect(vault: Vault) -> None:
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        expected: ports.Lease = lease
        assert expected.username == "ap@buyer.example"
        assert expected.password == credential().password
        assert expected.totp == Secret(SEED)
        assert expected.customer_number == "K-4711"
        assert expected.origins == {"https://portal.acme.example"}


def test_a_key_is_leased_without_a_user_name(vault: Vault) -> None:
    with vault.lease("erp", purpose="deliver", job="run-2") as lease:
        assert (lease.username, lease.password, lease.totp) == ("", Secret("token"), None)
        assert lease.customer_number is None


def test_a_browser_session_is_leased_as_its_state(vault: Vault) -> None:
    state = BrowserSession(state=Secret('{"cookies":[]}'), expires=NOON + timedelta(days=1))
    vault.put("acme session", state)
    with vault.lease("acme session", purpose="visit", job="run-2") as lease:
        assert lease.password == Secret('{"cookies":[]}')
        assert lease.record == state


def token(refresh: str) -> OAuthToken:
    return OAuthToken(
        username="ap@buyer.example",
        client="11111111-2222-3333-4444-555555555555",
        tenant="buyer.example",
        scopes=frozenset({"offline_access", "https://outlook.example/IMAP.AccessAsUser.All"}),
        refresh_token=Secret(refresh),
        access_token=Secret("access"),
        expires=NOON + timedelta(hours=1),
        token_url="https://login.example/token",
        origins=frozenset({"https://login.example", "imaps://mail.example"}),
    )


def test_an_oauth_token_is_leased_as_its_refresh_token(vault: Vault) -> None:
    assert vault.put("ap mailbox", token("first")) == 1
    with vault.lease("ap mailbox", purpose="watch", job="run-2") as lease:
        assert (lease.username, lease.password) == ("ap@buyer.example", Secret("first"))
        assert lease.record == token("first")


def test_a_token_that_two_jobs_renew_is_replaced_by_the_first_only(vault: Vault) -> None:
    vault.put("ap mailbox", token("first"), replacing=0)
    assert vault.put("ap mailbox", token("second"), replacing=1) == 2
    before = vault.check()
    for outdated in (0, 1, 3):
        with pytest.raises(SecretChanged, match="newer version"):
            vault.put("ap mailbox", token("third"), replacing=outdated)
    assert vault.check() == before
    with vault.lease("ap mailbox", purpose="watch", job="run-2") as lease:
        assert lease.password == Secret("second")


def test_a_closed_lease_gives_nothing_away(vault: Vault) -> None:
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        pass
    for field in ("record", "username", "password", "totp", "customer_number", "origins"):
        with pytest.raises(LeaseOver, match="acme"):
            getattr(lease, field)


def test_a_lease_is_closed_when_its_job_fails(vault: Vault) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        vault.lease("acme", purpose="login", job="run-2") as lease,
    ):
        raise ZeroDivisionError
    with pytest.raises(LeaseOver):
        _ = lease.password


def test_a_lease_is_on_record_before_the_secret_is_handed_out(place: Place, vault: Vault) -> None:
    with vault.lease("globex", purpose="login globex", job="run-9"):
        event = place.open().events()[-1]
    assert (event.actor, event.verb, event.name) == ("run-9", "lease", "globex")
    assert (event.purpose, event.outcome, event.at) == ("login globex", "done", NOON)


def test_no_event_no_secret(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> Never:
        raise StorageFull

    monkeypatch.setattr("vault.tables.add_event", full)
    with pytest.raises(StorageFull), vault.lease("acme", purpose="login", job="run-2"):
        pytest.fail("a secret was handed out without an event")


def test_a_seed_is_not_leased_alone(vault: Vault) -> None:
    with pytest.raises(WrongInput), vault.lease(seed_name("acme"), purpose="?", job="run-2"):
        pass


def test_a_seed_stands_under_its_credential_s_name(vault: Vault) -> None:
    with pytest.raises(WrongInput, match="acme/totp"):
        vault.put("anything", TotpSeed(credential="acme", seed=Secret(SEED)))


def test_another_record_under_a_seed_s_name_is_no_seed(vault: Vault) -> None:
    vault.put(seed_name("globex"), ApiKey(key=Secret("token")))
    with vault.lease("globex", purpose="login", job="run-2") as lease:
        assert lease.totp is None


def test_a_missing_record_is_an_error_not_an_empty_one(vault: Vault) -> None:
    with pytest.raises(SecretMissing, match="nobody"), vault.lease("nobody", purpose="", job="j"):
        pass
    with pytest.raises(SecretMissing, match="nobody"):
        vault.remove("nobody")


def test_the_list_shows_everything_but_secrets(vault: Vault) -> None:
    first, *others = vault.names()
    assert dataclasses.asdict(first) == {
        "name": "acme",
        "kind": "credential",
        "username": "ap@buyer.example",
        "origins": ("https://portal.acme.example",),
        "version": 1,
        "updated": NOON,
        "last_used": NOON,
    }
    assert [entry.name for entry in others] == ["acme/totp", "erp", "globex", "inbox"]
    assert [entry.last_used for entry in others] == [None] * 4


def test_a_second_put_makes_a_second_version(place: Place, vault: Vault) -> None:
    place.clock.move(timedelta(hours=1))
    vault.put("acme", credential("new"))
    entry = vault.names()[0]
    assert (entry.version, entry.updated) == (2, NOON + timedelta(hours=1))


def test_a_name_is_kept_in_one_spelling(vault: Vault) -> None:
    vault.put("  Mu\u0308ller ", ApiKey(key=Secret("token")))
    with vault.lease("M\u00fcller", purpose="deliver", job="run-2") as lease:
        assert lease.name == "M\u00fcller"


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "two\nlines", "\u202eevil", "x" * 201])
def test_a_name_that_cannot_be_shown_is_refused(vault: Vault, name: str) -> None:
    with pytest.raises(WrongInput):
        vault.put(name, credential())


def test_a_removed_record_takes_its_seed_along(vault: Vault) -> None:
    vault.remove("acme")
    assert [entry.name for entry in vault.names()] == ["erp", "globex", "inbox"]
    assert [event.name for event in vault.events()[-2:]] == ["acme", "acme/totp"]


def test_rotation_leaves_nothing_under_the_old_key(place: Place, vault: Vault) -> None:
    before, events = place.path.read_bytes(), vault.events()
    assert vault.rotate() == 2
    assert vault.events()[:-1] == events
    with place.spoiling() as raw:
        assert raw.execute("SELECT DISTINCT gen FROM vault_record").fetchall() == [(2,)]
        sealed = [row[0] for row in raw.execute("SELECT ct FROM vault_record")]
    assert not any(text in before for text in sealed)
    with place.open().lease("acme", purpose="login", job="run-2") as lease:
        assert lease.record == credential()


def test_check_says_how_much_it_proved(vault: Vault) -> None:
    proof = vault.check()
    assert (proof.records, proof.events, proof.epoch) == (5, 7, 7)


def test_a_locked_vault_gives_nothing_and_ends_its_leases(vault: Vault) -> None:
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        vault.lock()
        with pytest.raises(LeaseOver):
            _ = lease.password
    for use in (vault.names, vault.check, vault.rotate, vault.events):
        with pytest.raises(VaultLocked):
            use()
    with pytest.raises(VaultLocked):
        vault.put("acme", credential())


def test_what_the_vault_holds_in_memory_has_no_telling_repr(vault: Vault) -> None:
    with vault._access.reading() as found:
        assert repr(found._data_key) == "DataKey(gen=1)"
    assert repr(vault._access.key) == "VaultKey(open)"


def test_a_vault_that_is_not_there_is_not_made_by_opening_it(tmp_path: Path, place: Place) -> None:
    with pytest.raises(VaultMissing, match="vault init"):
        open_vault(tmp_path / "other.db", place.key, clock=place.clock)
    assert not (tmp_path / "other.db").exists()


def test_a_vault_never_takes_another_one_s_place(place: Place) -> None:
    before = place.path.read_bytes()
    with pytest.raises(VaultError, match="already"):
        create_vault(place.path, place.key, clock=place.clock)
    assert place.path.read_bytes() == before
    assert sorted(p.name for p in place.path.parent.iterdir()) == [
        "vault.db",
        "vault.db.anchor",
        "vault.key",
    ]


def test_a_vault_that_cannot_be_made_says_why(tmp_path: Path, place: Place) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="No vault can be made"):
        create_vault(tmp_path / "file" / "vault.db", place.key, clock=place.clock)


def test_the_files_are_private(tmp_path: Path, bare: Place) -> None:
    made = create_vault(tmp_path / "new" / "v.db", bare.key, clock=bare.clock)
    made.lock()
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").iterdir()}
    assert modes == {"v.db": 0o600, "v.db.anchor": 0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_another_key_does_not_open_it(tmp_path: Path, place: Place) -> None:
    with pytest.raises(WrongKey):
        open_vault(place.path, KeyFile.make(tmp_path / "other.key"), clock=place.clock)


def test_a_key_of_another_kind_does_not_open_it(place: Place) -> None:
    with pytest.raises(WrongKey):
        open_vault(place.path, Passphrase(Secret("long enough"), cost=CHEAP), clock=place.clock)
    assert slot_kinds(place.path) == {"file"}


def test_an_older_copy_is_noticed_by_a_vault_that_stays_open(place: Place, vault: Vault) -> None:
    older = place.path.read_bytes()
    vault.put("acme", credential("new"))
    place.anchor.unlink()
    place.path.write_bytes(older)
    with pytest.raises(VaultRolledBack):
        vault.names()


def test_an_older_copy_is_accepted_by_its_number_only(tmp_path: Path, place: Place) -> None:
    older = place.path.read_bytes()
    with place.open() as vault:
        vault.put("acme", credential("new"))
    place.path.write_bytes(older)
    with pytest.raises(VaultRolledBack, match="--accept-epoch 7"):
        place.open()
    for wrong in (6, 8):
        with pytest.raises(VaultRolledBack):
            open_vault(place.path, place.key, clock=place.clock, accept_epoch=wrong)
    accepted = open_vault(place.path, place.key, clock=place.clock, accept_epoch=7)
    assert (accepted.events()[-1].verb, accepted.events()[-1].purpose) == ("accept", "7")
    assert place.check().epoch == 8


def test_a_vault_without_an_anchor_is_taken_as_it_is_and_that_is_on_record(place: Place) -> None:
    place.anchor.unlink()
    assert place.open().events()[-1].verb == "adopt"
    assert place.check().epoch == 8


def test_an_anchor_of_another_vault_is_refused(tmp_path: Path, place: Place) -> None:
    other = create_vault(tmp_path / "other.db", place.key, clock=place.clock)
    other.lock()
    place.anchor.write_bytes((tmp_path / "other.db.anchor").read_bytes())
    with pytest.raises(VaultTampered, match="remove that file"):
        place.open()


@pytest.mark.parametrize("body", [b"", b"\xff", b'{"epoch":', b'{"epoch":99,"format":1}'])
def test_an_anchor_that_does_not_read_is_refused(place: Place, body: bytes) -> None:
    place.anchor.write_bytes(body)
    with pytest.raises(VaultTampered):
        place.open()


def test_an_anchor_that_cannot_be_opened_is_an_error(place: Place) -> None:
    place.anchor.unlink()
    place.anchor.mkdir()
    with pytest.raises(VaultError, match="can't be read"):
        place.open()


def test_an_anchor_that_cannot_be_written_is_logged_and_the_change_stands(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_self: Path, _target: str) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    vault.put("acme", credential("new"))
    assert "No space left" in caplog.text
    monkeypatch.undo()
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        assert lease.password == Secret("new")


def test_the_anchor_is_kept_where_it_is_wanted(tmp_path: Path, bare: Place) -> None:
    elsewhere = tmp_path / "state" / "anchor"
    made = create_vault(tmp_path / "v.db", bare.key, clock=bare.clock, anchor=elsewhere)
    made.lock()
    assert elsewhere.exists()
    opened = open_vault(tmp_path / "v.db", bare.key, clock=bare.clock, anchor=elsewhere)
    assert len(opened.events()) == 1


def test_an_anchor_that_is_ahead_of_a_reader_is_left_alone(place: Place, vault: Vault) -> None:
    vault._access.anchor.raise_to(99, vault._access.key)
    vault._access.anchor.raise_to(50, vault._access.key)
    assert vault._access.anchor.epoch(vault._access.key) == 99


def test_a_busy_vault_is_named(place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    with place.spoiling() as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(VaultBusy):
            vault.names()
        other.rollback()
    assert len(vault.names()) == 5


def test_a_vault_that_cannot_be_written_is_named(place: Place, vault: Vault) -> None:
    place.path.unlink()
    with pytest.raises(VaultError, match="permissions"):
        vault.put("acme", credential())


def test_a_file_that_is_no_database_is_damaged(place: Place) -> None:
    place.path.write_bytes(b"no database" * 1000)
    with pytest.raises(VaultDamaged, match=r"vault\.db is damaged"):
        place.open()


def test_a_vault_of_a_newer_billhook_says_so(place: Place) -> None:
    with place.spoiling() as raw:
        newer = "replace(body, '\"min_reader\":1', '\"min_reader\":2')"
        raw.execute(f"UPDATE vault_header SET body = CAST({newer} AS BLOB)")
    with pytest.raises(VaultError, match="newer Billhook"):
        place.open()


def test_a_data_key_that_is_used_up_refuses_until_it_is_rotated(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_WRITES", 12)
    with pytest.raises(VaultError, match="rotate"):
        vault.put("acme", credential())
    monkeypatch.setattr(contents, "MAX_WRITES", 13)
    assert vault.rotate() == 2
    assert vault.check().epoch == 8


def test_a_passphrase_opens_what_it_made_in_either_spelling(tmp_path: Path, bare: Place) -> None:
    made = create_vault(
        tmp_path / "p.db", Passphrase(Secret("Schlu\u0308ssel"), cost=CHEAP), clock=bare.clock
    )
    made.put("acme", credential())
    made.lock()
    again = Passphrase(Secret("Schl\u00fcssel"), cost=CHEAP)
    assert open_vault(tmp_path / "p.db", again, clock=bare.clock).check().records == 1
    with pytest.raises(WrongKey):
        open_vault(tmp_path / "p.db", Passphrase(Secret("Schlussel"), cost=CHEAP), clock=bare.clock)


def test_a_weak_derivation_opens_only_for_who_asks_for_it(tmp_path: Path, bare: Place) -> None:
    weak = Passphrase(Secret("long enough"), cost=CHEAP)
    create_vault(tmp_path / "p.db", weak, clock=bare.clock).lock()
    with pytest.raises(VaultTampered, match="out of bounds"):
        open_vault(tmp_path / "p.db", Passphrase(Secret("long enough")), clock=bare.clock)


def test_a_short_passphrase_makes_no_vault(tmp_path: Path, bare: Place) -> None:
    with pytest.raises(WrongInput, match="8 characters"):
        create_vault(tmp_path / "p.db", Passphrase(Secret("short")), clock=bare.clock)
    assert not (tmp_path / "p.db").exists()


def test_what_a_lease_gives_is_shown_in_no_log_while_it_lasts(vault: Vault) -> None:
    with vault.lease("acme", purpose="login", job="run-2") as lease:
        said = f"fill {lease.password.reveal()} {SEED} for {lease.username}"
        assert redacted(said) == "fill *** *** for ap@buyer.example"
        lease.close()  # as `Vault.lock` does it; once more at the end of the block
    assert redacted(said) == said
