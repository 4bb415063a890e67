"""Records as they lie in the file: one sealed blob each, and one MAC over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from model.errors import VaultTampered
from vault import seal
from vault.hierarchy import DataKey
from vault.seal import AES_256_GCM, DOMAIN, Sealed
from vault.wire import pack, pad, unpad


class Row(NamedTuple):
    """A row of `vault_record`, in the order of its columns."""

    id: str
    kind: str
    version: int
    gen: int
    alg: int
    digest: bytes
    nonce: bytes
    ct: bytes

    def open(self, key: DataKey) -> bytes:
        """The record's canonical JSON.

        Raises:
            VaultTampered: the row isn't what was written here.
        """
        subkey, sealed = key.sub("record", self.kind), Sealed(self.nonce, self.ct)
        binding = _binding(key.vault, self.id, self.kind, self.version, self.gen)
        return unpad(seal.unseal(subkey, sealed, bound_to=binding))


def _binding(vault: str, record: str, kind: str, version: int, gen: int) -> bytes:
    """What a blob is bound to: it opens in no other place, kind, version or generation."""
    return pack(DOMAIN, "record", AES_256_GCM, vault, record, kind, version, gen)


def sealed_row(key: DataKey, body: bytes, *, record: str, kind: str, version: int) -> Row:
    """The row of a record: its whole canonical JSON sealed at once, never field by field.

    Fields sealed apart under one key can be exchanged by whoever writes to the file, say the
    password into the address that is sent to the portal.
    """
    binding = _binding(key.vault, record, kind, version, key.gen)
    sealed = seal.seal(key.sub("record", kind), pad(body), bound_to=binding)
    return Row(
        record, kind, version, key.gen, AES_256_GCM, sealed.digest, sealed.nonce, sealed.text
    )


def listed(row: Row) -> bytes:
    """The row as the manifest lists it."""
    return pack(row.id, row.kind, row.version, row.gen, row.alg, row.digest)


def manifest(key: DataKey, rows: Mapping[str, bytes]) -> bytes:
    """The MAC over the list of all rows, each `listed` under its id.

    One row added, missing, exchanged or older changes it.
    """
    return seal.mac(key.sub("manifest"), b"".join(rows[record] for record in sorted(rows)))


def prove(rows: Iterable[Row], *, min_gen: int) -> None:
    """Nothing, where every row's blob is the one that the manifest lists.

    Raises:
        VaultTampered: a blob was exchanged, or sealed under a key that was retired.
    """
    for row in rows:
        whole = seal.same(row.digest, Sealed(row.nonce, row.ct).digest)
        if not whole or row.gen < min_gen or row.alg != AES_256_GCM:
            raise VaultTampered
