"""A bill as UBL 2.1 (ISO/IEC 19845): by EN 16931, or by Peppol BIS Billing 3.0."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from lxml import etree

from parsers.writing.bill import Adjustment, Bill, Charge, Item, Party
from parsers.writing.means import means_of, reason_of
from parsers.writing.tree import Maker, Written, cents, document, number, together

_SPACE: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_COMMON: Final[dict[str | None, str]] = {
    "cac": f"{_SPACE}CommonAggregateComponents-2",
    "cbc": f"{_SPACE}CommonBasicComponents-2",
}
_EN16931: Final = "urn:cen.eu:en16931:2017"
_PEPPOL: Final = f"{_EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_ATTACHABLE: Final = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
"""Types of files that EN 16931 lets be attached (BR-CL-24), among those that are read here."""


def write(bill: Bill, *, peppol: bool = False) -> bytes:
    """The bill as UBL; a credit note has another root."""
    return document(_Writer(bill, peppol=peppol).root())


class _Writer:
    """Writes one bill: the names of elements depend on its kind, amounts carry its currency."""

    def __init__(self, bill: Bill, *, peppol: bool) -> None:
        self._bill = bill
        self._peppol = peppol
        self._kind = "CreditNote" if bill.is_credit else "Invoice"
        self._make = Maker({None: f"{_SPACE}{self._kind}-2", **_COMMON})
        self._e = self._make.element

    def root(self) -> etree._Element:
        """The whole document, in the order of its schema."""
        parts = together(
            self._header(), self._references(), self._parties(), self._payment(), self._sums(),
            (self._line(item) for item in self._bill.items),
        )  # fmt: skip
        return self._make.filled(self._kind, *parts)

    def _header(self) -> Iterator[Written]:
        e, bill = self._e, self._bill
        due = bill.payment.due.isoformat() if bill.payment.due else ""
        yield e("cbc:CustomizationID", _PEPPOL if self._peppol else _EN16931)
        yield e("cbc:ProfileID", _PROCESS if self._peppol else "")
        yield e("cbc:ID", bill.number)
        yield e("cbc:IssueDate", bill.day.isoformat())
        yield None if bill.is_credit else e("cbc:DueDate", due)
        yield e(f"cbc:{self._kind}TypeCode", "381" if bill.is_credit else "380")
        yield e("cbc:Note", bill.note)
        yield e("cbc:DocumentCurrencyCode", bill.currency)
        yield e("cbc:BuyerReference", bill.references.buyer)

    def _references(self) -> Iterator[Written]:
        e, to = self._e, self._bill.references
        first, last = (day.isoformat() if day else "" for day in self._bill.period)
        yield e("cac:InvoicePeriod", e("cbc:StartDate", first), e("cbc:EndDate", last))
        yield e("cac:OrderReference", e("cbc:ID", to.order))
        preceding = e("cac:InvoiceDocumentReference", e("cbc:ID", to.preceding))
        yield e("cac:BillingReference", preceding)
        yield e("cac:ContractDocumentReference", e("cbc:ID", to.contract))
        yield self._original()

    def _original(self) -> Written:
        """The file that was read, where its type may be attached."""
        e, file = self._e, self._bill.original
        ending = _ATTACHABLE.get(file.media_type)
        if ending is None or not file.content:
            return None
        named = {"mimeCode": file.media_type, "filename": f"original.{ending}"}
        holder = self._make.filled("cbc:EmbeddedDocumentBinaryObject", attributes=named)
        holder.text = base64.b64encode(file.content).decode("ascii")
        return e(
            "cac:AdditionalDocumentReference",
            e("cbc:ID", self._bill.number),
            e("cbc:DocumentDescription", "The original document"),
            e("cac:Attachment", holder),
        )

    def _parties(self) -> Iterator[Written]:
        e, bill = self._e, self._bill
        yield e("cac:AccountingSupplierParty", self._party(bill.seller))
        yield e("cac:AccountingCustomerParty", self._party(bill.buyer))
        day = bill.delivered.isoformat() if bill.delivered else ""
        place = e("cac:Country", e("cbc:IdentificationCode", bill.delivered_to))
        yield e(
            "cac:Delivery",
            e("cbc:ActualDeliveryDate", day),
            e("cac:DeliveryLocation", e("cac:Address", place)),
        )

    def _party(self, party: Party) -> Written:
        e = self._e
        address = self._make.element(
            "cbc:EndpointID", party.endpoint, attributes={"schemeID": party.endpoint_scheme}
        )
        return e(
            "cac:Party",
            address if party.endpoint_scheme else None,
            e("cac:PartyIdentification", e("cbc:ID", party.number)),
            e(
                "cac:PostalAddress",
                e("cbc:StreetName", party.street),
                e("cbc:CityName", party.city),
                e("cbc:PostalZone", party.postcode),
                e("cac:Country", e("cbc:IdentificationCode", party.country)),
            ),
            self._registered(party.vat_id, "VAT"),
            self._registered(party.tax_no, "TAX"),
            e(
                "cac:PartyLegalEntity",
                e("cbc:RegistrationName", party.name),
                e("cbc:CompanyID", party.registration),
            ),
        )

    def _registered(self, identifier: str, scheme: str) -> Written:
        if not identifier:
            return None
        e = self._e
        return e("cac:PartyTaxScheme", e("cbc:CompanyID", identifier), self._scheme(scheme))

    def _scheme(self, name: str = "VAT") -> Written:
        return self._e("cac:TaxScheme", self._e("cbc:ID", name))

    def _payment(self) -> Iterator[Written]:
        e, to = self._e, self._bill.payment
        due = to.due.isoformat() if to.due and self._bill.is_credit else ""
        means = means_of(to.iban, self._bill.currency)
        account = e(
            "cac:PayeeFinancialAccount",
            e("cbc:ID", to.iban),
            e("cac:FinancialInstitutionBranch", e("cbc:ID", to.bic)) if to.iban else None,
        )
        if to.iban or to.reference or due:
            yield e(
                "cac:PaymentMeans",
                e("cbc:PaymentMeansCode", means),
                e("cbc:PaymentDueDate", due),
                e("cbc:PaymentID", to.reference),
                account,
            )
        yield e("cac:PaymentTerms", e("cbc:Note", to.terms))

    def _sums(self) -> Iterator[Written]:
        e, bill, totals = self._e, self._bill, self._bill.totals
        yield from (self._adjustment(one) for one in bill.adjustments)
        rows = (self._tax(tax) for tax in bill.taxes)
        yield e("cac:TaxTotal", self._amount("TaxAmount", totals.tax), *rows)
        yield e(
            "cac:LegalMonetaryTotal",
            self._amount("LineExtensionAmount", totals.lines),
            self._amount("TaxExclusiveAmount", totals.net),
            self._amount("TaxInclusiveAmount", totals.gross),
            self._amount("AllowanceTotalAmount", totals.allowances) if totals.allowances else None,
            self._amount("ChargeTotalAmount", totals.charges) if totals.charges else None,
            self._amount("PrepaidAmount", totals.prepaid) if totals.prepaid else None,
            self._amount("PayableRoundingAmount", totals.rounding) if totals.rounding else None,
            self._amount("PayableAmount", totals.payable),
        )

    def _adjustment(self, one: Adjustment) -> Written:
        return self._added(one.amount, self._category(one.tax, "cac:TaxCategory"))

    def _added(self, amount: Decimal, category: Written = None) -> Written:
        code, reason = reason_of(amount)
        e = self._e
        return e(
            "cac:AllowanceCharge",
            e("cbc:ChargeIndicator", "true" if amount > 0 else "false"),
            e("cbc:AllowanceChargeReasonCode", code),
            e("cbc:AllowanceChargeReason", reason),
            self._amount("Amount", abs(amount)),
            category,
        )

    def _tax(self, tax: Charge) -> Written:
        return self._e(
            "cac:TaxSubtotal",
            self._amount("TaxableAmount", tax.base),
            self._amount("TaxAmount", tax.amount),
            self._category(tax, "cac:TaxCategory", reason=True),
        )

    def _category(self, tax: Charge, name: str, *, reason: bool = False) -> Written:
        e = self._e
        return e(
            name,
            e("cbc:ID", tax.category),
            None if tax.category == "O" else e("cbc:Percent", number(tax.rate)),
            e("cbc:TaxExemptionReasonCode", tax.reason_code) if reason else None,
            e("cbc:TaxExemptionReason", tax.reason) if reason else None,
            self._scheme(),
        )

    def _line(self, item: Item) -> Written:
        e, priced = self._e, item.priced
        quantity = "CreditedQuantity" if self._bill.is_credit else "InvoicedQuantity"
        unit = {"unitCode": item.unit}
        several = priced.base != 1
        base = e("cbc:BaseQuantity", number(priced.base), attributes=unit) if several else None
        return e(
            f"cac:{self._kind}Line",
            e("cbc:ID", item.line_id),
            e(f"cbc:{quantity}", number(priced.quantity), attributes=unit),
            self._amount("LineExtensionAmount", item.total),
            self._added(priced.adjustment) if priced.adjustment else None,
            e(
                "cac:Item",
                e("cbc:Name", item.name),
                self._category(item.tax, "cac:ClassifiedTaxCategory"),
            ),
            e("cac:Price", self._amount("PriceAmount", priced.price, exact=True), base),
        )

    def _amount(self, name: str, value: Decimal, *, exact: bool = False) -> Written:
        text = number(value) if exact else cents(value)
        return self._e(f"cbc:{name}", text, attributes={"currencyID": self._bill.currency})
