"""Header fields of a mail as text, read from bytes that may be anything."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Tree
from email.utils import parsedate_to_datetime
from typing import Final

from fetchers.mail.hosts import host_of_address

_ENCODED: Final = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN: Final = re.compile(r"(\?=)\s+(=\?)")
_CONTROLS: Final = re.compile(r"[ \t]*[\x00-\x1f\x7f-\x9f\u2028\u2029]+[ \t]*")
_LONGEST: Final = 10_000  # characters of one field; a long list of recipients stays below
_ADDRESSES: Final = frozenset({"from", "to", "cc", "reply-to", "sender"})
_BY_MACHINES: Final = frozenset(
    {
        "arc-authentication-results",
        "arc-message-signature",
        "arc-seal",
        "authentication-results",
        "dkim-signature",
        "received",
        "received-spf",
    }
)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_INERT: Final = {ord(letter): "_" for letter in "<>@,;:()"}  # what means something unquoted only
_REMARK: Final = re.compile(r"\([^()]*\)")
_DEEPEST_REMARK: Final = 5
_ANGLED: Final = re.compile(r"<[^<>]*?([^<>\s:,;@]{1,200}@[^<>\s:,;@]{1,255})\s{0,9}>")
_BARE: Final = re.compile(r"[^<>\s:,;@]{1,200}@[^<>\s:,;@]{1,255}")


@dataclass(frozen=True, slots=True)
class Address:
    """A sender: the address in lower case and the name it gives itself."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        """What follows the @, in lower case and without a dot at the end; "" without one."""
        return host_of_address(self.address)


@dataclass(frozen=True, slots=True)
class Headers:
    """All header fields, decoded, topmost first."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, topmost first."""
        return tuple(value for key, value in self.fields if key == name.lower())

    def first(self, name: str) -> str:
        """The topmost value of a field, "" without one."""
        return next(iter(self.all(name)), "")

    def address(self, name: str) -> Address:
        """The first address of a field; without one, its text is the name."""
        found = self.addresses(name)
        return found[0] if found else Address("", decoded(self.first(name)))

    def addresses(self, name: str) -> tuple[Address, ...]:
        """All addresses of a field, in order."""
        return addresses_of(self.first(name))

    def date(self) -> datetime | None:
        """When the mail says that it was sent, in UTC; None where that can't be read."""
        try:
            sent = parsedate_to_datetime(self.first("date"))
            return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def headers_of(tree: Tree) -> Headers:
    """The header fields of a parsed mail.

    Encoded words stand for text. In fields that are read by their syntax they stay as they are:
    decoded, one could write the address or the verdict that the field does not have.
    """
    return Headers(
        tuple(_field(key.strip().lower(), str(value)) for key, value in tree.raw_items())
    )


def _field(name: str, value: str) -> tuple[str, str]:
    by_syntax = name in _ADDRESSES or name in _BY_MACHINES
    return name, _unfolded(value) if by_syntax else decoded(value)


def addresses_of(value: str) -> tuple[Address, ...]:
    """The addresses of a field's raw text (RFC 5322, 3.4), the way every reader sees them.

    Where there are angle brackets, what stands in them is the address and the rest is its name.
    """
    quoted = _QUOTED.sub(lambda match: '"' + match[1].translate(_INERT) + '"', value)
    plain = quoted
    for _ in range(_DEEPEST_REMARK):  # remarks nest; the innermost go first
        plain = _REMARK.sub(lambda match: " " * len(match[0]), plain)
    found = list(_ANGLED.finditer(plain))
    if not found:
        return tuple(Address(match[0].lower(), "") for match in _BARE.finditer(plain))
    starts = [0, *(match.end() for match in found[:-1])]
    return tuple(
        Address(match[1].strip("\"'").lower(), _shown_name(value[start : match.start()]))
        for start, match in zip(starts, found, strict=True)
    )


def _shown_name(text: str) -> str:
    unquoted = _QUOTED.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]), text.strip(" ,"))
    return decoded(unquoted).strip(' \t"')


def decoded(value: str) -> str:
    """A field's text: encoded words (RFC 2047) read, folds and controls made blank."""
    joined = _BETWEEN.sub(r"\1\2", _as_utf8(value[:_LONGEST]))
    return _CONTROLS.sub(" ", _ENCODED.sub(_word, joined)).strip()


def _unfolded(value: str) -> str:
    """A field's text as it stands, on one line."""
    return _CONTROLS.sub(" ", _as_utf8(value[:_LONGEST])).strip()


def decoded_bytes(content: bytes, charset: str) -> str:
    """Text of these bytes; what the character set can't read is read as Latin-1 or replaced."""
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, ValueError):
        pass
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _as_utf8(value: str) -> str:
    """Raw bytes above ASCII, which the standard parser hides as surrogates, as text."""
    return decoded_bytes(value.encode("utf-8", "surrogateescape"), "utf-8")


def _word(match: re.Match[str]) -> str:
    charset, encoding, text = match.groups()
    raw = text.encode("ascii", "replace")
    try:
        if encoding in "bB":
            content = base64.b64decode(raw + b"=" * (-len(raw) % 4))
        else:
            content = quopri.decodestring(raw.replace(b"_", b" "), header=False)
    except (binascii.Error, ValueError):
        return match[0]
    return decoded_bytes(content, charset.split("*")[0])
