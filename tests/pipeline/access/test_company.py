"""The company's account: who of our people it is, in which role, and what does not get through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import BillhookError, NotAllowed, ProviderRefused, WrongInput
from model.people import Role, User
from model.secret import Secret
from model.single_sign_on import Attempt, Identified
from pipeline.access import people
from pipeline.access.company import LIFE, CompanySignIn, DoorTerms
from storage import audit, users
from storage.store import Store

pytestmark = pytest.mark.slow

SOMEONE = Identified("https://id", "00u1", "maya", "Maya Okafor", "maya@us.example", ("AP team",))
ROLES = {"AP team": Role.CLERK, "AP leads": Role.APPROVER, "IT": Role.ADMIN}


class Provider:
    """Says that whoever comes back is `someone`."""

    def __init__(self) -> None:
        self.someone = SOMEONE
        self.attempts: list[Attempt] = []

    def way_there(self, attempt: Attempt) -> str:
        self.attempts.append(attempt)
        return "https://id/authorize"

    def identify(self, attempt: Attempt, _answer: Mapping[str, str]) -> Identified:
        self.attempts.append(attempt)
        return self.someone

    def way_out(self) -> str | None:
        return None


class Company:
    """A company with a provider; `comes` is a whole sign-in of its person."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store, self.clock, self.provider = store, clock, Provider()

    def desk(self, **terms: object) -> CompanySignIn:
        return CompanySignIn(self.store, self.clock, DoorTerms(self.provider, **terms))  # type: ignore[arg-type]

    def comes(self, desk: CompanySignIn) -> User:
        _, state = desk.begin()
        return desk.arrive(state, {"state": state.reveal(), "code": "c"})

    def invite(self, name: str, mail: str, role: Role = Role.CLERK) -> User:
        with self.store.begin() as tx:
            people.add(tx, "ada", name, full_name=name.title(), role=role, mail=mail)
            return people.named(tx, name)

    def verbs(self, name: str) -> list[str]:
        with self.store.read() as tx:
            return [event.verb for event in audit.of_subject(tx, f"person:{name}")]


@pytest.fixture
def company(store: Store, clock: FixedClock) -> Company:
    return Company(store, clock)


def test_an_invited_person_is_known_by_a_proven_address_and_by_their_subject_from_then_on(
    company: Company,
) -> None:
    maya, desk = company.invite("maya", "Maya@us.example"), company.desk(by_mail=True)
    assert company.comes(desk) == maya
    company.provider.someone = replace(SOMEONE, mail="", name="someone else")
    assert company.comes(desk) == maya
    company.provider.someone = replace(SOMEONE, subject="00u2")  # the address passed to another
    with pytest.raises(NotAllowed, match="Nobody here knows"):
        company.comes(desk)
    assert "is known by the company's account" in company.verbs("maya")


@pytest.mark.parametrize("mail", ["", "else@us.example"])
def test_who_was_not_invited_gets_nothing_and_the_trail_says_so(
    company: Company, mail: str
) -> None:
    company.invite("maya", "maya@us.example")
    company.provider.someone = replace(SOMEONE, mail=mail)
    with pytest.raises(NotAllowed):
        company.comes(company.desk(by_mail=True))
    with company.store.read() as tx:
        assert [e.verb for e in audit.of_subject(tx, "sign-in:provider")] == ["was refused"]
        assert len(users.every(tx)) == 1


def test_an_equal_name_is_nobody_s_proof(company: Company) -> None:
    company.invite("maya", "other@us.example", Role.ADMIN)
    company.provider.someone = replace(SOMEONE, mail="")
    with pytest.raises(WrongInput, match="Somebody else has your name"):
        company.comes(company.desk(roles=ROLES))


def test_groups_make_a_new_person_and_keep_their_role(company: Company) -> None:
    desk = company.desk(roles=ROLES)
    maya = company.comes(desk)
    assert (maya.name, maya.full_name, maya.role) == ("maya", "Maya Okafor", Role.CLERK)
    assert maya.mail == "maya@us.example"
    company.provider.someone = replace(SOMEONE, groups=("AP leads", "AP team"))
    assert company.comes(desk).role is Role.APPROVER
    company.provider.someone = replace(SOMEONE, groups=("everybody",))
    with pytest.raises(NotAllowed, match="None of your groups"):
        company.comes(desk)
    assert company.verbs("maya").count("set the role") == 1


def test_who_was_deactivated_here_does_not_come_in_by_the_provider(company: Company) -> None:
    desk = company.desk(roles=ROLES)
    maya = company.comes(desk)
    with company.store.begin() as tx:
        users.set_active(tx, maya.id, active=False)
    with pytest.raises(NotAllowed, match="deactivated"):
        company.comes(desk)


def test_the_last_administrator_does_not_lose_the_role_by_a_group(company: Company) -> None:
    desk = company.desk(roles=ROLES)
    company.provider.someone = replace(SOMEONE, groups=("IT",))
    assert company.comes(desk).role is Role.ADMIN
    company.provider.someone = SOMEONE
    with pytest.raises(WrongInput, match="last administrator"):
        company.comes(desk)


def test_a_sign_in_ends_where_it_began_once_and_in_time(
    company: Company, clock: FixedClock
) -> None:
    desk = company.desk(roles=ROLES)
    _, state = desk.begin()
    answer = {"state": state.reveal(), "code": "c"}
    for held in (Secret(""), Secret("x"), desk.begin()[1]):
        with pytest.raises(ProviderRefused, match="did not begin in this browser"):
            desk.arrive(held, answer)
    desk.arrive(state, answer)
    with pytest.raises(ProviderRefused, match="used before"):
        desk.arrive(state, answer)
    _, late = desk.begin()
    clock.move(LIFE + timedelta(seconds=1))
    for old in (late, Secret("made-up")):
        with pytest.raises(ProviderRefused, match="too long"):
            desk.arrive(old, {"state": old.reveal()})


def test_what_is_proved_is_what_was_asked_and_another_process_s_own(company: Company) -> None:
    desk, other = company.desk(roles=ROLES), company.desk(roles=ROLES)
    _, state = desk.begin()
    desk.arrive(state, {"state": state.reveal()})
    other.arrive(state, {"state": state.reveal()})
    asked, proved, elsewhere = company.provider.attempts
    assert (asked.nonce, asked.verifier) == (proved.nonce, proved.verifier)
    assert asked.nonce != elsewhere.nonce
    assert asked.verifier != elsewhere.verifier
    assert asked.nonce != asked.verifier


def test_without_a_provider_nobody_comes_by_one(store: Store, clock: FixedClock) -> None:
    desk = CompanySignIn(store, clock, DoorTerms())
    assert not desk.offered()
    assert desk.by_password()
    assert desk.way_out() is None
    with pytest.raises(BillhookError):
        desk.begin()
