"""Authenticators of people: the seed in the vault, each code once, recovery codes as digests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from model.clock import FixedClock
from model.errors import SignedOut, TooManyTries, VaultError, WrongInput
from model.people import Role, User
from model.second_step import Step
from model.secret import Secret
from pipeline.access.second_step import LIFE, SecondStepScreenDesk
from pipeline.desks.vault_screen import VaultScreenDesk
from pipeline.rules import change
from storage import audit, second_factors, tries, users
from storage.store import Store
from tests.hashes import CHEAP, hashed
from tests.pipeline.doors import InnerDoor, ShutDoor
from vault import KeyFile, Vault, create_vault, passwords
from vault.totp import code_at

pytestmark = pytest.mark.slow

PASSWORD = Secret("violet ladder forty gulls")
STEP = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a fifth of a second a call."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)


@pytest.fixture
def door(store: Store, vault: Vault) -> InnerDoor:
    return InnerDoor(store, vault)


@pytest.fixture
def desk(store: Store, clock: FixedClock, door: InnerDoor) -> SecondStepScreenDesk:
    return SecondStepScreenDesk(store, clock, door)


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "maya", "Maya Okafor", Role.APPROVER, hashed(PASSWORD))


def enrolled(
    desk: SecondStepScreenDesk, clock: FixedClock, person: User
) -> tuple[Secret, tuple[Secret, ...]]:
    """The seed that a person's authenticator has, and their recovery codes."""
    seed = desk.seed(person).letters
    codes = desk.enrol(person, code_at(seed, clock.now()).code)
    clock.move(STEP)
    return seed, codes


def signs_in(desk: SecondStepScreenDesk, person: User, code: Secret) -> bool:
    try:
        return desk.prove(desk.ticket(person), code) == person
    except WrongInput:
        return False


def test_a_seed_is_proved_by_a_code_and_lies_in_the_vault_alone(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock, vault: Vault
) -> None:
    assert desk.step(maya) is Step.NONE
    shown = desk.seed(maya)
    assert desk.seed(maya).letters == shown.letters  # a page that is shown again says the same
    with pytest.raises(WrongInput):
        desk.enrol(maya, Secret("000000"))
    assert desk.step(maya) is Step.NONE
    seed, codes = enrolled(desk, clock, maya)
    assert seed == shown.letters
    assert desk.step(maya) is Step.CODE
    assert len({code.reveal() for code in codes}) == second_factors.CODES
    with store.read() as tx:
        cells = "\n".join(
            str(row)
            for table in ("second_factor", "recovery_code", "event", "app_user", "setting")
            for row in tx.connection.execute(text(f"SELECT * FROM {table}"))
        )
    for secret in (seed, *codes):
        assert secret.reveal() not in cells
        assert secret.reveal().replace("-", "") not in cells
    assert [one.name for one in vault.names()] == [f"person/{maya.id}/totp"]


