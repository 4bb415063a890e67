"""Archives and Office documents, unpacked within limits and never to a disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from parsers.safety.gate import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED
from parsers.safety.names import deceives

_CHUNK: Final = 2**16
_RATIO_FROM: Final = 2**20  # bytes unpacked from which a high ratio is no small, empty table
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What every program packs with; the others ask for memory as their sender likes."""
_OUTSIDE: Final = re.compile(
    rb"<Relationship\b[^>]*(?:attachedTemplate|oleObject|frame|subDocument)[^>]*"
    rb"TargetMode\s*=\s*[\"']External|"
    rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[^>]*(?:attachedTemplate|oleObject|frame"
    rb"|subDocument)",
    re.IGNORECASE,
)
_DDE: Final = re.compile(rb"\bDDE(?:AUTO)?\s|<ddeLink\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies in an archive: its files, and why it should not have been opened.

    `nests` says that it is an archive; an Office document only looks like one inside.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    dangers: tuple[str, ...] = ()
    nests: bool = True


class _Flood(Exception):
    """The archive unpacks to more than is taken."""


def open_(content: bytes, name: str) -> Opened:
    """The files in an archive, as far as they can be had within the limits."""
    try:
        return _gzip(content, name) if content.startswith(b"\x1f\x8b") else _zip(content)
    except _Flood:
        return Opened(dangers=("unpacks to far more than its size",))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return Opened(dangers=("is an archive that is damaged or forged",))


def _gzip(content: bytes, name: str) -> Opened:
    reader = zlib.decompressobj(wbits=31)
    unpacked = reader.decompress(content, MAX_UNPACKED)
    if reader.unconsumed_tail:
        raise _Flood
    _limit(len(unpacked), len(content))
    return Opened(((name.removesuffix(".gz"), unpacked),))


def _zip(content: bytes) -> Opened:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if dangers := tuple(_of_directory(members)):
            return Opened(dangers=dangers)
        files = tuple(_files(archive, members, len(content)))
    names = {name for name, _ in files}
    if "[Content_Types].xml" not in names:
        return Opened(files)
    return Opened(dangers=tuple(_of_office(files)), nests=False)


def _of_directory(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    if len(members) > MAX_MEMBERS:
        yield f"holds {len(members)} files"
    if any(member.flag_bits & _ENCRYPTED for member in members):
        yield "can only be opened with a password"
    if any(member.compress_type not in _METHODS for member in members):
        yield "is packed in an unusual way"
    if any(deceives(member.orig_filename) or member.filename[1:2] == ":" for member in members):
        yield "holds a file whose name leaves its folder or hides its kind"
    ends = sorted((one.header_offset, one.header_offset + one.compress_size) for one in members)
    if any(end > start for (_, end), (start, _) in pairwise(ends)):
        yield "holds files that overlap"


def _files(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], packed: int
) -> Iterator[tuple[str, bytes]]:
    """Each file with its bytes, counted while they are unpacked: declared sizes are claims."""
    total = 0
    for member in members:
        unpacked = bytearray()
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += chunk
                _limit(total + len(unpacked), packed)
        total += len(unpacked)
        yield member.filename, bytes(unpacked)


def _limit(unpacked: int, packed: int) -> None:
    if unpacked >= MAX_UNPACKED or unpacked > max(_RATIO_FROM, MAX_RATIO * packed):
        raise _Flood


def _of_office(files: tuple[tuple[str, bytes], ...]) -> Iterator[str]:
    for name, content in files:
        lowered = name.lower()
        if lowered.endswith("vbaproject.bin") or "/macrosheets/" in lowered:
            yield "holds macros"
        if lowered.endswith(".rels") and _OUTSIDE.search(content):
            yield "loads a part of itself from elsewhere"
        if lowered.endswith(".bin") and "Ole10Native".encode("utf-16-le") in content:
            yield "has a program packed in it"
        if lowered.endswith(".xml") and _DDE.search(content):
            yield "asks another program for its contents"
