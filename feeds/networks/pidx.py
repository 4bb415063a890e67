"""PIDX as destination: an Invoice to OpenInvoice over HTTP, with the original beside it.

Settings: url, buyer_duns; optional: duns_NAME (the DUNS number of a supplier), version (1.0, else
1.61), tax_type (a TaxTypeCode, else ValueAddedTax). The credential is a user with its password.
What it decides comes as an InvoiceResponse (`feeds.replies`).
"""

from __future__ import annotations

from typing import Final

import httpx

from feeds.contract import Way
from feeds.enrichment import bill_for
from feeds.networks.parts import Part, together
from feeds.replies.verdicts import faults
from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.einvoices import EInvoice
from model.errors import DestinationRefused, SettingsInvalid, WrongInput
from model.ports import Lease
from parsers.writing import pidx

_INVOICE: Final = "pidxv10_invoice_xml"


def post(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The delivery's key: OpenInvoice knows an invoice by its number and the parties.

    Raises:
        InvoiceIncomplete: the document lacks something; the message says what.
        DestinationRefused: the acknowledgement names errors.
    """
    parts = [Part("application/xml", _INVOICE, message_of(destination, parcel))]
    if parcel.content:
        parts.append(Part(parcel.media_type, pidx.ATTACHED, parcel.content))
    body = together("mixed", *parts)
    headers = {"content-type": body.media_type, "accept": "application/xml"}
    url = address(destination, "url")
    request = httpx.Request("POST", url, headers=headers, content=body.content)
    if lease:
        signed_in = httpx.BasicAuth(lease.username, lease.password.reveal())
        request = next(signed_in.auth_flow(request))
    answer = exchange(destination, request, clock=clock, words=_words)
    if said := _faults(answer.content):
        raise DestinationRefused(f"{destination.name} refused it: {'; '.join(said)}")
    return Acknowledgement(parcel.key, f"{url.host} answered {answer.status}.")


def message_of(destination: Destination, parcel: Parcel) -> bytes:
    """The message that a destination gets. Raises as `post`."""
    bill = bill_for(destination, EInvoice.PIDX, parcel)
    return pidx.write(bill, _envelope(destination, parcel))


def _envelope(destination: Destination, parcel: Parcel) -> pidx.Envelope:
    settings = destination.settings
    try:
        version = pidx.Version(settings.get("version", pidx.Version.V1_0))
    except ValueError:
        why = f"{destination.name}: version is 1.0 or 1.61, not {settings['version']!r}."
        raise SettingsInvalid(why) from None
    return pidx.Envelope(
        buyer_duns=settings.get("buyer_duns", ""),
        seller_duns=settings.get(f"duns_{parcel.supplier}", ""),
        version=version,
        tax_type=settings.get("tax_type", "ValueAddedTax"),
        attached=bool(parcel.content),
    )


def _faults(content: bytes) -> tuple[str, ...]:
    """The errors of an acknowledgement; one that is empty or no XML names none."""
    try:
        return faults(content)
    except WrongInput:
        return ()


def _words(content: bytes) -> str:
    return "; ".join(_faults(content)) or content[:1000].decode("utf-8", "replace")


WAY: Final = Way(
    deliver=post,
    settings=("url", "buyer_duns"),
    secret="a user with its password",  # noqa: S106 - a word
    writes=EInvoice.PIDX,
)
