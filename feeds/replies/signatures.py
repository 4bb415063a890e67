"""Whether a webhook is what its sender wrote, and was written just now (Standard Webhooks 1.0)."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from typing import Final

from feeds.webhook import signing_key
from model.ports import Lease

TOLERANCE: Final = timedelta(minutes=5)
"""So far the sender's clock may be from ours, either way."""
_VERSION: Final = "v1"


def is_timely(stamp: str, now: datetime) -> bool:
    """Whether the seconds since 1970 of a message's header are close to now."""
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > len("99999999999"):
        return False
    return abs(now.timestamp() - int(stamp)) <= TOLERANCE.total_seconds()


def is_signed(lease: Lease, content: bytes, signatures: str) -> bool:
    """Whether one of the signatures of a header is that of the content, by the lease's key.

    Raises:
        DestinationRefused: the lease holds no signing key.
    """
    wanted = hmac.digest(signing_key(lease), content, "sha256")
    return any(hmac.compare_digest(wanted, given) for given in map(_bytes, signatures.split()))


def _bytes(signature: str) -> bytes:
    """The bytes of one signature; none for another version or what is no base64."""
    version, _, encoded = signature.partition(",")
    try:
        return base64.b64decode(encoded, validate=True) if version == _VERSION else b""
    except (binascii.Error, ValueError):
        return b""
