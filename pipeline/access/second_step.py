"""The second step of signing in: a code of an authenticator, or one of the recovery codes.

The seed lies in the vault, so the worker that holds its key tells whether a code fits. A try is
counted before it is made: many at once are as many tries as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode

from model.clock import Clock
from model.errors import SignedOut, TooManyTries, VaultError, WrongInput
from model.people import Right, TokenPurpose, User
from model.second_step import Authenticator, NewSeed, Step
from model.secret import Secret
from parsers.paper.barcodes import qr_svg
from pipeline.access import people
from pipeline.access.passwords import prove_own
from pipeline.access.rights import guarded, needs
from pipeline.keyholder.vault_talk import CheckCode, Enrol, VaultDoor
from pipeline.rules import Rules
from storage import second_factors, tries, users
from storage.store import Store
from storage.tx import Tx
from vault.totp import new_seed, step_of

LIFE: Final = timedelta(minutes=10)
_CODE_LENGTH: Final = 8  # digits at most; recovery codes are longer
_WRONG: Final = "This code does not fit, or was used before. Take the next one."


@dataclass(slots=True)
class _Pending:
    """Seeds that are shown and not yet proved: they are nowhere but here."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seeds: dict[str, tuple[Secret, datetime]] = field(default_factory=dict)

    def get(self, user_id: str, now: datetime) -> Secret | None:
        with self.lock:
            seed, until = self.seeds.get(user_id, (None, now))
            return seed if now < until else None

    def keep(self, user_id: str, seed: Secret, now: datetime) -> None:
        with self.lock:
            self.seeds = {key: one for key, one in self.seeds.items() if now < one[1]}
            self.seeds[user_id] = (seed, now + LIFE)

    def drop(self, user_id: str) -> None:
        with self.lock:
            self.seeds.pop(user_id, None)


@guarded
class SecondStepScreenDesk:
    """`model.second_step.SecondStepDesk` on a store and the workers' door."""

    def __init__(self, store: Store, clock: Clock, door: VaultDoor) -> None:
        self._store = store
        self._clock = clock
        self._door = door
        self._pending = _Pending()

    def step(self, person: User) -> Step:
        """What this person does after their password fitted."""
        with self._store.read() as tx:
            if second_factors.last_step(tx, person.id) is not None:
                return Step.CODE
            return Step.ENROL if _required(tx, person) else Step.NONE

    def ticket(self, person: User) -> Secret:
        """A ticket for whoever typed this person's password."""
        with self._store.begin() as tx:
            purpose = TokenPurpose.SECOND_STEP
            return Secret(users.one_time_token(tx, person.id, purpose, LIFE))

    def holder(self, ticket: Secret) -> User | None:
        """Whose ticket this is; None where it is spent or too old."""
        with self._store.read() as tx:
            return users.token_user(tx, ticket.reveal(), TokenPurpose.SECOND_STEP)

    def spend(self, ticket: Secret) -> None:
        """End a ticket, whose holder has enrolled."""
        with self._store.begin() as tx:
            users.use_token(tx, ticket.reveal(), TokenPurpose.SECOND_STEP)

    def prove(self, ticket: Secret, code: Secret) -> User:
        """Whose ticket this was. Raises SignedOut, WrongInput, TooManyTries, VaultError."""
        person = self.holder(ticket)
        if person is None:
            raise SignedOut("Too long ago; begin with your password again.")
        self._tried(person, lambda: self._fits(person, code))
        self.spend(ticket)
        return person

    def prove_password(self, user: User, password: Secret) -> None:
        """Nothing, where this is the person's own password. Raises WrongInput, TooManyTries."""
        prove_own(self._store, user, password)

    def seed(self, person: User) -> NewSeed:
        """A seed for this person's authenticator, the same for ten minutes."""
        now = self._clock.now()
        seed = self._pending.get(person.id, now) or new_seed()
        self._pending.keep(person.id, seed, now)
        with self._store.read() as tx:
            issuer = f"Billhook ({Rules.of(tx).company})"
        facts = urlencode({"secret": seed.reveal(), "issuer": issuer}, quote_via=quote)
        address = f"otpauth://totp/{quote(f'{issuer}:{person.name}', safe='')}?{facts}"
        return NewSeed(seed, Secret(qr_svg(address)))

    def enrol(self, person: User, code: Secret) -> tuple[Secret, ...]:
        """The recovery codes. Raises WrongInput, TooManyTries, VaultError."""
        now = self._clock.now()
        seed = self._pending.get(person.id, now)
        if seed is None:
            raise WrongInput("This took too long; scan the new picture.")
        self._tried(person, lambda: step_of(seed, code, now, after=0) > 0)
        self._door.ask(Enrol(person.id, seed))
        with self._store.begin() as tx:
            codes = second_factors.enrol(tx, person.id, step_of(seed, code, now, after=0))
            people.note(tx, person.name, "set up an authenticator", person)
        self._pending.drop(person.id)
        return codes

    @needs(Right.OWN_ACCOUNT)
    def own(self, user: User) -> Authenticator:
        """How it stands with this person's authenticator."""
        with self._store.read() as tx:
            return Authenticator(
                enrolled=second_factors.last_step(tx, user.id) is not None,
                required=_required(tx, user),
                codes_left=second_factors.codes_left(tx, user.id),
            )

    @needs(Right.OWN_ACCOUNT)
    def leave(self, user: User) -> None:
        """Sign in without an authenticator from now on. Raises WrongInput."""
        with self._store.begin() as tx:
            if _required(tx, user):
                raise WrongInput("Your role signs in with an authenticator; set up another one.")
            second_factors.leave(tx, user.id)
            people.note(tx, user.name, "gave up the authenticator", user)

    @needs(Right.MANAGE_PEOPLE)
    def take_away(self, user: User, name: str) -> None:
        """Let a person enrol anew; their sessions end. Raises RecordMissing, WrongInput."""
        with self._store.begin() as tx:
            person = people.named(tx, name)
            if not second_factors.leave(tx, person.id):
                raise WrongInput(f"{person.full_name} has no authenticator.")
            users.end_sessions(tx, person.id)
            people.note(tx, user.name, "took away the authenticator", person)

    def _tried(self, person: User, fits: Callable[[], bool]) -> None:
        """Nothing, where it fits. Raises WrongInput, TooManyTries, and what `fits` raises."""
        key = f"code of {person.id}"
        with self._store.begin() as tx:
            if tries.waiting(tx, key):
                raise TooManyTries("Too many wrong codes. Wait a while, then try again.")
            tries.count_failure(tx, key)
        if not fits():
            with self._store.begin() as tx:
                people.note(tx, person.name, "typed a wrong code", person)
            raise WrongInput(_WRONG)
        with self._store.begin() as tx:
            tries.forgive(tx, key)

    def _fits(self, person: User, code: Secret) -> bool:
        if len("".join(code.reveal().split())) <= _CODE_LENGTH:
            return self._asked(person, code)
        with self._store.begin() as tx:
            if not second_factors.take_recovery_code(tx, person.id, code):
                return False
            left = second_factors.codes_left(tx, person.id)
            people.note(tx, person.name, "used a recovery code", person, f"{left} left")
        return True

    def _asked(self, person: User, code: Secret) -> bool:
        try:
            return self._door.ask(CheckCode(person.id, code)) is True
        except VaultError as closed:
            raise VaultError(f"{closed.message} A recovery code does without.") from None


def _required(tx: Tx, person: User) -> bool:
    return person.role in Rules.of(tx).authenticator_roles
