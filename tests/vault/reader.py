"""A second reader of the vault's format, written from docs/security/vault-format.md alone.

It imports nothing of Billhook. Where it and the vault disagree, one of them, or the document, is
wrong. It only reads, and it proves all that it reads.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Json = dict[str, Any]
DOMAIN = "billhook/1"


@dataclass(frozen=True)
class Read:
    """All that a vault holds: records by name with their versions, and events oldest first."""

    header: Json
    records: dict[str, Json]
    versions: dict[str, int]
    events: list[Json]
    noted: int


def pack(*parts: bytes | str | int) -> bytes:
    packed = b""
    for part in parts:
        if isinstance(part, bytes):
            tag, body = b"b", part
        elif isinstance(part, str):
            tag, body = b"s", part.encode("utf-8")
        else:
            tag, body = b"i", str(part).encode("ascii")
        packed += tag + len(body).to_bytes(4, "big") + body
    return packed


def hkdf(key: bytes, *parts: str, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=pack(DOMAIN, *parts)).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def from_json(text: bytes) -> Any:
    value = json.loads(text)
    again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert again.encode() == text
    return value


def unseal(key: bytes, nonce: bytes, text: bytes, binding: bytes) -> bytes:
    assert len(nonce) == 12
    return AESGCM(key).decrypt(nonce, text, binding)


def key_of_passphrase(passphrase: str, slot: Json) -> bytes:
    kdf = slot["kdf"]
    argon = Argon2id(
        salt=bytes.fromhex(slot["salt"]),
        length=32,
        iterations=kdf["t"],
        lanes=kdf["p"],
        memory_cost=kdf["m"],
    )
    return argon.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))


def key_of_code(code: str) -> bytes:
    letters = code.upper().replace("-", "").replace(" ", "").translate(str.maketrans("018", "OIB"))
    body = base64.b32decode(letters)
    secret, check = body[:20], body[20:]
    assert check == hashlib.sha256(pack(DOMAIN, "recovery", secret)).digest()[:5]
    return secret


def slot_secret(slot: Json, given: Any) -> bytes:
    """The slot's secret from what is at hand: bytes, a passphrase, a code, or two of them."""
    if slot["kind"] in ("file", "keyring"):
        return bytes(given)
    if slot["kind"] == "passphrase":
        return key_of_passphrase(given, slot)
    if slot["kind"] == "recovery":
        return key_of_code(given)
    passphrase, key = given
    return pack(key_of_passphrase(passphrase, slot), key)


def vault_key(header: Json, kind: str, given: Any) -> bytes:
    (slot,) = (slot for slot in header["slots"] if slot["kind"] == kind)
    vault, salt, kdf = header["vault"], bytes.fromhex(slot["salt"]), slot["kdf"]
    key = hkdf(slot_secret(slot, given), "slot", kind, vault, salt=salt)
    facts = (slot["id"], kind, slot["label"], kdf["m"], kdf["t"], kdf["p"], salt)
    binding = pack(DOMAIN, "wrap-vk", vault, *facts)
    return unseal(key, bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), binding)


def data_key(header: Json, vk: bytes) -> bytes:
    (key,) = (key for key in header["keys"] if key["gen"] == header["gen"])
    binding = pack(DOMAIN, "wrap-dek", header["vault"], key["gen"])
    nonce, wrapped = bytes.fromhex(key["nonce"]), bytes.fromhex(key["wrapped"])
    return unseal(hkdf(vk, "wrap-dek"), nonce, wrapped, binding)


def open_record(header: Json, keys: tuple[bytes, bytes], row: tuple[Any, ...]) -> Json:
    vk, dek = keys
    record, kind, version, gen, alg, digest, nonce, ct = row
    assert digest == hashlib.sha256(nonce + ct).digest()
    assert header["min_gen"] <= gen == header["gen"]
    binding = pack(DOMAIN, "record", alg, header["vault"], record, kind, version, gen)
    text = unseal(hkdf(dek, "record", kind), nonce, ct, binding)
    assert len(text) % 256 == 0
    content: Json = from_json(text.rstrip(b" "))
    assert record == mac(hkdf(vk, "name"), pack(content["name"]))[:16].hex()
    return content


def open_events(header: Json, dek: bytes, rows: list[tuple[Any, ...]]) -> list[Json]:
    events, last = [], b""
    for number, row in enumerate(rows, start=1):
        seq, at, actor, verb, record, outcome, nonce, detail, prev, found = row
        assert (seq, prev) == (number, last)
        facts = (prev, seq, at, actor, verb, record, outcome, nonce, detail)
        assert found == mac(hkdf(dek, "audit"), pack(*facts))
        binding = pack(DOMAIN, "event", header["alg"], header["vault"], seq, header["gen"])
        text = unseal(hkdf(dek, "event"), nonce, detail, binding)
        assert len(text) % 64 == 0
        what = {"at": at, "actor": actor, "verb": verb, "outcome": outcome}
        events.append(what | from_json(text.rstrip(b" ")))
        last = found
    assert header["audit"] == {"seq": len(rows), "mac": last.hex()}
    return events


def manifest(dek: bytes, rows: list[tuple[Any, ...]]) -> str:
    listed = b"".join(pack(*row[:6]) for row in sorted(rows))
    return mac(hkdf(dek, "manifest"), listed).hex()


def anchor(path: Path, header: Json, vk: bytes) -> int:
    """The highest epoch that the anchor notes and this key proves."""
    for line in path.read_bytes().splitlines():
        note = from_json(line)
        proof = mac(hkdf(vk, "anchor"), pack(note["vault"], note["epoch"]))
        if note["mac"] == proof.hex() and note["vault"] == header["vault"]:
            return int(note["epoch"])
    raise AssertionError("no line of the anchor is proved by this key")


def read(path: Path, kind: str, given: Any) -> Read:
    """The vault at `path`, opened by its slot of a kind."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        body, header_mac = database.execute("SELECT body, mac FROM vault_header").fetchone()
        rows = database.execute("SELECT * FROM vault_record").fetchall()
        trail = database.execute("SELECT * FROM vault_event ORDER BY seq").fetchall()
    header = from_json(body)
    assert (header["format"], header["min_reader"], header["alg"]) == (1, 1, 1)
    vk = vault_key(header, kind, given)
    assert header_mac == mac(hkdf(vk, "header"), body)
    dek = data_key(header, vk)
    assert header["manifest"] == manifest(dek, rows)
    contents = [open_record(header, (vk, dek), row) for row in rows]
    noted = anchor(path.with_name(f"{path.name}.anchor"), header, vk)
    assert noted <= header["epoch"]
    return Read(
        header=header,
        records={content["name"]: content for content in contents},
        versions={c["name"]: row[2] for c, row in zip(contents, rows, strict=True)},
        events=open_events(header, dek, trail),
        noted=noted,
    )
