"""What is in our favour, by the book, the word or the column it has; and lists that come again."""

from datetime import date
from decimal import Decimal

import pytest

from model.documents import DocumentKind, Reading
from parsers.statements.statement_series import Book
from tests.parsers.test_statement_proof import doubt_of
from tests.parsers.test_statement_proof import read as read_of
from tests.parsers.test_statement_shapes import print_of

_FAVOUR = "a line in our favour that may be a credit note or a payment"


def kinds(reading: Reading) -> list[str]:
    assert reading.statement is not None
    return [one.kind.value for one in reading.statement.lines]


@pytest.mark.parametrize(
    ("word", "kind"), [("Recibo", "payment"), ("Quittung", "payment"), ("Retorno", "credit_note")]
)
def test_a_receipt_on_our_side_is_a_payment_though_its_code_is_an_invoice_s(
    word: str, kind: str
) -> None:
    reading = read_of(
        "Document No;Date;Type;Text;Debit;Credit",
        "5101;05.03.2026;FT;Fatura;900,00;",
        f"5102;09.03.2026;RE;{word};;300,00",
        "5103;18.03.2026;FT;Fatura;200,00;",
        "Total;;;;800,00;",
    )
    assert kinds(reading) == ["invoice", kind, "invoice"]
    assert reading.accept is (kind == "payment")


def test_an_invoice_s_code_that_no_line_owed_has_says_no_kind() -> None:
    rows = (
        "Document No;Date;Type;Debit;Credit",
        "5101;05.03.2026;FT;900,00;",
        "5102;09.03.2026;{};;300,00",
        "5103;18.03.2026;FT;200,00;",
        "Total;;;800,00;",
    )
    other, same = (read_of(*(row.format(code) for row in rows)) for code in ("RE", "FT"))
    assert doubt_of(other) == _FAVOUR
    assert same.accept
    assert kinds(same) == ["invoice", "credit_note", "invoice"]


def test_a_number_of_the_invoices_book_is_a_credit_note_s_and_a_person_looks() -> None:
    reading = read_of(
        "Document No;Date;Due date;Amount",
        "L-2041;05.03.2026;05.04.2026;900,00",
        "LC-2044;09.03.2026;;-50,00",
        "BK-0107;12.03.2026;;-300,00",
        "L-2047;18.03.2026;18.04.2026;200,00",
        "L-2052;20.03.2026;20.04.2026;200,00",
        "Total;;;950,00",
    )
    assert kinds(reading) == ["invoice", "credit_note", "payment", "invoice", "invoice"]
    assert doubt_of(reading) == _FAVOUR


@pytest.mark.parametrize(
    ("number", "day", "held"),
    [
        ("FVC6502/2026", 7, True),
        ("FVC6502/2026", 20, False),
        ("RFV6530/2026", 25, True),
        ("FVC9530/2026", 25, False),
        ("6502/2026", 7, False),
        ("BK6502/2026", 7, False),
        ("FVC1/6502", 7, False),
        ("", 7, False),
    ],
)
def test_a_book_holds_what_is_numbered_as_its_days_go(number: str, day: int, held: bool) -> None:
    documents = [(3, "FV6495/2026"), (9, "FV6511/2026"), (19, "FV6528/2026")]
    book = Book.of((date(2026, 5, at), own) for at, own in documents)
    assert book.holds(date(2026, 5, day), number) is held


def test_a_line_with_an_order_as_the_documents_have_is_one_of_their_book() -> None:
    documents = [(3, "FV6495"), (9, "FV6511"), (19, "FV6528")]
    book = Book.of(((date(2026, 5, at), own) for at, own in documents), ["order"])
    assert book.holds(date(2026, 5, 7), "DB6502", {"date", "order"})
    assert not book.holds(date(2026, 5, 7), "DB6502", {"date"})


def test_numbers_that_do_not_rise_make_no_book() -> None:
    documents = [(3, "FV6495"), (9, "FV6411"), (19, "FV6528")]
    book = Book.of((date(2026, 5, at), own) for at, own in documents)
    assert not book.holds(date(2026, 5, 12), "FVC6512")


