from __future__ import annotations

from datetime import date

import pytest
from facturx import get_xml_from_pdf
from pypdfium2 import PdfDocument

from billhook.demo import formats
from billhook.demo.archive import Archive
from billhook.demo.printing import press
from billhook.demo.shapes import Document
from billhook.demo.world import WORLD
from model.documents import DocumentKind


def text_of(content: bytes) -> str:
    with PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.mark.parametrize("document", WORLD.documents, ids=lambda one: one.number)
def test_the_page_shows_number_date_and_amount(archive: Archive, document: Document) -> None:
    language = WORLD.seller(document.seller).language
    text = text_of(archive.pdf(document)).replace("\u00a0", " ")
    amount = formats.money(language, document.gross).replace("\u00a0", " ")
    assert document.number in text
    assert formats.day(language, document.issued) in text
    assert amount.removeprefix("-") in text
    assert WORLD.seller(document.seller).vat_id.removeprefix("ES") in text
    if document.po_number:
        assert document.po_number in text


def test_the_page_shows_the_account_that_is_to_be_paid(archive: Archive) -> None:
    moved = WORLD.document("VDM26-0451")
    text = text_of(archive.pdf(moved)).replace(" ", "")
    assert moved.iban in text
    assert WORLD.seller("vandermeer").iban not in text


def test_printing_twice_gives_the_same_bytes() -> None:
    for number in ("KIT-20951", "FA-2026-01187", "VDM26-0451", "ST-2026-10"):
        document = WORLD.document(number)
        assert press.pdf(WORLD, document) == press.pdf(WORLD, document)


def test_the_archive_prints_once_and_leaves_no_half_file(archive: Archive) -> None:
    hybrid = WORLD.document("RE-2026-104877")
    assert archive.pdf(hybrid) == archive.pdf(hybrid)
    assert not list(archive.folder.glob("*.part"))


def test_the_hybrid_says_in_xml_what_its_page_says(archive: Archive) -> None:
    document = WORLD.document("RE-2026-104877")
    name, xml = get_xml_from_pdf(archive.pdf(document))
    assert name == "factur-x.xml"
    for value in (
        document.number,
        str(document.net),
        str(document.gross),
        document.iban,
        "K-77120",
    ):
        assert value.encode() in xml


def test_only_one_document_is_a_hybrid() -> None:
    assert [one.number for one in WORLD.documents if one.hybrid] == ["RE-2026-104877"]


def test_the_statement_exports_every_line_as_csv() -> None:
    statement = WORLD.document("ST-2026-10")
    table = press.statement_csv(statement).decode().splitlines()
    assert table[0] == "Date,Type,Reference,Due date,Amount,Balance,Currency"
    assert len(table) == 1 + len(statement.statement_lines)
    assert table[-1] == "29/10/2026,Invoice,BR-70433,28/11/2026,314.88,2320.44,GBP"


def test_a_credit_note_of_brightline_shows_no_minus(archive: Archive) -> None:
    credit = WORLD.document("CR-2231")
    assert credit.kind is DocumentKind.CREDIT_NOTE
    assert "-13.68" not in text_of(archive.pdf(credit))
    assert credit.issued == date(2026, 10, 28)
