"""Records as they lie in the file: one sealed blob each, and one MAC over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

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
    facts = _packed_facts(row.kind, row.version, row.gen, row.alg)
    return pack(row.id) + facts + pack(row.digest)


@lru_cache(maxsize=1024)  # thousands of rows share a few of these
def _packed_facts(kind: str, version: int, gen: int, alg: int) -> bytes:
    return pack(kind, version, gen, alg)


def manifest(key: DataKey, rows: Mapping[str, bytes]) -> bytes:
    """The MAC over the list of all rows, each `listed` under its id.

    One row added, missing, exchanged or older changes it.
    """
    return seal.mac(key.sub("manifest"), b"".join(rows[record] for record in sorted(rows)))


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows whose blobs are the ones that their digests name, and how the manifest lists each.

    Whether a blob is the one of its row's digest hangs on that row alone: on no key, no header and
    no moment. So a row that is found as it was before, byte for byte, isn't hashed again; that it
    belongs there now is proved anew in every transaction, by the manifest over all of them.
    """

    rows: Mapping[str, Row] = field(default_factory=dict)
    listed: Mapping[str, bytes] = field(default_factory=dict)

    def renewed(self, found: Sequence[tuple[Any, ...]]) -> Listing:
        """The listing of the rows that are found now, in the order of their ids.

        Raises:
            VaultTampered: a blob was exchanged, or an id stands there twice.
        """
        if found == list(self.rows.values()):
            return self
        rows: dict[str, Row] = {}
        lines: dict[str, bytes] = {}
        for cells in found:
            record = cells[0]
            if self.rows.get(record) == cells:
                rows[record], lines[record] = self.rows[record], self.listed[record]
            else:
                row = rows[record] = _proved(Row(*cells))
                lines[record] = listed(row)
        if len(rows) != len(found):
            raise VaultTampered
        return Listing(rows, lines)

    def prove_age(self, min_gen: int) -> None:
        """Nothing, where no row is sealed under a key that was retired.

        Raises:
            VaultTampered: one is.
        """
        if any(row.gen < min_gen for row in self.rows.values()):
            raise VaultTampered


NOTHING: Final = Listing()


def _proved(row: Row) -> Row:
    whole = seal.same(row.digest, Sealed(row.nonce, row.ct).digest)
    if not whole or row.alg != AES_256_GCM:
        raise VaultTampered
    return row