def test_what_is_late_and_listed_again_below_is_read_once() -> None:
    reading = print_of(
        "!Open items",
        "Date;Number;Due date;Amount;Remaining;Balance",
        "03.04.2026;INV-101;03.05.2026;900,00;400,00;400,00",
        "09.04.2026;INV-102;09.05.2026;200,00;200,00;600,00",
        "12.05.2026;INV-103;12.06.2026;300,00;300,00;900,00",
        "Total due;_;_;_;_;900,00",
        "!Overdue items",
        "Date;Number;Due date;Amount;Remaining",
        "03.04.2026;INV-101;03.05.2026;900,00;400,00",
        "09.04.2026;INV-102;09.05.2026;200,00;200,00",
        "Total overdue;_;_;_;600,00",
        at=(40, 120, 200, 300, 380, 460),
    )
    assert reading.statement is not None
    assert [one.amount.amount for one in reading.statement.lines] == [400, 200, 300]
    assert reading.statement.closing == 900
    assert reading.accept


def test_a_second_list_with_a_line_of_its_own_is_no_repetition() -> None:
    reading = print_of(
        "Date;Number;Due date;Amount",
        "03.04.2026;INV-101;03.05.2026;900,00",
        "09.04.2026;INV-102;09.05.2026;200,00",
        "Date;Number;Due;Amount",
        "03.04.2026;INV-101;03.05.2026;900,00",
        "10.04.2026;INV-104;09.05.2026;100,00",
        "Total due;_;_;2.100,00",
        at=(40, 120, 200, 300),
    )
    assert reading.statement is not None
    assert len(reading.statement.lines) == 4
    assert not reading.accept


@pytest.mark.parametrize("left", ["Zahlbetrag mit Skonto", "K úhradě se skontem", "Kolonne 6"])
def test_what_is_left_after_a_discount_for_all_is_not_what_is_owed(left: str) -> None:
    reading = print_of(
        f"Rechnung Nr.;Rechnungsdatum;Skonto bis;Betrag;Skonto 2%;{left}",
        "INV-101;03.04.2026;17.04.2026;900,00;18,00;882,00",
        "INV-102;09.04.2026;23.04.2026;200,00;4,00;196,00",
        "INV-103;12.04.2026;26.04.2026;333,33;6,67;326,66",
        "Summe;_;_;1.433,33;28,67;1.404,66",
        at=(40, 120, 200, 290, 360, 430),
    )
    assert reading.kind is DocumentKind.STATEMENT
    assert reading.statement is not None
    assert [one.amount.amount for one in reading.statement.lines][:2] == [900, 200]
    assert reading.statement.closing == Decimal("1433.33")
    assert reading.accept


def test_the_header_of_the_amounts_says_their_currency_and_no_column_of_foreign_ones() -> None:
    reading = print_of(
        "!Statement of account",
        "Customer;Date;Currency",
        "42564;31.05.2026;GBP",
        "Invoice no.;Date;Ccy;Foreign amount;Amount GBP",
        "INV-101;03.04.2026;USD;1.080,00;900,00",
        "INV-102;09.04.2026;USD;220,00;200,00",
        "INV-103;12.04.2026;USD;150,00;100,00",
        "Total outstanding;_;_;_;1.200,00",
        at=(40, 120, 210, 300, 400),
    )
    assert reading.statement is not None
    assert reading.statement.account == "42564"
    assert reading.statement.currency == "GBP"
    assert [one.amount.currency for one in reading.statement.lines] == ["GBP"] * 3
    assert [one.amount.amount for one in reading.statement.lines] == [900, 200, 100]


def test_amounts_in_another_currency_than_the_page_names_wait_for_a_person() -> None:
    reading = print_of(
        "!Statement of account",
        "Customer;Date;Currency",
        "42564;31.05.2026;GBP",
        "Invoice no.;Date;Ccy;Amount",
        "INV-101;03.04.2026;USD;900,00",
        "INV-102;09.04.2026;USD;200,00",
        "Total outstanding;_;_;1.100,00",
        at=(40, 120, 210, 300),
    )
    assert doubt_of(reading) == "amounts in USD, where the page says GBP"
    assert not reading.accept


def test_a_day_set_close_behind_a_number_is_a_column_of_its_own_below_unknown_headers() -> None:
    reading = print_of(
        "Ssz.;Szamlaszam;Kelt;Esed.;Osszeg",
        "1;FV5578/26;2026.01.03.;2026.02.02.;120,44",
        "2;FV5601/26;2026.01.06.;2026.02.05.;179,56",
        "3;FV5628/26;2026.01.09.;2026.02.08.;451,00",
        "Osszesen;_;_;_;751,00",
        at=(40, 60, 107, 157, 300),
    )
    assert reading.kind is DocumentKind.STATEMENT
    assert reading.statement is not None
    assert reading.statement.lines[0].reference == "FV5578/26"
    assert reading.statement.closing == 751
