"""Making a vault, and opening one."""

from __future__ import annotations

from pathlib import Path

from model.clock import Clock
from model.errors import VaultMissing
from model.ids import new_id
from vault import seal, tables
from vault.access import Access
from vault.anchor import Anchor
from vault.audit import START
from vault.box import Vault
from vault.contents import header_of
from vault.file import VaultFile, new_file
from vault.header import Header, Slot
from vault.hierarchy import VaultKey, new_data_key
from vault.rows import manifest
from vault.slots.source import KeySource


def create_vault(path: Path, key: KeySource, *, clock: Clock, anchor: Path | None = None) -> Vault:
    """A new, empty vault at `path`, which the key opens.

    Args:
        path: where its file will be; mode 0600, in a folder of mode 0700 if that is new.
        key: the first of its keys.
        clock: what tells the time.
        anchor: where the highest epoch is noted; beside the file, unless a place is named.

    Raises:
        VaultError: there is a vault already, or the key can't open one.
    """
    vault_key = VaultKey(new_id(), seal.new_key())
    with new_file(path) as file, file.changing() as connection:
        slot = vault_key.wrapped_for(key)
        body = _first_header(vault_key, slot, clock.now().isoformat()).encode()
        tables.create(connection, body, vault_key.header_mac(body))
    access = Access(VaultFile(path), clock=clock, anchor=_anchor(path, anchor))
    access.anchor.forget()
    access.take(vault_key)
    vault = Vault(access, opened_by=key)
    vault.note("create")
    return vault


def open_vault(
    path: Path,
    key: KeySource,
    *,
    clock: Clock,
    anchor: Path | None = None,
    accept_epoch: int | None = None,
) -> Vault:
    """The vault at `path`, proved as a whole.

    Args:
        path: its file.
        key: what opens it.
        clock: what tells the time.
        anchor: where the highest epoch is noted; beside the file, unless a place is named.
        accept_epoch: the epoch of an older copy that was restored on purpose; goes on record.

    Raises:
        VaultMissing: there is none.
        WrongKey: the key doesn't open it.
        VaultRolledBack: it's older than the newest one seen here.
        VaultTampered: something other than Billhook changed it.
        VaultDamaged: it can't be read.
    """
    vault = locked_vault(path, clock=clock, anchor=anchor)
    vault.unlock(key, accept_epoch=accept_epoch)
    return vault


def locked_vault(path: Path, *, clock: Clock, anchor: Path | None = None) -> Vault:
    """The vault at `path`, locked: it raises VaultLocked for everything until `unlock`.

    Raises:
        VaultMissing: there is none.
    """
    if not path.exists():
        raise VaultMissing(f"There is no vault at {path}; make one with: billhook vault init.")
    return Vault(Access(VaultFile(path), clock=clock, anchor=_anchor(path, anchor)))


def slot_kinds(path: Path) -> frozenset[str]:
    """The kinds of key that a vault asks for; read without one, so good for a hint only."""
    with VaultFile(path).reading() as connection:
        header = header_of(connection)
    return frozenset(slot.kind for slot in header.slots)


def _first_header(key: VaultKey, slot: Slot, created: str) -> Header:
    data_key = new_data_key(key.vault, 1)
    return Header(
        vault=key.vault,
        created=created,
        epoch=0,
        writes=0,
        gen=1,
        min_gen=1,
        keys=(data_key.wrapped_by(key),),
        slots=(slot,),
        manifest=manifest(data_key, ()),
        audit=START,
    )


def _anchor(path: Path, anchor: Path | None) -> Anchor:
    return Anchor(anchor or path.with_name(f"{path.name}.anchor"))
