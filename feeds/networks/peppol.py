"""Peppol as destination: a UBL invoice by BIS Billing 3.0, handed to an access point over HTTP.

What the network itself needs (SBDH, AS4, look-up of the receiver) is the access point's. The
request is the plain UBL with the addresses in headers, as `docs/e-invoices.md` describes; most
access points take it as it is or by a small adapter.

Settings: url; optional: sender, receiver (`0088:7300…`, else those of the invoice), status_url and
status_credential. The credential is a token. Its Invoice Response and Message Level Response come
by webhook, mail or file (`feeds.replies`).
"""

from __future__ import annotations

import json
from typing import Any, Final

import httpx

from feeds.contract import Way
from feeds.enrichment import XML, bill_for, known_of, written
from feeds.facts import single_line
from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.einvoices import EInvoice
from model.ports import Lease
from parsers.writing.bill import Bill, Party

_SPACE: Final = "urn:oasis:names:specification:ubl:schema:xsd"
_CUSTOMIZATION: Final = (
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
)
_PROCESS: Final = "cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_IDS: Final = ("message_id", "messageId", "id", "reference")


def post(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The access point's id of the message, else the delivery's key.

    Raises:
        InvoiceIncomplete: the document lacks something; the message says what.
    """
    bill = bill_for(destination, EInvoice.PEPPOL, parcel)
    xml = written(EInvoice.PEPPOL, parcel, known_of(destination))
    url = address(destination, "url")
    request = httpx.Request("POST", url, headers=_headers(destination, parcel, bill), content=xml)
    if lease:
        request.headers["authorization"] = f"Bearer {lease.password.reveal()}"
    answer = exchange(destination, request, clock=clock)
    reference = _reference(answer.content) or parcel.key
    return Acknowledgement(reference, f"{url.host} answered {answer.status}.")


def _headers(destination: Destination, parcel: Parcel, bill: Bill) -> dict[str, str]:
    root = "CreditNote" if bill.is_credit else "Invoice"
    given = destination.settings
    return {
        "content-type": XML,
        "accept": "application/json",
        "idempotency-key": parcel.key,
        "x-peppol-sender": _participant(given.get("sender"), bill.seller),
        "x-peppol-receiver": _participant(given.get("receiver"), bill.buyer),
        "x-peppol-document-type": f"busdox-docid-qns::{_SPACE}:{root}-2::{root}##{_CUSTOMIZATION}",
        "x-peppol-process": _PROCESS,
    }


def _participant(given: str | None, party: Party) -> str:
    """An identifier of a participant (Peppol policy for identifiers, 4): ASCII, one word."""
    named = given or f"{party.endpoint_scheme}:{party.endpoint}"
    plain = "".join(one for one in named if one.isascii() and one.isprintable() and one != " ")
    return f"iso6523-actorid-upis::{plain}"


def _reference(content: bytes) -> str:
    try:
        said: Any = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    return single_line(next((str(said[name]) for name in _IDS if said.get(name)), ""))


WAY: Final = Way(
    deliver=post,
    settings=("url",),
    secret="a token",  # noqa: S106 - a word
    writes=EInvoice.PEPPOL,
)
