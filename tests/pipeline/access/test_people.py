"""People: links, roles, sessions and the last administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import NotAllowed, RecordMissing, SignedOut, TooManyTries, WrongInput
from model.people import Role, User
from model.secret import Secret
from pipeline.access.passwords import tried
from pipeline.access.sessions import StoreSessions
from pipeline.desks.people_screen import PeopleScreenDesk
from storage import audit, tries, users
from storage.store import Store
from tests.hashes import CHEAP, hashed
from vault import passwords

STRONG = Secret("violet ladder forty gulls")
OTHER = Secret("nineteen mossy lanterns hum")
WEAK = Secret("maya2026")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a fifth of a second a call."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def desk(store: Store) -> PeopleScreenDesk:
    return PeopleScreenDesk(store)


@pytest.fixture
def ada(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "ada", "Ada Lindqvist", Role.ADMIN, hashed(STRONG))


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        return users.add(tx, "maya", "Maya Okafor", Role.CLERK, hashed(STRONG))


def _verbs(store: Store, name: str) -> list[str]:
    with store.read() as tx:
        return [event.verb for event in audit.of_subject(tx, f"person:{name}")]


def _signs_in(store: Store, name: str, password: Secret) -> bool:
    return tried(store, name, password).user is not None


def test_a_new_person_chooses_a_password_by_a_link_that_is_good_once(
    store: Store, desk: PeopleScreenDesk, ada: User
) -> None:
    link = desk.add(ada, "ivo", full_name="  Ivo \t Marek ", role=Role.AUDITOR)
    (view,) = (one for one in desk.people() if one.person.name == "ivo")
    assert (view.person.full_name, view.invited, view.person.role) == (
        *("Ivo Marek", True),
        Role.AUDITOR,
    )
    assert not _signs_in(store, "ivo", Secret(""))
    assert desk.invited(link) == view.person
    with pytest.raises(WrongInput, match="take a longer one"):
        desk.choose_password(link, Secret("ivo marek 1"))
    assert desk.choose_password(link, OTHER) == view.person
    assert _signs_in(store, "ivo", OTHER)
    assert desk.invited(link) is None
    with pytest.raises(SignedOut):
        desk.choose_password(link, STRONG)
    assert _verbs(store, "ivo") == ["added", "chose a password"]


def test_a_link_lasts_three_days_and_signs_nobody_in(
    store: Store, desk: PeopleScreenDesk, ada: User, clock: FixedClock
) -> None:
    link = desk.add(ada, "ivo", full_name="Ivo Marek", role=Role.CLERK)
    with store.begin() as tx:
        assert users.use_token(tx, link.reveal()) is None
    clock.move(users.INVITED - timedelta(seconds=1))
    assert desk.invited(link) is not None
    clock.move(timedelta(seconds=1))
    assert desk.invited(link) is None


@pytest.mark.parametrize("name", ["ADA", "", "a b", "../x", "\u0430da", "x" * 65, "<b>"])
def test_a_name_is_plain_and_nobody_else_s(desk: PeopleScreenDesk, ada: User, name: str) -> None:
    with pytest.raises(WrongInput):
        desk.add(ada, name, full_name="Somebody", role=Role.CLERK)


@pytest.mark.parametrize("full_name", ["", "  ", "A\u202eB", "x" * 101])
def test_a_full_name_can_be_shown(desk: PeopleScreenDesk, ada: User, full_name: str) -> None:
    with pytest.raises(WrongInput):
        desk.add(ada, "ivo", full_name=full_name, role=Role.CLERK)


def test_a_new_role_counts_from_the_next_sign_in(
    store: Store, desk: PeopleScreenDesk, ada: User, maya: User
) -> None:
    sessions = StoreSessions(store)
    token = sessions.open(maya.id, "192.0.2.7 · Firefox on Linux")
    desk.set_role(ada, "maya", Role.APPROVER)
    assert sessions.user(token) is None
    again = sessions.user(sessions.open(maya.id))
    assert again is not None
    assert again.role is Role.APPROVER
    desk.set_role(ada, "maya", Role.APPROVER)  # what stands already ends nothing
    assert _verbs(store, "maya") == ["signed in", "set the role", "signed in"]


def test_who_is_deactivated_has_no_way_in_and_stays_on_record(
    store: Store, desk: PeopleScreenDesk, ada: User, maya: User
) -> None:
    sessions, link = StoreSessions(store), desk.reset(ada, "maya")
    desk.choose_password(link, STRONG)
    token = sessions.open(maya.id)
    with store.begin() as tx:
        entrance = users.one_time_token(tx, maya.id)
    desk.set_active(ada, "maya", active=False)
    assert sessions.user(token) is None
    assert not _signs_in(store, "maya", STRONG)
    with store.begin() as tx:
        assert users.use_token(tx, entrance) is None
    assert [view.person.active for view in desk.people()] == [True, False]
    with pytest.raises(WrongInput, match="let them sign in again first"):
        desk.reset(ada, "maya")
    desk.set_active(ada, "maya", active=True)
    assert _signs_in(store, "maya", STRONG)


def test_the_last_administrator_stays(
    store: Store, desk: PeopleScreenDesk, ada: User, maya: User
) -> None:
    for refused in (
        lambda: desk.set_role(ada, "ada", Role.AUDITOR),
        lambda: desk.set_active(ada, "ada", active=False),
    ):
        with pytest.raises(WrongInput, match="the last administrator"):
            refused()
    desk.set_role(ada, "maya", Role.ADMIN)
    desk.set_active(ada, "maya", active=False)
    with pytest.raises(WrongInput, match="the last administrator"):
        desk.set_role(ada, "ada", Role.CLERK)  # one who may not sign in is none
    desk.set_active(ada, "maya", active=True)
    desk.set_role(ada, "ada", Role.CLERK)
    assert {view.person.name: view.person.role for view in desk.people()} == {
        "ada": Role.CLERK,
        "maya": Role.ADMIN,
    }


def test_a_reset_ends_sessions_and_the_old_password(
    store: Store, desk: PeopleScreenDesk, ada: User, maya: User
) -> None:
    sessions = StoreSessions(store)
    token = sessions.open(maya.id)
    first, second = desk.reset(ada, "maya"), desk.reset(ada, "maya")
    assert sessions.user(token) is None
    assert not _signs_in(store, "maya", STRONG)
    assert desk.invited(first) is None  # the newest link alone is good
    assert desk.invited(second) == maya


def test_who_does_not_exist_is_named(desk: PeopleScreenDesk, ada: User) -> None:
    for missing in (desk.reset, desk.end_sessions):
        with pytest.raises(RecordMissing, match="nobody with the name 'nobody'"):
            missing(ada, "nobody")


def test_everybody_sees_and_ends_only_their_own_sessions(
    store: Store, desk: PeopleScreenDesk, ada: User, maya: User
) -> None:
    sessions = StoreSessions(store)
    here, there = sessions.open(maya.id, "here"), sessions.open(maya.id, "there")
    sessions.open(ada.id, "elsewhere")
    listed = {one.place: one.id for one in desk.own_sessions(maya)}
    assert listed.keys() == {"here", "there"}
    assert desk.session_id(here) == listed["here"]
    with pytest.raises(RecordMissing):
        desk.end_session(ada, listed["there"])
    desk.end_session(maya, listed["there"])
    assert (sessions.user(there), sessions.user(here)) == (None, maya)
    assert desk.sign_out_everywhere(maya) == 1
    assert [view.sessions for view in desk.people()] == [1, 0]


def test_an_id_of_a_session_opens_nothing(store: Store, maya: User) -> None:
    sessions, desk = StoreSessions(store), PeopleScreenDesk(store)
    sessions.open(maya.id)
    (listed,) = desk.own_sessions(maya)
    assert sessions.user(Secret(listed.id)) is None


def test_another_password_is_chosen_with_the_one_before_and_ends_other_sessions(
    store: Store, desk: PeopleScreenDesk, maya: User
) -> None:
    sessions = StoreSessions(store)
    here, there = sessions.open(maya.id), sessions.open(maya.id)
    with pytest.raises(WrongInput, match="not the password that you sign in with"):
        desk.change_password(maya, here, old=OTHER, new=OTHER)
    with pytest.raises(WrongInput, match="take a longer one"):
        desk.change_password(maya, here, old=STRONG, new=WEAK)
    desk.change_password(maya, here, old=STRONG, new=OTHER)
    assert (sessions.user(here), sessions.user(there)) == (maya, None)
    assert _signs_in(store, "maya", OTHER)
    assert _verbs(store, "maya")[-2:] == ["failed to change the password", "changed the password"]


def test_the_password_before_can_not_be_guessed_at_leisure(
    store: Store, desk: PeopleScreenDesk, maya: User
) -> None:
    for _ in range(tries.FREE_FAILURES):
        with pytest.raises(WrongInput):
            desk.change_password(maya, Secret("x"), old=OTHER, new=OTHER)
    with pytest.raises(TooManyTries):
        desk.change_password(maya, Secret("x"), old=STRONG, new=OTHER)
    assert not _signs_in(store, "maya", OTHER)


def test_an_auditor_sees_people_and_changes_none(store: Store, desk: PeopleScreenDesk) -> None:
    ivo = User("u3", "ivo", "Ivo Marek", Role.AUDITOR)
    assert desk.people() == ()
    with pytest.raises(NotAllowed, match="Only an admin may say who may sign in"):
        desk.add(ivo, "eve", full_name="Eve", role=Role.ADMIN)
    assert desk.people() == ()
