"""One document in several files of a mail becomes one; what proves less stays apart."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from model.mail import Attachment
from model.suppliers import SupplierProfile
from parsers.hints import NO_HINTS
from parsers.reader import read
from pipeline.mails.joining import joined

HEADS = ("Description", "Qty", "Unit Price", "Amount")
COLUMNS = (60, 300, 380, 480)
ROWS = (("Copy paper A4", "10", "4.50", "45.00"), ("Envelopes C5", "4", "5.00", "20.00"))
MORE = (("Toner black", "1", "80.00", "80.00"),)


def page(number: str, paging: str, rows: tuple[tuple[str, ...], ...], *, totals: bool) -> bytes:
    """One page of an invoice over 145.00 net, with its totals if it is the last."""
    file = io.BytesIO()
    drawn = Canvas(file, pagesize=A4, invariant=True)
    drawn.setFont("Helvetica", 10)
    drawn.drawString(60, 800, "Northgate Paper Ltd")
    drawn.drawString(60, 770, "INVOICE")
    drawn.drawString(300, 770, "Invoice No:")
    drawn.drawString(400, 770, number)
    drawn.drawString(300, 755, "Invoice Date:")
    drawn.drawString(400, 755, "14 October 2026")
    for x, word in zip(COLUMNS, HEADS, strict=True):
        drawn.drawString(x, 700, word)
    y = 680
    for row in rows:
        for x, word in zip(COLUMNS, row, strict=True):
            drawn.drawString(x, y, word)
        y -= 20
    if totals:
        for word, amount in (("Subtotal", "145.00"), ("VAT 20%", "29.00"), ("Total", "GBP 174.00")):
            y -= 20
            drawn.drawString(380, y, word)
            drawn.drawString(480, y, amount)
    drawn.drawString(280, 40, paging)
    drawn.save()
    return file.getvalue()


FIRST = page("NP-4711", "Page 1 of 2", ROWS, totals=False)
SECOND = page("NP-4711", "Page 2 of 2", MORE, totals=True)


def reader(content: bytes, _profiles: tuple[SupplierProfile, ...], _taught: object = ()) -> object:
    return read(content, NO_HINTS)


def put(*contents: bytes) -> tuple[Attachment, ...]:
    files = tuple(
        Attachment(f"{at}.pdf", "application/pdf", one) for at, one in enumerate(contents)
    )
    return joined(reader, files, ())  # type: ignore[arg-type]  # the real reader, without taught layouts


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_two_pages_in_two_files_are_one_document_in_the_right_order(
    order: tuple[bytes, ...],
) -> None:
    (whole,) = put(*order)
    reading = read(whole.content, NO_HINTS)
    assert reading.pages == 2
    assert reading.text("gross_total") == "174.00"
    assert [line.description for line in reading.lines] == [row[0] for row in ROWS + MORE]
    assert put(*order)[0].content == whole.content


def test_a_file_that_is_no_part_stays_beside_the_whole() -> None:
    other = page("NP-9", "", MORE, totals=False)
    files = put(other, FIRST, SECOND)
    assert [one.name for one in files] == ["0.pdf", "1.pdf"]
    assert files[0].content == other


@pytest.mark.parametrize(
    "files",
    [
        (FIRST, page("NP-4712", "Page 2 of 2", MORE, totals=True)),
        (FIRST, page("NP-4711", "Page 2 of 3", MORE, totals=True)),
        (FIRST, page("NP-4711", "", MORE, totals=True)),
        (FIRST, page("NP-4711", "Page 2 of 2", (("Toner", "1", "90.00", "90.00"),), totals=True)),
        (FIRST, FIRST, SECOND),
        (FIRST, b"%PDF-1.7 broken"),
    ],
    ids=["another number", "a page lacks", "not numbered", "sums fail", "a page twice", "broken"],
)
def test_what_does_not_prove_itself_stays_apart(files: tuple[bytes, ...]) -> None:
    assert [one.content for one in put(*files)] == list(files)
