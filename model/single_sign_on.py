"""Signing in by a company's identity provider: what is asked of it, and what it says of a person.

OpenID Connect Core 1.0, authorization code flow, with PKCE (RFC 7636).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from model.people import User
from model.secret import Secret


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept of one sign-in while the person is at the provider; it is good once.

    `state` ties the way back to the browser that left, `nonce` the token to this sign-in, and
    `verifier` the code to whoever asked for it.
    """

    state: Secret
    nonce: Secret
    verifier: Secret


@dataclass(frozen=True, slots=True)
class Identified:
    """Who the provider says somebody is. `issuer` and `subject` together are the identity.

    `mail` is empty unless the provider says that it is theirs.
    """

    issuer: str
    subject: str
    name: str = ""
    full_name: str = ""
    mail: str = ""
    groups: tuple[str, ...] = ()


class IdentityProvider(Protocol):
    """The provider that the settings name. Calls block: keep them off the loop."""

    def way_there(self, attempt: Attempt) -> str:
        """The address at which the person signs in. Raises ProviderUnreachable, ProviderRefused."""
        ...

    def identify(self, attempt: Attempt, answer: Mapping[str, str]) -> Identified:
        """Who came back with this answer, proved.

        Raises:
            ProviderRefused: it says no, or what it says does not hold.
            ProviderUnreachable: it does not answer now.
        """
        ...

    def way_out(self) -> str | None:
        """The address that ends the session there too; None where it offers none."""
        ...


class CompanySignInDesk(Protocol):
    """All that the door asks about the company's provider. Calls block."""

    def offered(self) -> bool:
        """Whether there is a provider."""
        ...

    def by_password(self) -> bool:
        """Whether everybody may sign in by name and password too."""
        ...

    def begin(self) -> tuple[str, Secret]:
        """The address to go to, and the state that only this browser is to hold.

        Raises:
            ProviderRefused: what it says of itself does not hold.
            ProviderUnreachable: it does not answer now.
        """
        ...

    def arrive(self, held: Secret, answer: Mapping[str, str]) -> User:
        """Who came back to the browser that holds this state.

        Raises:
            ProviderRefused: it is another browser, too late, or the provider's word does not hold.
            ProviderUnreachable: it does not answer now.
            NotAllowed: nobody here is known to be this person, or they may not sign in.
            WrongInput: no account can be made for them.
        """
        ...

    def way_out(self) -> str | None:
        """The address that ends the session at the provider too; None where there is none."""
        ...
