"""What lies inside a signed file (.p7m): CMS SignedData (RFC 5652), as DER, BER or Base64.

The signature is not verified: it is the sender's duty towards the exchange system, and what is
inside passes the same gate as any other file.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from model.errors import DocumentDamaged, DocumentUnsafe

_SIGNED_DATA: Final = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_PROBE: Final = 32
_DEEPEST: Final = 16
_OCTETS, _OCTETS_IN_PARTS = 0x04, 0x24
_INDEFINITE: Final = 0x80
_LONG_TAG: Final = 0x1F


def is_signed(content: bytes) -> bool:
    """Whether a file is a CMS envelope of signed data."""
    return _SIGNED_DATA in _binary(content)[:_PROBE]


def unwrapped(content: bytes) -> bytes:
    """The file inside a signed one; any other file as it is.

    Raises:
        DocumentDamaged: the envelope is cut off or holds nothing.
    """
    if not is_signed(content):
        return content
    binary = _binary(content)
    try:
        envelope = _Element.at(binary, 0)
        octets = envelope.part(1, 0, 2, 1, 0)
    except IndexError as damage:
        raise DocumentDamaged("The signed file holds no document.") from damage
    return b"".join(octets.octets())


def _binary(content: bytes) -> bytes:
    """The bytes, decoded where they are Base64, with or without PEM lines."""
    if not content.lstrip().startswith((b"MI", b"-----BEGIN")):
        return content
    lines = [line for line in content.split(b"\n") if not line.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(b"".join(lines).split()), validate=True)
    except (binascii.Error, ValueError):
        return content


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of BER (X.690): its tag, and where its content lies."""

    data: bytes
    tag: int
    start: int
    end: int
    after: int
    depth: int

    @classmethod
    def at(cls, data: bytes, at: int, depth: int = 0) -> _Element:
        """The element that begins there; IndexError beyond the end."""
        if depth > _DEEPEST:
            raise DocumentUnsafe("The signed file is nested deeper than Billhook opens.")
        tag, length, at = data[at], data[at + 1], at + 2
        if tag & _LONG_TAG == _LONG_TAG:
            raise DocumentDamaged("The signed file holds no document.")
        if length == _INDEFINITE:
            end = at
            while data[end : end + 2] != b"\x00\x00":
                end = cls.at(data, end, depth + 1).after
            return cls(data, tag, at, end, end + 2, depth)
        if length > _INDEFINITE:
            size = length - _INDEFINITE
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise IndexError(at)
        return cls(data, tag, at, at + length, at + length, depth)

    def parts(self) -> Iterator[_Element]:
        """The elements inside."""
        at = self.start
        while at < self.end:
            part = _Element.at(self.data, at, self.depth + 1)
            yield part
            at = part.after

    def part(self, *path: int) -> _Element:
        """The element at a path of places; IndexError where there is none."""
        found = self
        for place in path:
            found = tuple(found.parts())[place]
        return found

    def octets(self) -> Iterator[bytes]:
        """The bytes of an octet string, also of one that is sent in parts."""
        if self.tag == _OCTETS:
            yield self.data[self.start : self.end]
        elif self.tag == _OCTETS_IN_PARTS:
            for part in self.parts():
                yield from part.octets()
