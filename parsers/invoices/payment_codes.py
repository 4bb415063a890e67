"""Payment codes decoded: the Swiss QR-bill and the EPC code (GiroCode).

Sources: Swiss Implementation Guidelines QR-bill 2.3 (SIX) with its structured bill information by
Swico (S1), and EPC069-12 2.1 of the European Payments Council. A payload is text from outside:
what does not follow its standard is no payment code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from parsers.wording import identifiers

SWISS: Final = "Swiss QR-bill"
EPC: Final = "EPC payment code"

_SWISS_LINES: Final = 31
"""Up to the trailer EPD; the bill information and two alternative ways may follow."""
_EPC_LINES: Final = 7
_MOST_LINES: Final = 40
_MOST_SIGNS: Final = 1500
_AMOUNT: Final = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_TAG: Final = re.compile(r"(?<!\\)/(\d{2})/")
_CARRY: Final = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
"""The table of modulo 10, recursive, by which QR references are checked."""
_QR_REFERENCE: Final = 27


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a payment code asks for. What it leaves open is empty or None.

    `number` and `issued` are those of the invoice, where the bill information states them.
    """

    standard: str
    iban: str
    creditor: str
    currency: str
    amount: Decimal | None = None
    reference_type: str = ""
    reference: str = ""
    message: str = ""
    debtor: str = ""
    bic: str = ""
    bill_information: str = ""
    number: str = ""
    issued: date | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong in itself, whatever the page says: check digits that don't hold."""
        held = identifiers.iban_holds(self.iban)
        account = () if held else (f"the check digits of the IBAN {self.iban} don't hold",)
        proved = _PROOFS.get(self.reference_type)
        reference = f"the check digit of the reference {self.reference} does not hold"
        return (*account, *((reference,) if proved and not proved(self.reference) else ()))


def decode(payload: str) -> PaymentCode | None:
    """The payment that a code asks for; None where it is no payment code."""
    if len(payload) > _MOST_SIGNS:
        return None
    lines = [line.strip() for line in payload.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if len(lines) > _MOST_LINES:
        return None
    if lines[0] == "SPC":
        return _swiss(lines)
    return _epc(lines) if lines[0] == "BCD" else None


def _swiss(lines: Sequence[str]) -> PaymentCode | None:
    if len(lines) < _SWISS_LINES or not lines[1].startswith("02") or lines[30] != "EPD":
        return None
    iban, currency, amount = lines[3].replace(" ", ""), lines[19], lines[18]
    if not _IBAN.fullmatch(iban) or currency not in {"CHF", "EUR"} or _is_odd(amount):
        return None
    information = lines[31] if len(lines) > _SWISS_LINES else ""
    billed = _billed(information)
    return PaymentCode(
        standard=SWISS,
        iban=iban,
        creditor=lines[5],
        currency=currency,
        amount=Decimal(amount) if amount else None,
        debtor=lines[21],
        reference_type=lines[27] if lines[27] != "NON" else "",
        reference=lines[28].replace(" ", ""),
        message=lines[29],
        bill_information=information,
        number=billed.get("10", ""),
        issued=_day(billed.get("11", "")),
    )


def _epc(lines: Sequence[str]) -> PaymentCode | None:
    if len(lines) < _EPC_LINES or lines[1] not in {"001", "002"} or lines[3] not in {"SCT", "INST"}:
        return None
    padded = [*lines, *[""] * 12]
    iban, amount = padded[6].replace(" ", ""), padded[7].upper()
    plain = amount.removeprefix("EUR")
    if not _IBAN.fullmatch(iban) or _is_odd(plain) or (plain and plain == amount):
        return None
    reference = padded[9].replace(" ", "")
    return PaymentCode(
        standard=EPC,
        iban=iban,
        creditor=padded[5],
        currency="EUR",
        amount=Decimal(plain) if plain else None,
        reference_type="SCOR" if reference.upper().startswith("RF") else "",
        reference=reference,
        message=padded[10],
        bic=padded[4].replace(" ", ""),
    )


def _is_odd(amount: str) -> bool:
    return bool(amount) and not _AMOUNT.fullmatch(amount)


def _billed(information: str) -> Mapping[str, str]:
    """The tagged values of Swico's bill information; none of any other kind."""
    if not information.startswith("//S1/"):
        return {}
    parts = _TAG.split(information[4:])
    values = (value.replace("\\/", "/").replace("\\\\", "\\") for value in parts[2::2])
    return dict(zip(parts[1::2], values, strict=True))


def _day(text: str) -> date | None:
    """A day as Swico writes it: YYMMDD."""
    if not re.fullmatch(r"\d{6}", text):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _qr_holds(reference: str) -> bool:
    """Whether a QR reference ends in its check digit (modulo 10, recursive)."""
    if not re.fullmatch(r"\d{27}", reference):
        return False
    carry = 0
    for digit in reference[: _QR_REFERENCE - 1]:
        carry = _CARRY[(carry + int(digit)) % 10]
    return (10 - carry) % 10 == int(reference[-1])


def _creditor_holds(reference: str) -> bool:
    """Whether a creditor reference holds (ISO 11649, MOD 97-10)."""
    usual = re.fullmatch(r"RF\d{2}[A-Z0-9]{1,21}", reference.upper())
    return bool(usual) and identifiers.iban_holds(reference.upper())


_PROOFS: Final = {"QRR": _qr_holds, "SCOR": _creditor_holds}
