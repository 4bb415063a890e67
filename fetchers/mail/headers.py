"""Header fields of a mail as text, read from bytes that may be anything."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Tree
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from fetchers.mail.hosts import host_of_address

_ENCODED: Final = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN: Final = re.compile(r"(\?=)\s+(=\?)")
_CONTROLS: Final = re.compile(r"[ \t]*[\x00-\x1f\x7f-\x9f\u2028\u2029]+[ \t]*")
_LONGEST: Final = 10_000  # characters of one field; a long list of recipients stays below


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
        """The first address of a field; empty where there is none."""
        for shown, address in getaddresses([self.first(name)]):
            if "@" in address:
                return Address(address.strip().lower(), shown.strip())
        return Address("", self.first(name))

    def date(self) -> datetime | None:
        """When the mail says that it was sent, in UTC; None where that can't be read."""
        try:
            sent = parsedate_to_datetime(self.first("date"))
            return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def headers_of(tree: Tree) -> Headers:
    """The header fields of a parsed mail."""
    return Headers(tuple((key.lower(), decoded(str(value))) for key, value in tree.raw_items()))


def decoded(value: str) -> str:
    """A field's text: encoded words (RFC 2047) read, folds and controls made blank."""
    value = _as_utf8(value[:_LONGEST])
    joined = _BETWEEN.sub(r"\1\2", value)
    return _CONTROLS.sub(" ", _ENCODED.sub(_word, joined)).strip()


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
