"""The stream ciphers by which a KeePass file hides its passwords a second time, inside its XML."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

Stream = Callable[[bytes], bytes]
_MASK: Final = 0xFFFF_FFFF
_SALSA_NONCE: Final = bytes.fromhex("e830094b97205d2a")
_SIGMA: Final = struct.unpack("<4I", b"expand 32-byte k")
_QUARTERS: Final = (
    *((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)),
    *((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)),
)


def chacha20(key: bytes) -> Stream:
    """The stream of KDBX 4: each call goes on where the one before ended."""
    whole = hashlib.sha512(key).digest()
    counter = bytes(4)  # then 12 bytes of nonce, as RFC 8439 has them
    return Cipher(ChaCha20(whole[:32], counter + whole[32:44]), mode=None).encryptor().update


def salsa20(key: bytes) -> Stream:
    """The stream of KDBX 3.1 (Bernstein, "The Salsa20 family of stream ciphers")."""
    flow = _salsa20_bytes(hashlib.sha256(key).digest(), _SALSA_NONCE)

    def update(text: bytes) -> bytes:
        return bytes(letter ^ next(flow) for letter in text)

    return update


def _salsa20_bytes(key: bytes, nonce: bytes) -> Iterator[int]:
    k, n = struct.unpack("<8I", key), struct.unpack("<2I", nonce)
    counter = 0
    while True:
        low, high = counter & _MASK, counter >> 32
        state = (
            *(_SIGMA[0], *k[:4], _SIGMA[1], *n, low, high),
            *(_SIGMA[2], *k[4:], _SIGMA[3]),
        )
        yield from struct.pack("<16I", *_salsa20_core(state))
        counter += 1


def _salsa20_core(state: tuple[int, ...]) -> list[int]:
    x = list(state)
    for _ in range(10):
        for a, b, c, d in _QUARTERS:
            x[b] ^= _rotated(x[a] + x[d], 7)
            x[c] ^= _rotated(x[b] + x[a], 9)
            x[d] ^= _rotated(x[c] + x[b], 13)
            x[a] ^= _rotated(x[d] + x[c], 18)
    return [(mixed + word) & _MASK for mixed, word in zip(x, state, strict=True)]


def _rotated(word: int, by: int) -> int:
    word &= _MASK
    return ((word << by) | (word >> (32 - by))) & _MASK
