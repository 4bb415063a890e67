"""`PeopleDesk`: who may sign in, and what each person minds of their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from model.languages import Language
from model.notices import NoticeChoice, NoticePace
from model.people import Role, SignedIn, User
from model.secret import Secret


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, how many sessions they have open and since when the newest one is.

    `invited`: they have not chosen a password yet; `authenticator`: they sign in with one;
    `company`: they are known by the company's account.
    """

    person: User
    sessions: int = 0
    newest: datetime | None = None
    invited: bool = False
    authenticator: bool = False
    company: bool = False


class PeopleDesk(Protocol):
    """All that Settings asks and does about people. Calls block: keep them off the loop.

    A link is a token that lets its holder choose a password, once and within three days.
    """

    def people(self) -> tuple[PersonView, ...]:
        """Everybody, by name; those who may not sign in any more last."""
        ...

    def add(self, user: User, name: str, *, full_name: str, role: Role, mail: str = "") -> Secret:
        """The link of a new person.

        Raises:
            WrongInput: the name or mail address is taken, or is none.
        """
        ...

    def set_mail(self, user: User, name: str, mail: str) -> None:
        """Write down a mail address, none where empty. Raises RecordMissing, WrongInput."""
        ...

    def set_role(self, user: User, name: str, role: Role) -> None:
        """Let a person do other things; their sessions end.

        Raises:
            RecordMissing: there is nobody of this name.
            WrongInput: they are the last administrator.
        """
        ...

    def set_active(self, user: User, name: str, *, active: bool) -> None:
        """Let a person sign in, or not any more; their sessions end. Raises as `set_role`."""
        ...

    def reset(self, user: User, name: str) -> Secret:
        """The link of a person whose password fits no more. Raises as `set_role`."""
        ...

    def end_sessions(self, user: User, name: str) -> int:
        """How many sessions of a person ended. Raises RecordMissing."""
        ...

    def invited(self, token: Secret) -> User | None:
        """Whom a link is for; None where it is spent or too old."""
        ...

    def choose_password(self, token: Secret, password: Secret) -> User:
        """Whom a link was for, which is spent by this: their password is chosen.

        Raises:
            SignedOut: the link is spent or too old.
            WrongInput: the password is too weak; the link stays good.
        """
        ...

    def own_sessions(self, user: User) -> tuple[SignedIn, ...]:
        """Where this person is signed in, newest first."""
        ...

    def session_id(self, token: Secret) -> str:
        """The id under which `own_sessions` lists the session of a token."""
        ...

    def end_session(self, user: User, session_id: str) -> None:
        """End one of this person's sessions. Raises RecordMissing."""
        ...

    def sign_out_everywhere(self, user: User) -> int:
        """How many sessions of this person ended: all."""
        ...

    def change_password(self, user: User, token: Secret, *, old: Secret, new: Secret) -> None:
        """Choose another password; all sessions end but the one of a token.

        Raises:
            WrongInput: the old one does not fit, or the new one is too weak.
            TooManyTries: the old one was guessed too often.
        """
        ...

    def notices(self, user: User) -> NoticeChoice:
        """What mails this person chose, and what stands in their way."""
        ...

    def choose_notices(self, user: User, pace: NoticePace, hour: int, language: Language) -> None:
        """Keep what mails this person wishes, in the language that they read now.

        Raises WrongInput.
        """
        ...
