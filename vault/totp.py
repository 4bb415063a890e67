"""Authenticator codes (RFC 6238) from a seed: an otpauth URI or plain base32."""

from __future__ import annotations

import base64
import binascii
import hmac
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
