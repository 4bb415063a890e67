"""What opens a destination: its password or key, or an access token that is renewed in time.

As with mailboxes, a new refresh token is in the vault before its access token is used. A token that
the receiver refuses before its time is renewed once, and the delivery is done again from its
beginning: whatever was entered by then is found there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final, Self, TypeVar

from feeds import Application, Issuer, address_of, issuer_of, remedy, renewed
from model.consents import Granted
from model.deliveries import Destination
from model.errors import CredentialRefused
from model.ports import Lease
from model.secret import Secret
from pipeline.mails.tokens import Renewal, renew, usable
from pipeline.works import Works
from vault import OAuthToken
from vault.origins import origin_of

_T = TypeVar("_T")
_PURPOSE: Final = "deliver"


@dataclass(frozen=True, slots=True)
class Pass:
    """An access token in the shape of a lease."""

    name: str
    username: str
    password: Secret = field(repr=False)
    origins: frozenset[str]
    edition: str | None = None
    totp: Secret | None = None
    customer_number: str | None = None


def with_lease(
    works: Works,
    destination: Destination,
    name: str | None,
    job: str,
    do: Callable[[Lease | None], _T],
) -> _T:
    """What `do` gives back with what opens the destination.

    Raises VaultError, DestinationUnreachable, DestinationRefused.
    """
    if name is None:
        return do(None)
    issuer = issuer_of(destination)
    if issuer is None:
        with works.vault.lease(name, purpose=_PURPOSE, job=job) as lease:
            return do(lease)
    work = _Signed(works, destination, issuer, name, job)
    token = work.token(None)
    try:
        return do(token)
    except CredentialRefused:
        token = work.token(token.password)
    try:
        return do(token)
    except CredentialRefused as refused:
        said = f"{destination.name} takes no token that it was just given; {remedy(destination)}"
        raise CredentialRefused(said) from refused


class Passage:
    """The way into one destination for a turn of deliveries: its lease is opened once.

    It is opened when it is needed first. A consent's tokens are renewed as `with_lease` does.
    """

    def __init__(self, works: Works, destination: Destination) -> None:
        self._works = works
        self._destination = destination
        self._lease: Lease | None = None
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        self._held.close()

    def go(self, job: str, do: Callable[[Lease | None], _T]) -> _T:
        """What `do` gives back with what opens the destination. Raises as `with_lease` does."""
        name = self._destination.credential
        if name is None or issuer_of(self._destination) is not None:
            return with_lease(self._works, self._destination, name, job, do)
        if self._lease is None:
            opening = self._works.vault.lease(name, purpose=_PURPOSE, job=job)
            self._lease = self._held.enter_context(opening)
        return do(self._lease)


@dataclass(frozen=True, slots=True)
class _Signed:
    """One job at a destination that takes tokens."""

    works: Works
    destination: Destination
    issuer: Issuer
    name: str
    job: str

    def token(self, instead_of: Secret | None) -> Pass:
        """A token that lasts a while, and is not the one that was refused."""
        held, _ = self._held()
        if not usable(held, self.works.clock, instead_of):
            renewal = Renewal(self.name, self.job, self._held, self._renewed)
            held, _ = renew(self.works, renewal, instead_of)
        return Pass(self.name, held.username, held.access_token, held.origins)

    def _held(self) -> tuple[OAuthToken, int]:
        with self.works.vault.lease(self.name, purpose=_PURPOSE, job=self.job) as lease:
            record, version = lease.record, lease.version
        again = remedy(self.destination)
        if not isinstance(record, OAuthToken):
            raise CredentialRefused(f"The vault's record {self.name} holds no consent; {again}")
        origin = origin_of(address_of(self.destination))
        if origin not in record.origins:
            raise CredentialRefused(f"The consent {self.name} is not for {origin}; {again}")
        return record, version

    def _renewed(self, held: OAuthToken) -> Granted:
        application = Application(
            held.client, held.client_secret, held.tenant, held.token_url or ""
        )
        return renewed(
            self.destination,
            self.issuer,
            application,
            held.refresh_token,
            clock=self.works.clock,
        )
