"""Webhooks of receivers: at an unguessable address of each destination, signed, each once.

The web process holds no key: it asks a worker whether the signature is right. What can't be checked
now is not taken; the sender keeps it and sends it again (Standard Webhooks 1.0).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from feeds.replies import is_timely, replies_in, sender_of
from model.clock import Clock
from model.deliveries import CameIn, Destination, DestinationKind, ReplyChannel, Signed
from model.errors import DestinationRefused, SecretMissing, VaultError, WrongInput
from model.exceptions import ExceptionReason
from model.secret import Secret
from pipeline.asking import ask
from pipeline.deliveries import responding
from pipeline.deliveries.responding import Source
from pipeline.keyholder.vault_talk import Check, Compare, VaultDoor
from storage import audit, deliveries
from storage.store import Store, Tx

DIGEST: Final = "answers_digest"
"""The setting that holds the digest of a destination's address, which itself is written nowhere."""
KEY: Final = "answers_credential"
"""The setting that names the key by which a destination signs; else it is the one it is sent by."""


def new_address(tx: Tx, actor: str, destination: Destination) -> str:
    """A new address for a destination's webhooks, shown this once; an older one ends."""
    address = secrets.token_urlsafe(32)
    settings = MappingProxyType({**destination.settings, DIGEST: _digest(address)})
    deliveries.add_destination(tx, replace(destination, settings=settings))
    audit.note(tx, actor, "made an address", f"destination:{destination.id}", destination.name)
    return address


def with_address(tx: Tx, destination: Destination) -> Destination:
    """The destination, connected anew, with the address that it had."""
    before = (one for one in deliveries.destinations(tx) if one.id == destination.id)
    digest = next((one.settings.get(DIGEST) for one in before), None)
    if digest is None:
        return destination
    settings = MappingProxyType({**destination.settings, DIGEST: digest})
    return replace(destination, settings=settings)


class ReplyDesk:
    """`model.desk.ReceiverDesk` on a store and the workers' door."""

    def __init__(self, store: Store, clock: Clock, door: VaultDoor) -> None:
        self._store = store
        self._clock = clock
        self._door = door

    def take(self, address: str, signed: Signed) -> CameIn:
        """What becomes of a webhook that came to an address."""
        destination = self._at(address)
        if destination is None:
            return CameIn.NOWHERE
        if not is_timely(signed.stamp, self._clock.now()):
            return CameIn.UNTIMELY
        try:
            right = self._is_right(destination, signed)
        except (SecretMissing, DestinationRefused):
            right = False
        except VaultError:
            return CameIn.LATER
        if not right:
            self._complain(destination)
            return CameIn.FORGED
        return self._taken(destination, signed.body.encode(), signed.id)

    def take_cxml(self, address: str, content: bytes) -> CameIn:
        """What becomes of a cXML message that came to an address; it names the shared secret."""
        destination = self._at(address)
        if destination is None or destination.kind is not DestinationKind.CXML:
            return CameIn.NOWHERE
        try:
            sender = sender_of(content)
        except WrongInput:
            return CameIn.UNREADABLE
        try:
            right = self._knows_secret(destination, sender.secret)
        except SecretMissing:
            right = False
        except VaultError:
            return CameIn.LATER
        if not right:
            self._complain(destination)
            return CameIn.FORGED
        return self._taken(destination, content, sender.payload_id)

    def _knows_secret(self, destination: Destination, given: Secret) -> bool:
        key = destination.settings.get(KEY) or destination.credential
        return key is not None and self._door.ask(Compare(key, given)) is True

    def _at(self, address: str) -> Destination | None:
        wanted = _digest(address)
        with self._store.read() as tx:
            every = deliveries.destinations(tx)
        return next((one for one in every if one.settings.get(DIGEST) == wanted), None)

    def _is_right(self, destination: Destination, signed: Signed) -> bool:
        key = destination.settings.get(KEY) or destination.credential
        if key is None:
            return False
        text = f"{signed.id}.{signed.stamp}.{signed.body}".encode()
        packed = base64.b64encode(text).decode("ascii")
        return self._door.ask(Check(key, packed, signed.signatures)) is True

    def _taken(self, destination: Destination, content: bytes, mark: str) -> CameIn:
        try:
            came = replies_in(content, mark)
        except WrongInput:
            return CameIn.UNREADABLE
        with self._store.begin() as tx:
            new = responding.take(tx, Source(destination, ReplyChannel.WEBHOOK), came)
        return CameIn.TAKEN if new else CameIn.KNOWN

    def _complain(self, destination: Destination) -> None:
        """Tell a person, once a day, that somebody who knows the address signs with another key."""
        with self._store.begin() as tx:
            ask(
                tx,
                ExceptionReason.REPLY_UNCLEAR,
                subject=f"destination:{destination.id}",
                sentence=f"An answer came to the address of {destination.name} with a wrong"
                " signature and was not taken. Compare the signing key, or make a new address.",
                key=("forged", destination.id, self._clock.today().isoformat()),
            )


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
