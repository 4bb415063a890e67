"""The desk of people and of one's own account, on a store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from model.errors import RecordMissing, SignedOut, TooManyTries, WrongInput
from model.languages import Language
from model.notices import NoticeChoice, NoticePace
from model.people import Right, Role, SignedIn, TokenPurpose, User
from model.people_desk import PersonView
from model.secret import Secret
from pipeline.access import people
from pipeline.access.passwords import prove_own
from pipeline.access.rights import guarded, needs
from pipeline.notices import writing
from storage import identities, second_factors, users
from storage.store import Store
from storage.tx import Tx
from vault.passwords import hashed

_CHOOSE: Final = TokenPurpose.CHOOSE_PASSWORD


@guarded
class PeopleScreenDesk:
    """`model.people_desk.PeopleDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def people(self) -> tuple[PersonView, ...]:
        """Everybody, by name; those who may not sign in any more last."""
        with self._store.read() as tx:
            signed_in, invited = users.sessions(tx), users.without_password(tx)
            enrolled, every = second_factors.enrolled(tx), users.every(tx)
            company = identities.linked(tx)
        views = (
            replace(
                _view(one, signed_in),
                invited=one.id in invited and one.id not in company,
                company=one.id in company,
                authenticator=one.id in enrolled,
            )
            for one in every
        )
        return tuple(sorted(views, key=lambda view: not view.person.active))

    @needs(Right.MANAGE_PEOPLE)
    def add(self, user: User, name: str, *, full_name: str, role: Role, mail: str = "") -> Secret:
        """The link of a new person. Raises WrongInput."""
        with self._store.begin() as tx:
            return people.add(tx, user.name, name, full_name=full_name, role=role, mail=mail)

    @needs(Right.MANAGE_PEOPLE)
    def set_mail(self, user: User, name: str, mail: str) -> None:
        """Write down a person's mail address. Raises RecordMissing, WrongInput."""
        with self._store.begin() as tx:
            people.set_mail(tx, user.name, name, mail)

    @needs(Right.MANAGE_PEOPLE)
    def set_role(self, user: User, name: str, role: Role) -> None:
        """Let a person do other things; their sessions end. Raises RecordMissing, WrongInput."""
        with self._store.begin() as tx:
            people.set_role(tx, user.name, name, role)

    @needs(Right.MANAGE_PEOPLE)
    def set_active(self, user: User, name: str, *, active: bool) -> None:
        """Let a person sign in, or not any more. Raises RecordMissing, WrongInput."""
        with self._store.begin() as tx:
            people.set_active(tx, user.name, name, active=active)

    @needs(Right.MANAGE_PEOPLE)
    def reset(self, user: User, name: str) -> Secret:
        """The link of a person whose password fits no more. Raises RecordMissing, WrongInput."""
        with self._store.begin() as tx:
            return people.reset(tx, user.name, name)

    @needs(Right.MANAGE_PEOPLE)
    def end_sessions(self, user: User, name: str) -> int:
        """How many sessions of a person ended. Raises RecordMissing."""
        with self._store.begin() as tx:
            return people.end_sessions(tx, user.name, name)

    def invited(self, token: Secret) -> User | None:
        """Whom a link is for; None where it is spent or too old."""
        with self._store.read() as tx:
            return users.token_user(tx, token.reveal(), _CHOOSE)

    def choose_password(self, token: Secret, password: Secret) -> User:
        """Whom a link was for, which is spent by this. Raises SignedOut, WrongInput."""
        with self._store.read() as tx:
            _prove_invited(tx, users.token_user(tx, token.reveal(), _CHOOSE), password)
        kept = hashed(password)
        with self._store.begin() as tx:
            person = _prove_invited(tx, users.use_token(tx, token.reveal(), _CHOOSE), password)
            users.set_password(tx, person.id, kept)
            people.note(tx, person.name, "chose a password", person)
        return person

    @needs(Right.OWN_ACCOUNT)
    def own_sessions(self, user: User) -> tuple[SignedIn, ...]:
        """Where this person is signed in, newest first."""
        with self._store.read() as tx:
            return users.sessions(tx, user.id)

    def session_id(self, token: Secret) -> str:
        """The id under which `own_sessions` lists the session of a token."""
        return users.session_id(token.reveal())

    @needs(Right.OWN_ACCOUNT)
    def end_session(self, user: User, session_id: str) -> None:
        """End one of this person's sessions. Raises RecordMissing."""
        with self._store.begin() as tx:
            if not users.end_session(tx, user.id, session_id):
                raise RecordMissing("This session has ended before.")
            people.note(tx, user.name, "ended a session", user)

    @needs(Right.OWN_ACCOUNT)
    def sign_out_everywhere(self, user: User) -> int:
        """How many sessions of this person ended: all."""
        with self._store.begin() as tx:
            return people.end_sessions(tx, user.name, user.name)

    @needs(Right.OWN_ACCOUNT)
    def change_password(self, user: User, token: Secret, *, old: Secret, new: Secret) -> None:
        """Choose another password. Raises WrongInput, TooManyTries."""
        try:
            prove_own(self._store, user, old)
        except (TooManyTries, WrongInput):
            with self._store.begin() as tx:
                people.note(tx, user.name, "failed to change the password", user)
            raise
        with self._store.read() as tx:
            people.prove_strong(tx, new, user)
        kept = hashed(new)
        with self._store.begin() as tx:
            users.set_password(tx, user.id, kept, but=token.reveal())
            people.note(tx, user.name, "changed the password", user)

    @needs(Right.OWN_ACCOUNT)
    def notices(self, user: User) -> NoticeChoice:
        """What mails this person chose, and what stands in their way."""
        with self._store.read() as tx:
            return writing.choice(tx, user)

    @needs(Right.OWN_ACCOUNT)
    def choose_notices(self, user: User, pace: NoticePace, hour: int, language: Language) -> None:
        """Keep what mails this person wishes. Raises WrongInput."""
        with self._store.begin() as tx:
            writing.choose(tx, user, pace, hour, language)


def _prove_invited(tx: Tx, person: User | None, password: Secret) -> User:
    """Whom a link is for, whose new password is hard to guess. Raises SignedOut, WrongInput."""
    if person is None:
        raise SignedOut("This link was used before or is too old; ask for a new one.")
    people.prove_strong(tx, password, person)
    return person


def _view(person: User, signed_in: Iterable[SignedIn]) -> PersonView:
    mine = [one.opened for one in signed_in if one.user_id == person.id]
    return PersonView(person, len(mine), max(mine, default=None))
