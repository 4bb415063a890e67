from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from model.documents import DocumentFormat
from model.errors import DocumentRefused, DocumentTooLarge, DocumentUnsafe
from parsers.invoices import parts
from parsers.safety import gate, sandbox
from tests.parsers import edi, paper, xml

SHEET = "Invoice no;Date;Description;Quantity;Net;VAT;Gross;Currency\n"


def numbers(content: bytes) -> list[str | None]:
    return [parsers.read(part).text("invoice_number") for part in parts.split(content)]


def renamed(content: bytes, number: str) -> bytes:
    return content.replace(b"FT-881", number.encode()).replace(b"RE-881", number.encode())


def bare(content: bytes) -> bytes:
    """XML without its declaration."""
    return content.partition(b"?>")[2]


def batch(*invoices: bytes) -> bytes:
    return b"<Batch><Header/>" + b"".join(map(bare, invoices)) + b"</Batch>"


def fatturapa() -> bytes:
    bodies = "".join(
        edi.BODY.format(kind="TD01").replace("FT-881", number) for number in ("FT-1", "FT-2")
    )
    return edi.FATTURAPA.format(body=bodies).encode()


def edifact() -> bytes:
    text = edi.edifact().decode()
    start, end = text.index("UNH"), text.index("UNZ")
    second = text[start:end].replace("FT-881", "FT-2")
    return (text[:end].replace("FT-881", "FT-1") + second + "UNZ+2+1'\n").encode()


def x12() -> bytes:
    text = edi.x12().decode()
    start, end = text.index("ST*810"), text.index("GE*")
    second = text[start:end].replace("FT-881", "FT-2")
    return (text[:end].replace("FT-881", "FT-1") + second + text[end:]).encode()


