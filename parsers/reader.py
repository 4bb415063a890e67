"""Any file to a Reading, by its format. Runs inside the sandbox's child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from model.documents import DocumentFormat, DocumentKind, Reading, ReadState
from parsers import gate, markup, pdf, statement_sheets, wire
from parsers.einvoice import cii, ubl
from parsers.hints import Hints


def read_plain(content: bytes, hints: Any) -> Any:
    """`read` with plain values on both sides, as they cross the sandbox."""
    return wire.encode(read(content, wire.decode(Hints, hints)))


def read(content: bytes, hints: Hints) -> Reading:
    """All that a document says; raises DocumentRefused for what can't be read."""
    form = gate.recognise(content)
    return _READERS[form](content, hints)


def _read_cii(content: bytes, _: Hints) -> Reading:
    return cii.read(gate.xml(content))


def _read_ubl(content: bytes, _: Hints) -> Reading:
    return ubl.read(gate.xml(content))


def _read_image(_: bytes, __: Hints) -> Reading:
    return Reading(
        DocumentKind.OTHER,
        DocumentFormat.IMAGE,
        ReadState.NO_TEXT,
        pages=1,
        detail="The file is a picture; ask the supplier for a PDF, or enter the values by hand.",
    )


_READERS: Final[dict[DocumentFormat, Callable[[bytes, Hints], Reading]]] = {
    DocumentFormat.PDF: pdf.read,
    DocumentFormat.CII: _read_cii,
    DocumentFormat.UBL: _read_ubl,
    DocumentFormat.CSV: statement_sheets.read_csv,
    DocumentFormat.XLSX: statement_sheets.read_xlsx,
    DocumentFormat.HTML: markup.read_html,
    DocumentFormat.TEXT: markup.read_text,
    DocumentFormat.IMAGE: _read_image,
}
