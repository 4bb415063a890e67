"""Authenticator codes (RFC 6238) from a seed: an otpauth URI or plain base32."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from model.errors import WrongInput
from model.secret import Secret

_ALGORITHMS: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}
_DIGITS: Final = range(6, 9)
_PERIODS: Final = range(10, 301)


@dataclass(frozen=True, slots=True)
class Code:
    """A code and how long it is good for."""

    code: Secret
    seconds_left: int


@dataclass(frozen=True, slots=True, repr=False)
class _Seed:
    key: bytes
    algorithm: str
    digits: int
    period: int


def code_at(seed: Secret, instant: datetime) -> Code:
    """The code that the authenticator shows at an instant.

    Raises:
        WrongInput: the seed is neither an otpauth URI of a time-based code nor base32. The message
            doesn't hold it.
    """
    parsed = _read(seed.reveal().strip())
    elapsed = int(instant.timestamp())
    counter = elapsed // parsed.period
    return Code(Secret(_hotp(parsed, counter)), parsed.period - elapsed % parsed.period)


def step_of(seed: Secret, code: Secret, instant: datetime, *, after: int) -> int:
    """The time step whose code this is, later than the step `after`; 0 where it is none.

    One step before and one after the moment's count too, for clocks that differ (RFC 6238, section
    5.2, which also wants each code accepted once: `after` is the step accepted last).
    """
    parsed = _read(seed.reveal().strip())
    now = int(instant.timestamp()) // parsed.period
    typed = "".join(code.reveal().split()).encode("utf-8", "replace")
    found = 0
    for step in (now - 1, now, now + 1):
        fits = hmac.compare_digest(_hotp(parsed, step).encode(), typed)
        found = step if fits and step > after else found
    return found


def new_seed() -> Secret:
    """A new seed of 160 bits in base32, as RFC 4226, section 4, recommends."""
    return Secret(base64.b32encode(secrets.token_bytes(20)).decode())


def prove_seed(seed: Secret) -> None:
    """Nothing, where codes can be made of the seed.

    Raises:
        WrongInput: as `code_at`.
    """
    _read(seed.reveal().strip())


def _hotp(seed: _Seed, counter: int) -> str:
    """The code of a counter (RFC 4226, section 5.3)."""
    digest = hmac.digest(seed.key, counter.to_bytes(8, "big"), seed.algorithm)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number)[-seed.digits :].zfill(seed.digits)


def _read(text: str) -> _Seed:
    try:
        return _read_uri(text) if "://" in text else _Seed(_base32(text), "sha1", 6, 30)
    except (ValueError, KeyError):  # both may carry the text: nothing of them goes on
        raise WrongInput(
            "The authenticator's seed can't be read; give the otpauth:// address behind the QR"
            " code, or the letters below it."
        ) from None


def _read_uri(text: str) -> _Seed:
    """The seed of an otpauth address, as authenticator apps read it."""
    parts = urlsplit(text)
    if (parts.scheme, parts.netloc) != ("otpauth", "totp"):
        raise ValueError
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    seed = _Seed(
        key=_base32(given["secret"]),
        algorithm=_ALGORITHMS[given.get("algorithm", "SHA1").upper()],
        digits=int(given.get("digits", "6")),
        period=int(given.get("period", "30")),
    )
    if seed.digits not in _DIGITS or seed.period not in _PERIODS:
        raise ValueError
    return seed


def _base32(text: str) -> bytes:
    letters = "".join(text.split()).replace("-", "").rstrip("=").upper()
    try:
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        raise ValueError from None
    if not key:
        raise ValueError
    return key
