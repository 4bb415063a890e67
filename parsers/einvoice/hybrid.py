"""Hybrid PDFs: the invoice as XML inside the page that people read, and both compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pikepdf

from model.documents import DocumentFormat, Reading
from model.errors import DocumentRefused, FormatUnknown
from parsers.einvoice import cii, ubl
from parsers.safety import gate

_NAMES: Final = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
_MOST_ATTACHMENTS: Final = 50
_READERS: Final = {DocumentFormat.CII: cii.read, DocumentFormat.UBL: ubl.read}


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
