"""The upkeep of single records: what may be shown of them, and what a person changes or is shown.

Health is told here, where the key is: passwords are compared by digests under a key that lives as
long as the vault is open, and what leaves this room are names and words about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from model.errors import SecretChanged, WrongInput
from model.secret import Secret
from model.vaults import SecretFacts, SecretKind, SecretUse, Shown, VaultStanding
from vault import seal
from vault.access import Access
from vault.contents import Contents, edition_of
from vault.lease import origins_of, username_of
from vault.records import (
    PERSON,
    ApiKey,
    BrowserSession,
    Content,
    Credential,
    Mailbox,
    Record,
    Reference,
    TotpSeed,
    proper_name,
)
from vault.rows import Row
from vault.slots.recovery import Recovery
from vault.strength import weakness
from vault.totp import code_at

_MOST_EVENTS: Final = 200
_MASK: Final = "\N{BULLET}" * 3
_LONG: Final = 6  # characters from which two of a user name may be shown


class _Known(NamedTuple):
    """What is kept of a record while the vault is open; `mark` tells equal secrets, no more."""

    digest: bytes
    facts: SecretFacts
    mark: bytes
    account: tuple[str, frozenset[str]]


class Upkeep:
    """What a person sees of the records of an open vault, and changes one at a time."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._known: dict[str, _Known] = {}
        self._key = seal.new_key()

    def forget(self) -> None:
        """Keep nothing of what was seen, and make digests under another key."""
        self._known, self._key = {}, seal.new_key()

    def facts(self) -> tuple[SecretFacts, ...]:
        """What may be shown of all records, by name."""
        with self._access.reading() as contents:
            used = contents.last_leases()
            self._known = {row.id: self._seen(contents, row) for row in contents.rows.values()}
        shared = _shared(self._known.values())
        told = (
            replace(one.facts, last_used=used.get(row), shared_with=shared.get(one.facts.name, ()))
            for row, one in self._known.items()
            if not one.facts.name.startswith(PERSON)
        )
        return tuple(sorted(told, key=lambda facts: facts.name))

    def _seen(self, contents: Contents, row: Row) -> _Known:
        """What is known of a row; one that didn't change isn't opened again."""
        known = self._known.get(row.id)
        if known is not None and known.digest == row.digest:
            return known
        content = contents.content(row)
        secret = _typed_secret(content.record)
        mark = seal.mac(self._key, secret.reveal().encode()) if secret else b""
        place = (username_of(content.record), origins_of(content.record))
        return _Known(row.digest, _facts(row, content), mark, place)

    def uses(self, name: str) -> tuple[SecretUse, ...]:
        """The newest 200 things that were done with a record, newest first."""
        with self._access.reading() as contents:
            events = contents.events_of(proper_name(name), _MOST_EVENTS)
        return tuple(
            SecretUse(event.at, event.actor, event.verb, event.purpose, event.outcome)
            for event in events
        )

    def standing(self) -> VaultStanding:
        """Which kinds of key open the vault, and when its recovery kit was made and proved."""
        with self._access.reading() as contents:
            slots = contents.header.slots
            kit = next((slot for slot in slots if slot.kind == Recovery.kind), None)
            proved = contents.events_with("prove-key")
            added = contents.events_with("add-key")
        kinds = tuple(dict.fromkeys(slot.kind for slot in slots))
        if kit is None:
            return VaultStanding(kinds)
        own = f"{kit.kind} {kit.id}"
        made = max((event.at for event in added if event.purpose == own), default=None)
        tried = (event.at for event in proved if event.purpose in (own, Recovery.kind))
        last = max((at for at in tried if made is None or at >= made), default=None)
        return VaultStanding(kinds, made, last)

    def revise(
        self,
        name: str,
        how: Callable[[Record], Record],
        *,
        replacing: int,
        actor: str,
        purpose: str,
    ) -> None:
        """Put `how(record)` in the place of a record, as it was seen in the version `replacing`.

        Raises:
            SecretMissing: there is none of this name.
            SecretChanged: the vault holds another version by now.
            WrongInput: what `how` made can't be kept.
        """
        name = proper_name(name)
        with self._access.changing() as contents:
            revised = how(_as_seen(contents, name, replacing))
            now = self._access.clock.now()
            contents.put(Content(name, now, revised))
            contents.note(now, actor=actor, verb="put", name=name, purpose=purpose)

    def replace_secret(self, name: str, value: Secret, *, replacing: int, actor: str) -> None:
        """Put another password or key in the place of a record's. Raises as `revise`."""
        self.revise(
            name,
            lambda record: _with_secret(record, value),
            replacing=replacing,
            actor=actor,
            purpose="another password",
        )

    def set_origins(self, name: str, origins: Iterable[str], *, replacing: int, actor: str) -> None:
        """Say anew where a record may be used. Raises as `revise`."""
        allowed = frozenset(origins)
        self.revise(
            name,
            lambda record: _with_origins(record, allowed),
            replacing=replacing,
            actor=actor,
            purpose="other origins",
        )

    def shown(self, name: str, *, actor: str, purpose: str) -> Shown:
        """A record's value for a person's eyes; of an authenticator, the code of the moment.

        The event is on disk before the value is handed out: no event, no value.

        Raises:
            SecretMissing: there is none of this name.
            WrongInput: it's of a kind that a person has no use for.
        """
        name = proper_name(name)
        if name.startswith(PERSON):
            raise WrongInput("By this a person signs in to Billhook: it is shown to nobody.")
        with self._access.changing() as contents:
            record = contents.get(name)
            now = self._access.clock.now()
            value = _value(record, now)
            contents.note(now, actor=actor, verb="reveal", name=name, purpose=purpose)
        return value


