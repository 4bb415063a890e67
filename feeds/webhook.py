"""A webhook as destination: a signed CloudEvent with the document's facts and its file.

Standard Webhooks 1.0 (headers and signature) around CloudEvents 1.0 (body). The id is the parcel's
key and the body the same at every attempt, so that a receiver sees a repetition as one.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from typing import Final

import httpx

from feeds.contract import Way
from feeds.facts import enclosure_name, facts
from feeds.web import address, exchange
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import DestinationRefused, SettingsInvalid
from model.ports import Lease

EVENT_TYPE: Final = "billhook.document.released"
TEST_TYPE: Final = "billhook.test"
_PREFIX: Final = "whsec_"


def post(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The receiver's status; any 2xx says that it took the parcel."""
    return send(destination, parcel.key, _event(parcel), lease, clock=clock)


def send(
    destination: Destination, key: str, body: bytes, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The receiver's status for a signed body; the same key is the same message."""
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no signing key; store one in the vault.")
    stamp = str(int(clock.now().timestamp()))
    headers = {
        "content-type": "application/cloudevents+json",
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": _signature(lease, f"{key}.{stamp}.".encode() + body),
    }
    url = address(destination, "url")
    request = httpx.Request("POST", url, headers=headers, content=body)
    answer = exchange(destination, request, clock=clock)
    return Acknowledgement(key, f"{url.host} answered {answer.status}.")


def greet(destination: Destination, lease: Lease | None, *, clock: Clock) -> Acknowledgement:
    """The receiver's status for a signed message that says it is a test, and holds no document."""
    key = f"billhook-test-{secrets.token_hex(8)}"
    event = {
        "specversion": "1.0",
        "id": key,
        "source": "urn:billhook",
        "type": TEST_TYPE,
        "datacontenttype": "application/json",
        "data": {"test": True, "words": "A test of the connection; there is nothing to do."},
    }
    body = json.dumps(event, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return send(destination, key, body, lease, clock=clock)


def _event(parcel: Parcel) -> bytes:
    """The CloudEvent, without the optional time of sending."""
    content = base64.b64encode(parcel.content).decode("ascii")
    data: dict[str, object] = {**facts(parcel), "content": content}
    if parcel.enclosure:
        data["einvoice"] = {
            "form": parcel.enclosure.form.value,
            "media_type": parcel.enclosure.media_type,
            "file_name": enclosure_name(parcel, parcel.enclosure),
            "content": base64.b64encode(parcel.enclosure.content).decode("ascii"),
        }
    event = {
        "specversion": "1.0",
        "id": parcel.key,
        "source": "urn:billhook",
        "type": EVENT_TYPE,
        "subject": parcel.document_id,
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def signing_key(lease: Lease) -> bytes:
    """The key by which messages are signed.

    Raises:
        DestinationRefused: the record is none.
    """
    try:
        key = base64.b64decode(lease.password.reveal().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        why = f"The vault's record {lease.name} holds no signing key ({_PREFIX}…); store it again."
        raise DestinationRefused(why) from None
    return key


def _signature(lease: Lease, content: bytes) -> str:
    key = signing_key(lease)
    return f"v1,{base64.b64encode(hmac.digest(key, content, 'sha256')).decode('ascii')}"


WAY: Final = Way(
    deliver=post,
    settings=("url",),
    secret="a signing key",  # noqa: S106 - a word
    signs_each=True,
    encloses=True,
    by_key=True,
)
