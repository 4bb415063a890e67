"""Reports as files: exact amounts, and foreign text that is neither formula nor markup."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default

import openpyxl
import pypdfium2
import pytest

from feeds.letter_mail import eml
from feeds.report_csv import as_csv
from feeds.report_pdf import pdf
from feeds.report_xlsx import xlsx
from model.money import Money
from model.reports import LetterDraft, Report, ReportTable

EVIL = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def report(*rows: tuple[object, ...]) -> Report:
    columns = ("Date", "Number", "Amount", "Reason")
    table = ReportTable("Differences [1/2]", columns, rows, ("", "", eur("1928.64"), ""))  # type: ignore[arg-type]  # of a test
    return Report("Statement reconciliation", (("Supplier", "=1+1"),), (table,))


ROW = (date(2026, 10, 31), "RE-4711", eur("-1928.64"), "The statement says EUR 9 more.")


@pytest.mark.parametrize("evil", EVIL)
def test_foreign_text_is_never_a_formula(evil: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(report((None, evil, eur("1.00"), evil)))))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    cell = book.worksheets[1]["B2"]
    assert cell.value == evil
    assert cell.quotePrefix
    assert f"'{evil}" in as_csv(report((None, evil, None, "")).tables[0]).replace('"', "")


def test_a_workbook_holds_amounts_as_numbers_and_dates_as_dates() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(report(ROW))))
    sheet = book.worksheets[1]
    assert sheet.title == "1 Differences  1 2 "
    assert sheet["A2"].value == datetime(2026, 10, 31)  # noqa: DTZ001 - a workbook's date
    assert sheet["C2"].value == -1928.64
    assert sheet["C2"].number_format == '"EUR" #,##0.00;-"EUR" #,##0.00'
    assert sheet["C3"].value == 1928.64


def test_control_characters_do_not_break_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(report((None, "a\x00\x1bb", None, "")))))
    assert book.worksheets[1]["B2"].value == "ab"


def test_a_csv_has_plain_numbers_and_the_currency_last() -> None:
    assert as_csv(report(ROW).tables[0]) == (
        "Date,Number,Amount,Reason,Currency\n"
        "2026-10-31,RE-4711,-1928.64,The statement says EUR 9 more.,EUR\n"
    )


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_pdf_shows_foreign_text_as_it_is_and_goes_on_over_pages() -> None:
    marked = "<b>bold</b> &amp; <a href='x'>Thạch</a> 漢"
    content = pdf(report((None, marked, eur("1.00"), "x" * 5000), *[ROW] * 80))
    text = words(content)
    assert "<b>bold</b> &amp; <a" in text
    assert "Thach</a> ?" in text.replace("\r\n", " ")  # what the font lacks loses its mark
    assert "EUR -1,928.64" in text
    assert "Page 3" in text
    assert content == pdf(report((None, marked, eur("1.00"), "x" * 5000), *[ROW] * 80))


def test_a_draft_is_a_mail_that_nobody_has_sent() -> None:
    letter = LetterDraft("fr", "Votre relevé : pièces\r\nBcc: a@b.example", "Bonjour, où ?\n")
    mail = message_from_bytes(eml(letter, to=["a@nw.example"], made=NOW), policy=default)
    assert mail["Subject"] == "Votre relevé : pièces Bcc: a@b.example"
    assert mail["Bcc"] is None
    assert (mail["X-Unsent"], mail["To"]) == ("1", "a@nw.example")
    assert mail.get_content().splitlines() == ["Bonjour, où ?"]
