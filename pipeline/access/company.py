"""Signing in by the company's identity provider: who of our people somebody is, and what they may.

The provider proves who somebody is; what counts is its name and theirs there (`iss` and `sub`),
never a mail address that may pass to somebody else. A person is known by that from their first
sign-in on. Then they are one who was invited, by the address that an admin wrote down and the
provider vouches for, or a new one, where the settings say what their groups may do.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from model.clock import Clock
from model.errors import (
    AccountDeactivated,
    AccountUnknown,
    BillhookError,
    GroupsUnknown,
    NameTaken,
    ProviderRefused,
    SignInElsewhere,
    SignInStale,
    WrongInput,
)
from model.people import Role, User
from model.secret import Secret
from model.single_sign_on import Attempt, Identified, IdentityProvider
from pipeline.access import people
from storage import audit, identities, users
from storage.store import Store
from storage.tx import Tx

LIFE: Final = timedelta(minutes=10)
_STRONGEST: Final = (Role.ADMIN, Role.APPROVER, Role.CLERK, Role.AUDITOR)
_STRANGER: Final = "stranger"
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class DoorTerms:
    """Who comes in which way.

    `provider` is None where there is none. `roles` says what the members of a group are; where it
    is empty, an admin says it of each person. `by_mail`: an invited person is known by their
    address. `passwords_of`: only these sign in by password; where it is empty, everybody.
    """

    provider: IdentityProvider | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    by_mail: bool = False
    passwords_of: frozenset[str] = frozenset()

    def takes_password(self, user: User) -> bool:
        """Whether this person may sign in by a password."""
        return not self.passwords_of or user.name in self.passwords_of


class CompanySignIn:
    """`model.single_sign_on.CompanySignInDesk` on a store.

    Nothing is kept of those who are on their way, so nobody crowds them out: nonce and verifier are
    made of the state, which their browser holds, and of a key that only this process knows.
    """

    def __init__(self, store: Store, clock: Clock, terms: DoorTerms) -> None:
        self._store = store
        self._clock = clock
        self._terms = terms
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._used: dict[str, datetime] = {}

    def offered(self) -> bool:
        """Whether there is a provider."""
        return self._terms.provider is not None

    def by_password(self) -> bool:
        """Whether everybody may sign in by name and password too."""
        return not self._terms.passwords_of

    def begin(self) -> tuple[str, Secret]:
        """The address to go to, and the state. Raises ProviderRefused, ProviderUnreachable."""
        state = Secret(f"{self._clock.now().timestamp():.0f}.{secrets.token_urlsafe(32)}")
        return self._provider().way_there(self._attempt(state)), state

    def arrive(self, held: Secret, answer: Mapping[str, str]) -> User:
        """Who came back. Raises ProviderRefused, ProviderUnreachable, NotAllowed, WrongInput."""
        self._take(held, Secret(answer.get("state", "")))
        someone = self._provider().identify(self._attempt(held), answer)
        try:
            with self._store.begin() as tx:
                return self._known(tx, someone)
        except BillhookError as refusal:
            with self._store.begin() as tx:
                audit.note(tx, _STRANGER, "was refused", "sign-in:provider", refusal.message)
            raise

    def way_out(self) -> str | None:
        """The address that ends the session at the provider too; None where there is none."""
        try:
            return self._provider().way_out()
        except BillhookError:
            return None  # the session here has ended, whatever the provider does

    def _provider(self) -> IdentityProvider:
        if self._terms.provider is None:
            raise ProviderRefused("There is no sign-in by a company's account here.")
        return self._terms.provider

    def _attempt(self, state: Secret) -> Attempt:
        return Attempt(state, self._made_of(state, "nonce"), self._made_of(state, "verifier"))

    def _made_of(self, state: Secret, purpose: str) -> Secret:
        said = f"{purpose}:{state.reveal()}".encode()
        return Secret(hmac.digest(self._key, said, "sha256").hex())

    def _take(self, held: Secret, answered: Secret) -> None:
        """Nothing, where a browser comes back in time, once. Raises ProviderRefused."""
        if not held or held != answered:
            raise SignInElsewhere
        now, state = self._clock.now(), held.reveal()
        begun = state.partition(".")[0]
        late = not begun.isdecimal() or now.timestamp() - int(begun) >= LIFE.total_seconds()
        with self._lock:
            self._used = {one: until for one, until in self._used.items() if now < until}
            if late or state in self._used:
                raise SignInStale
            self._used[state] = now + LIFE

    def _known(self, tx: Tx, someone: Identified) -> User:
        """Who of our people it is. Raises NotAllowed, WrongInput."""
        user = identities.user_of(tx, someone.issuer, someone.subject)
        user = user or self._invited(tx, someone) or self._new(tx, someone)
        if not user.active:
            raise AccountDeactivated
        return self._in_role(tx, user, someone)

    def _invited(self, tx: Tx, someone: Identified) -> User | None:
        """Who waits for this address, linked from now on; None where nobody does."""
        if not self._terms.by_mail or not someone.mail:
            return None
        user = users.of_mail(tx, someone.mail)
        if user is None or identities.subject_of(tx, user.id, someone.issuer) is not None:
            return None
        self._link(tx, user, someone)
        return user

    def _new(self, tx: Tx, someone: Identified) -> User:
        """A new person, whose groups say what they may do. Raises NotAllowed, WrongInput."""
        role = self._role(someone)
        if role is None:
            raise AccountUnknown
        name = _free_name(tx, someone)
        user = users.invite(tx, name, _shown(someone, name), role, _free_mail(tx, someone))
        people.note(tx, _STRANGER, "came by the company's account", user, f"{role}")
        self._link(tx, user, someone)
        return user

    def _link(self, tx: Tx, user: User, someone: Identified) -> None:
        identities.link(tx, user.id, someone.issuer, someone.subject)
        said = f"{someone.issuer} {someone.subject}"
        people.note(tx, user.name, "is known by the company's account", user, said)

    def _in_role(self, tx: Tx, user: User, someone: Identified) -> User:
        """The person in the role of their groups. Raises NotAllowed, WrongInput."""
        if not self._terms.roles:
            return user
        role = self._role(someone)
        if role is None:
            raise GroupsUnknown
        people.set_role(tx, "identity provider", user.name, role)
        return users.get(tx, user.id)

    def _role(self, someone: Identified) -> Role | None:
        """The role of the groups that may do most; None where no group is named."""
        given = {self._terms.roles[one] for one in someone.groups if one in self._terms.roles}
        return next((role for role in _STRONGEST if role in given), None)


def _free_name(tx: Tx, someone: Identified) -> str:
    """A name that nobody has yet. Raises WrongInput."""
    taken = {one.name.casefold() for one in users.every(tx)}
    for name in (someone.name, someone.mail):
        if people.is_name(name) and name.casefold() not in taken:
            return name
    raise NameTaken


def _free_mail(tx: Tx, someone: Identified) -> str:
    """The address that the provider vouches for, unless it is none or somebody else's."""
    try:
        return people.prove_mail(tx, someone.mail)
    except WrongInput:
        return ""


def _shown(someone: Identified, name: str) -> str:
    full = " ".join(someone.full_name.split())[:_LONGEST_NAME]
    return full if full and full.isprintable() else name
