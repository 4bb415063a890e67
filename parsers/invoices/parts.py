"""Files that hold several invoices, cut into one file for each.

A part is a whole file of its own format with one invoice in it, made from the same bytes in the
same way every time: it is read, filed, proved and handed on by itself. A file with one invoice is
its own only part.
"""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pikepdf
from lxml import etree

from model.documents import DocumentFormat
from model.errors import DocumentDamaged, DocumentTooLarge
from parsers import grids, printed
from parsers.einvoice import hybrid, segments, signed
from parsers.hints import NO_HINTS
from parsers.invoices import bundles, invoice_tables
from parsers.invoices.invoice_tables import Table
from parsers.paper import words
from parsers.paper.words import PageText
from parsers.safety import gate

MOST: Final = 500
"""More invoices in one file than this are no batch that people send."""
_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_BODY: Final = "FatturaElettronicaBody"
_SHEET: Final = b"PK\x03\x04"
_PROBE: Final = 1024


def split(content: bytes) -> list[bytes]:
    """The invoices of a file, each as a file; the file itself where it holds one or none.

    Raises:
        DocumentRefused: it is damaged, unsafe, or holds more invoices than are read.
    """
    if b"%PDF-" in content[:_PROBE]:
        found = _of_pdf(content)
    elif content.startswith(_SHEET):
        found = _of_tables(grids.of_xlsx(content))
    elif (inside := signed.unwrapped(content)) and _is_xml(inside):
        found = _of_xml(inside)
    else:
        found = _of_text(gate.text(inside).strip())
    _prove_few(len(found))
    return found or [content]


def _prove_few(invoices: int) -> None:
    if invoices > MOST:
        raise DocumentTooLarge(f"The file holds more than {MOST} invoices.")


def _of_pdf(content: bytes) -> list[bytes]:
    """The invoices of a PDF whose pages show several, each with a number and a total of its own."""
    pages = words.read_pages(content)
    starts = bundles.begins(pages) if len(pages) > 1 else [1]
    if len(starts) == 1 or hybrid.inside(content):
        return []
    ends = [start - 1 for start in starts[1:]] + [len(pages)]
    ranges = list(zip(starts, ends, strict=True))
    if not all(_is_whole(pages[first - 1 : last]) for first, last in ranges):
        return []  # reading it says that it may hold several
    return [_pages(content, first, last) for first, last in ranges]


def _is_whole(pages: Sequence[PageText]) -> bool:
    reading = printed.read(bundles.alone(pages), NO_HINTS, form=DocumentFormat.PDF)
    return all(reading.text(name) for name in ("invoice_number", "issue_date", "gross_total"))


def _pages(content: bytes, first: int, last: int) -> bytes:
    """Some pages as a PDF, made in the same way every time."""
    part, packed = pikepdf.new(), io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as whole:
            part.pages.extend(whole.pages[first - 1 : last])
            part.save(packed, deterministic_id=True)
    except pikepdf.PdfError as damage:
        raise DocumentDamaged from damage
    return packed.getvalue()


def _is_xml(content: bytes) -> bool:
    return gate.text(content[:64]).lstrip().startswith("<")


def _of_text(text: str) -> list[bytes]:
    if text.startswith(("UNA", "UNB")):
        return [part.encode() for part in segments.edifact_parts(text)]
    if text.startswith("ISA"):
        return [part.encode() for part in segments.x12_parts(text)]
    return _of_tables((grids.of_csv(text.encode()),))


def _of_tables(sheets: Iterable[grids.Grid]) -> list[bytes]:
    """One CSV for each invoice of the first table of invoices."""
    table = next((found for grid in sheets if (found := invoice_tables.find(grid))), None)
    if table is None or len(table.groups) < 2:  # noqa: PLR2004 - one is no batch
        return []
    return [_as_csv(table, rows) for rows in table.groups.values()]


def _as_csv(table: Table, rows: Sequence[int]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerows(table.grid.rows[: table.top + 1])
    writer.writerows(table.grid.rows[row] for row in rows)
    return file.getvalue().encode()


def _of_xml(content: bytes) -> list[bytes]:
    try:
        root = gate.xml(content)
    except DocumentDamaged:
        return _one_behind_another(content)
    if etree.QName(root).localname == "FatturaElettronica":
        return _of_bodies(root)
    held = list(_invoices(root))
    return [] if held == [root] else [_as_file(one) for one in held]


def _one_behind_another(content: bytes) -> list[bytes]:
    """XML documents that were written one behind the other into one file."""
    starts = [found.start() for found in re.finditer(rb"<\?xml\s", content)]
    if len(starts) < 2:  # noqa: PLR2004 - then the damage is another
        return []
    parts = [content[a:b] for a, b in zip(starts, [*starts[1:], len(content)], strict=True)]
    for part in parts[:MOST]:
        gate.xml(part)
    return parts


def _of_bodies(root: etree._Element) -> list[bytes]:
    """One FatturaPA for each of its bodies, under the same header."""
    bodies = len(root.findall(_BODY))
    _prove_few(bodies)  # before so many copies of the whole are made
    return [_as_file(_only(root, at)) for at in range(bodies)] if bodies > 1 else []


def _only(root: etree._Element, at: int) -> etree._Element:
    whole = copy.deepcopy(root)
    for place, body in enumerate(whole.findall(_BODY)):
        if place != at:
            whole.remove(body)
    return whole


def _invoices(element: etree._Element) -> Iterator[etree._Element]:
    """The invoices in a tree, none inside another."""
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        if isinstance(one.tag, str) and _is_invoice(etree.QName(one)):
            walk.skip_subtree()
            yield one


def _is_invoice(name: etree.QName) -> bool:
    if name.localname in {"Invoice", "CreditNote"}:
        return (name.namespace or "").startswith(_UBL)
    return name.localname in {"CrossIndustryInvoice", "FatturaElettronica"}


def _as_file(element: etree._Element) -> bytes:
    alone = copy.deepcopy(element)
    alone.tail = None
    return bytes(etree.tostring(alone, xml_declaration=True, encoding="UTF-8"))
