"""The header of a vault: its key slots, wrapped data keys, counters, and the MACs over the rest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from model.errors import VaultDamaged, VaultError, VaultTampered
from vault.seal import AES_256_GCM, DOMAIN, Cost, Sealed
from vault.wire import canonical, pack, read_canonical

FORMAT: Final = 1
MAX_SLOTS: Final = 32  # a forged header may not have a passphrase stretched for every slot of many
_MAX_BODY: Final = 1 << 20  # a header is a few kilobytes; a forged one may not ask for more memory


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to open the vault: the vault key, wrapped by a key derived from somebody's secret."""

    id: str
    kind: str
    label: str
    kdf: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def binding(self, vault: str) -> bytes:
        """What the wrapped key is bound to: all else in the slot, so nothing can be altered."""
        kdf = self.kdf
        facts = (self.id, self.kind, self.label, kdf.m, kdf.t, kdf.p, self.salt)
        return pack(DOMAIN, "wrap-vk", vault, *facts)


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key of one generation, wrapped by the vault key."""

    gen: int
    nonce: bytes
    wrapped: bytes

    @property
    def sealed(self) -> Sealed:
        """The wrapped key as what opens."""
        return Sealed(self.nonce, self.wrapped)


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest event of the audit trail: without it, nobody would miss the last ones."""

    seq: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The vault in one page. Its MAC is made with the vault key.

    `epoch` counts the changes ever made, `writes` the seals under the current data key, `gen` is
    the generation of that key and `min_gen` the oldest one that a record may still have.
    """

    vault: str
    created: str
    epoch: int
    writes: int
    gen: int
    min_gen: int
    keys: tuple[WrappedKey, ...]
    slots: tuple[Slot, ...]
    manifest: bytes
    audit: Tip

    def encode(self) -> bytes:
        """The canonical JSON of the header."""
        fixed = {"alg": AES_256_GCM, "format": FORMAT, "min_reader": FORMAT}
        return canonical({**fixed, **asdict(self)})


def decode(body: bytes) -> Header:
    """The header of a canonical JSON text; not yet proved, its MAC needs the vault key.

    Raises:
        VaultError: a newer Billhook wrote it.
        VaultDamaged: it isn't a header.
        VaultTampered: it reads as a header, but isn't the text that Billhook writes for it.
    """
    if len(body) > _MAX_BODY:
        raise VaultDamaged
    facts = read_canonical(body)
    if facts["min_reader"] != FORMAT or facts["format"] != FORMAT:
        raise VaultError("This vault was written by a newer Billhook; update Billhook to open it.")
    header = _header(facts)
    if header.encode() != body or len(header.slots) > MAX_SLOTS:
        raise VaultTampered
    return header


def _header(facts: dict[str, Any]) -> Header:
    return Header(
        vault=facts["vault"],
        created=facts["created"],
        epoch=facts["epoch"],
        writes=facts["writes"],
        gen=facts["gen"],
        min_gen=facts["min_gen"],
        keys=tuple(_wrapped_key(key) for key in facts["keys"]),
        slots=tuple(_slot(slot) for slot in facts["slots"]),
        manifest=bytes.fromhex(facts["manifest"]),
        audit=Tip(facts["audit"]["seq"], bytes.fromhex(facts["audit"]["mac"])),
    )


def _wrapped_key(facts: dict[str, Any]) -> WrappedKey:
    return WrappedKey(facts["gen"], bytes.fromhex(facts["nonce"]), bytes.fromhex(facts["wrapped"]))


def _slot(facts: dict[str, Any]) -> Slot:
    kdf = facts["kdf"]
    return Slot(
        id=facts["id"],
        kind=facts["kind"],
        label=facts["label"],
        kdf=Cost(kdf["m"], kdf["t"], kdf["p"]),
        salt=bytes.fromhex(facts["salt"]),
        nonce=bytes.fromhex(facts["nonce"]),
        wrapped=bytes.fromhex(facts["wrapped"]),
    )
