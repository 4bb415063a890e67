"""Codes that more than one syntax needs: how it is paid, why something is added or taken off."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
_SEPA, _TRANSFER, _NOT_DEFINED = "58", "30", "1"
_DISCOUNT, _SERVICE = ("95", "Discount"), ("ABL", "Charge")


def is_iban(account: str) -> bool:
    """Whether an account has the form of an IBAN (ISO 13616)."""
    return bool(_IBAN.fullmatch(account))


def means_of(account: str, currency: str) -> str:
    """How a bill is paid (UNTDID 4461): by SEPA, by transfer, or not said."""
    if not account:
        return _NOT_DEFINED
    return _SEPA if currency == "EUR" and is_iban(account) else _TRANSFER


def reason_of(amount: Decimal) -> tuple[str, str]:
    """Why an amount is charged (UNTDID 7161) or taken off (UNTDID 5189): code and words."""
    return _SERVICE if amount > 0 else _DISCOUNT
