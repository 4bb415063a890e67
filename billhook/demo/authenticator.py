"""Codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds, six digits)."""

from __future__ import annotations

import base64
import hmac
from typing import Final

STEP: Final = 30


def code(secret: str, counter: int) -> str:
    """The six digits of one time step (HOTP, RFC 4226 section 5.3)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def matching_step(secret: str, answer: str, instant: float) -> int | None:
    """The step whose code the answer is, one step of drift allowed; None where it is no code."""
    now = int(instant // STEP)
    steps = (now, now - 1, now + 1)
    return next((step for step in steps if hmac.compare_digest(code(secret, step), answer)), None)