def sheet() -> bytes:
    rows = [f"FT-{n};14.03.2026;Paper;1;100,00;19,00;119,00;EUR\n" for n in (1, 2)]
    return (SHEET + "".join(rows)).encode()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(SHEET.strip().split(";"))
    for number in (1, 2):
        page.append([f"FT-{number}", "2026-03-14", "Paper", 1, 100.5, 19.1, 119.6, "EUR"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SEVERAL = {
    "fatturapa": fatturapa(),
    "edifact": edifact(),
    "x12": x12(),
    "csv": sheet(),
    "xlsx": workbook(),
    "ubl": batch(renamed(xml.ubl(), "FT-1"), renamed(xml.ubl(), "FT-2")),
    "cii": batch(xml.cii("FT-1"), xml.cii("FT-2")),
    "behind": renamed(xml.ubl(), "FT-1") + b"\n" + renamed(xml.ubl(), "FT-2"),
}
ONE = {
    "fatturapa": edi.fatturapa(), "edifact": edi.edifact(), "x12": edi.x12(), "ubl": xml.ubl(),
    "cii": xml.cii(), "cxml": edi.cxml(), "pidx": edi.pidx(), "text": b"Invoice 7 over 100.00",
    "csv": SHEET.encode() + b"FT-1;14.03.2026;Paper;1;100,00;19,00;119,00;EUR\n" * 2,
    "statement": b"Date;Reference;Amount\n2026-03-01;A1;1.00\n2026-03-02;A2;2.00\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_each_invoice_of_a_file_is_a_file_that_proves_itself(name: str) -> None:
    content = SEVERAL[name]
    assert gate.may_be_several(content)
    assert numbers(content) == ["FT-1", "FT-2"]
    assert all(parsers.read(part).accept for part in parts.split(content))
    assert parts.split(content) == parts.split(content)


@pytest.mark.parametrize("name", ONE)
def test_a_file_with_one_invoice_is_its_own_only_part(name: str) -> None:
    assert parts.split(ONE[name]) == [ONE[name]]
    assert sandbox.parts_safely(ONE[name]) == (ONE[name],)


def test_the_message_of_an_interchange_is_counted_anew() -> None:
    first, _ = parts.split(edifact())
    assert b"UNZ+1+" in first
    assert first.count(b"UNH") == 1


def test_an_invoice_in_an_envelope_is_taken_out_of_it() -> None:
    envelope = b"<Standard><Business>" + bare(xml.ubl()) + b"</Business></Standard>"
    assert gate.may_be_several(envelope)
    (inside,) = parts.split(envelope)
    assert parsers.read(inside).format is DocumentFormat.UBL


def test_the_parts_of_a_sheet_are_csv() -> None:
    first, second = parts.split(workbook())
    assert first.decode().splitlines()[1:] == ["FT-1;2026-03-14;Paper;1;100.50;19.10;119.60;EUR"]
    assert second != first


def test_more_invoices_than_people_send_are_refused() -> None:
    rows = "".join(f"FT-{n};14.03.2026;Paper;1;1,00;0,19;1,19;EUR\n" for n in range(parts.MOST + 1))
    with pytest.raises(DocumentTooLarge):
        parts.split((SHEET + rows).encode())


def test_a_batch_that_declares_a_document_type_is_not_opened() -> None:
    declared = b'<!DOCTYPE Batch [<!ENTITY x "y">]>' + batch(xml.ubl(), xml.ubl())
    with pytest.raises(DocumentUnsafe):
        parts.split(declared)
    assert sandbox.parts_safely(declared) == (declared,)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", xml.ubl(), xml.cii(), edi.edifact(), b"<a/>"])
def test_most_files_are_not_looked_into(content: bytes) -> None:
    assert not gate.may_be_several(content)


@pytest.mark.parametrize("start", ["UNA", "UNA:+.? ", "UNB", "ISA", "ISA*", "MI", "PK", "<"])
def test_a_file_that_ends_where_its_separators_are_named_has_no_parts(start: str) -> None:
    assert sandbox.parts_safely(start.encode()) == (start.encode(),)


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from([*SEVERAL.values(), b""]), st.integers(0, 400))
def test_no_bytes_break_the_cutting(noise: bytes, start: bytes, kept: int) -> None:
    try:
        found = parts.split(start[:kept] + noise)
    except DocumentRefused:
        return
    assert found


def headed(
    page: paper.Page, number: str | None, title: str = "INVOICE", *, total: bool = True
) -> None:
    """A page that is headed by a number, or goes on with the one before; then a page break."""
    if number:
        page.write(50, 60, title, 18, bold=True)
        page.write(330, 60, f"{title.capitalize()} No: {number}")
        page.write(330, 76, "Date: 25 March 2026")
    if total:
        rows = (("Subtotal", "100.00"), ("VAT 20 %", "20.00"), ("Total due", "$120.00"))
        for row, (label, amount) in enumerate(rows):
            page.write(300, 300 + 16 * row, label)
            page.write(500, 300 + 16 * row, amount, right=True)
    page.canvas.showPage()


def bundle(*sheets: tuple[str | None, str, bool]) -> bytes:
    page = paper.Page.new()
    for number, title, total in sheets:
        headed(page, number, title, total=total)
    return page.done()


def test_each_invoice_of_a_pdf_is_a_pdf_with_all_of_its_pages() -> None:
    content = bundle(
        ("FT-8811", "INVOICE", False),
        (None, "", True),
        ("FT-8812", "Credit note", True),
        ("FT-8813", "INVOICE", True),
        ("FT-8813", "INVOICE", False),
    )
    assert gate.may_be_several(content)
    found = parts.split(content)
    readings = [parsers.read(part) for part in found]
    assert [one.text("invoice_number") for one in readings] == ["FT-8811", "FT-8812", "FT-8813"]
    assert [one.pages for one in readings] == [2, 1, 2]
    assert all(one.accept for one in readings)
    assert parts.split(content) == found


@pytest.mark.parametrize(
    "rest",
    [
        (None, "", False),
        ("FT-8811", "INVOICE", False),
        ("FT-9999", "Delivery note", False),
    ],
)
def test_pages_that_go_on_with_an_invoice_stay_with_it(rest: tuple[str | None, str, bool]) -> None:
    content = bundle(("FT-8811", "INVOICE", True), rest)
    assert parts.split(content) == [content]
    assert parsers.read(content).accept


def test_an_invoice_that_is_headed_but_not_whole_is_shown_to_a_person() -> None:
    content = bundle(("FT-8811", "INVOICE", True), ("FT-8812", "INVOICE", False))
    assert parts.split(content) == [content]
    reading = parsers.read(content)
    assert not reading.accept
    doubt = next(check for check in reading.checks if check.name == "One document in the file")
    assert doubt.detail == "The file holds 2 invoices; others begin at page 2."


def test_too_many_bodies_are_refused_before_they_are_copied() -> None:
    bodies = "<FatturaElettronicaBody/>" * (parts.MOST + 1)
    with pytest.raises(DocumentTooLarge, match="more than 500"):
        parts.split(f"<FatturaElettronica>{bodies}</FatturaElettronica>".encode())
