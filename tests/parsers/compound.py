"""Compound files (MS-CFB, version 3) and Outlook messages (MS-OXMSG), written for tests."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096


@dataclass
class Storage:
    """A folder of a compound file."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Storage] = field(default_factory=dict)


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    content: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    size: int = 0


class _Sectors:
    def __init__(self, size: int) -> None:
        self.size, self.content, self.chain = size, b"", list[int]()

    def add(self, content: bytes) -> int:
        if not content:
            return END
        first = len(self.chain)
        count = -(-len(content) // self.size)
        self.chain += [*range(first + 1, first + count), END]
        self.content += content.ljust(count * self.size, b"\0")
        return first


def compound(root: Storage) -> bytes:
    """The bytes of a compound file. Siblings hang in a chain to the right, which readers accept."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, root)
    big, small = _Sectors(SECTOR), _Sectors(MINI)
    for entry in entries:
        if entry.kind == 2:
            home = small if len(entry.content) < CUTOFF else big
            entry.start, entry.size = home.add(entry.content), len(entry.content)
    entries[0].start, entries[0].size = big.add(small.content), len(small.content)
    mini_fat = big.add(_numbers(small.chain)) if small.chain else END
    mini_count = -(-len(small.chain) * 4 // SECTOR)
    directory = big.add(b"".join(_written(entry) for entry in entries))
    fat_sectors = 1
    while fat_sectors * 128 < len(big.chain) + fat_sectors:
        fat_sectors += 1
    first_fat = len(big.chain)
    fat = _numbers([*big.chain, *[FAT] * fat_sectors]).ljust(fat_sectors * SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6
    )
    head += struct.pack(
        "<IIIIIIIII", 0, fat_sectors, directory, 0, CUTOFF, mini_fat, mini_count, END, 0
    )
    head += _numbers([*range(first_fat, first_fat + fat_sectors)]).ljust(436, b"\xff")
    return head + big.content + fat


def _add(entries: list[_Entry], parent: int, storage: Storage) -> None:
    before = None
    for name, content in [*storage.streams.items(), *storage.folders.items()]:
        stream = isinstance(content, bytes)
        entries.append(
            _Entry(name, 2 if stream else 1, content if isinstance(content, bytes) else b"")
        )
        place = len(entries) - 1
        if before is None:
            entries[parent].child = place
        else:
            entries[before].right = place
        before = place
        if isinstance(content, Storage):
            _add(entries, place, content)


def _written(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    tree = struct.pack("<BBIII", entry.kind, 1, FREE, entry.right, entry.child)
    return (
        name.ljust(64, b"\0")
        + struct.pack("<H", len(name))
        + tree
        + bytes(36)
        + struct.pack("<IQ", entry.start, entry.size)
    )


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def properties(sent: datetime | None = None) -> bytes:
    """The fixed properties of a message: its time and code page."""
    table = bytes(32)
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        table += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    return table + struct.pack("<HHIII", 0x0003, 0x3FFD, 6, 1252, 0)


def message(
    texts: dict[int, str],
    *,
    files: tuple[tuple[str, str, bytes], ...] = (),
    sent: datetime | None = None,
    page: bytes = b"",
) -> bytes:
    """An Outlook message with these text properties and files (name, media type, content)."""
    root = Storage({"__properties_version1.0": properties(sent)})
    for tag, value in texts.items():
        root.streams[f"__substg1.0_{tag:04X}001F"] = value.encode("utf-16-le")
    if page:
        root.streams["__substg1.0_10130102"] = page
    for number, (name, media_type, content) in enumerate(files):
        root.folders[f"__attach_version1.0_#{number:08X}"] = Storage(
            {
                "__properties_version1.0": bytes(8),
                "__substg1.0_37010102": content,
                "__substg1.0_3707001F": name.encode("utf-16-le"),
                "__substg1.0_370E001F": media_type.encode("utf-16-le"),
            }
        )
    return compound(root)
