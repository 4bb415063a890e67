"""The search for secrets: in files and whatever they pack, in every usual spelling.

A base64 text is found at each of the three places where the secret can begin in it.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

_DEEPEST = 4  # a PDF in a mail in a backup
_MOST = 64 * 2**20  # bytes that one packed stream may hold
_PACKED = {
    b"\x1f\x8b\x08": zlib.MAX_WBITS | 16,  # gzip
    **dict.fromkeys((b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), zlib.MAX_WBITS),
}


class Search:
    """Looks for these secrets."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.forms = {
            form: f"{name} of secret {number}"
            for number, secret in enumerate(sorted(set(secrets)))
            for name, form in spellings(secret).items()
        }

    def found(self, content: bytes, depth: int = 0) -> list[str]:
        """How the secrets stand in these bytes, or in what is packed in them."""
        here = [name for form, name in self.forms.items() if form in content]
        if depth == _DEEPEST:
            return here
        return here + [name for inner in unpacked(content) for name in self.found(inner, depth + 1)]

    def in_files(
        self, folder: Path, *, but: Iterable[Path] = (), known: dict[Path, int] | None = None
    ) -> dict[str, list[str]]:
        """The files under a folder that show one, and how; `but` are folders to pass over.

        `known` remembers when files were last changed: what did not change since is not read again.
        """
        left_out, known = tuple(but), {} if known is None else known
        shown = {}
        for path in _files(folder):
            if any(one in (path, *path.parents) for one in left_out):
                continue
            with suppress(OSError):  # gone before it was read
                changed = path.stat().st_mtime_ns
                if known.get(path) == changed:
                    continue
                known[path] = changed
                if names := self.found(path.read_bytes()) + self.found(str(path).encode()):
                    shown[str(path)] = names
        return shown


def _files(folder: Path) -> Iterator[Path]:
    """Every file below; folders may vanish meanwhile (which `Path.rglob` does not bear)."""
    for place, _, names in os.walk(folder):
        paths = (Path(place, name) for name in names)
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def spellings(secret: str) -> dict[str, bytes]:
    """The secret as it may stand in a file, by the name of the spelling."""
    plain = secret.encode()
    forms = {
        "plain": plain,
        "reversed": plain[::-1],
        "hexadecimal": plain.hex().encode(),
        "HEXADECIMAL": plain.hex().upper().encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-16 big end first": secret.encode("utf-16-be"),
        "UTF-32": secret.encode("utf-32-le"),
        "percent": quote(secret, safe="").encode(),
        "percent throughout": "".join(f"%{byte:02X}" for byte in plain).encode(),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "JSON throughout": "".join(f"\\u{ord(sign):04x}" for sign in secret).encode(),
        "HTML": html.escape(secret).encode(),
        "quoted-printable": plain.replace(b"=", b"=3D"),
        "base32": base64.b32encode(plain).rstrip(b"="),
    }
    for start in range(3):
        # the signs at both ends also hold bits of what stands beside the secret
        coded = base64.b64encode(b"\0" * start + plain)
        core = coded[(0, 2, 3)[start] : len(coded) - (0 if (start + len(plain)) % 3 == 0 else 4)]
        forms[f"base64 from {start}"] = core
        forms[f"base64 for URLs from {start}"] = core.translate(bytes.maketrans(b"+/", b"-_"))
    return forms


def unpacked(content: bytes) -> Iterator[bytes]:
    """Everything that is packed in these bytes."""
    yield from _streams(content)
    if content.startswith(b"PK\3\4"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            members = (tar.extractfile(member) for member in tar if member.isfile())
            yield from (member.read() for member in members if member)
    if content.startswith(b"SQLite format 3\0"):
        yield from _cells(content)


def _streams(content: bytes) -> Iterator[bytes]:
    """gzip and zlib streams anywhere in it, as in a browser's cache or a PDF."""
    view = memoryview(content)  # a slice of it copies nothing
    for magic, bits in _PACKED.items():
        place = content.find(magic)
        while place >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(view[place:], _MOST)
            place = content.find(magic, place + 1)


def _cells(content: bytes) -> Iterator[bytes]:
    """The cells of a database, whole: in the file a long one is cut at the page's end."""
    # a snapshot of a database that is being written may be none
    with suppress(sqlite3.Error), closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_without_wal(content))
        named = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        for (table,) in database.execute(named).fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield b"\0".join(_bytes(cell) for cell in row)


def _without_wal(content: bytes) -> bytes:
    """The same database, said to keep a journal instead (sqlite.org/fileformat2, offset 18)."""
    return content[:18] + b"\1\1" + content[20:]


def _bytes(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode()


def packings(content: bytes) -> dict[str, bytes]:
    """The same bytes packed in each way that the search opens; for proving that it does."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.network", content)
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        member = tarfile.TarInfo("x")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", [b"x" * 4000 + content + b"y" * 9000])
        database.commit()
        serialised = database.serialize()
    return {
        "as it is": b"before " + content + b" after",
        "gzip": b"..." + gzip.compress(content * 3) + b"...",
        "zlib": b"%PDF-1.7 stream\n" + zlib.compress(content * 3) + b"endstream",
        "zip": zipped.getvalue(),
        "tar": tarred.getvalue(),
        "a database": serialised,
        "gzip in zip": gzip.compress(zipped.getvalue()),
    }