def test_a_code_is_taken_once_and_no_earlier_one_after_it(
    desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    seed, _ = enrolled(desk, clock, maya)
    earlier, now = (code_at(seed, clock.now() - STEP).code, code_at(seed, clock.now()).code)
    assert not signs_in(desk, maya, earlier)  # the one that proved the seed
    assert signs_in(desk, maya, Secret(f" {now.reveal()[:3]} {now.reveal()[3:]} "))
    assert not signs_in(desk, maya, now)
    later = code_at(seed, clock.now() + STEP).code  # a clock that goes half a minute fast
    assert signs_in(desk, maya, later)
    assert not signs_in(desk, maya, code_at(seed, clock.now() + 3 * STEP).code)


def test_a_recovery_code_is_good_once_also_while_the_vault_is_locked(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    _, codes = enrolled(desk, clock, maya)
    locked = SecondStepScreenDesk(store, clock, ShutDoor())
    with pytest.raises(VaultError, match="A recovery code does without"):
        locked.prove(locked.ticket(maya), Secret("123456"))
    typed = Secret(codes[0].reveal().upper().replace("-", " "))
    assert signs_in(locked, maya, typed)
    assert not signs_in(locked, maya, typed)
    assert desk.own(maya).codes_left == second_factors.CODES - 1


def test_codes_of_one_person_open_nothing_of_another(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    with store.begin() as tx:
        ivo = users.add(tx, "ivo", "Ivo Marek", Role.AUDITOR, hashed(PASSWORD))
    seed, codes = enrolled(desk, clock, maya)
    enrolled(desk, clock, ivo)
    for code in (code_at(seed, clock.now()).code, codes[0]):
        assert not signs_in(desk, ivo, code)
    assert signs_in(desk, maya, codes[0])


def test_codes_can_not_be_guessed_at_leisure(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    seed, _ = enrolled(desk, clock, maya)
    ticket = desk.ticket(maya)
    for _ in range(tries.FREE_FAILURES):
        with pytest.raises(WrongInput):
            desk.prove(ticket, Secret("000000"))
    with pytest.raises(TooManyTries):
        desk.prove(ticket, code_at(seed, clock.now()).code)
    clock.move(timedelta(minutes=1))
    assert desk.prove(ticket, code_at(seed, clock.now()).code) == maya
    with store.read() as tx:
        verbs = [event.verb for event in audit.of_subject(tx, "person:maya")]
    assert verbs.count("typed a wrong code") == tries.FREE_FAILURES


def test_a_ticket_and_a_seed_last_ten_minutes(
    desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    ticket, seed = desk.ticket(maya), desk.seed(maya).letters
    clock.move(LIFE)
    assert desk.holder(ticket) is None
    with pytest.raises(SignedOut):
        desk.prove(ticket, Secret("123456"))
    with pytest.raises(WrongInput, match="took too long"):
        desk.enrol(maya, code_at(seed, clock.now()).code)


def test_roles_that_must_enrol_can_not_do_without(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    with store.begin() as tx:
        change(tx, "ada", "authenticator_roles", "admin, approver")
    assert desk.step(maya) is Step.ENROL
    enrolled(desk, clock, maya)
    with pytest.raises(WrongInput, match="Your role signs in with an authenticator"):
        desk.leave(maya)
    with store.begin() as tx:
        change(tx, "ada", "authenticator_roles", "nobody")
    assert desk.step(maya) is Step.CODE
    desk.leave(maya)
    assert desk.step(maya) is Step.NONE
    assert desk.own(maya).codes_left == 0


@pytest.mark.parametrize("value", ["", "king", "admin,,clerk", "Admin", "nobody, admin"])
def test_the_rule_names_roles(store: Store, value: str) -> None:
    with store.begin() as tx, pytest.raises(WrongInput):
        change(tx, "ada", "authenticator_roles", value)


def test_a_lost_authenticator_is_taken_away_and_ends_the_sessions(
    store: Store, desk: SecondStepScreenDesk, maya: User, clock: FixedClock
) -> None:
    ada = User("a", "ada", "Ada", Role.ADMIN)
    with pytest.raises(WrongInput, match="has no authenticator"):
        desk.take_away(ada, "maya")
    _, codes = enrolled(desk, clock, maya)
    with store.begin() as tx:
        token = users.open_session(tx, maya.id)
    desk.take_away(ada, "maya")
    assert desk.step(maya) is Step.NONE
    with store.read() as tx:
        assert users.session_user(tx, token) is None
    assert not signs_in(desk, maya, codes[0])


def test_nobody_reaches_a_person_s_seed_over_the_vault(
    store: Store,
    desk: SecondStepScreenDesk,
    maya: User,
    clock: FixedClock,
    door: InnerDoor,
) -> None:
    """A clerk may fill the vault and an admin be shown what lies in it: not this."""
    with store.begin() as tx:
        ada = users.add(tx, "ada", "Ada", Role.ADMIN, hashed(PASSWORD))
    seed, _ = enrolled(desk, clock, maya)
    screen, name = VaultScreenDesk(store, clock, door), f"person/{maya.id}"
    assert screen.records() == ()
    own = Secret("JBSWY3DPEHPK3PXP")
    with pytest.raises(WrongInput, match="shown to nobody"):
        screen.reveal(ada, f"{name}/totp", password=PASSWORD, copied=False)
    origins = ("https://a.example",)
    with pytest.raises(WrongInput, match="does not begin with"):
        screen.add(ada, name, username="x", origins=origins, value=own)
    with pytest.raises(WrongInput):
        screen.add_seed(ada, name, own)
    head = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password"
    line = f",,login,{name},,,0,https://a.example,x,violet ladder,{own.reveal()}"
    export = f"{head},login_totp\n{line}\n"
    assert screen.take_in(ada, "export.csv", export.encode(), Secret("")) == ()
    assert signs_in(desk, maya, code_at(seed, clock.now()).code)
