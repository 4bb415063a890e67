"""What may be shown of records, and what a person changes or is shown, on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.errors import SecretChanged, SecretMissing, VaultError, VaultLocked, WrongInput
from model.secret import Secret
from model.vaults import SecretFacts
from tests.vault.making import NOON, SEED, Place, credential
from vault import (
    ApiKey,
    BrowserSession,
    Mailbox,
    Recovery,
    Reference,
    TotpSeed,
    Vault,
    seed_name,
)
from vault.contents import Contents
from vault.records import Content
from vault.rows import Row
from vault.upkeep import masked

STRONG = "tavern-mosaic-eleven-otter"


@pytest.fixture
def kept(bare_vault: Vault) -> Vault:
    """A vault with a record of most kinds."""
    bare_vault.put("acme", credential(STRONG))
    bare_vault.put(seed_name("acme"), TotpSeed(credential="acme", seed=Secret(SEED)))
    bare_vault.put("mail", Mailbox(username="ap@buyer.example", password=Secret("short")))
    bare_vault.put("key", ApiKey(key=Secret("k" * 40), origins=frozenset({"https://erp.example"})))
    bare_vault.put("visit", BrowserSession(state=Secret("{}"), expires=NOON + timedelta(days=1)))
    bare_vault.put("out", Reference(store="pass", item="ap/nordwind", username="K-77120"))
    return bare_vault


def facts_of(vault: Vault, name: str) -> SecretFacts:
    return next(one for one in vault.upkeep.facts() if one.name == name)


def test_every_record_is_told_of_without_its_secret(kept: Vault) -> None:
    told = kept.upkeep.facts()
    assert [one.name for one in told] == ["acme", "acme/totp", "key", "mail", "out", "visit"]
    shown = str(told)
    for secret in (STRONG, SEED, "short'", "k" * 40, "ap@buyer.example", "K-77120", "ap/nordwind"):
        assert secret not in shown


def test_the_facts_of_a_credential(kept: Vault) -> None:
    with kept.lease("acme", purpose="visit", job="run-1") as lease:
        edition = lease.edition
    told = facts_of(kept, "acme")
    assert told.username == "a\u2022\u2022\u2022@buyer.example"
    assert told.origins == ("https://portal.acme.example",)
    assert (told.version, told.updated, told.last_used) == (1, NOON, NOON)
    assert told.edition == edition
    assert (told.weak, told.shared_with) == ("", ())


def test_weak_passwords_are_told_and_keys_made_by_machines_are_not_judged(kept: Vault) -> None:
    assert facts_of(kept, "mail").weak == "shorter than 10 characters"
    assert facts_of(kept, "key").weak == ""


def test_one_password_for_two_accounts_is_told_at_both(kept: Vault) -> None:
    kept.put("post", Mailbox(username="x@buyer.example", password=Secret(STRONG)))
    assert facts_of(kept, "acme").shared_with == ("post",)
    assert facts_of(kept, "post").shared_with == ("acme",)


def test_one_account_kept_twice_shares_nothing(kept: Vault) -> None:
    kept.put("acme again", credential(STRONG))
    assert facts_of(kept, "acme").shared_with == ()
    kept.put("acme other", credential(STRONG, username="other@buyer.example"))
    assert facts_of(kept, "acme").shared_with == ("acme other",)


def test_a_session_tells_when_it_expires_and_a_reference_its_store(kept: Vault) -> None:
    assert facts_of(kept, "visit").expires == NOON + timedelta(days=1)
    assert facts_of(kept, "out").store == "pass"


@pytest.mark.parametrize(
    ("username", "shown"),
    [
        ("ap@buyer.example", "a\u2022\u2022\u2022@buyer.example"),
        ("@x", "\u2022\u2022\u2022"),
        ("K-77120", "K-\u2022\u2022\u2022"),
        ("ap", "\u2022\u2022\u2022"),
        ("", ""),
    ],
)
def test_user_names_are_masked(username: str, shown: str) -> None:
    assert masked(username) == shown


def test_what_was_done_with_a_record_is_told_newest_first(kept: Vault) -> None:
    with kept.lease("acme", purpose="visit", job="run-1"):
        pass
    kept.upkeep.replace_secret("acme", Secret("a new one 123"), replacing=1, actor="ada")
    told = [(one.actor, one.verb, one.purpose) for one in kept.upkeep.uses("acme")]
    assert told == [
        ("ada", "put", "another password"),
        ("run-1", "lease", "visit"),
        ("person", "put", ""),
    ]


def test_a_password_is_replaced_and_all_else_stays(kept: Vault) -> None:
    new = Secret("a new one 123")
    kept.upkeep.replace_secret("acme", new, replacing=1, actor="ada")
    with kept.lease("acme", purpose="look", job="test") as lease:
        assert lease.record == replace(credential(), password=new)
    kept.upkeep.replace_secret("mail", new, replacing=1, actor="ada")
    kept.upkeep.replace_secret("key", new, replacing=1, actor="ada")
    with kept.lease("key", purpose="look", job="test") as lease:
        assert lease.password == new


@pytest.mark.parametrize("name", ["acme/totp", "visit", "out"])
def test_what_holds_no_password_gets_none_and_shows_none(kept: Vault, name: str) -> None:
    with pytest.raises(WrongInput):
        kept.upkeep.replace_secret(name, Secret("a new one 123"), replacing=1, actor="ada")
    if name != "acme/totp":
        with pytest.raises(WrongInput):
            kept.upkeep.shown(name, actor="ada", purpose="look")
        assert [one.verb for one in kept.upkeep.uses(name)] == ["put"]


def test_an_empty_password_is_refused(kept: Vault) -> None:
    with pytest.raises(WrongInput, match="Type the new password"):
        kept.upkeep.replace_secret("acme", Secret(""), replacing=1, actor="ada")


def test_a_record_that_changed_meanwhile_is_left_as_it_is(kept: Vault) -> None:
    kept.put("acme", credential("another 12345"))
    with pytest.raises(SecretChanged):
        kept.upkeep.replace_secret("acme", Secret("a new one 123"), replacing=1, actor="ada")
    with pytest.raises(SecretMissing):
        kept.upkeep.replace_secret("nobody", Secret("a new one 123"), replacing=0, actor="ada")


def test_origins_are_settled_as_ever_and_never_empty(kept: Vault) -> None:
    kept.upkeep.set_origins("acme", ["https://New.Example/login"], replacing=1, actor="ada")
    assert facts_of(kept, "acme").origins == ("https://new.example",)
    for wrong in ([], ["http://plain.example"], ["javascript:alert(1)"]):
        with pytest.raises(WrongInput):
            kept.upkeep.set_origins("acme", wrong, replacing=2, actor="ada")
    with pytest.raises(WrongInput):
        kept.upkeep.set_origins("acme/totp", ["https://x.example"], replacing=1, actor="ada")


def test_a_value_is_shown_only_after_it_went_on_record(
    kept: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.upkeep.shown("acme", actor="ada", purpose="shown").value == Secret(STRONG)
    assert kept.upkeep.uses("acme")[0].verb == "reveal"

    def full(*_: object, **__: object) -> None:
        raise VaultError("The disk is full.")

    monkeypatch.setattr("vault.tables.add_event", full)
    with pytest.raises(VaultError, match="full"):
        kept.upkeep.shown("acme", actor="ada", purpose="shown")


def test_showing_is_no_use_by_a_job(kept: Vault) -> None:
    kept.upkeep.shown("acme", actor="ada", purpose="shown")
    assert facts_of(kept, "acme").last_used is None


def test_of_an_authenticator_only_the_code_is_shown(kept: Vault) -> None:
    code = kept.upkeep.shown("acme/totp", actor="ada", purpose="shown")
    assert len(code.value.reveal()) == 6
    assert code.seconds_left is not None
    assert 0 < code.seconds_left <= 30


def test_the_standing_tells_kinds_of_keys_and_the_kit(bare: Place, bare_vault: Vault) -> None:
    assert bare_vault.upkeep.standing().kinds == ("file",)
    assert bare_vault.upkeep.standing().recovery_made is None
    kit = Recovery.make()
    bare_vault.keys.add(kit, alone=True)
    standing = bare_vault.upkeep.standing()
    assert standing.kinds == ("file", "recovery")
    assert (standing.recovery_made, standing.recovery_proved) == (NOON, None)
    bare_vault.keys.prove(kit)
    assert bare_vault.upkeep.standing().recovery_proved == NOON


def test_what_did_not_change_is_not_opened_again(
    kept: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.upkeep.facts()
    opened: list[str] = []
    real = Contents.content

    def counted(self: Contents, row: Row) -> Content:
        opened.append(row.kind)
        return real(self, row)

    monkeypatch.setattr(Contents, "content", counted)
    assert kept.upkeep.facts() == before
    assert opened == []
    kept.put("mail", Mailbox(username="ap@buyer.example", password=Secret(STRONG)))
    opened.clear()
    assert {one.name: one.shared_with for one in kept.upkeep.facts()}["acme"] == ("mail",)
    assert opened == ["mailbox"]
    kept.lock()
    assert kept.upkeep._known == {}


def test_a_record_is_removed_as_it_was_seen_or_not_at_all(kept: Vault) -> None:
    with pytest.raises(SecretChanged):
        kept.remove("acme", replacing=2)
    kept.remove("acme", replacing=1)
    assert "acme" not in {one.name for one in kept.upkeep.facts()}


def test_a_locked_vault_tells_nothing(kept: Vault) -> None:
    kept.lock()
    with pytest.raises(VaultLocked):
        kept.upkeep.facts()
    with pytest.raises(VaultLocked):
        kept.upkeep.shown("acme", actor="ada", purpose="shown")


def test_a_vault_can_be_told_to_lock_when_idle_once_it_is_open(place: Place) -> None:
    with place.open() as vault:
        vault.lock_after(timedelta(minutes=5))
        place.clock.move(timedelta(minutes=5))
        assert vault.is_locked
