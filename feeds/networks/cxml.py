"""cXML as destination: an InvoiceDetailRequest over HTTP, to Coupa or SAP Ariba.

Settings: url, sender and receiver (`DUNS:123456789`, `NetworkID:AN01…`: domain and identity);
optional: dialect (coupa, else ariba), attach (no leaves the original away). The credential is the
shared secret. The payload id is the delivery's key at every attempt, so that a receiver sees a
repetition as one; its decisions come as a StatusUpdateRequest (`feeds.replies`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import httpx

from feeds.contract import Way
from feeds.enrichment import bill_for
from feeds.networks.parts import Part, together
from feeds.replies.verdicts import verdict
from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.einvoices import EInvoice
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
    WrongInput,
)
from model.ports import Lease
from parsers.writing import cxml

_TAKEN: Final = range(200, 300)
_LATER: Final = frozenset({500, 550, 560})
"""Codes of the standard that pass by themselves: trouble inside, no way there now, later."""
_UNAUTHORIZED: Final = 401
_XML: Final = 'text/xml; charset="UTF-8"'


def post(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The receiver's own status; any 2xx of it says that it took the message.

    Raises:
        DestinationUnreachable: its status is one that passes by itself.
        CredentialRefused: it does not take the shared secret.
        InvoiceIncomplete: the document lacks something; the message says what.
        DestinationRefused: any other status, or no cXML.
    """
    envelope = _envelope(destination, parcel, lease, clock)
    message = cxml.write(bill_for(destination, EInvoice.CXML, parcel), envelope)
    body = Part(_XML, "message", message)
    if envelope.attached:
        body = together("related", body, Part(parcel.media_type, cxml.ATTACHED, parcel.content))
    url, headers = address(destination, "url"), {"content-type": body.media_type}
    request = httpx.Request("POST", url, headers=headers, content=body.content)
    answer = exchange(destination, request, clock=clock, words=_words)
    return _taken(destination, envelope.payload_id, answer.content)


def message_of(destination: Destination, parcel: Parcel, *, clock: Clock) -> bytes:
    """The message that a destination would get, without the shared secret. Raises as `post`."""
    envelope = _envelope(destination, parcel, None, clock)
    return cxml.write(bill_for(destination, EInvoice.CXML, parcel), envelope)


def _envelope(
    destination: Destination, parcel: Parcel, lease: Lease | None, clock: Clock
) -> cxml.Envelope:
    settings = destination.settings
    try:
        dialect = cxml.Dialect(settings.get("dialect", cxml.Dialect.COUPA))
    except ValueError:
        why = f"{destination.name}: dialect is coupa or ariba, not {settings['dialect']!r}."
        raise SettingsInvalid(why) from None
    sender = _identity(destination, "sender")
    return cxml.Envelope(
        sender=sender,
        receiver=_identity(destination, "receiver"),
        payload_id=f"{parcel.key}@{sender.name}",
        sent=clock.now(),
        dialect=dialect,
        secret=lease.password if lease else None,
        attached=settings.get("attach") != "no" and bool(parcel.content),
    )


def _identity(destination: Destination, name: str) -> cxml.Identity:
    domain, colon, identity = destination.settings.get(name, "").partition(":")
    if not (domain and colon and identity):
        raise SettingsInvalid(f"{destination.name}: {name} is DOMAIN:IDENTITY, as DUNS:123456789.")
    return cxml.Identity(domain, identity)


def _taken(destination: Destination, payload_id: str, content: bytes) -> Acknowledgement:
    try:
        said = verdict(content)
    except WrongInput as odd:
        raise DestinationRefused(f"{destination.name} answered: {odd.message}") from odd
    sentence = f"{destination.name} answered {said.code}: {said.words}".rstrip(": ")
    if said.code in _TAKEN:
        return Acknowledgement(payload_id, f"{sentence}.")
    if said.code in _LATER:
        raise DestinationUnreachable(f"{sentence}.")
    if said.code == _UNAUTHORIZED:
        raise CredentialRefused(f"{sentence}; correct the shared secret in the vault.")
    raise DestinationRefused(f"{sentence}.")


def _words(content: bytes) -> str:
    """What a refusal over HTTP says: the words of its cXML where it has one."""
    with suppress(WrongInput):
        said = verdict(content)
        return f"{said.code} {said.words}"
    return content[:1000].decode("utf-8", "replace")


WAY: Final = Way(
    deliver=post,
    settings=("url", "sender", "receiver"),
    secret="a shared secret",  # noqa: S106 - a word
    demands=("po_number",),
    writes=EInvoice.CXML,
)