def masked(username: str) -> str:
    """A user name as it may be shown: "a•••@buyer.example", "K-•••"."""
    local, sign, domain = username.rpartition("@")
    if sign and local:
        return f"{local[0]}{_MASK}@{domain}"
    seen = username[:2] if len(username) >= _LONG else ""
    return f"{seen}{_MASK}" if username else ""


def _facts(row: Row, content: Content) -> SecretFacts:
    record = content.record
    return SecretFacts(
        name=content.name,
        kind=SecretKind(row.kind),
        username=masked(username_of(record)),
        origins=tuple(sorted(origins_of(record))),
        version=row.version,
        updated=content.updated,
        edition=edition_of(row, content),
        expires=record.expires if isinstance(record, BrowserSession) else None,
        weak=_weak(content),
        store=record.store if isinstance(record, Reference) else "",
    )


def _weak(content: Content) -> str:
    record = content.record
    if not isinstance(record, Credential | Mailbox):
        return ""  # keys and tokens are made by machines
    hosts = (urlsplit(origin).hostname or "" for origin in record.origins)
    return weakness(record.password, (record.username, content.name, *hosts))


def _shared(found: Iterable[_Known]) -> dict[str, tuple[str, ...]]:
    """The other records with the same secret, by name."""
    groups: dict[bytes, list[_Known]] = defaultdict(list)
    for one in found:
        if one.mark:
            groups[one.mark].append(one)
    return {
        one.facts.name: others
        for group in groups.values()
        for one in group
        if (others := tuple(sorted(it.facts.name for it in group if _strangers(one, it))))
    }


def _strangers(one: _Known, other: _Known) -> bool:
    """Whether two records are sign-ins of different accounts: one account may be kept twice."""
    (mine, here), (theirs, there) = one.account, other.account
    return one is not other and not (mine == theirs and here & there)


def _typed_secret(record: Record) -> Secret | None:
    match record:
        case Credential() | Mailbox():
            return record.password or None
        case ApiKey():
            return record.key or None
        case _:
            return None


def _as_seen(contents: Contents, name: str, version: int) -> Record:
    record = contents.get(name)
    if contents.version(name) != version:
        raise SecretChanged("Somebody else changed this record in the meantime; look again.")
    return record


def _with_secret(record: Record, value: Secret) -> Record:
    if not value:
        raise WrongInput("Type the new password.")
    match record:
        case Credential() | Mailbox():
            return replace(record, password=value)
        case ApiKey():
            return replace(record, key=value)
        case _:
            raise WrongInput("This record holds no password that a person types.")


def _with_origins(record: Record, origins: frozenset[str]) -> Record:
    if isinstance(record, TotpSeed):
        raise WrongInput("An authenticator's seed goes where its credential goes.")
    if not origins:
        raise WrongInput("Name at least one origin, or remove the record.")
    return replace(record, origins=origins)


def _value(record: Record, now: datetime) -> Shown:
    if isinstance(record, TotpSeed):
        code = code_at(record.seed, now)
        return Shown(code.code, code.seconds_left)
    if (secret := _typed_secret(record)) is None:
        raise WrongInput("There is nothing in this record that a person could type.")
    return Shown(secret)
