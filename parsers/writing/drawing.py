"""A bill out of what was read and is known; else what is missing, with the field to fill.

Nothing is invented. What follows from what is stated may be put in other words: the country of a
party from its VAT id, the rate of a tax from its base and amount, what was paid before from the
amount that is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from model.deliveries import Lack, Parcel
from model.documents import DocumentKind, TaxRow
from parsers.einvoice.terms import decimal
from parsers.writing.bill import (
    ZERO,
    Bill,
    Charge,
    Original,
    Party,
    Payment,
    References,
    Totals,
)
from parsers.writing.charges import charges
from parsers.writing.codes import listed_with
from parsers.writing.items import Items, itemised
from parsers.writing.prices import rounded

_VAT_ID: Final = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
_COUNTRIES: Final = {"EL": "GR", "XI": "GB"}
"""Prefixes of VAT ids that are not the code of their country (ISO 3166-1)."""
_VAT_OF_GERMANY: Final = "9930"  # one of the schemes of electronic addresses (EAS)
_SMALL: Final = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class _Facts:
    """The parcel with its fields, and those that a destination knows of us."""

    parcel: Parcel
    known: Mapping[str, str]

    @property
    def sign(self) -> int:
        """What our amounts are multiplied by to be as the document states them."""
        return -1 if self.parcel.kind is DocumentKind.CREDIT_NOTE else 1

    def text(self, name: str) -> str:
        """A field as the document says it, else as it is known; empty without either."""
        stated = self.parcel.fields.get(name) or self.known.get(name) or ""
        return " ".join(stated.split())

    def amount(self, name: str) -> Decimal | None:
        """An amount as the document states it, positive where it has the sign of the total."""
        stated = decimal(self.parcel.fields.get(name, ""))
        gross = decimal(self.parcel.fields.get("gross_total", "")) or ZERO
        turned = self.sign < 0 and gross < 0
        return None if stated is None else rounded(-stated if turned else stated)

    def day(self, name: str) -> date | None:
        """A date field; None where it is none."""
        try:
            return date.fromisoformat(self.parcel.fields.get(name, ""))
        except ValueError:
            return None


def drawn(
    parcel: Parcel, known: Mapping[str, str] = MappingProxyType({}), *, by_en16931: bool = True
) -> Bill | tuple[Lack, ...]:
    """The bill; else what it lacks.

    `known` completes the fields of the document, by their names: `buyer_name`, `buyer_country` …
    What is not `by_en16931` needs no countries, VAT ids and reasons for taxes.
    """
    facts = _Facts(parcel, known)
    if parcel.kind not in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE):
        return (Lack(f"A {parcel.kind.value.replace('_', ' ')} is no bill."),)
    if parcel.day is None or parcel.gross is None or parcel.number == parcel.sha256[:12]:
        return tuple(_undecided(parcel))
    totals = _totals(facts)
    if isinstance(totals, Lack):
        return (totals,)
    taxes = _taxes(facts, totals, by_en16931=by_en16931)
    if isinstance(taxes, Lack):
        return (taxes,)
    items = itemised(parcel, taxes, totals, facts.sign)
    bill = _bill(facts, parcel.day, taxes, items)
    return tuple(_missing(bill) if by_en16931 else _nameless(bill)) or bill


def _undecided(parcel: Parcel) -> Iterator[Lack]:
    if parcel.number == parcel.sha256[:12]:
        yield Lack("It has no number.", "invoice_number")
    if parcel.day is None:
        yield Lack("It has no date.", "issue_date")
    if parcel.gross is None:
        yield Lack("It has no total.", "gross_total")


def _totals(facts: _Facts) -> Totals | Lack:
    """The sums, each as stated or as it follows from the others."""
    parcel = facts.parcel
    gross = parcel.gross.amount * facts.sign if parcel.gross else ZERO
    charged = sum((row.amount for row in parcel.tax_rows), ZERO) * facts.sign
    stated = facts.amount("tax_total")
    if parcel.net:
        net = parcel.net.amount * facts.sign
    elif parcel.tax_rows or stated is not None:
        net = gross - (charged if parcel.tax_rows else stated or ZERO)
    else:
        return Lack("Its net amount is not known.", "net_total")
    allowances, extra = (abs(facts.amount(f"{n}_total") or ZERO) for n in ("allowance", "charge"))
    settled = _settled(facts, gross)
    if isinstance(settled, Lack):
        return settled
    lines = net + allowances - extra
    return Totals(lines, allowances, extra, net, gross - net, gross, *settled)


def _settled(facts: _Facts, gross: Decimal) -> tuple[Decimal, Decimal, Decimal] | Lack:
    """What was paid before, what is rounded, and what is left to pay (BR-CO-16)."""
    prepaid, rounding = facts.amount("prepaid"), facts.amount("rounding")
    payable = facts.amount("payable")
    if payable is None:
        payable = gross - (prepaid or ZERO) + (rounding or ZERO)
    gap = payable - (gross - (prepaid or ZERO) + (rounding or ZERO))
    if gap and rounding is None and abs(gap) < _SMALL:
        return prepaid or ZERO, gap, payable
    if gap and prepaid is None and abs(payable) <= abs(gross):
        return -gap, rounding or ZERO, payable
    if gap:
        return Lack(f"It is {gross}, and why {payable} is to be paid is not known.", "payable")
    return prepaid or ZERO, rounding or ZERO, payable


def _taxes(facts: _Facts, totals: Totals, *, by_en16931: bool) -> tuple[Charge, ...] | Lack:
    fields = facts.parcel.fields
    typed = decimal(fields.get("tax_rate", "").replace(",", ".").strip(" %"))
    if typed is not None:  # a person has said that one rate made all of it
        rows: Iterable[TaxRow] = (TaxRow(totals.net, totals.tax, typed),)
    else:
        rows = (
            replace(row, base=row.base * facts.sign, amount=row.amount * facts.sign)
            for row in _telling(facts.parcel)
        )
    return charges(rows, totals.net, totals.tax, fields if by_en16931 else None)


def _telling(parcel: Parcel) -> tuple[TaxRow, ...]:
    """The rows of taxes without those of nothing that no line has, as long as others are there."""
    rates = {line.tax_rate for line in parcel.lines}
    every = parcel.tax_rows
    telling = tuple(row for row in every if row.base or row.amount or row.rate in rates)
    return telling or every[:1]


def _bill(facts: _Facts, day: date, taxes: tuple[Charge, ...], items: Items) -> Bill:
    parcel = facts.parcel
    return Bill(
        kind=parcel.kind,
        number=parcel.number,
        day=day,
        currency=parcel.gross.currency if parcel.gross else "",
        seller=_seller(facts),
        buyer=_party(facts, "buyer", facts.text("buyer_name"), facts.text("buyer_vat_id")),
        items=items.items,
        adjustments=items.adjustments,
        taxes=taxes,
        totals=items.totals,
        payment=Payment(
            parcel.due,
            facts.text("payment_terms"),
            facts.text("payment_reference"),
            facts.text("iban").replace(" ", ""),
            facts.text("bic").replace(" ", ""),
        ),
        references=References(
            order=parcel.po_number or facts.text("po_number"),
            buyer=facts.text("buyer_reference"),
            contract=facts.text("contract"),
            preceding=facts.text("preceding_invoice"),
        ),
        original=Original(parcel.media_type, parcel.content),
        delivered=facts.day("delivery_date"),
        delivered_to=facts.text("delivery_country"),
        period=(facts.day("service_start"), facts.day("service_end")),
        note=items.note,
    )


def _seller(facts: _Facts) -> Party:
    vat_id = facts.text("seller_vat_id") or facts.parcel.supplier_vat_id or ""
    return _party(facts, "seller", facts.text("seller_name") or facts.parcel.supplier, vat_id)


def _party(facts: _Facts, side: str, name: str, identifier: str) -> Party:
    vat_id = re.sub(r"[\s./-]", "", identifier).upper()
    tax_no = facts.text(f"{side}_tax_no")
    if not _VAT_ID.fullmatch(vat_id):
        vat_id, tax_no = "", tax_no or vat_id
    prefix = _COUNTRIES.get(vat_id[:2], vat_id[:2])
    scheme = facts.text(f"{side}_endpoint_scheme")
    known = scheme in listed_with(_VAT_OF_GERMANY)
    said = {
        part: facts.text(f"{side}_{part}")
        for part in ("registration", "street", "city", "postcode")
    }
    return Party(
        name=name,
        country=facts.text(f"{side}_country").upper() or prefix,
        vat_id=vat_id,
        tax_no=tax_no,
        number=facts.text("customer_number") if side == "buyer" else "",
        endpoint=facts.text(f"{side}_endpoint") if known else "",
        endpoint_scheme=scheme if known else "",
        **said,
    )


def _missing(bill: Bill) -> Iterator[Lack]:
    """What EN 16931 demands and the bill has not."""
    yield from _nameless(bill)
    for side, party in (("seller", bill.seller), ("buyer", bill.buyer)):
        if not party.country:
            yield Lack(f"The country of the {side} is not known.", f"{side}_country")
    yield from _missing_tax_facts(bill)
    open_until = bill.payment.due or bill.payment.terms
    if bill.totals.payable > 0 and not open_until and not bill.is_credit:
        yield Lack("It says neither when it is due nor its terms of payment.", "due_date")


def _nameless(bill: Bill) -> Iterator[Lack]:
    for side, party in (("seller", bill.seller), ("buyer", bill.buyer)):
        if not party.name:
            yield Lack(f"The name of the {side} is not known.", f"{side}_name")


def _missing_tax_facts(bill: Bill) -> Iterator[Lack]:
    categories = {one.category for one in bill.taxes}
    if not bill.seller.vat_id and not bill.seller.registration:
        yield Lack("The VAT id of the seller is not known.", "seller_vat_id")
    if categories & {"AE", "K"} and not bill.buyer.vat_id:
        yield Lack("Without tax the VAT id of the buyer is needed.", "buyer_vat_id")
    if "K" in categories and not any((bill.delivered, *bill.period)):
        yield Lack("For an intra-community supply its day is needed.", "delivery_date")
    if "K" in categories and not bill.delivered_to:
        yield Lack("For an intra-community supply its country is needed.", "delivery_country")
