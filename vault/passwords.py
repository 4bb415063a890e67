"""The passwords that people sign in with: kept as Argon2id hashes, which can't be turned back.

RFC 9106, section 4, second recommendation: 64 MiB, three passes, four lanes. That memory is asked
for at every try, so few are worked on at once and few more may wait for their turn.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from model.errors import SignInBusy
from model.secret import Secret
from vault.seal import Cost

COST: Final = Cost(m=64 * 1024, t=3, p=4)
AT_ONCE: Final = 2
"""So many are worked on at the same time: 128 MiB at most."""
IN_LINE: Final = 16
"""So many may be worked on or wait for it; the next is turned away at once."""
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_SCRYPT: Final = "scrypt$"  # what was kept before Argon2id
_SCRYPT_MEMORY: Final = 64 * 2**20

_working = threading.BoundedSemaphore(AT_ONCE)
_in_line = threading.BoundedSemaphore(IN_LINE)


def hashed(password: Secret) -> str:
    """The hash to keep, with its salt and costs, as a PHC string. Raises SignInBusy."""
    with _turn():
        return _argon(secrets.token_bytes(_SALT_BYTES)).derive_phc_encoded(_bytes(password))


def fits(password: Secret, kept: str) -> bool:
    """Whether the password is the one that was hashed; nothing fits where none is kept.

    Where none is kept, the same work is done, so that time tells nobody which names exist.

    Raises:
        SignInBusy: too many wait for their turn already.
    """
    with _turn():
        if kept.startswith(_SCRYPT):
            return _fits_scrypt(password, kept)
        if not kept:
            _argon(bytes(_SALT_BYTES)).derive(_bytes(password))
            return False
        try:
            Argon2id.verify_phc_encoded(_bytes(password), kept)
        except InvalidKey:
            return False
        return True


def is_dated(kept: str) -> bool:
    """Whether a hash was made at other costs, or in another way, than one that is made today."""
    return not kept.startswith(f"$argon2id$v=19$m={COST.m},t={COST.t},p={COST.p}$")


@contextmanager
def _turn() -> Iterator[None]:
    if not _in_line.acquire(blocking=False):
        raise SignInBusy
    try:
        with _working:
            yield
    finally:
        _in_line.release()


def _argon(salt: bytes) -> Argon2id:
    return Argon2id(
        salt=salt, length=_HASH_BYTES, iterations=COST.t, lanes=COST.p, memory_cost=COST.m
    )


def _fits_scrypt(password: Secret, kept: str) -> bool:
    _, n, r, p, salt, digest = kept.split("$")
    found = hashlib.scrypt(
        _bytes(password),
        salt=bytes.fromhex(salt),
        n=int(n),
        r=int(r),
        p=int(p),
        maxmem=_SCRYPT_MEMORY,
        dklen=len(digest) // 2,
    )
    return hmac.compare_digest(found, bytes.fromhex(digest))


def _bytes(password: Secret) -> bytes:
    return password.reveal().encode("utf-8", "surrogatepass")
