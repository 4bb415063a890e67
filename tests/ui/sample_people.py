"""People to draw, changed in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from model.errors import RecordMissing, SignedOut, WrongInput
from model.languages import Language
from model.notices import NoticeChoice, NoticePace
from model.people import Right, Role, SignedIn, User
from model.people_desk import PersonView
from model.secret import Secret
from pipeline.access.rights import guarded, needs
from tests.ui.sample_documents import HOSTILE, NOW

LINK = Secret("a-link-that-nobody-guesses")


class House(Protocol):
    """What the sample needs of the desk around it."""

    def note(self, user: User, what: str) -> None: ...
    def tell(self, topic: str, subject: str) -> None: ...


@guarded
class SamplePeople:
    """`model.people_desk.PeopleDesk` over samples."""

    def __init__(self, house: House, known: Iterable[User]) -> None:
        self._house = house
        self._people = {one.name: PersonView(one, 1, NOW) for one in known}
        hostile = User("u9", "hugo", HOSTILE, Role.APPROVER)
        self._people[hostile.name] = PersonView(hostile, invited=True)
        self.passwords: list[tuple[str, str]] = []
        self.chosen: dict[str, tuple[NoticePace, int]] = {}

    def people(self) -> tuple[PersonView, ...]:
        return tuple(self._people.values())

    @needs(Right.MANAGE_PEOPLE)
    def add(self, user: User, name: str, *, full_name: str, role: Role, mail: str = "") -> Secret:
        if name in self._people:
            raise WrongInput(f"There is somebody with the name {name}; choose another.")
        person = User(f"u-{name}", name, full_name, role, mail=mail)
        self._put(user, PersonView(person, invited=True), "add")
        return LINK

    @needs(Right.MANAGE_PEOPLE)
    def set_role(self, user: User, name: str, role: Role) -> None:
        view = self._people[name]
        self._put(user, replace(view, person=replace(view.person, role=role)), f"role {role}")

    @needs(Right.MANAGE_PEOPLE)
    def set_active(self, user: User, name: str, *, active: bool) -> None:
        view = self._people[name]
        if user.name == name:
            raise WrongInput(f"{user.full_name} is the last administrator.")
        self._put(user, replace(view, person=replace(view.person, active=active)), "active")

    @needs(Right.MANAGE_PEOPLE)
    def set_mail(self, user: User, name: str, mail: str) -> None:
        known = self._people[name]
        self._put(user, replace(known, person=replace(known.person, mail=mail)), f"mail {mail}")

    @needs(Right.MANAGE_PEOPLE)
    def reset(self, user: User, name: str) -> Secret:
        self._put(user, replace(self._people[name], invited=True), "reset")
        return LINK

    @needs(Right.MANAGE_PEOPLE)
    def end_sessions(self, user: User, name: str) -> int:
        self._put(user, replace(self._people[name], sessions=0, newest=None), "end sessions")
        return 1

    def invited(self, token: Secret) -> User | None:
        return self._people["hugo"].person if token == LINK else None

    def choose_password(self, token: Secret, password: Secret) -> User:
        person = self.invited(token)
        if person is None:
            raise SignedOut
        if len(password.reveal()) < 10:
            raise WrongInput("This password is shorter than 10 characters.")
        self.passwords.append((person.name, password.reveal()))
        return person

    @needs(Right.OWN_ACCOUNT)
    def own_sessions(self, user: User) -> tuple[SignedIn, ...]:
        ago = NOW - timedelta(hours=2)
        return (
            SignedIn("here", user.id, NOW, "127.0.0.1 · Chrome on Linux"),
            SignedIn("there", user.id, ago, f"192.0.2.7 · {HOSTILE}"),
        )

    def session_id(self, token: Secret) -> str:
        return "here" if token else ""

    @needs(Right.OWN_ACCOUNT)
    def end_session(self, user: User, session_id: str) -> None:
        self._house.note(user, f"end session {session_id}")
        if session_id != "there":
            raise RecordMissing("This session has ended before.")

    @needs(Right.OWN_ACCOUNT)
    def sign_out_everywhere(self, user: User) -> int:
        self._house.note(user, "sign out everywhere")
        return 2

    @needs(Right.OWN_ACCOUNT)
    def notices(self, user: User) -> NoticeChoice:
        pace, hour = self.chosen.get(user.id, (NoticePace.OFF, 8))
        return NoticeChoice(pace, hour, f"{user.name}@us.example", sent=True)

    @needs(Right.OWN_ACCOUNT)
    def choose_notices(self, user: User, pace: NoticePace, hour: int, language: Language) -> None:
        self._house.note(user, f"mails {pace} at {hour} in {language}")
        self.chosen[user.id] = pace, hour

    @needs(Right.OWN_ACCOUNT)
    def change_password(self, user: User, token: Secret, *, old: Secret, new: Secret) -> None:
        if old == new or not token:
            raise WrongInput("This is not the password that you sign in with.")
        self._house.note(user, "change password")
        self.passwords.append((user.name, new.reveal()))

    def _put(self, user: User, view: PersonView, what: str) -> None:
        self._house.note(user, f"{what} {view.person.name}")
        self._people[view.person.name] = view
        self._house.tell("settings", f"person:{view.person.name}")
