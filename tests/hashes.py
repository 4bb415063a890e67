"""Passwords of tests: worked on at the least cost, since the real one takes a tenth of a second."""

from __future__ import annotations

from typing import Final

from model.secret import Secret
from vault import passwords
from vault.seal import Cost

CHEAP: Final = Cost(m=8, t=1, p=1)
"""Hashes that are made at it are not dated while it is the cost of today."""


def hashed(password: Secret) -> str:
    """The hash to keep of a password, at the least cost."""
    real = passwords.COST
    vars(passwords)["COST"] = CHEAP
    try:
        return passwords.hashed(password)
    finally:
        vars(passwords)["COST"] = real
