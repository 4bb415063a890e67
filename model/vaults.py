"""What may be seen of the vault, and what the Vault screen can ask and do. Never a value.

The facts are made where the key is, in a worker; the web process only shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from model.people import User
from model.secret import Secret


class SecretKind(StrEnum):
    """What a record holds."""

    CREDENTIAL = "credential"
    TOTP = "totp"
    SESSION = "session"
    MAILBOX = "mailbox"
    OAUTH = "oauth_token"
    API_KEY = "api_key"
    REFERENCE = "ref"

    @property
    def has_password(self) -> bool:
        """Whether a person can replace its secret by typing another one."""
        return self in {SecretKind.CREDENTIAL, SecretKind.MAILBOX, SecretKind.API_KEY}

    @property
    def can_be_shown(self) -> bool:
        """Whether a person can be shown it; of an authenticator that is the code of the moment."""
        return self.has_password or self is SecretKind.TOTP

    @property
    def has_origins(self) -> bool:
        """Whether it names where it may be used; a seed goes where its credential goes."""
        return self is not SecretKind.TOTP


class Health(StrEnum):
    """What is wrong with a record, the worst first."""

    FAILING = "failing"  # the other side refused it
    EXPIRING = "expiring"
    REUSED = "reused"
    WEAK = "weak"
    UNUSED = "unused"  # nothing ever used it


@dataclass(frozen=True, slots=True)
class SecretFacts:
    """What may be shown of a record; `username` is masked where the key is.

    `version` counts how often it was written, `edition` differs once it was replaced. `weak` says
    in a few words what is weak about its password, empty for nothing; `shared_with` names the
    records that have the same one. `store` is the outside store that a reference points to.
    """

    name: str
    kind: SecretKind
    username: str
    origins: tuple[str, ...]
    version: int
    updated: datetime
    edition: str
    last_used: datetime | None = None
    expires: datetime | None = None
    weak: str = ""
    shared_with: tuple[str, ...] = ()
    store: str = ""


@dataclass(frozen=True, slots=True)
class SecretUse:
    """Something that was done with a record: `actor` is a person's name or the id of a job."""

    at: datetime
    actor: str
    verb: str
    purpose: str
    outcome: str


@dataclass(frozen=True, slots=True)
class VaultStanding:
    """How the vault stands: the kinds of key that open it, and its recovery kit.

    `recovery_made` is when the kit was made, `recovery_proved` when what was written down was last
    tried; None for never.
    """

    kinds: tuple[str, ...] = ()
    recovery_made: datetime | None = None
    recovery_proved: datetime | None = None


@dataclass(frozen=True, slots=True)
class SecretUser:
    """What uses a record: `kind` is portal, mailbox or destination.

    `refused` is the edition that it refused; `trouble` why it waits for a person, `question_id`
    the question about that.
    """

    kind: str
    id: str
    name: str
    supplier: str = ""
    refused: str | None = None
    trouble: str = ""
    question_id: str = ""


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is wrong with a record, in one sentence."""

    health: Health
    sentence: str


@dataclass(frozen=True, slots=True)
class SecretView:
    """One record with what uses it and what is wrong with it, the worst first."""

    facts: SecretFacts
    users: tuple[SecretUser, ...] = ()
    ailments: tuple[Ailment, ...] = ()
    seed: bool = False  # an authenticator is bound to it


@dataclass(frozen=True, slots=True)
class SecretStory:
    """What was done with a record, newest first, and when it was written."""

    uses: tuple[SecretUse, ...]
    editions: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on its way to the one who asked for it; a code is good for so many seconds."""

    value: Secret
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """What became of an entry of another password manager's file.

    It is `new`, the `same`, `refused`, `kept` as the vault has it or `passed`, and `why`; `portal`
    is "proposed", what speaks against its being one, or "" for what is no sign-in of a portal.
    """

    name: str
    action: str
    why: str
    portal: str


class VaultDesk(Protocol):
    """All that the Vault screen can ask and do. Calls block: keep them off the loop.

    Whatever opens, shows or changes a record is decided in a worker, by who asks; it is on the
    record of the vault and on the audit trail before it happens.
    """

    def standing(self) -> VaultStanding:
        """How the vault stands, as the worker last told it."""
        ...

    def idle_minutes(self) -> int:
        """After how long without use a vault that a person unlocked locks again; 0 for never."""
        ...

    def records(self) -> tuple[SecretView, ...]:
        """All records, by name. Raises VaultError where no open vault answers."""
        ...

    def story(self, name: str) -> SecretStory:
        """What was done with a record. Raises VaultError."""
        ...

    def add(
        self, user: User, name: str, *, username: str, origins: tuple[str, ...], value: Secret
    ) -> None:
        """Keep a portal's sign-in under a name that nothing has yet."""
        ...

    def take_in(
        self, user: User, file: str, body: bytes, passphrase: Secret
    ) -> tuple[ImportedEntry, ...]:
        """Keep what is new in another password manager's export of this file name.

        An empty passphrase is none. Raises FileUnreadable, WrongKey, WrongInput, VaultError.
        """
        ...

    def replace(self, user: User, name: str, version: int, value: Secret) -> None:
        """Put another password or key in the place of the one seen in `version`."""
        ...

    def add_seed(self, user: User, name: str, seed: Secret) -> None:
        """Bind an authenticator to a credential, by the address or letters of its seed."""
        ...

    def add_seed_image(self, user: User, name: str, image: bytes) -> None:
        """Bind an authenticator to a credential, by a picture of its QR code."""
        ...

    def set_origins(
        self, user: User, name: str, version: int, *, origins: tuple[str, ...], password: Secret
    ) -> None:
        """Say where a record may be used; `password` is the person's own, typed anew."""
        ...

    def remove(self, user: User, name: str, version: int) -> None:
        """Take a record out, and the authenticator that is bound to it."""
        ...

    def reveal(self, user: User, name: str, *, password: Secret, copied: bool) -> Shown:
        """A record's value; `password` is the person's own, typed anew.

        Raises TooManyTries, WrongInput, VaultError.
        """
        ...

    def lock(self, user: User) -> None:
        """Lock the vaults of the workers here."""
        ...

    def lock_after(self, user: User, minutes: int) -> None:
        """Let a vault that a person unlocked lock after so long without use; 0 for never."""
        ...
