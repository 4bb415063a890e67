"""The parts of a mail (BODYSTRUCTURE, RFC 9051, 7.5.2), and which of them are worth fetching.

A logo in every mail of a supplier outweighs all its words. Small pictures that a page shows by
their Content-ID, sounds, films and fonts stay on the server; text and files are fetched, and
pictures large enough to be a scanned page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from imapclient.exceptions import ProtocolError

from fetchers.mail.answers import Value, number
from fetchers.mail.pictures import may_carry_page
from fetchers.mail.withheld import is_decoration

_DEEPEST: Final = 30
_MOST_PARTS: Final = 200
_SAVING: Final = 4_096  # bytes; below, asking for single parts costs more than it saves


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail. `number` is its place ("1.2"), "" for the mail itself."""

    number: str
    maintype: str
    subtype: str = ""
    has_id: bool = False
    octets: int = 0
    boundary: bytes = b""
    children: tuple[Part, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether its content stays on the server."""
        if self.children or not is_decoration(self.maintype, has_id=self.has_id):
            return False
        return self.maintype != "image" or not may_carry_page(self.subtype, self.octets)


def structure_of(value: Value) -> Part:
    """The mail's parts. Raises ProtocolError for what is no structure, or nests too deep."""
    return _part(value, "", 0)


def parts_of(part: Part) -> Iterator[Part]:
    """A part and all below it."""
    yield part
    for child in part.children:
        yield from parts_of(child)


def worth_picking(part: Part) -> bool:
    """Whether fetching single parts saves something, and the mail can be put together again."""
    parts = list(parts_of(part))
    saved = sum(one.octets for one in parts if one.left_out)
    joinable = all(one.boundary for one in parts if one.children)
    return saved >= _SAVING and joinable and len(parts) <= _MOST_PARTS


def items_of(part: Part) -> str:
    """What to FETCH so that `assembled` can put the mail together."""
    wanted = []
    for one in parts_of(part):
        if one.number:
            wanted.append(f"BODY.PEEK[{one.number}.MIME]")
        if one.number and not one.children and not one.left_out:
            wanted.append(f"BODY.PEEK[{one.number}]")
    return " ".join(wanted)


def assembled(part: Part, header: bytes, answer: Any) -> bytes:
    """The mail: its header, and its parts as the server gave them, those left out without content.

    Raises ProtocolError where one that was asked for is missing.
    """
    return header + _body(part, answer)


def _body(part: Part, answer: Any) -> bytes:
    if part.left_out:
        return b""
    if not part.children:
        return _given(answer, f"BODY[{part.number}]")
    pieces = []
    for child in part.children:
        mime = _given(answer, f"BODY[{child.number}.MIME]")
        pieces.append(b"--" + part.boundary + b"\r\n" + mime + _body(child, answer) + b"\r\n")
    return b"".join(pieces) + b"--" + part.boundary + b"--\r\n"


def _given(answer: Any, name: str) -> bytes:
    content = answer.get(name)
    if not isinstance(content, bytes):
        raise ProtocolError(f"The server did not hand over {name}")
    return content


def _part(value: Value, place: str, depth: int) -> Part:
    if not isinstance(value, list) or not value or depth > _DEEPEST:
        raise ProtocolError("The structure of a mail can't be read")
    if isinstance(value[0], list):
        return _multipart(value, place, depth)
    fields = [*value, *[None] * 7]
    return Part(
        place,
        _word(fields[0]),
        _word(fields[1]),
        has_id=bool(fields[3]),
        octets=number(fields[6]),
    )


def _word(value: Value) -> str:
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else ""


def _multipart(value: list[Value], place: str, depth: int) -> Part:
    inner = [child for child in value if isinstance(child, list)]
    count = next((i for i, child in enumerate(value) if not isinstance(child, list)), len(value))
    children = tuple(
        _part(child, f"{place}.{at}".lstrip("."), depth + 1)
        for at, child in enumerate(inner[:count], 1)
    )
    parameters = value[count + 1] if len(value) > count + 1 else None
    return Part(place, "multipart", boundary=_boundary(parameters), children=children)


def _boundary(parameters: Value) -> bytes:
    if not isinstance(parameters, list):
        return b""
    pairs = zip(parameters[::2], parameters[1::2], strict=False)
    named = (value for key, value in pairs if isinstance(key, bytes) and key.lower() == b"boundary")
    found = next(named, b"")
    return found if isinstance(found, bytes) else b""
