"""The boundaries where foreign bytes come in: seeds of each, and what reads them.

The contract of every one: it returns, or raises DocumentRefused, a named state that a person can
act on. Anything else is a finding. Nesting deeper than Python's stack counts as refused, since the
reader's child says so (`parsers.safety.job`).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import openpyxl

import parsers
from fetchers.mail.triage import triage
from model.errors import DocumentRefused
from parsers.invoices import parts
from parsers.paper import markup
from parsers.safety import dangers
from tests.parsers import edi, paper, xml
from tests.parsers.test_einvoice import hybrid
from tests.parsers.test_invoice import TRUTH
from tests.parsers.test_syntaxes import envelope

SHEET = (
    b"Invoice no;Date;Description;Quantity;Unit price;Net;VAT;Gross;Currency\n"
    b"A-1;14.03.2026;Paper;2;50,00;100,00;19,00;119,00;EUR\n"
    b"A-2;14.03.2026;Pens;1;10,00;10,00;1,90;11,90;EUR\n"
)
STATEMENT = b"Date;Reference;Due;Debit;Credit;Balance\n01.03.2026;A1;;5,00;;5,00\n"
HTML = (
    b"<html><body><h1>Invoice</h1><p>Invoice No: A-77</p><table><tr><th>Description<th>Qty"
    b"<th>Unit Price<th>Amount</tr><tr><td>Paper<td>2<td>5.00<td>10.00</tr></table>"
    b"<p style='display:none'>x</p>Total: 10.00 EUR</body></html>"
)
CARDS = (
    b"<!DOCTYPE html><html><body><table><tr><td colspan=2><table><tr><td>PAID<br>$59.00<td>ON<br>"
    b"1 May 2026</table><td><p>Receipt #4711</table><table><tr><td>Plan<td>$59.00<tr><td>Total"
    b"<td>$59.00</table></body></html>"
)
MAIL = (
    b"From: Papierwerk <billing@papierwerk.example>\r\nTo: ap@harbour.example\r\n"
    b"Subject: Invoice A-77 over EUR 10.00\r\nMessage-ID: <a@papierwerk.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Your invoice is ready</p>\r\n"
    b"--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"YTtiO2MKMTsyOzMK\r\n--b--\r\n"
)


@dataclass(frozen=True)
class Boundary:
    """Where bytes come in: valid files to begin with, and what reads a changed one."""

    seeds: Callable[[], tuple[bytes, ...]]
    enter: Callable[[bytes], object]


def reading(content: bytes) -> None:
    """Read a file as the child does."""
    try:
        parsers.read(content)
    except (DocumentRefused, RecursionError):
        return


def cutting(content: bytes) -> None:
    """Cut a file as the child does, and read what it holds."""
    try:
        held = parts.split(content)
    except (DocumentRefused, RecursionError):
        return
    for part in held[:3]:
        reading(part)


def mail(content: bytes) -> None:
    """Understand a mail, look through it for what could run, and read its own text."""
    try:
        found = triage(content, (), today=date(2026, 3, 1))
        dangers.find(content, "a.eml")
    except (DocumentRefused, RecursionError):
        return
    if found.body is not None:
        reading(found.body.content)


def page(content: bytes) -> None:
    """Read a page of HTML, and set it out for a person."""
    cutting(content)
    try:
        markup.shown(content)
    except (DocumentRefused, RecursionError):
        return


@cache
def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in SHEET.decode().splitlines():
        sheet.append(row.split(";"))
    sheet["F9"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _pdfs() -> tuple[bytes, ...]:
    return (paper.invoice("en", "beside", TRUTH), paper.statement(), hybrid(xml.cii()))


BOUNDARIES = {
    "pdf": Boundary(_pdfs, reading),
    "ubl": Boundary(lambda: (xml.ubl(), xml.ubl("CreditNote")), cutting),
    "cii": Boundary(lambda: (xml.cii(),), cutting),
    "fatturapa": Boundary(lambda: (edi.fatturapa(bodies=2), envelope(edi.fatturapa())), cutting),
    "cxml": Boundary(lambda: (edi.cxml(), edi.cxml(ariba=True)), cutting),
    "pidx": Boundary(lambda: (edi.pidx(),), cutting),
    "edifact": Boundary(lambda: (edi.edifact(),), cutting),
    "x12": Boundary(lambda: (edi.x12(),), cutting),
    "csv": Boundary(lambda: (SHEET, STATEMENT), cutting),
    "xlsx": Boundary(lambda: (_workbook(),), cutting),
    "html": Boundary(lambda: (HTML, CARDS), page),
    "eml": Boundary(lambda: (MAIL,), mail),
}
