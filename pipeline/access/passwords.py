"""A password held against a name: counted before it is tried, worked on outside any transaction.

Argon2id takes a tenth of a second and 64 MiB: nobody else's writing waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.errors import TooManyTries, WrongInput
from model.people import User
from model.secret import Secret
from storage import tries, users
from storage.store import Store
from vault import passwords


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try: whose name and password it was, or whether the name has to wait."""

    user: User | None
    waits: bool = False


def tried(store: Store, name: str, password: Secret) -> Tried:
    """Whose name and password these are. A hash of yesterday's making is made anew.

    A try is counted before it is made: many at once are as many tries as they are. While a name
    waits, nothing is worked on, whether somebody has it or not.

    Raises:
        SignInBusy: too many people's passwords are worked on at this moment.
    """
    with store.begin() as tx:
        if tries.waiting(tx, name):
            return Tried(None, waits=True)
        tries.count_failure(tx, name)
        user, kept = users.kept_password(tx, name)
    if not passwords.fits(password, kept) or user is None:
        return Tried(None)
    anew = passwords.hashed(password) if passwords.is_dated(kept) else kept
    with store.begin() as tx:
        tries.forgive(tx, name)
        if anew != kept:
            users.renew_hash(tx, user.id, kept, anew)
    return Tried(user)


def prove_own(store: Store, user: User, password: Secret) -> None:
    """Nothing, where this is the person's own password.

    Raises:
        WrongInput: it is not.
        TooManyTries: it was guessed too often.
        SignInBusy: as `tried`.
    """
    done = tried(store, user.name, password)
    if done.waits:
        raise TooManyTries("Too many wrong passwords. Wait a while, then try again.")
    if done.user is None:
        raise WrongInput("This is not the password that you sign in with.")
