"""Pictures in mails: a page that somebody scanned or photographed, told from a logo."""

from __future__ import annotations

import re
import struct
from typing import Final

LARGEST_LOGO: Final = 65_536  # bytes as they travel (base64); the bulk of logos stays far below
_SCANNED: Final = frozenset(
    {"tiff", "heic", "heif"}
)  # what no page shows, scanners and phones make

_PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
_TIFF: Final = (b"II*\x00", b"MM\x00*")
_PHOTO: Final = re.compile(rb"....ftyp(heic|heix|mif1)", re.DOTALL)
_UPRIGHT: Final = (500, 800)  # dots; an A4 page at 72 dots an inch has 595 by 842
_LYING: Final = (1500, 1000)  # a banner is as wide, but not as high
_MOST_SEGMENTS: Final = 500


def may_carry_page(subtype: str, octets: int) -> bool:
    """Whether a picture in a mail may be a page, by what is known before it is fetched."""
    return subtype in _SCANNED or octets > LARGEST_LOGO


def is_page(content: bytes) -> bool:
    """Whether a picture has the size of a page: scans and photographs have, logos have not."""
    if content.startswith(_TIFF) or _PHOTO.match(content):
        return True
    width, height = _size(content)
    if height >= width:
        return width >= _UPRIGHT[0] and height >= _UPRIGHT[1]
    return width >= _LYING[0] and height >= _LYING[1]


def _size(content: bytes) -> tuple[int, int]:
    """Width and height in dots of a PNG or JPEG; zeros for anything else."""
    if content.startswith(_PNG) and len(content) > 24:  # noqa: PLR2004 - its first chunk is IHDR
        return struct.unpack(">II", content[16:24])
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return 0, 0


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the frame header (ITU T.81, B.2.2), which follows segments of other kinds."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        head = content[at : at + 9]
        if len(head) < 9 or head[0] != 0xFF:  # noqa: PLR2004 - a marker begins with it
            return 0, 0
        if 0xC0 <= head[1] <= 0xCF and head[1] not in (0xC4, 0xC8, 0xCC):  # noqa: PLR2004 - SOFn
            height, width = struct.unpack(">HH", head[5:9])
            return width, height
        at += 2 + struct.unpack(">H", head[2:4])[0]
    return 0, 0
