"""E-invoices out of parcels, or what stands against them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model.deliveries import Lack, Parcel
from model.einvoices import EInvoice
from parsers.writing import cii, peppol, ubl
from parsers.writing.bill import Bill
from parsers.writing.drawing import drawn

NOTHING_KNOWN: Final[Mapping[str, str]] = MappingProxyType({})

_BY_EN16931: Final = frozenset({EInvoice.UBL, EInvoice.PEPPOL, EInvoice.FACTURX})


def bill_of(
    form: EInvoice, parcel: Parcel, known: Mapping[str, str] = NOTHING_KNOWN
) -> Bill | tuple[Lack, ...]:
    """The bill that an e-invoice of this form states; else what it lacks."""
    bill = drawn(parcel, known, by_en16931=form in _BY_EN16931)
    return peppol.addressed(bill) if form is EInvoice.PEPPOL and isinstance(bill, Bill) else bill


def xml_of(form: EInvoice, bill: Bill) -> bytes:
    """The bill in this form; of Factur-X, what goes into the PDF."""
    if form is EInvoice.FACTURX:
        return cii.write(bill)
    return ubl.write(bill, peppol=form is EInvoice.PEPPOL)
