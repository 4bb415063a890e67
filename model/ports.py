"""Protocols between rooms: what one room needs of another without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from model.challenges import Challenge
from model.codes import CodeAsked
from model.people import User
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult


class Lease(Protocol):
    """A credential opened for one job and purpose; reading it after its end raises VaultError."""

    @property
    def name(self) -> str:
        """The record's name in the vault."""
        ...

    @property
    def edition(self) -> str | None:
        """What differs once the record is replaced; None where another store keeps the secret."""
        ...

    @property
    def username(self) -> str:
        """The user name."""
        ...

    @property
    def password(self) -> Secret:
        """The password, token or key."""
        ...

    @property
    def totp(self) -> Secret | None:
        """The authenticator's seed: an otpauth URI or base32."""
        ...

    @property
    def customer_number(self) -> str | None:
        """A third field that some sign-ins ask for."""
        ...

    @property
    def origins(self) -> frozenset[str]:
        """The origins sealed with the credential; empty for what is never typed into a page."""
        ...


class Codes(Protocol):
    """Where the codes and links come from that portals send by mail."""

    def __call__(self, asked: CodeAsked) -> Secret | None:
        """The newest code or link for this sign-in, once; None while none has come."""
        ...


class Attendant(Protocol):
    """The person who is there for a visit."""

    def __call__(self, challenge: Challenge) -> Secret | None:
        """What the person has typed, once; None as long as they have not."""
        ...


class SignInMemory(Protocol):
    """What is kept, sealed, of a sign-in from one visit to the next."""

    def recall(self) -> Secret | None:
        """What the last visit kept; None where there is nothing."""
        ...

    def keep(self, state: Secret) -> None:
        """Keep this in the place of what was kept before."""
        ...


class Visitor(Protocol):
    """What visits portals."""

    def __call__(
        self,
        order: VisitOrder,
        lease: Lease,
        report: Callable[[VisitProgress], None],
        *,
        codes: Codes | None = None,
        attendant: Attendant | None = None,
        memory: SignInMemory | None = None,
    ) -> VisitResult:
        """The result of one visit. Never raises for what a portal does: that is the outcome."""
        ...


class Sessions(Protocol):
    """Who is signed in. Only digests of tokens are kept; sessions end by themselves."""

    def open(self, user_id: str, place: str = "", *, by_provider: bool = False) -> Secret:
        """A new token for this user, never given out before; `place` is where they sit.

        `by_provider`: the company's identity provider says who they are.
        """
        ...

    def user(self, token: Secret) -> User | None:
        """Who holds this token, None where it is unknown, ended or its user was removed."""
        ...

    def close(self, token: Secret) -> bool:
        """End the session of this token, if there is one; whether a provider had opened it."""
        ...
