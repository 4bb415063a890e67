"""KeePass files, KDBX 3.1 and 4: the container around the XML.

https://keepass.info/help/kb/kdbx.html; KDBX 3.1 as KeePass 2.x wrote it until 2.35. Everything is
bounded before it costs anything, and nothing is believed before it is proved: KDBX 4 proves its
header and each block by HMAC, KDBX 3.1 only its blocks, by a hash inside the ciphertext.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, ChaCha20
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2d, Argon2id
from cryptography.hazmat.primitives.padding import PKCS7

from model.errors import FileUnreadable, WrongKey
from model.secret import Secret
from vault import seal
from vault.exchange.streams import Stream, chacha20, salsa20
from vault.seal import Cost

SIGNATURE: Final = bytes.fromhex("03d9a29a67fb4bb5")
_AES: Final = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
_CHACHA: Final = bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a")
_KDF_AES: Final = bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea")
_KDFS: Final[Mapping[bytes, type[Argon2d | Argon2id]]] = {
    bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c"): Argon2d,
    bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6"): Argon2id,
}
_CIPHER, _GZIP, _SEED, _KDF_SEED, _ROUNDS, _NONCE, _STREAM_KEY, _START, _STREAM = range(2, 11)
_KDF: Final = 11
_SALSA_ID, _CHACHA_ID = 2, 3
_MOST_ROUNDS: Final = 200_000_000  # some seconds
_LEAST: Final = Cost(m=8, t=1, p=1)
_MOST: Final = Cost(m=1024 * 1024, t=100, p=16)
_MOST_XML: Final = 64 << 20
_INTEGERS: Final = {0x04: "<I", 0x05: "<Q", 0x0C: "<i", 0x0D: "<q"}
Fields = Mapping[int, bytes]


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """The XML of a file, and the stream under which its passwords lie."""

    xml: bytes
    stream: Stream


class _Bytes:
    """Bytes read from front to back; reading over the end is an error."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.at = 0

    def take(self, count: int) -> bytes:
        part = self._body[self.at : self.at + count]
        if len(part) != count:
            raise _damaged()
        self.at += count
        return part

    def rest(self) -> bytes:
        return self.take(len(self._body) - self.at)

    def number(self, form: str) -> int:
        return int(struct.unpack(form, self.take(struct.calcsize(form)))[0])


def open_file(body: bytes, password: Secret) -> Opened:
    """The content of a KeePass file.

    Raises:
        WrongKey: the password is another one, or a key file belongs to it.
        FileUnreadable: it is damaged, or uses what Billhook doesn't read.
    """
    source = _Bytes(body)
    source.take(len(SIGNATURE))
    source.number("<H")  # the minor version
    major = source.number("<H")
    composite = hashlib.sha256(hashlib.sha256(password.reveal().encode()).digest()).digest()
    if major == 4:  # noqa: PLR2004  # the version of the format
        return _open_4(body, source, composite)
    if major == 3:  # noqa: PLR2004  # the version of the format
        return _open_3(source, composite)
    raise FileUnreadable(f"Billhook reads KeePass files of version 3.1 and 4, not {major}.")


def _open_4(body: bytes, source: _Bytes, composite: bytes) -> Opened:
    fields = dict(_fields(source, "<I"))
    head = body[: source.at]
    if source.take(32) != hashlib.sha256(head).digest():
        raise _damaged()
    transformed = _transformed(fields, composite)
    base = hashlib.sha512(fields[_SEED] + transformed + b"\x01").digest()
    if not seal.same(source.take(32), _hmac(_block_key(base, (1 << 64) - 1), head)):
        raise _wrong()
    sealed = b"".join(_blocks_4(source, base))
    inner = _Bytes(_unzipped(fields, _decrypted(fields, transformed, sealed)))
    said = dict(_fields(inner, "<I"))
    return Opened(inner.rest(), _stream(int.from_bytes(said[1], "little"), said[2]))


def _open_3(source: _Bytes, composite: bytes) -> Opened:
    fields = dict(_fields(source, "<H"))
    rounds = int.from_bytes(fields[_ROUNDS], "little")
    transformed = _aes_kdf(composite, fields[_KDF_SEED], rounds)
    try:
        plain = _Bytes(_decrypted(fields, transformed, source.rest()))
    except ValueError:  # its padding
        raise _wrong() from None
    if not seal.same(plain.take(32), fields[_START]):
        raise _wrong()
    xml = _unzipped(fields, b"".join(_blocks_3(plain)))
    stream = _stream(int.from_bytes(fields[_STREAM], "little"), fields[_STREAM_KEY])
    return Opened(xml, stream)


def _fields(source: _Bytes, size: str) -> Iterator[tuple[int, bytes]]:
    """The fields of a header until the one that ends it."""
    while True:
        field, length = source.number("<B"), source.number(size)
        value = source.take(length)
        if field == 0:
            return
        yield field, value


