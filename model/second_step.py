"""`SecondStepDesk`: the authenticator that people sign in with beside their password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from model.people import User
from model.secret import Secret


class Step(StrEnum):
    """What is left to do after the password fitted."""

    NONE = "none"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class NewSeed:
    """A seed for an authenticator: its letters, and its QR code as SVG."""

    letters: Secret
    picture: Secret


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Whether a person signs in with an authenticator, must, and what recovery codes are left."""

    enrolled: bool = False
    required: bool = False
    codes_left: int = 0


class SecondStepDesk(Protocol):
    """All that is asked and done about authenticators. Calls block: keep them off the loop.

    A ticket stands for a password that fitted; it is good for ten minutes and opens nothing else.
    """

    def step(self, person: User) -> Step:
        """What this person does after their password fitted."""
        ...

    def ticket(self, person: User) -> Secret:
        """A ticket for whoever typed this person's password."""
        ...

    def holder(self, ticket: Secret) -> User | None:
        """Whose ticket this is; None where it is spent or too old."""
        ...

    def prove(self, ticket: Secret, code: Secret) -> User:
        """Whose ticket this was, which is spent by a code, or a recovery code, that fits.

        Raises:
            SignedOut: the ticket is spent or too old.
            WrongInput: the code does not fit, or was taken before.
            TooManyTries: the next try has to wait.
            VaultError: no vault is open that could tell; a recovery code needs none.
        """
        ...

    def prove_password(self, user: User, password: Secret) -> None:
        """Nothing, where this is the person's own password. Raises WrongInput, TooManyTries."""
        ...

    def seed(self, person: User) -> NewSeed:
        """A seed for this person's authenticator, the same for ten minutes."""
        ...

    def enrol(self, person: User, code: Secret) -> tuple[Secret, ...]:
        """The recovery codes, once a code proved that the authenticator has the seed.

        Raises:
            WrongInput: the code does not fit the seed, or the seed is too old.
            TooManyTries: the next try has to wait.
            VaultError: no vault is open that could keep the seed.
        """
        ...

    def spend(self, ticket: Secret) -> None:
        """End a ticket, whose holder has enrolled."""
        ...

    def own(self, user: User) -> Authenticator:
        """How it stands with this person's authenticator."""
        ...

    def leave(self, user: User) -> None:
        """Sign in without an authenticator from now on. Raises WrongInput where it is required."""
        ...

    def take_away(self, user: User, name: str) -> None:
        """Let a person who lost their authenticator enrol anew; their sessions end.

        Raises:
            RecordMissing: there is nobody of this name.
            WrongInput: they have none.
        """
        ...
