"""The content of mails whose headers are here: text and files, without what only adorns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from imapclient.exceptions import ProtocolError

from fetchers.mail import withheld
from fetchers.mail.answers import fetch
from fetchers.mail.copies import reliable_id
from fetchers.mail.heads import Head
from fetchers.mail.identity import identity
from fetchers.mail.structure import assembled, items_of, structure_of, worth_picking
from model.clock import Clock
from model.mail import RawMail

_SMALL: Final = 24_576  # bytes; the parts of a smaller mail aren't worth asking for
_NOT_GIVEN: Final = "The server did not hand over the content of a mail"


def contents_of(client: Any, heads: Sequence[Head], largest: int) -> dict[int, bytes]:
    """The mails' bytes by UID; those left out that somebody deleted meanwhile.

    A mail above `largest` bytes comes as its header and a marker (`fetchers.mail.withheld`).
    Raises as `answers.fetch` does, and ProtocolError for a mail that comes without content.
    """
    fitting = [head for head in heads if head.size <= largest]
    found = {
        head.uid: withheld.marked(head.header, f"{head.size} bytes")
        for head in heads
        if head.size > largest
    }
    picked = _picked(client, [head for head in fitting if head.size > _SMALL and head.composed])
    rest = [head for head in fitting if head.uid not in picked]
    return found | picked | _texts(client, rest) | _wholes(client, rest)


def raw_mail(head: Head, content: bytes, *, uidvalidity: int, clock: Clock) -> RawMail:
    """A mail as it is handed over; where the server keeps no date it came now."""
    who = identity(content)
    if withheld.why_withheld(content):
        # without a body, two mails with one header would be one
        place = head.fingerprint or f"{uidvalidity}/{head.uid}"
        who = hashlib.sha256(f"{who} {place}".encode()).hexdigest()
    received = head.received or clock.now()
    return RawMail(who, head.uid, received, content, head.fingerprint, reliable_id(content))


def refused_mail(uid: int, *, uidvalidity: int, clock: Clock) -> RawMail:
    """What stands for a mail that the server counts but never hands over."""
    head = Head(uid, 0, b"", b"", "")
    content = withheld.marked(b"", f"the server does not hand over the mail with UID {uid}")
    return raw_mail(head, content, uidvalidity=uidvalidity, clock=clock)


def _picked(client: Any, heads: Sequence[Head]) -> dict[int, bytes]:
    """Mails without the parts that nobody needs, where that saves something."""
    structures = fetch(client, [head.uid for head in heads if head.complete], "UID BODYSTRUCTURE")
    found = {}
    for head in heads:
        content = _without_adornments(client, head, structures.get(head.uid))
        if content is not None:
            found[head.uid] = content
    return found


def _without_adornments(client: Any, head: Head, answer: Mapping[str, Any] | None) -> bytes | None:
    """The mail; None where it is better fetched whole."""
    if answer is None:
        return None
    try:
        structure = structure_of(answer.get("BODYSTRUCTURE"))
        if not worth_picking(structure):
            return None
        parts = fetch(client, [head.uid], f"UID {items_of(structure)}").get(head.uid, {})
        return assembled(structure, head.header, parts)
    except ProtocolError:
        return None  # some servers describe parts that they can't find again


def _texts(client: Any, heads: Sequence[Head]) -> dict[int, bytes]:
    """Mails whose header is here already: only what follows it is fetched."""
    known = {head.uid: head.header for head in heads if head.complete}
    answers = fetch(client, list(known), "UID BODY.PEEK[TEXT]")
    return {uid: _joined(known[uid], answer.get("BODY[TEXT]")) for uid, answer in answers.items()}


def _joined(header: bytes, text: object) -> bytes:
    return header + _given(text)


def _wholes(client: Any, heads: Sequence[Head]) -> dict[int, bytes]:
    """Mails with a header that is missing or endless."""
    odd = [head.uid for head in heads if not head.complete]
    answers = fetch(client, odd, "UID BODY.PEEK[]")
    return {uid: _given(answer.get("BODY[]")) for uid, answer in answers.items()}


def _given(content: object) -> bytes:
    """The content; a mail without one may just be deleted: the next connection looks again."""
    if not isinstance(content, bytes):
        raise ProtocolError(_NOT_GIVEN)
    return content