def _transformed(fields: Fields, composite: bytes) -> bytes:
    """The stretched key of KDBX 4."""
    kdf = _variants(fields[_KDF])
    uuid = kdf["$UUID"]
    if uuid == _KDF_AES:
        return _aes_kdf(composite, _as_bytes(kdf["S"]), _as_int(kdf["R"]))
    make = _KDFS.get(_as_bytes(uuid))
    if make is None or kdf.keys() & {"K", "A"} or _as_int(kdf["V"]) != 0x13:  # noqa: PLR2004  # RFC 9106
        raise FileUnreadable("The KeePass file asks for a key derivation that Billhook lacks.")
    cost = Cost(m=_as_int(kdf["M"]) // 1024, t=_as_int(kdf["I"]), p=_as_int(kdf["P"]))
    if not cost.within(_LEAST, _MOST):
        raise FileUnreadable("The KeePass file asks for more memory or time than Billhook gives.")
    argon = make(
        salt=_as_bytes(kdf["S"]), length=32, iterations=cost.t, lanes=cost.p, memory_cost=cost.m
    )
    return argon.derive(composite)


def _aes_kdf(composite: bytes, seed: bytes, rounds: int) -> bytes:
    """AES applied `rounds` times to each half, then hashed.

    CBC over zeros makes the chain at the speed of the hardware: each block is the one before it,
    encrypted.
    """
    if rounds > _MOST_ROUNDS:
        raise FileUnreadable("The KeePass file asks for more rounds than Billhook gives.")
    halves = (_chained(seed, composite[at : at + 16], rounds) for at in (0, 16))
    return hashlib.sha256(b"".join(halves)).digest()


def _chained(key: bytes, block: bytes, rounds: int) -> bytes:
    encryptor = Cipher(AES(key), CBC(block)).encryptor()
    while rounds > 0:
        count = min(rounds, 1 << 16)
        block = encryptor.update(bytes(16 * count))[-16:]
        rounds -= count
    return block


def _variants(body: bytes) -> dict[str, int | bytes]:
    """A KeePass "VariantDictionary": what it holds as numbers and bytes."""
    source, found = _Bytes(body), dict[str, int | bytes]()
    source.number("<H")  # its version
    while kind := source.number("<B"):
        name = source.take(source.number("<I")).decode()
        value = source.take(source.number("<I"))
        found[name] = struct.unpack(_INTEGERS[kind], value)[0] if kind in _INTEGERS else value
    return found


def _decrypted(fields: Fields, transformed: bytes, sealed: bytes) -> bytes:
    key = hashlib.sha256(fields[_SEED] + transformed).digest()
    if fields[_CIPHER] == _CHACHA:
        return Cipher(ChaCha20(key, bytes(4) + fields[_NONCE]), None).decryptor().update(sealed)
    if fields[_CIPHER] != _AES:
        raise FileUnreadable("The KeePass file is encrypted by neither AES nor ChaCha20.")
    decryptor, unpadder = Cipher(AES(key), CBC(fields[_NONCE])).decryptor(), PKCS7(128).unpadder()
    plain = unpadder.update(decryptor.update(sealed) + decryptor.finalize())
    return plain + unpadder.finalize()


def _blocks_4(source: _Bytes, base: bytes) -> Iterator[bytes]:
    index = 0
    while True:
        found, size = source.take(32), source.number("<I")
        block, place = source.take(size), struct.pack("<Q", index)
        proof = _hmac(_block_key(base, index), place + struct.pack("<I", size) + block)
        if not seal.same(found, proof):
            raise _damaged()
        if not block:
            return
        yield block
        index += 1


def _blocks_3(source: _Bytes) -> Iterator[bytes]:
    while True:
        source.number("<I")  # its index
        found, block = source.take(32), source.take(source.number("<I"))
        if not block:
            return
        if found != hashlib.sha256(block).digest():
            raise _damaged()
        yield block


def _block_key(base: bytes, index: int) -> bytes:
    return hashlib.sha512(struct.pack("<Q", index) + base).digest()


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _unzipped(fields: Fields, body: bytes) -> bytes:
    if not int.from_bytes(fields[_GZIP], "little"):
        return body
    unzip = zlib.decompressobj(wbits=31)  # gzip's own header
    plain = unzip.decompress(body, _MOST_XML)
    if not unzip.eof:
        raise FileUnreadable(f"The KeePass file holds more than {_MOST_XML >> 20} MiB.")
    return plain


def _stream(kind: int, key: bytes) -> Stream:
    if kind == _CHACHA_ID:
        return chacha20(key)
    if kind == _SALSA_ID:
        return salsa20(key)
    raise FileUnreadable("The KeePass file hides its passwords in a way that Billhook lacks.")


def _as_int(value: int | bytes) -> int:
    if isinstance(value, bytes):
        raise _damaged()
    return value


def _as_bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise _damaged()
    return value


def _wrong() -> WrongKey:
    return WrongKey(
        "This password does not open the KeePass file. One that needs a key file too has to be"
        " saved again without it."
    )


def _damaged() -> FileUnreadable:
    return FileUnreadable("The KeePass file is damaged.")
