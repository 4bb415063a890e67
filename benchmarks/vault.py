"""The vault beside others, at 100, 1,000 and 10,000 records: unlock, lease, put.

Two references, in the same run: one blob, sealed whole with AES-256-GCM and replaced on disk at
every change, as the simplest password file is; and KDBX by pykeepass where that is installed (it is
GPL, so it comes with nothing of ours: `pip install pykeepass` in the environment that measures).
The ratio is to KDBX where it was measured. Both do less than the vault: no event before a secret is
handed out, no proof against an older copy, no second process.
"""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Callable
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks import Measured
from model.clock import SystemClock
from model.secret import Secret
from vault import Credential, KeyFile, Vault, create_vault, open_vault, write_private

_SIZES: Final = (100, 1_000, 10_000)
_HEADLINE: Final = 1_000
_ROUNDS: Final = 5
_SLOW: Final = 1000.0  # milliseconds; what takes longer is measured once
_KDBX: Final = "KDBX 4 by pykeepass, its key derivation included"
_PASSPHRASE: Final = "correct horse battery staple"  # of a file that lives for a minute
_PARTS: Final = ("name", "username", "password", "url")
Timings = dict[str, float]


class _Reference(Protocol):
    """A password file: made with so many records, then opened, read and changed."""

    def make(self, records: list[dict[str, str]]) -> None: ...

    def unlock(self) -> None: ...

    def lease(self, name: str) -> str: ...

    def put(self, name: str, password: str) -> None: ...


def run(_data: Path | None) -> Measured:
    """Milliseconds of wall-clock time for a put among 1,000 records; all others in the details."""
    references = _references()
    sizes: dict[str, dict[str, Timings]] = {}
    for size in _SIZES:
        with TemporaryDirectory() as folder:
            found = sizes[str(size)] = {"ours": _measure_ours(Path(folder), size)}
            for name, make in references.items():
                found[name] = _measure_reference(make(Path(folder)), size)
    headline, reference = sizes[str(_HEADLINE)], list(references)[-1]
    details = {
        "reference": reference if reference == _KDBX else f"{reference}; {_KDBX} is not installed",
        "clock": "wall-clock milliseconds, median, with every fsync",
        **sizes,
    }
    ours, theirs = headline["ours"]["put"], headline[reference]["put"]
    return Measured("vault", ours, theirs, "ms a put", details)


def _references() -> dict[str, Callable[[Path], _Reference]]:
    """What makes each reference that can be measured here, the one that counts last."""
    found: dict[str, Callable[[Path], _Reference]] = {"one sealed blob, rewritten whole": _Blob}
    try:
        keepass: Any = import_module("pykeepass")
    except ModuleNotFoundError:
        return found
    return {**found, _KDBX: lambda folder: _Kdbx(folder, keepass)}


def _records(size: int) -> list[dict[str, str]]:
    return [
        {
            "name": f"supplier {number}",
            "url": f"https://portal-{number}.example/login",
            "username": "ap@buyer.example",
            "password": f"password {number:08}",
        }
        for number in range(size)
    ]


def _measure_ours(folder: Path, size: int) -> Timings:
    key, place = KeyFile.make(folder / "vault.key"), folder / "vault.db"
    clock = SystemClock()
    with create_vault(place, key, clock=clock) as made:
        made.import_file(_sheet(folder, size))
    with open_vault(place, key, clock=clock) as vault:
        return {
            "unlock": _timed(lambda: open_vault(place, key, clock=clock).lock()),
            "lease": _timed(lambda: _lease(vault, "supplier 7")),
            "put": _timed(lambda: _put(vault, "supplier 7")),
            "bytes": place.stat().st_size,
        }


def _sheet(folder: Path, size: int) -> Path:
    path = folder / "records.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ("name", "url", "username", "password"))
        writer.writeheader()
        writer.writerows(_records(size))
    return path


def _lease(vault: Vault, name: str) -> None:
    with vault.lease(name, purpose="measure", job="bench") as lease:
        lease.password.reveal()


def _put(vault: Vault, name: str) -> None:
    vault.put(name, Credential(username="ap@buyer.example", password=Secret("another password")))


def _measure_reference(reference: _Reference, size: int) -> Timings:
    reference.make(_records(size))
    return {
        "unlock": _timed(reference.unlock),
        "lease": _timed(lambda: reference.lease("supplier 7")),
        "put": _timed(lambda: reference.put("supplier 7", "another password")),
    }


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of some rounds after one more."""
    first = _once(work)
    if first > _SLOW:
        return first
    return round(median(_once(work) for _ in range(_ROUNDS)), 2)


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return round((time.perf_counter() - begun) * 1000, 2)


class _Blob:
    """All records as one JSON text, sealed whole."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "blob"
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._held: dict[str, str] = {}

    def make(self, records: list[dict[str, str]]) -> None:
        self._held = {record["name"]: json.dumps(record) for record in records}
        self._write()

    def unlock(self) -> None:
        body = self._path.read_bytes()
        self._held = json.loads(self._cipher.decrypt(body[:12], body[12:], None))

    def lease(self, name: str) -> str:
        return self._held[name]

    def put(self, name: str, password: str) -> None:
        self._held[name] = password
        self._write()

    def _write(self) -> None:
        nonce = os.urandom(12)
        body = nonce + self._cipher.encrypt(nonce, json.dumps(self._held).encode(), None)
        draft = self._path.with_suffix(".part")
        write_private(draft, body)  # with fsync
        draft.replace(self._path)


class _Kdbx:
    """The same records in a KeePass file."""

    def __init__(self, folder: Path, keepass: Any) -> None:
        self._path, self._keepass = folder / "reference.kdbx", keepass
        self._file: Any = None

    def make(self, records: list[dict[str, str]]) -> None:
        self._file = self._keepass.create_database(str(self._path), password=_PASSPHRASE)
        group, first = self._file.root_group, records[0]
        made = self._file.add_entry(group, *(first[part] for part in _PARTS))
        for record in records[1:]:  # not add_entry: it looks through all entries for each new one
            entry = type(made)(element=deepcopy(made._element), kp=self._file)  # noqa: SLF001
            entry.uuid = uuid4()
            for attribute, part in zip(("title", *_PARTS[1:]), _PARTS, strict=True):
                setattr(entry, attribute, record[part])
            group.append(entry)
        self._file.save()

    def unlock(self) -> None:
        self._file = self._keepass.PyKeePass(str(self._path), password=_PASSPHRASE)

    def lease(self, name: str) -> str:
        return str(self._file.find_entries(title=name, first=True).password)

    def put(self, name: str, password: str) -> None:
        self._file.find_entries(title=name, first=True).password = password
        self._file.save()
