"""The recovery kit: 160 random bits on paper, for the day when every other key is lost.

Five groups of eight letters in base32 (RFC 4648): four of the secret, one of its checksum, so that
a letter misread or two groups exchanged are told from another vault's kit.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from typing import Final

from model.errors import WrongInput
from model.secret import Secret
from vault import seal
from vault.header import Slot
from vault.seal import DOMAIN
from vault.slots.source import KeySource
from vault.wire import pack

_SECRET_BYTES: Final = 20
_CHECK_BYTES: Final = 5
_GROUP: Final = 8
_MISREAD: Final = str.maketrans("018", "OIB")  # digits that base32 leaves out for that reason


class Recovery(KeySource):
    """The kit whose code a person typed."""

    kind = "recovery"

    def __init__(self, code: Secret) -> None:
        self._code = Secret(_proved(code))

    @classmethod
    def make(cls) -> Recovery:
        """A new kit, unlike any other."""
        secret = secrets.token_bytes(_SECRET_BYTES)
        return cls(Secret(base64.b32encode(secret + _checksum(secret)).decode()))

    @property
    def label(self) -> str:
        """What a person calls it."""
        return "recovery kit"

    @property
    def code(self) -> Secret:
        """The code as it's printed: five groups of eight letters."""
        letters = self._code.reveal()
        groups = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
        return Secret("-".join(groups))

    def enrol(self, _slot: Slot, _vault: str, /) -> None:
        """A kit is ready as it is."""

    def secret(self, _slot: Slot, _vault: str, /) -> bytes:
        """The kit's 20 bytes."""
        return base64.b32decode(self._code.reveal())[:_SECRET_BYTES]


def _proved(code: Secret) -> str:
    """The code's letters without groups, in capitals.

    Raises:
        WrongInput: it's no code, or doesn't fit its checksum.
    """
    letters = "".join(letter for letter in code.reveal().upper() if letter.isalnum())
    letters = letters.translate(_MISREAD)
    try:
        body = base64.b32decode(letters)
    except (binascii.Error, ValueError):  # ValueError: a letter that isn't ASCII
        body = b""
    secret, check = body[:_SECRET_BYTES], body[_SECRET_BYTES:]
    if len(check) != _CHECK_BYTES or not seal.same(check, _checksum(secret)):
        raise WrongInput(
            "This is not the code of a recovery kit: it has five groups of eight letters, and its"
            " last group checks the others. Compare it with the paper, letter by letter."
        )
    return letters


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(pack(DOMAIN, "recovery", secret)).digest()[:_CHECK_BYTES]
