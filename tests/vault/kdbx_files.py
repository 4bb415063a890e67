"""KeePass files to read, written here: the mirror of `vault.exchange.kdbx`, with its own words."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, ChaCha20
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.kdf.argon2 import Argon2d, Argon2id
from cryptography.hazmat.primitives.padding import PKCS7

CIPHERS = {
    "aes": bytes.fromhex("31c1f2e6bf714350be5805216afc5aff"),
    "chacha20": bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a"),
    "twofish": bytes.fromhex("ad68f29f576f4bb9a36ad47af965346c"),
}
KDFS: dict[str, Any] = {
    "aes": bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea"),
    "argon2d": bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c"),
    "argon2id": bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6"),
}
SEED, NONCE_KEY, START = b"s" * 32, b"k" * 32, b"b" * 32


@dataclass
class File:
    """What a file is made of; a test changes what it wants to."""

    xml: bytes
    password: str = "correct horse"
    version: int = 4
    cipher: str = "aes"
    kdf: str = "argon2d"
    stream: int = 3
    zipped: bool = True
    rounds: int = 10
    memory: int = 64 * 1024
    more: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def write(self) -> bytes:
        return self._write_4() if self.version == 4 else self._write_3()

    @property
    def composite(self) -> bytes:
        return hashlib.sha256(hashlib.sha256(self.password.encode()).digest()).digest()

    def _write_4(self) -> bytes:
        header = signature(self.version) + b"".join(
            fact + struct.pack("<I", len(value)) + value
            for fact, value in (
                (b"\x02", CIPHERS[self.cipher]),
                (b"\x03", struct.pack("<I", self.zipped)),
                (b"\x04", SEED),
                (b"\x07", self.nonce),
                (b"\x0b", self._variants()),
                (b"\x00", b"\r\n\r\n"),
            )
        )
        transformed = self._transformed()
        base = hashlib.sha512(SEED + transformed + b"\x01").digest()
        inner = b"\x01" + struct.pack("<II", 4, self.stream)
        inner += b"\x02" + struct.pack("<I", 64) + NONCE_KEY * 2 + b"\x00" + bytes(4)
        body = self._encrypted(transformed, self._zip(inner + self.xml))
        proof = hashlib.sha256(header).digest() + block_mac(base, (1 << 64) - 1, header)
        blocks = b""
        for index, block in enumerate((body[:100], body[100:], b"")):
            sized = struct.pack("<I", len(block)) + block
            blocks += block_mac(base, index, struct.pack("<Q", index) + sized) + sized
        return header + proof + blocks

    def _write_3(self) -> bytes:
        header = signature(3) + b"".join(
            fact + struct.pack("<H", len(value)) + value
            for fact, value in (
                (b"\x02", CIPHERS[self.cipher]),
                (b"\x03", struct.pack("<I", self.zipped)),
                (b"\x04", SEED),
                (b"\x05", SEED),
                (b"\x06", struct.pack("<Q", self.rounds)),
                (b"\x07", self.nonce),
                (b"\x08", NONCE_KEY),
                (b"\x09", START),
                (b"\x0a", struct.pack("<I", self.stream)),
                (b"\x00", b"\r\n\r\n"),
            )
        )
        body, blocks = self._zip(self.xml), b""
        for index, block in enumerate((body[:100], body[100:])):
            digest = hashlib.sha256(block).digest()
            blocks += struct.pack("<I", index) + digest + struct.pack("<I", len(block)) + block
        blocks += struct.pack("<I", 2) + bytes(32) + bytes(4)
        return header + self._encrypted(self._stretched(), START + blocks)

    @property
    def nonce(self) -> bytes:
        return b"n" * (12 if self.cipher == "chacha20" else 16)

    def _zip(self, body: bytes) -> bytes:
        return gzip.compress(body) if self.zipped else body

    def _encrypted(self, transformed: bytes, body: bytes) -> bytes:
        key = hashlib.sha256(SEED + transformed).digest()
        if self.cipher == "chacha20":
            return Cipher(ChaCha20(key, bytes(4) + self.nonce), None).encryptor().update(body)
        padder, encryptor = PKCS7(128).padder(), Cipher(AES(key), CBC(self.nonce)).encryptor()
        return encryptor.update(padder.update(body) + padder.finalize()) + encryptor.finalize()

    def _transformed(self) -> bytes:
        if self.kdf == "aes":
            return self._stretched()
        make: Any = {"argon2d": Argon2d, "argon2id": Argon2id}[self.kdf]
        cost: Any = {"iterations": 1, "lanes": 1, "memory_cost": self.memory // 1024}
        return make(salt=SEED, length=32, **cost).derive(self.composite)

    def _stretched(self) -> bytes:
        encryptor, key = Cipher(AES(SEED), ECB()).encryptor(), self.composite
        for _ in range(self.rounds):
            key = encryptor.update(key)
        return hashlib.sha256(key).digest()

    def _variants(self) -> bytes:
        facts = {"$UUID": (0x42, KDFS[self.kdf]), "S": (0x42, SEED)}
        if self.kdf == "aes":
            facts["R"] = (0x05, struct.pack("<Q", self.rounds))
        else:
            facts |= {
                "P": (0x04, struct.pack("<I", 1)),
                "I": (0x05, struct.pack("<Q", 1)),
                "M": (0x05, struct.pack("<Q", self.memory)),
                "V": (0x04, struct.pack("<I", 0x13)),
            }
        body = struct.pack("<H", 0x100)
        for name, (kind, value) in (facts | self.more).items():
            body += bytes([kind]) + struct.pack("<I", len(name)) + name.encode()
            body += struct.pack("<I", len(value)) + value
        return body + b"\x00"


def signature(version: int) -> bytes:
    return bytes.fromhex("03d9a29a67fb4bb5") + struct.pack("<HH", 1, version)


def block_mac(base: bytes, index: int, message: bytes) -> bytes:
    key = hashlib.sha512(struct.pack("<Q", index) + base).digest()
    return hmac.digest(key, message, "sha256")
