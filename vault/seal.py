"""The cryptography that the vault is made of: HKDF, HMAC, AES-256-GCM, Argon2id."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from model.errors import VaultTampered
from vault.wire import pack

DOMAIN: Final = "billhook/1"
AES_256_GCM: Final = 1  # 2 is reserved for XAES-256-GCM (C2SP)
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (RFC 9106): memory in KiB, passes, lanes."""

    m: int
    t: int
    p: int

    def within(self, floor: Cost, ceiling: Cost) -> bool:
        """Whether every part lies between those of two others."""
        low = floor.m <= self.m and floor.t <= self.t and floor.p <= self.p
        return low and self.m <= ceiling.m and self.t <= ceiling.t and self.p <= ceiling.p

    def below(self, other: Cost) -> bool:
        """Whether a guess here costs less than there, in one part at least."""
        return self.m < other.m or self.t < other.t or self.p < other.p


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext with its nonce."""

    nonce: bytes
    text: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of both: what the manifest lists."""
        return hashlib.sha256(self.nonce + self.text).digest()


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def subkey(key: bytes | bytearray, *purpose: str, salt: bytes | None = None) -> bytes:
    """A key for one purpose only (HKDF-SHA256, RFC 5869), so that no key ever does two jobs."""
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=pack(DOMAIN, *purpose)).derive(key)


def stretched(passphrase: str, *, salt: bytes, cost: Cost) -> bytes:
    """32 bytes that cost `cost` to guess at once (Argon2id, RFC 9106)."""
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.t, lanes=cost.p, memory_cost=cost.m
    )
    return derivation.derive(passphrase.encode())


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Whether two MACs are equal, in a time that doesn't tell where they differ."""
    return hmac.compare_digest(one, other)


def seal(key: bytes, plaintext: bytes, *, bound_to: bytes) -> Sealed:
    """The plaintext sealed under a fresh random nonce; it opens only beside the same `bound_to`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, plaintext, bound_to))


def unseal(key: bytes, sealed: Sealed, *, bound_to: bytes) -> bytes:
    """The plaintext.

    Raises:
        VaultTampered: the text, what it was bound to, or the key is another one.
    """
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.text, bound_to)
    except (InvalidTag, ValueError):  # ValueError: a nonce of a length that GCM doesn't take
        raise VaultTampered from None
