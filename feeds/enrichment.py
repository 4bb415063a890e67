"""The e-invoice that a receiver wants, made of what was read, where the supplier sent none.

`einvoice` among a destination's settings names the form: `ubl` and `peppol` go beside the file as
XML, `csv` as rows by the mapping in the file that `mapping` names, `facturx` takes its place.
Settings such as `buyer_name`, `buyer_country` and `buyer_endpoint` say of us what a document leaves
out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from feeds.contract import PDF
from feeds.flat import TableMapping, mapping_of, missing, table
from model.deliveries import Destination, Enclosure, Lack, Parcel
from model.documents import DocumentFormat
from model.einvoices import EInvoice
from model.errors import DocumentRefused, InvoiceIncomplete, SettingsInvalid
from parsers.safety.sandbox import faults_safely, hybrid_safely
from parsers.writing.bill import Bill
from parsers.writing.einvoice import bill_of, xml_of

XML: Final = "application/xml"
_CSV: Final = "text/csv"
FORMS: Final = (EInvoice.UBL, EInvoice.PEPPOL, EInvoice.FACTURX, EInvoice.CSV)
"""Forms that go along with a document, or in its place."""
_CAME_AS: Final = {
    EInvoice.UBL: DocumentFormat.UBL,
    EInvoice.FACTURX: DocumentFormat.FACTURX,
}
_OURS: Final = "buyer_"
_SHOWN: Final = 5


def form_of(destination: Destination) -> EInvoice | None:
    """The form that a destination wants; None where it wants none.

    Raises:
        SettingsInvalid: it names no form that goes with a file, or no mapping of its rows.
    """
    named = destination.settings.get("einvoice")
    if not named:
        return None
    if named not in FORMS:
        known = ", ".join(FORMS)
        raise SettingsInvalid(f"{destination.name}: einvoice is one of {known}, not {named!r}.")
    if named == EInvoice.CSV:
        _mapping(destination)
    return EInvoice(named)


def _mapping(destination: Destination) -> TableMapping:
    """The mapping of a destination that wants rows. Raises SettingsInvalid."""
    path = destination.settings.get("mapping")
    if not path:
        raise SettingsInvalid(f"{destination.name} has no mapping; set the path of its file.")
    return mapping_of(path)


def media_type(destination: Destination, parcel: Parcel) -> str:
    """The type of the file that a destination gets: a picture goes as Factur-X where that is it."""
    drawable = parcel.media_type.startswith("image/")
    return PDF if form_of(destination) is EInvoice.FACTURX and drawable else parcel.media_type


def known_of(destination: Destination) -> Mapping[str, str]:
    """What a destination says of us, by the names of the document's fields."""
    every = destination.settings.items()
    return {name: value for name, value in every if name.startswith(_OURS)}


def missing_of(
    destination: Destination, parcel: Parcel, writes: EInvoice | None = None
) -> tuple[Lack, ...]:
    """What the e-invoice would miss; nothing where none is wanted or all is there.

    `writes` is the form that destinations of its kind always get.
    """
    form = writes or form_of(destination)
    if form is EInvoice.CSV:
        return missing(parcel, _mapping(destination))
    if form is None or _is_one(form, parcel):
        return ()
    bill = bill_of(form, parcel, known_of(destination))
    if isinstance(bill, Bill):
        return ()
    return tuple(Lack(f"{destination.name}: {one.sentence}", one.field) for one in bill)


def enriched(destination: Destination, parcel: Parcel) -> Parcel:
    """The parcel with the e-invoice that its destination wants.

    A document that is one already goes on as it came.

    Raises:
        InvoiceIncomplete: it can't be made valid; the message says what is missing.
    """
    form = form_of(destination)
    if form is None or _is_one(form, parcel):
        return parcel
    if form is EInvoice.CSV:
        rows = table(parcel, _mapping(destination))
        return replace(parcel, enclosure=Enclosure(form, _CSV, rows))
    made = written(form, parcel, known_of(destination))
    if form is EInvoice.FACTURX:
        sha256 = hashlib.sha256(made).hexdigest()
        return replace(parcel, content=made, media_type=PDF, sha256=sha256)
    return replace(parcel, enclosure=Enclosure(form, XML, made))


def bill_for(destination: Destination, form: EInvoice, parcel: Parcel) -> Bill:
    """The bill that goes to a destination in this form.

    Raises:
        InvoiceIncomplete: it lacks something; the message says what.
    """
    bill = bill_of(form, parcel, known_of(destination))
    if not isinstance(bill, Bill):
        raise InvoiceIncomplete(_complaint(bill))
    return bill


def written(form: EInvoice, parcel: Parcel, known: Mapping[str, str]) -> bytes:
    """A document as an e-invoice that schema and rules have proved.

    `known` completes the fields of the document, by their names.

    Raises:
        InvoiceIncomplete: it can't be made valid; the message says what is missing.
    """
    bill = bill_of(form, parcel, known)
    if not isinstance(bill, Bill):
        raise InvoiceIncomplete(_complaint(bill))
    try:
        xml = proved(form, bill)
        if form is not EInvoice.FACTURX:
            return xml
        return hybrid_safely(parcel.content, xml, f"{bill.day:%Y%m%d}")
    except DocumentRefused as refusal:
        raise InvoiceIncomplete(f"No e-invoice was made: {refusal.message}") from refusal


def _complaint(missing: tuple[Lack, ...]) -> str:
    """What is missing, each with the name of its field."""
    return " ".join(
        f"{one.sentence} Fill {one.field}." if one.field else one.sentence for one in missing
    )


def proved(form: EInvoice, bill: Bill) -> bytes:
    """The bill as XML, where nothing stands against it.

    Raises:
        InvoiceIncomplete: it breaks a rule; the message names it.
        DocumentRefused: it could not be checked.
    """
    xml = xml_of(form, bill)
    faults = faults_safely(xml)
    if faults:
        said = "; ".join(faults[:_SHOWN])
        raise InvoiceIncomplete(
            f"The values of {bill.number} make no valid e-invoice ({said}); correct them."
        )
    return xml


def _is_one(form: EInvoice, parcel: Parcel) -> bool:
    """Whether a document came as an e-invoice of this form."""
    return _CAME_AS.get(form) is parcel.format is not None
