"""A bill as cXML InvoiceDetailRequest 1.2.050, in the dialects of Coupa and SAP Ariba.

The document type is named, as the standard demands, and never fetched. Amounts of a credit memo are
negative; prices are not. Taxes stand in the summary, and in the lines where their rates differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from lxml import etree

from model.secret import Secret
from parsers.writing.bill import ZERO, Bill, Charge, Item, Party
from parsers.writing.means import is_iban
from parsers.writing.shares import line_taxes, price_of_one
from parsers.writing.tree import Maker, Written, cents, document, number, together

VERSION: Final = "1.2.050"
_DOCTYPE: Final = (
    f'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/{VERSION}/InvoiceDetail.dtd">'
)
_SPACES: Final[dict[str | None, str]] = {"xml": "http://www.w3.org/XML/1998/namespace"}
_MAKE: Final = Maker(_SPACES)
_e = _MAKE.element
_ENGLISH: Final = {"xml:lang": "en"}
ATTACHED: Final = "original"
"""The content id of the original beside the message."""


class Dialect(StrEnum):
    """Whose reading of the standard is followed."""

    COUPA = "coupa"
    ARIBA = "ariba"


_PURPOSE: Final = {Dialect.COUPA: "creditMemo", Dialect.ARIBA: "lineLevelCreditMemo"}
_BUYER: Final = {Dialect.COUPA: "billTo", Dialect.ARIBA: "soldTo"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody in a network: DUNS, NetworkID, AribaNetworkUserId … and the identity there."""

    domain: str
    name: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a message to whom. `payload_id` is the same at every attempt."""

    sender: Identity
    receiver: Identity
    payload_id: str
    sent: datetime
    dialect: Dialect = Dialect.COUPA
    secret: Secret | None = None
    attached: bool = False


def write(bill: Bill, envelope: Envelope) -> bytes:
    """The bill as a message."""
    root = _MAKE.filled(
        "cXML",
        _header(envelope),
        _e("Request", _request(bill, envelope)),
        attributes={
            "payloadID": envelope.payload_id,
            "timestamp": envelope.sent.isoformat(timespec="seconds"),
            "version": VERSION,
            "xml:lang": "en",
        },
    )
    return document(root, _DOCTYPE)


def _header(envelope: Envelope) -> Written:
    secret = _e("SharedSecret", envelope.secret.reveal() if envelope.secret else "")
    return _e(
        "Header",
        _e("From", _credential(envelope.sender)),
        _e("To", _credential(envelope.receiver)),
        _e("Sender", _credential(envelope.sender, secret), _e("UserAgent", "Billhook")),
    )


def _credential(one: Identity, secret: Written = None) -> Written:
    identity = _e("Identity", one.name)
    return _e("Credential", identity, secret, attributes={"domain": one.domain})


def _request(bill: Bill, envelope: Envelope) -> etree._Element:
    sign = -1 if bill.is_credit else 1
    by_line = _line_taxes(bill)
    purpose = _PURPOSE[envelope.dialect] if bill.is_credit else "standard"
    head = {
        "invoiceID": bill.number,
        "invoiceDate": f"{bill.day.isoformat()}T00:00:00+00:00",
        "operation": "new",
        "purpose": purpose,
    }
    lines = (_line(item, by_line.get(item.line_id), bill, sign) for item in bill.items)
    return _MAKE.filled(
        "InvoiceDetailRequest",
        _MAKE.filled(
            "InvoiceDetailRequestHeader",
            *together(_facts(bill, envelope, tax_in_line=bool(by_line))),
            attributes=head,
        ),
        _e("InvoiceDetailOrder", _order(bill), *lines),
        _e("InvoiceDetailSummary", *together(_summary(bill, sign))),
    )


def _facts(bill: Bill, envelope: Envelope, *, tax_in_line: bool) -> Iterator[Written]:
    yield _MAKE.filled("InvoiceDetailHeaderIndicator")
    in_line = {"isTaxInLine": "yes"} if tax_in_line else None
    yield _MAKE.filled("InvoiceDetailLineIndicator", attributes=in_line)
    account = bill.payment.iban if is_iban(bill.payment.iban) else ""
    bank = {"ibanID": account, "swiftID": bill.payment.bic if account else ""}
    yield _partner(bill.seller, "issuerOfInvoice", {"vatID": bill.seller.vat_id})
    yield _partner(bill.seller, "remitTo", bank)
    yield _partner(bill.buyer, _BUYER[envelope.dialect], {"vatID": bill.buyer.vat_id})
    if bill.references.preceding:
        yield _MAKE.filled("InvoiceIDInfo", attributes={"invoiceID": bill.references.preceding})
    if bill.payment.due and bill.payment.due >= bill.day:
        days = str((bill.payment.due - bill.day).days)
        yield _MAKE.filled("PaymentTerm", attributes={"payInNumberOfDays": days})
    yield _comments(bill, attached=envelope.attached)
    yield _extrinsic("paymentTermsText", bill.payment.terms)
    yield _extrinsic("paymentReference", bill.payment.reference)


def _comments(bill: Bill, *, attached: bool) -> Written:
    url = _e("URL", f"cid:{ATTACHED}") if attached else None
    file = _e("Attachment", url)
    return _e("Comments", bill.note, file, attributes=_ENGLISH)


def _extrinsic(name: str, value: str) -> Written:
    return _e("Extrinsic", value, attributes={"name": name})


def _partner(party: Party, role: str, identifiers: dict[str, str]) -> Written:
    """A party in a role. An address needs street and city, or is left out."""
    country = _e("Country", party.country, attributes={"isoCountryCode": party.country})
    address = _e(
        "PostalAddress",
        _e("Street", party.street),
        _e("City", party.city),
        _e("PostalCode", party.postcode),
        country,
    )
    contact = _e(
        "Contact",
        _e("Name", party.name, attributes=_ENGLISH),
        address if party.street and party.city else None,
        attributes={"role": role},
    )
    held = (
        _MAKE.filled("IdReference", attributes={"domain": domain, "identifier": identifier})
        for domain, identifier in identifiers.items()
        if identifier
    )
    return _e("InvoicePartner", contact, *held)


def _order(bill: Bill) -> Written:
    where = _MAKE.filled("DocumentReference", attributes={"payloadID": ""})
    named = {"orderID": bill.references.order} if bill.references.order else None
    return _e("InvoiceDetailOrderInfo", _e("OrderReference", where, attributes=named))


def _line(item: Item, tax: Decimal | None, bill: Bill, sign: int) -> Written:
    quantity = item.priced.quantity * sign
    return _e(
        "InvoiceDetailItem",
        _e("UnitOfMeasure", item.unit),
        _e("UnitPrice", _money(price_of_one(item), bill.currency, exact=True)),
        _e(
            "InvoiceDetailItemReference",
            _e("Description", item.name, attributes=_ENGLISH),
            attributes={"lineNumber": item.line_id},
        ),
        _e("SubtotalAmount", _money(item.total * sign, bill.currency)),
        None if tax is None else _taxed(item, tax * sign, bill.currency),
        attributes={"invoiceLineNumber": item.line_id, "quantity": number(quantity)},
    )


def _taxed(item: Item, tax: Decimal, currency: str) -> Written:
    detail = _detail(item.tax, _e("TaxAmount", _money(tax, currency)))
    return _e("Tax", _money(tax, currency), _words(), detail)


def _line_taxes(bill: Bill) -> Mapping[str, Decimal]:
    """The taxes of the lines where their rates differ.

    With adjustments of the sum the taxes of the lines would not be its taxes: then there are none.
    """
    plain = len(bill.taxes) == 1 or bill.adjustments
    return {} if plain else line_taxes(bill.items, bill.taxes)


def _summary(bill: Bill, sign: int) -> Iterator[Written]:
    totals = bill.totals
    yield _sum("SubtotalAmount", totals.lines * sign, bill)
    details = (
        _detail(
            tax,
            _sum("TaxableAmount", tax.base * sign, bill),
            _sum("TaxAmount", tax.amount * sign, bill),
        )
        for tax in bill.taxes
    )
    yield _e("Tax", _money(totals.tax * sign, bill.currency), _words(), *details)
    yield _sum("SpecialHandlingAmount", totals.charges * sign, bill, always=False)
    yield _sum("InvoiceDetailDiscount", totals.allowances * sign, bill, always=False)
    yield _sum("TotalAmountWithoutTax", totals.net * sign, bill)
    yield _sum("NetAmount", totals.gross * sign, bill)
    yield _sum("DepositAmount", totals.prepaid * sign, bill, always=False)
    yield _sum("DueAmount", totals.payable * sign, bill)


def _detail(tax: Charge, *amounts: Written) -> Written:
    said = {"purpose": "tax", "category": "vat"}
    if tax.rate is not None:
        said["percentageRate"] = number(tax.rate)
    return _e("TaxDetail", *amounts, attributes=said)


def _words() -> Written:
    return _e("Description", "VAT", attributes=_ENGLISH)


def _sum(name: str, value: Decimal, bill: Bill, *, always: bool = True) -> Written:
    return _e(name, _money(value, bill.currency)) if always or value != ZERO else None


def _money(value: Decimal, currency: str, *, exact: bool = False) -> Written:
    text = number(value) if exact else cents(value)
    return _e("Money", text, attributes={"currency": currency})
