"""A lease: one record, opened for one job and purpose, closed at the end of the block."""

from __future__ import annotations

from dataclasses import fields
from typing import Final, NoReturn

from model import redaction
from model.errors import LeaseOver
from model.secret import MASK, Secret
from vault.records import (
    ApiKey,
    Credential,
    Leasable,
    Mailbox,
    OAuthToken,
    Record,
    Reference,
    TotpSeed,
)

_NAMED: Final = Credential | Mailbox | OAuthToken | Reference


class Lease:
    """The record `name` while its lease lasts; fulfils `model.ports.Lease`.

    Everything but name, version and edition raises `LeaseOver` once the lease is closed. A `Secret`
    taken out before lives as long as whoever holds it: take it for one call, don't keep it.
    """

    __slots__ = ("_record", "_seed", "_unsaid", "edition", "name", "version")

    def __init__(
        self,
        name: str,
        record: Leasable,
        seed: Secret | None,
        *,
        version: int,
        edition: str | None = None,
    ) -> None:
        self.name = name
        self.version = version  # what `Vault.put` may replace
        self.edition = edition
        self._record: Leasable | None = record
        self._seed = seed
        self._unsaid = _secrets(record, seed)
        redaction.know(self._unsaid)

    @property
    def record(self) -> Leasable:
        """The record itself.

        Raises:
            LeaseOver: the lease was closed.
        """
        if self._record is None:
            raise LeaseOver(f"The lease of {self.name!r} is over; take a new one.")
        return self._record

    @property
    def username(self) -> str:
        """The user name; empty for a key or a browser session."""
        return username_of(self.record)

    @property
    def password(self) -> Secret:
        """The password, the key, the refresh token, or the browser session's state."""
        return _secret_of(self.record)

    @property
    def totp(self) -> Secret | None:
        """The authenticator's seed, where one is bound to the credential."""
        return self._seed if self.record else None

    @property
    def customer_number(self) -> str | None:
        """A third field that some sign-ins ask for."""
        record = self.record
        return record.customer_number if isinstance(record, Credential) else None

    @property
    def origins(self) -> frozenset[str]:
        """The origins sealed with the record."""
        return origins_of(self.record)

    def close(self) -> None:
        """End the lease."""
        redaction.forget(self._unsaid)
        self._record, self._seed, self._unsaid = None, None, ()

    def __repr__(self) -> str:
        return f"Lease({self.name!r}, {MASK})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Lease is never copied, pickled or serialised")


def _secrets(record: Leasable, seed: Secret | None) -> tuple[Secret, ...]:
    """All that no log may show while the lease lasts."""
    parts = (getattr(record, field.name) for field in fields(record))
    return tuple(part for part in (*parts, seed) if isinstance(part, Secret))


def username_of(record: Record) -> str:
    """The record's user name; empty where its kind has none."""
    return record.username if isinstance(record, _NAMED) else ""


def origins_of(record: Record) -> frozenset[str]:
    """The record's origins; a seed has none of its own."""
    return frozenset() if isinstance(record, TotpSeed) else record.origins


def _secret_of(record: Leasable) -> Secret:
    match record:
        case Credential() | Mailbox():
            return record.password
        case ApiKey():
            return record.key
        case OAuthToken():
            return record.refresh_token
        case _:
            return record.state
