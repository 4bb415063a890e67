"""What the sender's signature covers (DKIM, RFC 6376).

A signature over only the beginning of the body (`l=`), or not over the subject, lets anybody put
another text into a mail that still verifies. Such a signature counts as none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fetchers.mail.headers import Headers
from fetchers.mail.hosts import ascii_host, registrable

MUST_COVER: Final = frozenset({"from", "subject", "date"})
"""Headers without which a signature says nothing of the mail that is read."""

_BLANKS: Final = re.compile(rb"[ \t]+")
_LAST_BLANKS: Final = re.compile(rb"[ \t]+(?=\r\n|\Z)")


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM-Signature as it states itself; whether it verifies is our mail server's to say."""

    domain: str
    covers: frozenset[str]
    length: int | None
    relaxed: bool

    def is_whole(self, headers: Headers) -> bool:
        """Whether it covers the body to its end and the headers that a reader sees."""
        reply = {"reply-to"} if _replies_elsewhere(headers) else frozenset()
        return self.length is None and self.covers >= MUST_COVER | reply


def signatures_of(headers: Headers, domain: str) -> tuple[Signature, ...]:
    """The signatures of a domain's owner, as the mail carries them."""
    found = (_signature(value) for value in headers.all("dkim-signature"))
    return tuple(one for one in found if registrable(one.domain) == registrable(domain))


def unsigned_bytes(signature: Signature, body: bytes) -> int:
    """How many bytes of a body stand behind the part that is signed."""
    if signature.length is None:
        return 0
    return max(0, len(_canonical(body, relaxed=signature.relaxed)) - signature.length)


def _signature(value: str) -> Signature:
    tags = dict(_tags(value))
    length = tags.get("l", "")
    body = tags.get("c", "simple/simple").partition("/")[2]
    return Signature(
        domain=ascii_host(tags.get("d", "").lower().rstrip(".")),
        covers=frozenset(name.strip().lower() for name in tags.get("h", "").split(":")),
        length=int(length) if re.fullmatch(r"[0-9]{1,76}", length) else None,
        relaxed=body.lower() == "relaxed",
    )


def _tags(value: str) -> list[tuple[str, str]]:
    pairs = (tag.partition("=") for tag in value.split(";"))
    return [(key.strip().lower(), "".join(text.split())) for key, _, text in pairs]


def _replies_elsewhere(headers: Headers) -> bool:
    """Whether answers go to another owner's address: then the header must be signed too."""
    reply, sender = headers.address("reply-to").domain, headers.address("from").domain
    return bool(reply) and registrable(reply) != registrable(sender)


def _canonical(body: bytes, *, relaxed: bool) -> bytes:
    """The body as it is signed (RFC 6376, 3.4)."""
    lines = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if relaxed:
        lines = _BLANKS.sub(b" ", _LAST_BLANKS.sub(b"", lines))
    stripped = lines.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped or not relaxed else b""
