"""Any file to a Reading, by its format. Runs inside the sandbox's child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from model.documents import DocumentFormat, DocumentKind, Reading, ReadState
from parsers import pdf, sheets
from parsers.einvoice import cii, cxml, edifact, fatturapa, pidx, signed, ubl, x12
from parsers.hints import Hints
from parsers.invoices import code_witness
from parsers.paper import markup, page_codes
from parsers.safety import gate, wire


def read_plain(content: bytes, hints: Any) -> Any:
    """`read` with plain values on both sides, as they cross the sandbox."""
    return wire.encode(read(content, wire.decode(Hints, hints)))


def read(content: bytes, hints: Hints) -> Reading:
    """All that a document says; raises DocumentRefused for what can't be read."""
    form = gate.recognise(content)
    return _READERS[form](content, hints)


def _of_tree(read_root: Callable[[Any], Reading]) -> Callable[[bytes, Hints], Reading]:
    """The reader of an XML syntax, for a file that may be signed."""
    return lambda content, _: read_root(gate.xml(signed.unwrapped(content)))


def _of_segments(read_text: Callable[[str], Reading]) -> Callable[[bytes, Hints], Reading]:
    """The reader of an EDI syntax."""
    return lambda content, _: read_text(gate.text(signed.unwrapped(content)).strip())


def _read_image(content: bytes, _: Hints) -> Reading:
    unread = Reading(
        DocumentKind.OTHER,
        DocumentFormat.IMAGE,
        ReadState.NO_TEXT,
        pages=1,
        detail="The file is a picture; ask the supplier for a PDF, enter the values by hand, or"
        " install billhook[ocr], which recognises scans.",
    )
    return code_witness.heard(unread, page_codes.of_picture(content), "")


_READERS: Final[dict[DocumentFormat, Callable[[bytes, Hints], Reading]]] = {
    DocumentFormat.PDF: pdf.read,
    DocumentFormat.CII: _of_tree(cii.read),
    DocumentFormat.UBL: _of_tree(ubl.read),
    DocumentFormat.FATTURAPA: _of_tree(fatturapa.read),
    DocumentFormat.CXML: _of_tree(cxml.read),
    DocumentFormat.PIDX: _of_tree(pidx.read),
    DocumentFormat.EDIFACT: _of_segments(edifact.read),
    DocumentFormat.X12: _of_segments(x12.read),
    DocumentFormat.CSV: sheets.read_csv,
    DocumentFormat.XLSX: sheets.read_xlsx,
    DocumentFormat.HTML: markup.read_html,
    DocumentFormat.TEXT: markup.read_text,
    DocumentFormat.IMAGE: _read_image,
}
