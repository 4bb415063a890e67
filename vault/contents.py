"""What a vault holds, proved as a whole, within one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from model.errors import SecretMissing, VaultError, VaultLocked, VaultRolledBack, VaultTampered
from vault import audit, records, rows, seal, tables
from vault.audit import START, Event
from vault.header import Header, Slot, decode
from vault.hierarchy import VaultKey, new_data_key
from vault.records import Content, Record
from vault.rows import Listing, Row

MAX_WRITES: Final = 1 << 32  # seals under one key with random nonces (NIST SP 800-38D, 8.3)


class Contents:
    """The records, the audit trail and the header of one moment; changes are kept by `settle`.

    Made only of a file that proves itself: the header's MAC, its epoch, the manifest over all
    records, each record's digest, and the end of the audit trail. `known` is a listing of an
    earlier moment: what stands there unchanged is not hashed a second time.
    """

    def __init__(
        self, connection: Connection, key: VaultKey, *, seen: int, known: Listing = rows.NOTHING
    ) -> None:
        tables.prove_schema(connection)
        self._connection = connection
        self._key = key
        self.header = _proved_header(connection, key, seen=seen)
        self._data_key = key.data_key(self.header)
        found = known.renewed(tables.read_rows(connection))
        self._prove(found)
        self.rows, self._listed = dict(found.rows), dict(found.listed)

    @property
    def listing(self) -> Listing:
        """The rows as they stand here now, for the next moment to know."""
        return Listing(self.rows, self._listed)

    def _prove(self, found: Listing) -> None:
        found.prove_age(self.header.min_gen)
        manifest = rows.manifest(self._data_key, found.listed)
        listed = seal.same(manifest, self.header.manifest)
        if not listed or tables.last_tip(self._connection) != self.header.audit:
            raise VaultTampered

    def opened(self) -> list[tuple[Row, Content]]:
        """Every record with its row, by name."""
        found = [(row, self.content(row)) for row in self.rows.values()]
        return sorted(found, key=lambda pair: pair[1].name)

    def last_leases(self) -> dict[str, datetime]:
        """When each record was last leased, by its id, as the audit trail has it."""
        found = tables.last_leases(self._connection)
        return {record: datetime.fromisoformat(at) for record, at in found.items()}

    def find(self, name: str) -> Record | None:
        """The record of this name, if there is one."""
        row = self.rows.get(self._key.record_id(name))
        return self.content(row).record if row else None

    def get(self, name: str) -> Record:
        """The record of this name.

        Raises:
            SecretMissing: there is none.
        """
        record = self.find(name)
        if record is None:
            raise SecretMissing(f"The vault holds no record of the name {name!r}.")
        return record

    def events(self) -> list[Event]:
        """The whole audit trail, proved."""
        found = tables.read_events(self._connection)
        return audit.trail(self._data_key, found, self.header.audit)

    def events_of(self, name: str, most: int) -> list[Event]:
        """The newest events of the record of this name, newest first."""
        found = tables.events_of(self._connection, self._key.record_id(name), most)
        events = [audit.opened(self._data_key, row) for row in found]
        if any(event.name != name for event in events):
            raise VaultTampered
        return events

    def events_with(self, *verbs: str) -> list[Event]:
        """The events with one of these verbs, oldest first."""
        found = tables.events_with(self._connection, verbs)
        return [audit.opened(self._data_key, row) for row in found]

    def version(self, name: str) -> int:
        """How often the record of this name was written; 0 where there is none."""
        row = self.rows.get(self._key.record_id(name))
        return row.version if row else 0

    def edition(self, name: str) -> str:
        """What differs once the record of this name is replaced, even after it was removed."""
        row = self.rows[self._key.record_id(name)]
        return edition_of(row, self.content(row))

    def put(self, content: Content) -> int:
        """Seal a record under its name, in the place of an older one of it; its version."""
        version = self.version(content.name) + 1
        self._seal(content, version)
        return version

    def drop(self, name: str) -> None:
        """Take the record of this name out."""
        self._drop(self._key.record_id(name))

    def note(  # the parts of an event, by name
        self,
        at: datetime,
        *,
        actor: str,
        verb: str,
        name: str = "",
        purpose: str = "",
        outcome: str = "done",
    ) -> None:
        """Append an event to the audit trail."""
        last = self.header.audit
        event = Event(last.seq + 1, at, actor, verb, name, purpose, outcome)
        self._append(event)

    def keep_slots(self, slots: Iterable[Slot]) -> None:
        """Let these be the slots of the vault."""
        self.header = replace(self.header, slots=tuple(slots))

    def renew_vault_key(self, key: VaultKey, slots: Iterable[Slot]) -> int:
        """The generation of a new data key under a new vault key, which only these slots hold."""
        kept = self.opened()
        for row in list(self.rows.values()):
            self._drop(row.id)
        events, self._key = self.events(), key
        self.keep_slots(slots)
        return self._seal_again(kept, events)

    def renew_key(self) -> int:
        """The generation of a new data key, under which everything was sealed again.

        The old key leaves the header: a copy of it that leaked opens nothing of this file any more.
        """
        return self._seal_again(self.opened(), self.events())

    def _seal_again(self, kept: list[tuple[Row, Content]], events: list[Event]) -> int:
        self._data_key = new_data_key(self.header.vault, self.header.gen + 1)
        wrapped, gen = self._data_key.wrapped_by(self._key), self._data_key.gen
        self.header = replace(
            self.header, gen=gen, min_gen=gen, keys=(wrapped,), writes=0, audit=START
        )
        for row, content in kept:
            self._seal(content, row.version)
        tables.clear_events(self._connection)
        for event in events:
            self._append(event)
        return gen

    def settle(self) -> int:
        """The new epoch, after the header was written for what the file holds now.

        Raises:
            VaultError: the data key has sealed as often as it may.
        """
        if self.header.writes > MAX_WRITES:
            raise VaultError(
                "The vault's data key is used up; renew it with: billhook vault rotate."
            )
        self.header = replace(
            self.header,
            epoch=self.header.epoch + 1,
            manifest=rows.manifest(self._data_key, self._listed),
        )
        body = self.header.encode()
        tables.write_header(self._connection, body, self._key.header_mac(body))
        return self.header.epoch

    def content(self, row: Row) -> Content:
        """What a row holds, opened. Raises VaultTampered."""
        content = records.decode(row.kind, row.open(self._data_key))
        if self._key.record_id(content.name) != row.id:
            raise VaultTampered
        return content

    def _drop(self, record: str) -> None:
        del self.rows[record], self._listed[record]
        tables.drop_row(self._connection, record)

    def _seal(self, content: Content, version: int) -> None:
        row = rows.sealed_row(
            self._data_key,
            records.encode(content),
            record=self._key.record_id(content.name),
            kind=content.record.kind,
            version=version,
        )
        self.rows[row.id], self._listed[row.id] = row, rows.listed(row)
        tables.put_row(self._connection, row)
        self._count_write()

    def _append(self, event: Event) -> None:
        record = self._key.record_id(event.name) if event.name else ""
        row = audit.chained(self._data_key, event, record=record, prev=self.header.audit.mac)
        tables.add_event(self._connection, row)
        self.header = replace(self.header, audit=row.tip)
        self._count_write()

    def _count_write(self) -> None:
        self.header = replace(self.header, writes=self.header.writes + 1)


def edition_of(row: Row, content: Content) -> str:
    """What differs once a record is replaced, even after it was removed."""
    return f"{row.version} of {content.updated.isoformat()}"


def header_of(connection: Connection) -> Header:
    """The header as it stands there, proved by nothing yet: good for trying its slots."""
    return decode(tables.read_header(connection)[0])


def _stranger(known: frozenset[str], found: frozenset[str]) -> VaultError:
    """Why a header isn't proved by our key: renewing the vault key makes every slot anew."""
    if known and found and known.isdisjoint(found):
        return VaultLocked("The vault's key was renewed; unlock the vault again.")
    return VaultTampered()


def _proved_header(connection: Connection, key: VaultKey, *, seen: int) -> Header:
    body, mac = tables.read_header(connection)
    header = decode(body)
    slots = frozenset(slot.id for slot in header.slots)
    if header.vault != key.vault or not seal.same(mac, key.header_mac(body)):
        raise _stranger(key.slots, slots)
    key.slots = slots
    if header.epoch < seen:
        raise VaultRolledBack(
            f"The vault is at change {header.epoch}, but change {seen} was seen here; if you"
            f" restored it on purpose, open it with --accept-epoch {header.epoch}."
        )
    return header
