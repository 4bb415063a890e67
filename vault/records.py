"""What the vault keeps: one frozen dataclass a kind, and its way into the sealed blob and back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Final

from model.errors import VaultDamaged, WrongInput
from model.secret import Secret
from vault.origins import origin_of
from vault.stores import prove_reference
from vault.totp import prove_seed
from vault.wire import canonical, read_canonical

NONE: Final = Secret("")
PERSON: Final = "person/"
"""So begin the names of seeds by which people sign in to Billhook: they are not shown or leased."""
_NAME_LENGTH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A sign-in at a portal. It is typed at its `origins` and nowhere else."""

    kind: ClassVar = "credential"
    username: str
    password: Secret
    origins: frozenset[str] = frozenset()
    login_url: str | None = None
    customer_number: str | None = None
    notes: Secret = NONE  # people keep PINs and recovery codes in notes

    def __post_init__(self) -> None:
        _settle_origins(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpSeed:
    """An authenticator's seed, bound to the credential whose sign-in asks for its codes."""

    kind: ClassVar = "totp"
    credential: str
    seed: Secret

    def __post_init__(self) -> None:
        object.__setattr__(self, "credential", proper_name(self.credential))
        prove_seed(self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox's password; its origins name the servers, as imaps://mail.example."""

    kind: ClassVar = "mailbox"
    username: str
    password: Secret
    origins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _settle_origins(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthToken:
    """What lets Billhook into a mailbox without its password (RFC 6749), as the provider gave it.

    `client` is the application's id at the provider, `tenant` the organisation's where the provider
    has such; the origins are those of the token's address and of the mail server. Providers may
    answer each use with a new refresh token: keep it by `Vault.put(…, replacing=version)`.
    """

    kind: ClassVar = "oauth_token"
    username: str
    client: str
    refresh_token: Secret
    tenant: str = ""
    scopes: frozenset[str] = frozenset()
    client_secret: Secret = NONE
    access_token: Secret = NONE
    expires: datetime | None = None  # of the access token
    token_url: str | None = None
    origins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _settle_origins(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key or token of a programming interface."""

    kind: ClassVar = "api_key"
    key: Secret
    origins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _settle_origins(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """A browser's cookies and storage after a sign-in, as opaque JSON."""

    kind: ClassVar = "session"
    state: Secret
    origins: frozenset[str] = frozenset()
    expires: datetime | None = None

    def __post_init__(self) -> None:
        _settle_origins(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A sign-in whose password another store holds; it's fetched when it is leased.

    `store` is op, bw, pass or vault, `item` what the secret is called there. Where the record
    names no user, the store's is taken.
    """

    kind: ClassVar = "ref"
    store: str
    item: str
    username: str = ""
    origins: frozenset[str] = frozenset()
    login_url: str | None = None
    customer_number: str | None = None

    def __post_init__(self) -> None:
        prove_reference(self.store, self.item)
        _settle_origins(self)


Leasable = Credential | Mailbox | OAuthToken | ApiKey | BrowserSession
Record = Leasable | Reference | TotpSeed

_KINDS: Final[dict[str, type[Record]]] = {
    cls.kind: cls
    for cls in (Credential, TotpSeed, Mailbox, OAuthToken, ApiKey, BrowserSession, Reference)
}
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "str": str,
    "str | None": lambda value: value,
    "Secret": Secret,
    "frozenset[str]": frozenset,
    "datetime | None": lambda value: value and datetime.fromisoformat(value),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a sealed blob holds."""

    name: str
    updated: datetime
    record: Record


def proper_name(name: str) -> str:
    """The name as it is kept: composed letters (NFC), no blanks around it.

    Raises:
        WrongInput: it is empty, too long, or has characters that can't be shown.
    """
    proper = unicodedata.normalize("NFC", name).strip()
    if not proper or len(proper) > _NAME_LENGTH or not proper.isprintable():
        raise WrongInput(f"A record's name has 1 to {_NAME_LENGTH} characters that can be shown.")
    return proper


def seed_name(credential: str) -> str:
    """The name under which the authenticator's seed of a credential is kept."""
    return f"{credential}/totp"


def person_seed(user_id: str, seed: Secret) -> TotpSeed:
    """The record of the authenticator of somebody who signs in to Billhook."""
    return TotpSeed(credential=f"{PERSON}{user_id}", seed=seed)


def session_name(credential: str, portal: str) -> str:
    """The name under which the session of a credential at a portal is kept."""
    return f"{credential}/session/{portal}"


def encode(content: Content) -> bytes:
    """The canonical JSON that is sealed."""
    record = {
        field.name: _plain(getattr(content.record, field.name)) for field in fields(content.record)
    }
    updated = content.updated.isoformat()
    return canonical({"name": content.name, "updated": updated, "record": record})


def decode(kind: str, body: bytes) -> Content:
    """The content of an opened blob.

    A field that a later version added is read as its default where it's missing.

    Raises:
        VaultDamaged: a kind or a field that this version doesn't know.
    """
    outer = read_canonical(body)
    cls, found = _KINDS[kind], outer["record"]
    readers = {field.name: _READERS[str(field.type)] for field in fields(cls)}
    if found.keys() - readers.keys():
        raise VaultDamaged
    record = cls(**{name: readers[name](value) for name, value in found.items()})
    return Content(outer["name"], datetime.fromisoformat(outer["updated"]), record)


def _plain(value: object) -> object:
    match value:
        case Secret():
            return value.reveal()
        case frozenset():
            return sorted(value)
        case datetime():
            return value.isoformat()
        case _:
            return value


def _settle_origins(record: Leasable | Reference) -> None:
    settled = frozenset(origin_of(origin) for origin in record.origins)
    object.__setattr__(record, "origins", settled)
