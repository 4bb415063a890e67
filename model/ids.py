"""Ids: opaque strings, new ones random, derived ones the same for the same facts."""

from __future__ import annotations

import hashlib
import uuid


def new_id() -> str:
    """A new random id, 32 hexadecimal digits."""
    return uuid.uuid4().hex


def derived_id(*facts: str) -> str:
    """The same id for the same facts: the key of every side effect that must not happen twice."""
    packed = b"".join(len(fact.encode()).to_bytes(4, "big") + fact.encode() for fact in facts)
    return hashlib.sha256(packed).hexdigest()[:32]
