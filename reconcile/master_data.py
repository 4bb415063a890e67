"""What a document says about its supplier against what we know: bank accounts first."""

from __future__ import annotations

import re
from typing import Final

from model.exceptions import ExceptionReason, Finding
from model.suppliers import Supplier

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def check_bank(
    iban: str | None, supplier: Supplier, *, asks_first: bool = False
) -> tuple[Finding, ...]:
    """What speaks against paying to the bank account on a document; nothing where it is known.

    An account that differs from the confirmed ones is the strongest single sign of fraud. A first
    account is no change: whether it is asked about (`asks_first`) is the company's rule.
    """
    if not iban:
        return ()
    found = compact(iban)
    if not valid_iban(found):
        sentence = f"The bank account {masked(found)} has wrong check digits: it is mistyped."
        return (Finding(ExceptionReason.BANK_DETAILS_CHANGED, "Bank account invalid", sentence),)
    known = tuple(compact(one) for one in supplier.ibans)
    if found in known or not (known or asks_first):
        return ()
    if not known:
        sentence = (
            f"{supplier.name} asks for payment to {masked(found)}, and no account of this supplier"
            " was confirmed until now. Call the supplier before you accept it."
        )
        return (Finding(ExceptionReason.BANK_DETAILS_FIRST, "First bank details", sentence),)
    sentence = (
        f"{supplier.name} asks for payment to {masked(found)}; confirmed until now: "
        f"{', '.join(map(masked, known))}. Call the supplier before you accept it."
    )
    return (Finding(ExceptionReason.BANK_DETAILS_CHANGED, "Bank details changed", sentence),)


def valid_iban(iban: str) -> bool:
    """Whether the check digits of an IBAN hold (ISO 13616; ISO 7064 MOD 97-10)."""
    found = compact(iban)
    if not _IBAN.fullmatch(found):
        return False
    digits = "".join(str(int(character, 36)) for character in found[4:] + found[:4])
    return int(digits) % 97 == 1


def compact(iban: str) -> str:
    """The IBAN in upper case without spaces."""
    return "".join(iban.split()).upper()


def masked(iban: str) -> str:
    """Enough of an IBAN to recognise it: country, check digits and the last four characters."""
    found = compact(iban)
    return f"{found[:4]} … {found[-4:]}"
