"""What the installation holds: the database, the audit trail, the vault, the last backup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from billhook.doctor.finding import Finding, Grade, found, noted
from billhook.settings import Settings
from billhook.wiring import opened_vault
from billhook.witness import newest_line
from model.errors import AuditBroken, BillhookError, StorageUnreachable, VaultLocked
from storage import audit, examining, heartbeats
from storage.store import Store, Tx
from vault import OsKeyring, Passphrase, TwoSecret, slot_kinds

_OFF: Final = timedelta(seconds=30)
_OLD_BACKUP: Final = timedelta(days=7)
_NEWEST: Final = 1_000
_DOUBT: Final = (
    "Ask who put back or removed that file; if nobody did, restore the vault from a backup."
)
_RESTORE: Final = "Restore a backup into a new folder: billhook restore FILE --data NEW."
_BRING_BACK: Final = "Bring back what they lie in; nothing is lost yet."
_SET_CLOCK: Final = "Set the clock, best by the network: timedatectl set-ntp true."
_BY_PERSON: Final = "Unlock it in the dashboard, or with: billhook vault unlock."


def schema(settings: Settings) -> Iterator[Finding]:
    """Nothing where the tables are of this version, or not there yet."""
    stands = examining.schema(settings.database_url)
    if stands.current is not None and stands.current < stands.newest:
        detail = f"at step {stands.current} of {stands.newest}"
        remedy = "Back it up, then start: billhook up, which brings it up to date."
        yield Finding("Database", Grade.UNWELL, detail, remedy)


def records(store: Store, tx: Tx) -> Iterable[Finding]:
    """How the database, the file store, the audit trail, the workers and the clock stand."""
    yield _database(tx)
    yield _files(store, tx)
    yield _trail(tx)
    yield _workers(tx)
    yield _clock(tx)
    yield _backup(tx)


def _database(tx: Tx) -> Finding:
    broken = examining.damages(tx)
    return found("Database", not broken, "; ".join(broken) or "opens, and is whole", _RESTORE)


def _files(store: Store, tx: Tx) -> Finding:
    try:
        gone = examining.missing_files(tx, store.files, _NEWEST)
    except StorageUnreachable as away:
        return found("Files", False, away.message, _BRING_BACK)
    detail = f"{len(gone)} of the newest documents have no file, such as {gone[0]}" if gone else ""
    return found("Files", not gone, detail or "there, as the newest documents name them", _RESTORE)


def _trail(tx: Tx) -> Finding:
    try:
        return found("Audit trail", True, f"{audit.verify(tx)} events hold", "")
    except AuditBroken as broken:
        remedy = "Ask who can write the database; billhook audit verify says where it breaks."
        return found("Audit trail", False, broken.message, remedy)


def _workers(tx: Tx) -> Finding:
    alive = heartbeats.alive(tx, heartbeats.LIVELY)
    locked = heartbeats.any_locked(tx, heartbeats.LIVELY)
    if alive and locked:
        said = f"{', '.join(alive)}; the vault is locked, so no portal is visited"
        return Finding("Worker", Grade.NOTE, said, _BY_PERSON)
    return found("Worker", bool(alive), ", ".join(alive) or "none", "Start: billhook up.")


def _clock(tx: Tx) -> Finding:
    newest, off = examining.newest_event(tx), examining.ahead(tx)
    if newest is not None and newest - tx.now() > _OFF:
        said = f"behind: the last event is dated {newest:%Y-%m-%d %H:%M:%S} UTC, which is to come"
        return found("Clock", False, said, _SET_CLOCK)
    if abs(off) > _OFF:
        said = f"{abs(off).total_seconds():.0f} s off the database server's; codes would be refused"
        return found("Clock", False, said, _SET_CLOCK)
    return found("Clock", True, f"{tx.now():%Y-%m-%d %H:%M:%S} UTC", "")


def _backup(tx: Tx) -> Finding:
    last, remedy = examining.newest_event(tx, audit.BACKED_UP), "Run: billhook backup FILE."
    if last is None:
        return noted("Backup", False, "none was ever made", remedy)
    said = f"the last was made on {last:%Y-%m-%d %H:%M} UTC"
    return noted("Backup", tx.now() - last <= _OLD_BACKUP, said, remedy)


def vault(settings: Settings, key_file: str | None) -> Iterable[Finding]:
    """Whether the vault is whole, or opens by a person; it stays closed where a person has to."""
    try:
        with opened_vault(settings, key_file, witness=partial(newest_line, settings)) as opened:
            proof = opened.check()
    except VaultLocked as locked:
        yield _locked(settings, locked)
    except BillhookError as error:
        yield found("Vault", False, error.message, "billhook vault --help says how it opens.")
    else:
        whole = f"whole: {proof.records} records, {proof.events} events"
        said = ". ".join(filter(None, (whole, proof.doubt)))
        yield found("Vault", not proof.doubt, said, _DOUBT)


def _locked(settings: Settings, locked: VaultLocked) -> Finding:
    """A vault that waits for a person is in order; one whose own key is away is not."""
    kinds = slot_kinds(settings.vault_place) or frozenset()
    waits = bool(kinds & {Passphrase.kind, TwoSecret.kind, OsKeyring.kind})
    return Finding("Vault", Grade.NOTE if waits else Grade.UNWELL, locked.message, _BY_PERSON)
