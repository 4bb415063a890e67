"""What a layout is handed: one document with its supplier and buyer, and how they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billhook.demo import formats
from billhook.demo.shapes import Company, Document, Seller
from model.documents import DocumentKind, Line


@dataclass(frozen=True, slots=True)
class Subject:
    """A document to print."""

    document: Document
    seller: Seller
    buyer: Company

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note."""
        return self.document.kind is DocumentKind.CREDIT_NOTE

    @property
    def address(self) -> tuple[str, ...]:
        """The buyer as it stands in the address window."""
        return (self.buyer.name, *self.buyer.address)

    @property
    def sender(self) -> str:
        """The supplier's address in one line."""
        return f"{self.seller.street} · {self.seller.city}"

    @property
    def iban(self) -> str:
        """The account to pay to, in groups of four."""
        text = self.document.iban
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def symbol(self) -> str:
        """The sign of the currency."""
        return {"EUR": "€", "GBP": "£"}[self.document.currency]

    def money(self, amount: Decimal) -> str:
        """The amount as the supplier writes it."""
        return formats.money(self.seller.language, amount)

    def day(self, value: date | None) -> str:
        """The day as the supplier writes it; empty for none."""
        return formats.day(self.seller.language, value) if value else ""

    def quantity(self, line: Line) -> str:
        """Quantity of a line with its unit."""
        return f"{formats.number(self.seller.language, line.quantity or Decimal(0))} {line.unit}"

    def price(self, line: Line) -> str:
        """The unit price of a line, with the decimals that it has."""
        return formats.number(self.seller.language, line.unit_price or Decimal(0))

    def total(self, line: Line) -> str:
        """The total of a line."""
        return self.money(line.total or Decimal(0))

    def rate(self, rate: Decimal | None) -> str:
        """A tax rate with its sign: "19 %"."""
        return f"{formats.number(self.seller.language, rate or Decimal(0))} %"
