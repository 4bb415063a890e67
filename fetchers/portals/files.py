"""Files that came from a portal: known by their first bytes, named by their SHA-256."""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from fetchers.portals.values import clean

LARGEST: Final = 50 * 1024 * 1024  # bytes
_HEAD: Final = 8_192
_MEDIA: Final = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MARKUP: Final = re.compile(rb"<(!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_FEWEST_COLUMNS: Final = 2
_NAME: Final = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Further:
    """One document more that a row's own page offers: its number, and where it is."""

    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Got:
    """What a portal delivered for a row: its bytes, and the name it gave them.

    `further` is what the row's own page offers besides.
    """

    content: bytes
    name: str
    further: tuple[Further, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the spool."""

    path: Path
    sha256: str
    size: int
    media_type: str


def kind_of(content: bytes) -> str | None:
    """pdf, xml, csv, xlsx or zip, by what the bytes are; None for anything else, as a web page."""
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx" if b"[Content_Types].xml" in content else "zip"
    if _MARKUP.search(head) or not head:
        return None
    if head.startswith(b"<?xml") or re.match(rb"<[A-Za-z_][\w.:-]*[\s>]", head):
        return "xml"
    return "csv" if _is_csv(head) else None


def _is_csv(head: bytes) -> bool:
    if b"\x00" in head or head[:1] in b"<{[":
        return False
    text = head.decode("utf-8", errors="replace") if b"\n" in head else ""
    rows = text.splitlines()[:-1] if len(head) == _HEAD else text.splitlines()
    try:
        dialect = csv.Sniffer().sniff("\n".join(rows[:20]), delimiters=",;\t|")
        widths = {len(row) for row in csv.reader(rows[:20], dialect) if row}
    except csv.Error:
        return False
    return len(widths) == 1 and max(widths) >= _FEWEST_COLUMNS


def keep(got: Got, kind: str, spool: Path) -> Kept:
    """The file in the spool, written whole or not at all."""
    digest = hashlib.sha256(got.content).hexdigest()
    target = spool / f"{digest}.{kind}"
    if not target.exists():
        half = spool / f".{digest}.part"
        with half.open("wb") as out:
            out.write(got.content)
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)
    return Kept(target, digest, len(got.content), _MEDIA[kind])


def named(url: str, headers: Mapping[str, str]) -> str:
    """What a portal calls the file that it sends; headers by their names in small letters."""
    found = _NAME.search(headers.get("content-disposition", ""))
    return unquote(found[1]) if found else PurePosixPath(urlsplit(url).path).name


def safe_name(name: str) -> str:
    """A name that came from outside, for showing: never a path, never markup's business."""
    return clean(name.replace("\\", "/").rsplit("/", 1)[-1], longest=120).lstrip(".") or "document"
