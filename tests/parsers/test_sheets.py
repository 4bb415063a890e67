from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from model.documents import DocumentFormat, DocumentKind, EvidenceSource, ReadState
from model.errors import DocumentRefused
from parsers import grids
from parsers.hints import Hints
from tests.parsers.paper import LANGUAGES, LINES, Words

NET, TAX, GROSS = Decimal("1445.50"), Decimal("274.65"), Decimal("1720.15")
EURO = '#,##0.00 "€"'


def workbook(rows: Sequence[Sequence[Any]], **formats: str) -> bytes:
    """A workbook of one sheet; `formats` name the number formats of cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Invoice"
    for row in rows:
        sheet.append(list(row))
    for cell, form in formats.items():
        sheet[cell].number_format = form
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def laid_out(words: Words, *, gross: Decimal = GROSS) -> bytes:
    """An invoice as people lay it out in cells, in one language."""
    items = [[text, float(quantity), float(price), float(quantity * price)]
             for text, quantity, price in LINES]  # fmt: skip
    head: list[list[Any]] = [
        [words.seller, None, None, words.title],
        ["12 Mill Lane"],
        [],
        [words.bill_to, None, words.number, "RE-2026-0417"],
        [words.buyer, None, words.day, date(2026, 3, 14)],
        ["1 Quay Road", None, words.due, date(2026, 4, 13)],
        [],
        list(words.columns),
    ]
    sums = [[None, None, words.net, float(NET)], [None, None, words.tax, float(TAX)],
            [None, None, words.gross, float(gross)]]  # fmt: skip
    rows = [*head, *items, [], *sums]
    sign = '#,##0.00 "£"' if words.sign == "£" else EURO
    return workbook(rows, D13=sign, D14=sign, D15=sign, B9="0", C9="0.00", D9="0.00")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invoice_laid_out_in_cells_is_read_with_the_cell_of_each_value(language: str) -> None:
    words = LANGUAGES[language]
    reading = parsers.read(laid_out(words))
    assert (reading.kind, reading.format) == (DocumentKind.INVOICE, DocumentFormat.XLSX)
    assert reading.text("invoice_number") == "RE-2026-0417"
    assert reading.text("issue_date") == "2026-03-14"
    assert reading.text("due_date") == "2026-04-13"
    assert (reading.text("net_total"), reading.text("gross_total")) == ("1445.50", "1720.15")
    assert reading.text("currency") == ("GBP" if language == "en" else "EUR")
    assert [line.total for line in reading.lines] == [q * p for _, q, p in LINES]
    assert reading.accept
    evidence = reading.fields["invoice_number"].evidence
    assert (evidence.place, evidence.page, evidence.box) == ("Invoice!D4", None, None)
    assert "Invoice!D4" in evidence.why


def test_an_invoice_in_cells_whose_sum_does_not_hold_is_not_accepted() -> None:
    reading = parsers.read(laid_out(LANGUAGES["de"], gross=GROSS + 1))
    assert not reading.accept
    assert "gross_total" in reading.doubtful()


FLAT = """Rechnungsnummer;Rechnungsdatum;Lieferant;Bezeichnung;Menge;Einzelpreis;Betrag;Netto;MwSt;Brutto;Währung
RE-1;14.03.2026;Papierwerk Nord GmbH;Papier;2;500,00;1.000,00;1.100,00;209,00;1.309,00;EUR
RE-1;14.03.2026;Papierwerk Nord GmbH;Stifte;4;25,00;100,00;1.100,00;209,00;1.309,00;EUR
"""  # noqa: E501 - the rows of a file


def test_rows_of_one_number_are_one_invoice_with_its_lines() -> None:
    reading = parsers.read(FLAT.encode())
    assert reading.format is DocumentFormat.CSV
    assert reading.text("invoice_number") == "RE-1"
    assert (reading.text("net_total"), reading.text("tax_total")) == ("1100.00", "209.00")
    assert reading.text("seller_name") == "Papierwerk Nord GmbH"
    assert [(line.description, line.total) for line in reading.lines] == [
        ("Papier", Decimal("1000.00")),
        ("Stifte", Decimal("100.00")),
    ]
    assert reading.accept
    evidence = reading.fields["gross_total"].evidence
    assert (evidence.source, evidence.place) == (EvidenceSource.TABLE, "row 2, column 10")


def test_amounts_that_differ_from_row_to_row_are_the_lines_and_are_added_up() -> None:
    rows = (
        "invoice_number,invoice_date,description,quantity,unit_price,net,vat,gross,currency\n"
        "7,2026-03-14,Paper,2,50.00,100.00,20.00,120.00,GBP\n"
        "7,2026-03-14,Pens,1,10.00,10.00,2.00,12.00,GBP\n"
    )
    reading = parsers.read(rows.encode())
    assert (reading.text("net_total"), reading.text("gross_total")) == ("110.00", "132.00")
    assert reading.fields["net_total"].evidence.place is None
    assert reading.accept


def test_a_table_whose_sums_do_not_hold_is_not_accepted() -> None:
    reading = parsers.read(FLAT.replace("1.309,00", "1.319,00").encode())
    assert not reading.accept
    assert parsers.read(FLAT.replace("1.000,00", "1.010,00").encode()).accept is False


def test_a_table_without_a_currency_is_not_accepted() -> None:
    reading = parsers.read(FLAT.replace("EUR", "").encode())
    assert reading.unproved == ("currency",)


def test_a_negative_total_is_a_credit_note() -> None:
    rows = "Invoice no;Date;Net;VAT;Gross;Currency\nCN-1;14.03.2026;-100,00;-19,00;-119,00;EUR\n"
    rows += "CN-1;14.03.2026;-100,00;-19,00;-119,00;EUR\n"
    assert parsers.read(rows.encode()).kind is DocumentKind.CREDIT_NOTE


def test_several_invoices_in_a_sheet_are_never_accepted_as_one() -> None:
    reading = parsers.read((FLAT + FLAT.splitlines()[1].replace("RE-1", "RE-2")).encode())
    assert not reading.accept
    assert any("2 invoices" in check.detail for check in reading.checks)


def test_an_expected_statement_stays_one() -> None:
    rows = b"Invoice no;Date;Net;VAT;Gross;Currency\nRE-1;14.03.2026;100,00;19,00;119,00;EUR\n"
    reading = parsers.read(rows, Hints(kind=DocumentKind.STATEMENT))
    assert reading.kind is DocumentKind.STATEMENT


def test_a_formula_without_its_result_needs_a_person() -> None:
    content = laid_out(LANGUAGES["de"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert sheet is not None
    sheet["D9"] = "=B9*C9"
    file = io.BytesIO()
    book.save(file)
    reading = parsers.read(file.getvalue())
    assert not reading.accept
    assert any("Invoice!D9" in check.detail for check in reading.checks)


def test_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(laid_out(LANGUAGES["de"])))
    sheet = book.active
    assert sheet is not None
    sheet.sheet_state = "hidden"
    book.create_sheet("Note").append(["Nothing here"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(DocumentRefused):
        parsers.read(file.getvalue())


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1204.5, EURO, "1204.50 €"), (0.19, "0%", "19 %"), (3, "General", "3"),
        (0.30000000000000004, "General", "0.30"), (0.1234, "General", "0.1234"),
        (23.7975, "#,##0.00", "23.80"), (-5.5, "[$EUR] 0.00", "-5.50 EUR"),
        (date(2026, 3, 14), "dd.mm.yyyy", "2026-03-14"), (True, "General", "True"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_shows(value: Any, form: str, shown: str) -> None:
    (grid,) = grids.of_xlsx(workbook([[value]], A1=form))
    assert grid.rows == ((shown,),)


def test_an_invoice_as_html_names_the_element_of_each_value() -> None:
    words = LANGUAGES["de"]
    rows = "".join(
        f"<tr><td>{text}</td><td>{q}</td><td>{p}</td><td>{q * p}</td></tr>".replace(".", ",")
        for text, q, p in LINES
    )
    heads = "".join(f"<th>{column}</th>" for column in words.columns)
    page = (
        f"<html><body><p>{words.seller}</p><h1>Rechnung</h1>"
        "<p>Rechnungsnummer: RE-2026-0417</p><p>Rechnungsdatum: 14.03.2026</p>"
        f"<p hidden>Rechnungsnummer: RE-9999</p><p style='display: none'>Brutto: 9,00 €</p>"
        f"<table><tr>{heads}</tr>{rows}"
        "<tr><td></td><td></td><td>Nettobetrag</td><td>1.445,50 €</td></tr>"
        "<tr><td></td><td></td><td>zzgl. 19 % MwSt.</td><td>274,65 €</td></tr>"
        "<tr><td></td><td></td><td>Gesamtbetrag</td><td>1.720,15 €</td></tr></table></body></html>"
    )
    reading = parsers.read(page.encode())
    assert reading.text("invoice_number") == "RE-2026-0417"
    assert reading.accept
    assert reading.fields["gross_total"].evidence.place == "/html/body/table/tr[7]/td[4]"
    assert "RE-9999" not in str(reading)


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers_of_sheets(noise: bytes) -> None:
    for start in (b"Invoice no;Date;Net;VAT;Gross\n", b"<html><table>", b"PK\x03\x04", b""):
        try:
            reading = parsers.read(start + noise)
        except DocumentRefused:
            continue
        assert reading.state in set(ReadState)
