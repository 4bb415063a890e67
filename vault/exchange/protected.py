"""Bitwarden's password-protected export: opens with Bitwarden and KeePassXC, and here.

Key: PBKDF2-SHA256 or Argon2id over the password; HKDF-Expand makes of it one key to encrypt ("enc")
and one to authenticate ("mac"). Text: "2.iv|ciphertext|mac" in base64, AES-256-CBC with PKCS#7,
then HMAC-SHA256 over iv and ciphertext.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7

from model.errors import FileUnreadable, WrongKey
from model.ids import new_id
from model.secret import Secret
from vault import seal
from vault.seal import KEY_BYTES, Cost

_PBKDF2: Final = 0
_ARGON2ID: Final = 1
_ITERATIONS: Final = 600_000  # OWASP's floor for PBKDF2-SHA256
_MOST_ITERATIONS: Final = 10_000_000
_LEAST_COST: Final = Cost(m=1024, t=1, p=1)
_MOST_COST: Final = Cost(m=1024 * 1024, t=16, p=16)
_PREFIX: Final = "2."


@dataclass(frozen=True, slots=True, repr=False)
class _Keys:
    enc: bytes
    mac: bytes


def protect(text: str, passphrase: Secret) -> dict[str, Any]:
    """The text as a protected export."""
    envelope = {
        "encrypted": True,
        "passwordProtected": True,
        "salt": base64.b64encode(secrets.token_bytes(16)).decode(),
        "kdfType": _PBKDF2,
        "kdfIterations": _ITERATIONS,
        "kdfMemory": None,
        "kdfParallelism": None,
    }
    keys = _keys(envelope, passphrase)
    validation = _encrypted(new_id(), keys)
    return {**envelope, "encKeyValidation_DO_NOT_EDIT": validation, "data": _encrypted(text, keys)}


def unprotect(envelope: dict[str, Any], passphrase: Secret) -> str:
    """The text of a protected export.

    Raises:
        WrongKey: its password is another one, or the file was changed.
        FileUnreadable: it asks for a derivation that isn't known, or out of bounds.
    """
    keys = _keys(envelope, passphrase)
    _decrypted(envelope["encKeyValidation_DO_NOT_EDIT"], keys)
    return _decrypted(envelope["data"], keys)


def _keys(envelope: dict[str, Any], passphrase: Secret) -> _Keys:
    master = _master(envelope, passphrase.reveal())
    enc, mac = (HKDFExpand(SHA256(), KEY_BYTES, info).derive(master) for info in (b"enc", b"mac"))
    return _Keys(enc, mac)


def _master(envelope: dict[str, Any], password: str) -> bytes:
    salt, iterations = envelope["salt"].encode(), int(envelope["kdfIterations"])
    if envelope["kdfType"] == _PBKDF2 and 1 <= iterations <= _MOST_ITERATIONS:
        return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    if envelope["kdfType"] == _ARGON2ID:
        memory, lanes = int(envelope["kdfMemory"]) * 1024, int(envelope["kdfParallelism"])
        cost = Cost(m=memory, t=iterations, p=lanes)
        if cost.within(_LEAST_COST, _MOST_COST):
            return seal.stretched(password, salt=hashlib.sha256(salt).digest(), cost=cost)
    raise FileUnreadable("The export asks for a key derivation that Billhook does not do.")


def _encrypted(text: str, keys: _Keys) -> str:
    iv, padder = secrets.token_bytes(16), PKCS7(AES.block_size).padder()
    encryptor = Cipher(AES(keys.enc), CBC(iv)).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    body = encryptor.update(padded) + encryptor.finalize()
    parts = (iv, body, seal.mac(keys.mac, iv + body))
    return _PREFIX + "|".join(base64.b64encode(part).decode() for part in parts)


def _decrypted(text: str, keys: _Keys) -> str:
    iv, body, mac = (base64.b64decode(part) for part in text.removeprefix(_PREFIX).split("|"))
    if not seal.same(mac, seal.mac(keys.mac, iv + body)):
        raise WrongKey("This password does not open the export.")
    decryptor = Cipher(AES(keys.enc), CBC(iv)).decryptor()
    unpadder = PKCS7(AES.block_size).unpadder()
    padded = unpadder.update(decryptor.update(body) + decryptor.finalize())
    return (padded + unpadder.finalize()).decode()
