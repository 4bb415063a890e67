"""Making a vault, and opening one."""

from __future__ import annotations

from pathlib import Path

from model.clock import Clock
from model.errors import VaultMissing, WrongInput
from model.ids import new_id
from vault import seal, tables
from vault.access import Access
from vault.anchor import Anchor, Witness, nobody
from vault.audit import START
from vault.box import Vault
from vault.contents import header_of
from vault.header import Header, Slot
from vault.hierarchy import VaultKey, new_data_key
from vault.places import container
from vault.rows import manifest
from vault.slots.source import KeySource


def create_vault(
    place: Path | str, key: KeySource, *, clock: Clock, anchor: Path | None = None
) -> Vault:
    """A new, empty vault, which the key opens.

    Args:
        place: where its file will be, mode 0600, in a folder of mode 0700 if that is new; or a
            PostgreSQL database's URL.
        key: the first of its keys.
        clock: what tells the time.
        anchor: where the highest epoch is noted; beside the file, unless a place is named, which
            a database needs.

    Raises:
        VaultError: there is a vault already, or the key can't open one.
    """
    vault_key = VaultKey(new_id(), seal.new_key())
    held, noted = container(place), _anchor(place, anchor)
    with held.making() as connection:
        slot = vault_key.wrapped_for(key)
        body = _first_header(vault_key, slot, clock.now().isoformat()).encode()
        tables.create(connection, body, vault_key.header_mac(body))
    access = Access(held, clock=clock, anchor=noted)
    access.anchor.forget()
    access.take(vault_key)
    vault = Vault(access, opened_by=key)
    vault.note("create")
    return vault


def open_vault(
    place: Path | str,
    key: KeySource,
    *,
    clock: Clock,
    anchor: Path | None = None,
    accept_epoch: int | None = None,
    witness: Witness = nobody,
) -> Vault:
    """The vault at a place, proved as a whole.

    Args:
        place: its file, or the URL of its database.
        key: what opens it.
        clock: what tells the time.
        anchor: where the highest epoch is noted; beside the file, unless a place is named.
        accept_epoch: the epoch of an older copy that was restored on purpose; goes on record.
        witness: what brings the line of `Vault.anchor_line` that was left at a second place.

    Raises:
        VaultMissing: there is none.
        WrongKey: the key doesn't open it.
        VaultRolledBack: it's older than the newest one seen here.
        VaultTampered: something other than Billhook changed it.
        VaultDamaged: it can't be read.
    """
    vault = locked_vault(place, clock=clock, anchor=anchor, witness=witness)
    vault.unlock(key, accept_epoch=accept_epoch)
    return vault


def locked_vault(
    place: Path | str, *, clock: Clock, anchor: Path | None = None, witness: Witness = nobody
) -> Vault:
    """The vault at a place, locked: it raises VaultLocked for everything until `unlock`.

    Raises:
        VaultMissing: there is none.
    """
    held = container(place)
    if not held.exists():
        raise VaultMissing(
            f"There is no vault at {held.place}; make one with: billhook vault init."
        )
    return Vault(Access(held, clock=clock, anchor=_anchor(place, anchor), witness=witness))


def slot_kinds(place: Path | str) -> frozenset[str] | None:
    """The kinds of key that a vault asks for, unproved: a hint only. None where there is none."""
    held = container(place)
    if not held.exists():
        return None
    with held.reading() as connection:
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
        manifest=manifest(data_key, {}),
        audit=START,
    )


def _anchor(place: Path | str, anchor: Path | None) -> Anchor:
    if anchor is not None:
        return Anchor(anchor)
    if isinstance(place, Path):
        return Anchor(place.with_name(f"{place.name}.anchor"))
    raise WrongInput("A vault in a database needs its anchor elsewhere; name a file for it.")
