"""A bill as a PIDX Invoice, the e-invoice of oil and gas, as OpenInvoice takes it.

PIDX knows no allowances and charges on the sum: they are lines, so that lines and taxes make the
total. Of what was paid before and when it is due, OpenInvoice keeps its own; a comment says both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from lxml import etree

from parsers.writing.bill import Bill, Charge, Item, Party, Priced
from parsers.writing.means import reason_of
from parsers.writing.shares import line_taxes, price_of_one
from parsers.writing.tree import Maker, Written, cents, document, number, together
from parsers.writing.units import ONE

ATTACHED: Final = "Attachment1"
"""The content id of the original beside the message."""


class Version(StrEnum):
    """The version of the schema; OpenInvoice's interface speaks 1.0."""

    V1_0 = "1.0"
    V1_61 = "1.61"


_SPACES: Final[Mapping[Version, str]] = {
    Version.V1_0: "http://www.api.org/pidXML/v1.0",
    Version.V1_61: "http://www.pidx.org/schemas/v1.61",
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the parties are in the network, by DUNS number; empty where that is not known."""

    buyer_duns: str = ""
    seller_duns: str = ""
    version: Version = Version.V1_0
    tax_type: str = "ValueAddedTax"
    attached: bool = False


def write(bill: Bill, envelope: Envelope) -> bytes:
    """The bill as a PIDX Invoice."""
    return document(_Writer(bill, envelope).root())


class _Writer:
    """Writes one bill; amounts of a credit memo are negative."""

    def __init__(self, bill: Bill, envelope: Envelope) -> None:
        self._bill = bill
        self._envelope = envelope
        self._sign = -1 if bill.is_credit else 1
        self._items = (*bill.items, *_adjusted(bill))
        self._make = Maker({"pidx": _SPACES[envelope.version]})

    def _e(
        self, name: str, *content: Written | str, attributes: Mapping[str, str] | None = None
    ) -> Written:
        return self._make.element(f"pidx:{name}", *content, attributes=attributes)

    def root(self) -> etree._Element:
        """The whole document."""
        taxes = line_taxes(self._items, self._bill.taxes)
        lines = (self._line(item, taxes[item.line_id]) for item in self._items)
        return self._make.filled(
            "pidx:Invoice",
            self._e("InvoiceProperties", *together(self._header())),
            self._e("InvoiceDetails", *lines),
            self._e("InvoiceSummary", *together(self._summary())),
            attributes={
                "pidx:transactionPurposeIndicator": "Original",
                "pidx:version": self._envelope.version.value,
            },
        )

    def _header(self) -> Iterator[Written]:
        bill, envelope = self._bill, self._envelope
        order = self._e("PurchaseOrderNumber", bill.references.order)
        currency = self._e("CurrencyCode", bill.currency)
        yield self._e("InvoiceNumber", bill.number)
        yield self._e("InvoiceDate", bill.day.isoformat())
        yield self._partner("BillTo", bill.buyer, envelope.buyer_duns)
        yield self._partner("Seller", bill.seller, envelope.seller_duns)
        yield self._e("InvoiceTypeCode", "CreditMemo") if bill.is_credit else None
        yield self._e("PurchaseOrderInformation", order)
        yield self._e("PrimaryCurrency", currency)
        yield self._attachment() if envelope.attached else None
        yield self._e("Comment", "; ".join(_remarks(bill)))

    def _partner(self, role: str, party: Party, duns: str) -> Written:
        kind = {"partnerIdentifierIndicator": "DUNSNumber"}
        return self._e(
            "PartnerInformation",
            self._e("PartnerIdentifier", duns, attributes=kind),
            self._e("PartnerName", party.name),
            attributes={"partnerRoleIndicator": role},
        )

    def _attachment(self) -> Written:
        return self._e(
            "Attachment",
            self._e("AttachmentPurposeCode", "Other"),
            self._e("AttachmentTitle", "The original document"),
            self._e("AttachmentDescription", "The original document"),
            self._e("AttachmentLocation", f"cid:{ATTACHED}"),
        )

    def _line(self, item: Item, tax: Decimal) -> Written:
        unit = self._e("UnitOfMeasureCode", item.unit)
        quantity = number(item.priced.quantity * self._sign)
        price = self._amount("UnitPrice", price_of_one(item), exact=True, unit=item.unit)
        return self._e(
            "InvoiceLineItem",
            self._e("LineItemNumber", item.line_id),
            self._e("InvoiceQuantity", self._e("Quantity", quantity), unit),
            self._e("LineItemInformation", self._e("LineItemDescription", item.name)),
            self._e("Pricing", price),
            self._tax(item.tax, tax),
        )

    def _tax(self, tax: Charge, amount: Decimal, base: Written = None) -> Written:
        return self._e(
            "Tax",
            self._e("TaxTypeCode", self._envelope.tax_type),
            self._e("TaxRate", number(tax.rate)),
            base,
            self._amount("TaxAmount", amount * self._sign),
        )

    def _summary(self) -> Iterator[Written]:
        bill, totals = self._bill, self._bill.totals
        other = {"subTotalIndicator": "Other"}
        yield self._e("TotalLineItems", str(len(self._items)))
        yield self._amount("InvoiceTotal", totals.gross * self._sign)
        yield self._amount("SubTotalAmount", totals.net * self._sign, attributes=other)
        for tax in bill.taxes:
            base = self._amount("TaxBasisAmount", tax.base * self._sign)
            yield self._tax(tax, tax.amount, base)

    def _amount(
        self,
        name: str,
        value: Decimal,
        *,
        exact: bool = False,
        unit: str = "",
        attributes: Mapping[str, str] | None = None,
    ) -> Written:
        return self._e(
            name,
            self._e("MonetaryAmount", number(value) if exact else cents(value)),
            self._e("UnitOfMeasureCode", unit),
            self._e("CurrencyCode", self._bill.currency),
            attributes=attributes,
        )


def _adjusted(bill: Bill) -> Iterator[Item]:
    """What is added to the lines or taken off their sum, as lines."""
    for at, one in enumerate(bill.adjustments, len(bill.items) + 1):
        _, words = reason_of(one.amount)
        price = Priced(Decimal(1).copy_sign(one.amount), abs(one.amount))
        yield Item(str(at), words, price, ONE, one.amount, one.tax)


def _remarks(bill: Bill) -> Iterator[str]:
    if bill.note:
        yield bill.note
    if bill.payment.due:
        yield f"Due {bill.payment.due.isoformat()}"
    if bill.totals.prepaid:
        yield f"Paid before {cents(bill.totals.prepaid)} {bill.currency}"
