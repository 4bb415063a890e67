"""Hybrid PDFs: the invoice as XML inside the page that people read, and both compared."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pikepdf

from model.documents import Check, DocumentFormat, Reading
from model.errors import DocumentRefused, FormatUnknown
from parsers.einvoice import cii, ubl
from parsers.invoices.checks import PAGE_AND_XML
from parsers.paper.layout import Layout, fold
from parsers.safety import gate
from parsers.wording import dates

_NAMES: Final = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
_MOST_ATTACHMENTS: Final = 50
_READERS: Final = {DocumentFormat.CII: cii.read, DocumentFormat.UBL: ubl.read}
_SPACES: Final = re.compile(r"[\s\u00a0\u202f'\u2019]")


def inside(content: bytes) -> Reading | None:
    """What the XML inside a PDF states; None where there is none that can be read."""
    try:
        xml = attached_xml(content)
    except FormatUnknown:
        return None
    stated = _READERS[gate.recognise(xml)](gate.xml(xml))
    return replace(stated, format=DocumentFormat.FACTURX)


def attached_xml(content: bytes) -> bytes:
    """The invoice inside a PDF as XML; FormatUnknown where there is none."""
    for xml in _attached(content):
        try:
            if gate.recognise(xml) in _READERS:
                return xml
        except DocumentRefused:
            continue  # another attachment may be the one
    raise FormatUnknown("The PDF holds no e-invoice: there is no XML in it to validate.")


def _attached(content: bytes) -> Iterator[bytes]:
    """The XML attachments, those with an e-invoice's name first."""
    if b"/EmbeddedFile" not in content and b"/ObjStm" not in content:
        return
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            names = [
                name for name in list(document.attachments)[:_MOST_ATTACHMENTS] if _is_xml(name)
            ]
            for name in sorted(names, key=lambda one: one.lower() not in _NAMES):
                yield document.attachments[name].get_file().read_bytes()
    except (
        pikepdf.PasswordError,
        pikepdf.PdfError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
    ):
        return  # damaged attachments leave the page, which is read next


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def unprinted(stated: Reading, layout: Layout) -> tuple[str, ...]:
    """Which of number, date and gross of the XML a page with text does not print."""
    values = {name: stated.text(name) for name in _WORDS if layout.lines}
    return tuple(
        name for name, value in values.items() if value and not _printed(name, value, layout)
    )


def compare(stated: Reading, layout: Layout) -> Check:
    """Whether number, date and gross of the XML are printed on the page."""
    if not layout.lines:
        return Check(PAGE_AND_XML, None, "the page has no text to compare with")
    missing = [
        f"{_WORDS[name]} {stated.text(name)} of the XML is not on the page"
        for name in unprinted(stated, layout)
    ]
    return Check(
        PAGE_AND_XML, not missing, "; ".join(missing) or "number, date and total are printed"
    )


_WORDS: Final = {"invoice_number": "number", "issue_date": "date", "gross_total": "total"}


def _printed(name: str, value: str, layout: Layout) -> bool:
    if name == "issue_date":
        found = [one for line in layout.lines for one in dates.find(line.text)]
        return any(value in {str(one.day), str(one.other)} for one in found)
    if name == "invoice_number":
        wanted = fold(value).replace(" ", "")
        return wanted in fold(layout.text).replace(" ", "")
    text = _SPACES.sub("", "\n".join(line.text for line in layout.lines))
    return any(form in text for form in _amount_forms(Decimal(value)))


def _amount_forms(value: Decimal) -> set[str]:
    """The usual ways to print an amount: 1234.56, 1,234.56, 1234,56, 1.234,56."""
    plain, grouped = f"{abs(value):.2f}", f"{abs(value):,.2f}"
    turned = grouped.translate(str.maketrans(".,", ",."))
    return {plain, grouped, plain.replace(".", ","), turned}
