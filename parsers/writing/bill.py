"""A bill as an e-invoice states it (EN 16931): parties, lines, adjustments, taxes, totals.

Amounts stand as the document states them: those of a credit note are positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from model.documents import DocumentKind

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer (BG-4, BG-7); what is not known is empty.

    `endpoint` is the electronic address with its scheme, `number` what the other side calls it.
    """

    name: str
    country: str = ""
    vat_id: str = ""
    tax_no: str = ""
    registration: str = ""
    number: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    endpoint: str = ""
    endpoint_scheme: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """A tax as it is charged (BG-23): category (UNCL 5305), rate in percent, base and amount.

    Only by EN 16931 the category and the rate are always there.
    """

    category: str
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is added to the lines, or taken off where it is negative (BG-20, BG-21)."""

    amount: Decimal
    tax: Charge


@dataclass(frozen=True, slots=True)
class Priced:
    """How a line comes to its total: quantity times price for `base`, and `adjustment` (BG-27)."""

    quantity: Decimal
    price: Decimal
    base: Decimal = Decimal(1)
    adjustment: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Item:
    """One line (BG-25). `unit` is a code of UN/ECE Recommendation 20."""

    line_id: str
    name: str
    priced: Priced
    unit: str
    total: Decimal
    tax: Charge
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a bill (BG-22)."""

    lines: Decimal
    allowances: Decimal
    charges: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    payable: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """How and until when it is paid (BG-16, BT-9, BT-20)."""

    due: date | None = None
    terms: str = ""
    reference: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """What the bill refers to."""

    order: str = ""
    buyer: str = ""
    contract: str = ""
    preceding: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The file that the bill was read from."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bill:
    """All that an e-invoice states. `original` is attached where the syntax can hold it.

    `period` is the first and the last day that is billed for (BG-14).
    """

    kind: DocumentKind
    number: str
    day: date
    currency: str
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...]
    taxes: tuple[Charge, ...]
    totals: Totals
    payment: Payment
    references: References
    original: Original
    delivered: date | None = None
    delivered_to: str = ""
    period: tuple[date | None, date | None] = (None, None)
    note: str = ""

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note."""
        return self.kind is DocumentKind.CREDIT_NOTE
