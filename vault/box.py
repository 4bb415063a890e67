"""The vault: secrets, sealed, and every use of them on record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from model.errors import (
    BillhookError,
    OutsideStoreFailed,
    SecretChanged,
    SecretMissing,
    VaultLocked,
    WrongInput,
)
from model.secret import Secret
from vault.access import Access
from vault.audit import Event
from vault.contents import Contents
from vault.exchange import files
from vault.exchange.found import Exported, Found, ImportLine, compare, pass_over
from vault.keys import Keys
from vault.lease import Lease, origins_of, username_of
from vault.records import (
    PERSON,
    Content,
    Credential,
    Leasable,
    Record,
    Reference,
    TotpSeed,
    proper_name,
    seed_name,
    session_name,
)
from vault.rows import Row
from vault.slots.source import KeySource
from vault.stores import resolve
from vault.totp import step_of
from vault.upkeep import Upkeep

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be shown of a record."""

    name: str
    kind: str
    username: str
    origins: tuple[str, ...]
    version: int
    updated: datetime
    last_used: datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was proved: the records and events read, and the number of the last change.

    `doubt` says where the anchor and its witness did not agree when the vault was opened.
    """

    records: int
    events: int
    epoch: int
    doubt: str = ""


class Vault:
    """An open vault. Any number of processes may read it; one at a time changes it.

    `keys` holds the ways to open it, `upkeep` what a person sees of single records and changes.
    """

    def __init__(self, access: Access, *, opened_by: KeySource | None = None) -> None:
        self._access = access
        self._leases: set[Lease] = set()
        self._opened_by = opened_by
        self._doubt = ""
        self.keys = Keys(access)
        self.upkeep = Upkeep(access)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lock()

    def take_stock(self, accept_epoch: int | None) -> None:
        """Prove the vault as it is found, its age included; the first thing after opening it.

        A vault that comes to a place without an anchor is taken as it is, which goes on record; so
        does an anchor that is older than its witness.

        Raises:
            VaultRolledBack: it's older than the anchor, and not the copy that was to be accepted.
        """
        if accept_epoch is not None:
            self._access.accept(accept_epoch)
            return
        is_new_here = self._access.anchor.epoch(self._access.key) is None
        self._doubt = self._access.heed_witness()
        if self._doubt:
            _log.warning("The vault's anchor is not the newest: %s.", self._doubt)
            self.note("doubt", actor="billhook", purpose=self._doubt)
        elif is_new_here:
            self.note("adopt")
        else:
            with self._access.reading():  # which proves it
                return

    def note(self, verb: str, *, actor: str = "person", purpose: str = "") -> None:
        """Put on record what was done with the vault as a whole."""
        with self._access.changing() as contents:
            contents.note(self._access.clock.now(), actor=actor, verb=verb, purpose=purpose)

    def put(
        self, name: str, record: Record, *, replacing: int | None = None, actor: str = "person"
    ) -> int:
        """The version of the record that is now kept under a name, in the place of an older one.

        Args:
            name: what it's called.
            record: what to keep.
            replacing: the version that it takes the place of, 0 for none: where the vault holds
                another by now, nothing is changed. Two jobs that renew one token need this.
            actor: who does it.

        Raises:
            WrongInput: the name can't be one, or isn't the one that a seed must have.
            SecretChanged: the vault holds another version than the one to replace.
        """
        content = self._content(name, record)
        with self._access.changing() as contents:
            if replacing not in (None, contents.version(content.name)):
                raise SecretChanged
            version = contents.put(content)
            contents.note(self._access.clock.now(), actor=actor, verb="put", name=content.name)
        return version

    def names(self) -> tuple[Entry, ...]:
        """What may be shown of all records, by name."""
        with self._access.reading() as contents:
            used, found = contents.last_leases(), contents.opened()
        return tuple(_entry(row, content, used.get(row.id)) for row, content in found)

    def person_step(self, user_id: str, code: Secret, *, after: int) -> int:
        """The time step of a code that a person typed, if it is later than `after`; 0 for no code.

        Raises:
            SecretMissing: the person has no authenticator.
        """
        with self._access.reading() as contents:
            record = contents.get(seed_name(f"{PERSON}{user_id}"))
        if not isinstance(record, TotpSeed):
            raise SecretMissing("This person has no authenticator here.")
        return step_of(record.seed, code, self._access.clock.now(), after=after)

    def version(self, name: str) -> int:
        """How often the record of this name was written; 0 where there is none."""
        with self._access.reading() as contents:
            return contents.version(proper_name(name))

    def remove(self, name: str, *, replacing: int | None = None, actor: str = "person") -> None:
        """Take a record out, with the authenticator's seed and the sessions that are bound to it.

        Raises:
            SecretMissing: there is none of this name.
            SecretChanged: the vault holds another version than `replacing`, where one is given.
        """
        name = proper_name(name)
        with self._access.changing() as contents:
            contents.get(name)
            if replacing not in (None, contents.version(name)):
                raise SecretChanged
            sessions = session_name(name, "")
            kept = [one.name for _, one in contents.opened() if one.name.startswith(sessions)]
            for gone in filter(contents.find, (name, seed_name(name), *kept)):
                contents.drop(gone)
                contents.note(self._access.clock.now(), actor=actor, verb="remove", name=gone)

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """The record of this name, opened for one job, until the block ends.

        The event is on disk before the secret is handed out: no event, no secret.

        Raises:
            SecretMissing: there is none of this name.
            OutsideStoreFailed: it lies in another store, which doesn't give it now.
            WrongInput: it's an authenticator's seed, which is leased with its credential only.
        """
        name = proper_name(name)
        with self._access.changing() as contents:
            record, seed = _leasable(contents, name)
            version = contents.version(name)
            edition: str | None = contents.edition(name)
            contents.note(
                self._access.clock.now(), actor=job, verb="lease", name=name, purpose=purpose
            )
        if isinstance(record, Reference):
            record, seed = self._fetched(name, record, seed, job=job)
            edition = None  # a password changes over there without a word to us
        lease = Lease(name, record, seed, version=version, edition=edition)
        self._leases.add(lease)
        try:
            yield lease
        finally:
            lease.close()
            self._leases.discard(lease)

    def _fetched(
        self, name: str, found: Reference, seed: Secret | None, *, job: str
    ) -> tuple[Credential, Secret | None]:
        """What the outside store holds, with our origins; no transaction waits for its program."""
        try:
            resolved = resolve(found.store, found.item)
        except OutsideStoreFailed:
            with self._access.changing() as contents:
                now = self._access.clock.now()
                contents.note(now, actor=job, verb="fetch", name=name, outcome="failed")
            raise
        credential = Credential(
            username=found.username or resolved.username or "",
            password=resolved.password,
            origins=found.origins,
            login_url=found.login_url,
            customer_number=found.customer_number,
        )
        return credential, seed or resolved.seed

    def rotate(self, *, actor: str = "person") -> int:
        """The generation of a new data key; everything was sealed again under it."""
        with self._access.changing() as contents:
            generation = contents.renew_key()
            contents.note(self._access.clock.now(), actor=actor, verb="rotate")
        return generation

    def check(self) -> Proof:
        """How much was proved, where everything was: header, manifest, each record, each event.

        Raises:
            VaultError: the first thing that doesn't hold, by name.
        """
        with self._access.reading() as contents:
            return Proof(
                records=len(contents.opened()),
                events=len(contents.events()),
                epoch=contents.header.epoch,
                doubt=self._doubt,
            )

    def events(self) -> tuple[Event, ...]:
        """The audit trail, oldest first, proved."""
        with self._access.reading() as contents:
            return tuple(contents.events())

    def anchor_line(self) -> str:
        """What a witness keeps, so that the anchor isn't alone in knowing how new the vault is."""
        return self._access.line()

    @property
    def doubt(self) -> str:
        """Where the anchor and its witness did not agree when the vault was opened; else empty."""
        return self._doubt

    @property
    def opened_by(self) -> KeySource:
        """The key that opened the vault.

        Raises:
            VaultLocked: it's locked.
        """
        if self._opened_by is None:
            raise VaultLocked
        return self._opened_by

    def lock(self) -> None:
        """Close the vault: wipe its key and end every lease; `unlock` opens it again."""
        self._access.lock()
        self.upkeep.forget()
        self._opened_by = None
        for lease in tuple(self._leases):
            lease.close()

    @property
    def is_locked(self) -> bool:
        """Whether it has to be unlocked before it gives anything."""
        self.lock_if_idle()
        return self._access.is_locked

    def lock_if_idle(self) -> None:
        """Close the vault where nobody used it for as long as `unlock` allowed."""
        if self._access.lock_if_idle():
            self.lock()

    def lock_after(self, idle: timedelta | None) -> None:
        """Lock by itself after so long without use from now on; never, for None."""
        self._access.keep_for(idle)

    def unlock(
        self, key: KeySource, *, idle: timedelta | None = None, accept_epoch: int | None = None
    ) -> None:
        """Open the vault by this key, and prove it as it is found.

        Args:
            key: what opens it.
            idle: after so long without use it locks by itself; never, where none is given.
            accept_epoch: the epoch of an older copy that was restored on purpose.

        Raises:
            VaultError: as `open_vault`; the vault is locked then.
        """
        slot, found = self._access.find(key)
        self._access.take(found)
        self._access.keep_for(idle)
        self._opened_by = key
        try:
            self.take_stock(accept_epoch)
        except BillhookError:
            self.lock()
            raise
        if slot.kdf.below(key.cost):
            self.keys.strengthen(slot, key)

    def export(
        self,
        path: Path,
        passphrase: Secret | None = None,
        *,
        plain: bool = False,
        actor: str = "person",
    ) -> Exported:
        """How many records were written to a new file that other password managers open.

        It's Bitwarden's JSON, protected by the passphrase (Bitwarden and KeePassXC open it); only
        where `plain` says so, without protection, and then only into a folder that is private.

        Raises:
            WrongInput: neither or both were given, the file exists, or its folder isn't private.
        """
        if plain == (passphrase is not None):
            raise WrongInput("Give a passphrase for the export, or say that it shall be plain.")
        files.prove_place(path, closed=plain)
        with self._access.changing() as contents:
            found = [content for _, content in contents.opened()]
            how = "plain" if plain else "protected"
            contents.note(self._access.clock.now(), actor=actor, verb="export", purpose=how)
        return files.write(path, found, passphrase)

    def import_file(
        self,
        path: Path,
        passphrase: Secret | None = None,
        *,
        dry_run: bool = False,
        wanted: Callable[[ImportLine], bool] | None = None,
        actor: str = "person",
    ) -> tuple[ImportLine, ...]:
        """What became of each entry of another password manager's file, or with `dry_run` would.

        Reads Bitwarden's JSON (plain or protected by a password), KeePass files (KDBX 3.1 and 4),
        1Password's 1PUX, and CSV files of Bitwarden, 1Password, Chrome, Edge and Firefox. A record
        that the vault has under the same name stays as it is, and what isn't `wanted` is passed
        over. All are kept in one transaction.

        Raises:
            FileUnreadable: it's none of these files.
            WrongKey: its password is another one.
        """
        found = files.read(path, passphrase)
        return self._import(found, dry_run=dry_run, wanted=wanted, actor=actor)

    def import_body(
        self, body: bytes, passphrase: Secret | None, *, name: str, actor: str
    ) -> tuple[ImportLine, ...]:
        """What became of each entry of such a file of this name, of which this is the content.

        Raises what `import_file` raises.
        """
        return self._import(files.read_body(body, passphrase, name=name), actor=actor)

    def _import(
        self,
        found: list[Found],
        *,
        actor: str,
        dry_run: bool = False,
        wanted: Callable[[ImportLine], bool] | None = None,
    ) -> tuple[ImportLine, ...]:
        with self._access.reading() if dry_run else self._access.changing() as contents:
            found = [item for item in found if not item.name.startswith(PERSON)]
            lines = [pass_over(compare(item, contents.find), wanted) for item in found]
            if not dry_run:
                self._keep(contents, found, lines, actor=actor)
        return tuple(lines)

    def _keep(
        self, contents: Contents, found: Iterable[Found], lines: Iterable[ImportLine], *, actor: str
    ) -> None:
        now = self._access.clock.now()
        new = (item for item, line in zip(found, lines, strict=True) if line.action == "new")
        for name, record in (pair for item in new for pair in item.records.items()):
            contents.put(Content(name, now, record))
            contents.note(now, actor=actor, verb="import", name=name)

    def _content(self, name: str, record: Record) -> Content:
        name = proper_name(name)
        if isinstance(record, TotpSeed) and name != seed_name(record.credential):
            raise WrongInput(f"This seed's name must be {seed_name(record.credential)!r}.")
        if name.startswith(PERSON) and not isinstance(record, TotpSeed):
            raise WrongInput(f"A name does not begin with {PERSON}: people's own seeds do.")
        return Content(name, self._access.clock.now(), record)


def _leasable(contents: Contents, name: str) -> tuple[Leasable | Reference, Secret | None]:
    record = contents.get(name)
    if isinstance(record, TotpSeed):
        raise WrongInput("An authenticator's seed is leased with its credential, not alone.")
    seed = contents.find(seed_name(name))
    return record, seed.seed if isinstance(seed, TotpSeed) else None


def _entry(row: Row, content: Content, last_used: datetime | None) -> Entry:
    return Entry(
        name=content.name,
        kind=row.kind,
        username=username_of(content.record),
        origins=tuple(sorted(origins_of(content.record))),
        version=row.version,
        updated=content.updated,
        last_used=last_used,
    )
