"""What a bookkeeper sees in how a statement is set: boxes, titles, sums and labels are no lines."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import parsers
from model.documents import Reading, StatementLine
from parsers.paper import words
from parsers.paper.layout import arrange
from parsers.statements.statement_foreign import in_own_currency
from parsers.statements.statement_heads import heads_of
from parsers.statements.statements import TableRow


def page(*tables: str) -> Reading:
    """What is read of a page of tables: rows by line, cells by semicolon, `_` an empty one."""
    made = "".join(
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{cell.strip('_')}</td>" for cell in row.split(";")) + "</tr>"
            for row in table.strip().splitlines()
        )
        + "</table>"
        for table in tables
    )
    return parsers.read(f"<html><body><h1>Account</h1><p>All in EUR</p>{made}</body>".encode())


def told(reading: Reading) -> list[tuple[str, Decimal]]:
    assert reading.statement is not None
    return [(one.reference, one.amount.amount) for one in reading.statement.lines if one.reference]


def _lines_of(reading: Reading) -> tuple[StatementLine, ...]:
    assert reading.statement is not None
    return reading.statement.lines


_TWO = [("INV-101", Decimal(900)), ("INV-102", Decimal(200))]


def print_of(*rows: str, at: tuple[int, ...]) -> Reading:
    """What is read of printed pages."""
    return parsers.read(printed(*rows, at=at))


def printed(*rows: str, at: tuple[int, ...]) -> bytes:
    """Printed pages of rows that stand close, their cells at these places.

    A row of just a form feed turns the page; one that begins with `!` is a title.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 800, "All in EUR")
    down = 0
    for row in rows:
        down += 1
        if row == "\f":
            canvas.showPage()
            down = 0
        canvas.setFont("Helvetica", 16 if row.startswith("!") else 9)
        for left, cell in zip(at, row.split(";"), strict=False):
            canvas.drawString(left, 773 - 13 * down, cell.strip("_!"))
    canvas.save()
    return buffer.getvalue()


def test_a_box_of_the_day_the_account_and_what_is_due_is_no_line() -> None:
    reading = print_of(
        "Harbour Foods Ltd;_;Date;Customer No.;Currency;Amount Due",
        "Station Parade 8;_;30.04.2026;88123;EUR;1.100,00",
        "Bristol",
        "Date;Description;_;Charge;Payment;Balance",
        "01.04.2026;Balance forward;_;_;_;0,00",
        "03.04.2026;Invoice #INV-101;_;900,00;_;900,00",
        "09.04.2026;Invoice #INV-102;_;200,00;_;1.100,00",
        at=(40, 110, 200, 280, 360, 440),
    )
    assert told(reading) == _TWO


def test_a_title_below_a_header_takes_none_of_its_columns() -> None:
    reading = print_of(
        "Invoice date;Invoice no.;Type;Due date;Days;Amount;Outstanding",
        "Items now due",
        "03.04.2026;INV-101;Invoice;03.05.2026;14;900,00;900,00",
        "09.04.2026;INV-102;Invoice;09.05.2026;8;200,00;200,00",
        "Total outstanding;_;_;_;_;_;1.100,00",
        at=(40, 120, 200, 260, 340, 400, 460),
    )
    assert told(reading) == _TWO
    assert [one.day for one in reading.statement.lines] == [date(2026, 4, 3), date(2026, 4, 9)]


def test_a_label_with_a_day_opens_and_closes_and_is_no_line() -> None:
    reading = page("""Date;Entry;Document;Due;Charged EUR;Received EUR
Standing at 01.04.2026;_;_;_;50,00;_
03.04.2026;Invoice;INV-101;03.05.2026;900,00;_
05.04.2026;Payment;_;_;_;50,00
09.04.2026;Invoice;INV-102;09.05.2026;200,00;_
Standing at 30.04.2026;_;_;_;1.100,00;_""")
    assert told(reading) == _TWO
    assert (reading.statement.opening, reading.statement.closing) == (50, 1100)
    assert len(reading.statement.lines) == len([*_TWO, "the payment"])


def test_the_newest_may_lead_and_what_was_carried_stand_at_the_foot() -> None:
    reading = page("""Date;Transaction;Document;Amount;Balance
09.04.2026;Invoice;INV-102;200,00;1.150,00
03.04.2026;Invoice;INV-101;900,00;950,00
Balance brought forward;_;_;_;50,00""")
    assert told(reading) == _TWO[::-1]
    assert (reading.statement.opening, reading.statement.closing) == (50, 1150)


def test_a_number_below_the_word_for_its_document_is_that_line_s() -> None:
    reading = page("""Date;Reference;Remarks;Debit;Credit;Balance
03.04.2026;Sales Invoice;Against order PO-1;900,00;_;900,00
_;INV-101;_;_;_;_
09.04.2026;Sales Invoice;Against order PO-2;200,00;_;1.100,00
_;INV-102;_;_;_;_""")
    assert told(reading) == _TWO


def test_a_balance_that_does_not_run_is_what_is_left_of_each_document() -> None:
    rows = """Date;Voucher;Invoice;Due;Amount in currency;Balance in currency
2026-04-03;AR7001;INV-101;2026-05-03;1000.00;900.00
2026-04-09;AR7002;INV-102;2026-05-09;200.00;200.00
Total;_;_;_;_;1100.00"""
    assert (
        told(parsers.read(f"Account no;88\nCurrency;EUR\n{rows.replace('_', '')}".encode())) == _TWO
    )


def test_a_running_balance_says_what_was_carried_where_no_label_does() -> None:
    reading = page("""Date;Kind;Number;Debit;Credit;Balance
Carried along;_;_;_;_;50,00
03.04.2026;Invoice;INV-101;900,00;_;950,00
09.04.2026;Invoice;INV-102;200,00;_;1.150,00
12.04.2026;Invoice;INV-103;10,00;_;1.160,00
Total;_;_;1.110,00;_;_""")
    assert (reading.statement.opening, reading.statement.closing) == (50, 1160)


def test_codes_before_a_number_are_heard_and_money_without_a_document_is_a_payment() -> None:
    reading = page("""Date;Transaction;Amount;Balance
03.04.2026;INV #101. Due 03.05.2026.;900,00;900,00
05.04.2026;PMT #102.;-50,00;850,00
07.04.2026;CREDMEM #103.;-20,00;830,00
09.04.2026;Fully unheard of;-30,00;800,00""")
    kinds = ["invoice", "payment", "credit_note", "payment"]
    assert [one.kind.value for one in reading.statement.lines] == kinds
    assert [one.reference for one in reading.statement.lines][:3] == ["101", "102", "103"]
    assert not reading.accept  # nobody knows the words of the last one


def test_records_of_two_lines_are_read_with_the_days_below_them() -> None:
    reading = print_of(
        "Document;Amount;Balance",
        "Last statement;_;50,00",
        "Invoice 90101;900,00;950,00",
        "dated 03 Apr 2026, payable 03 May 2026",
        "Invoice 90102;200,00;1.150,00",
        "dated 09 Apr 2026, payable 09 May 2026",
        "Payment 70103;-50,00;1.100,00",
        "dated 12 Apr 2026",
        "To pay;_;1.100,00",
        at=(40, 300, 420),
    )
    lines = reading.statement.lines[1:]
    assert told(reading)[1:] == [("90101", 900), ("90102", 200), ("70103", -50)]
    assert [(one.day, one.due) for one in lines][:2] == [
        (date(2026, 4, 3), date(2026, 5, 3)),
        (date(2026, 4, 9), date(2026, 5, 9)),
    ]
    width, _ = A4
    assert all(one.box is not None and one.box.x + one.box.w < width for one in lines)


_FEET = [
    "Remit by ACH to 031100209, account 88120447",
    "Konto 123-456",
    "Customer No. 88120447",
    "IBAN account DE75512108001245126199",
]


@pytest.mark.parametrize("foot", _FEET)
def test_an_account_in_the_foot_of_pages_parts_no_statement(foot: str) -> None:
    head = "Date;Type;Document;Amount;Balance"
    reading = print_of(
        "Customer No. 88123",
        head,
        "01.04.2026;Balance forward;_;_;50,00",
        "03.04.2026;Invoice;INV-101;900,00;950,00",
        "_;Carried forward;_;_;950,00",
        foot,
        "\f",
        head,
        "_;Brought forward;_;_;950,00",
        "09.04.2026;Invoice;INV-102;200,00;1.150,00",
        "_;Closing balance;_;_;1.150,00",
        foot,
        at=(40, 120, 250, 350, 450),
    )
    assert len(reading.statements) == 1
    assert told(reading) == _TWO
    assert reading.statement.account == "88123"
    assert reading.accept


def test_an_account_that_stands_once_at_the_end_of_a_page_waits_for_a_person() -> None:
    head = "Date;Type;Document;Amount;Balance"
    reading = print_of(
        "Customer No. 88123",
        head,
        "03.04.2026;Invoice;INV-101;900,00;900,00",
        "Customer No. 99456",
        "\f",
        head,
        "09.04.2026;Invoice;INV-102;200,00;1.100,00",
        "_;Closing balance;_;_;1.100,00",
        at=(40, 120, 250, 350, 450),
    )
    assert not reading.accept


def test_days_with_names_of_months_in_a_fixed_width_face_part_no_header() -> None:
    content = printed(
        "INV;DATE;DUE DATE;REFERENCE;AMOUNT",
        "Apr;02, 2026;May 02, 2026;INV-101;900.00",
        "Apr;09, 2026;May 09, 2026;INV-102;200.00",
        at=(40, 60, 140, 240, 350),
    )
    ((_, columns),) = heads_of(arrange(words.read_pages(content)))
    assert [header.text for _, header in columns] == ["INV DATE", "DUE DATE", "REFERENCE", "AMOUNT"]


def test_amounts_in_other_currencies_stand_aside_where_rates_make_them_those_of_the_account() -> (
    None
):
    reading = page("""Our invoice;Date;Invoice value;Cur;Due;Balance GBP
INV-101;03.04.2026;984,00;USD;03.05.2026;900,00
INV-102;09.04.2026;1.560,00;CNY;09.05.2026;200,00
INV-103;10.04.2026;330,00;USD;10.05.2026;300,00
CN-104;12.04.2026;-110,00;USD;12.05.2026;-100,00
Total GBP;_;_;_;_;1.300,00""")
    assert told(reading) == [*_TWO, ("INV-103", Decimal(300)), ("CN-104", Decimal(-100))]
    assert {reading.statement.currency} == {one.amount.currency for one in reading.statement.lines}
    assert reading.statement.currency == "GBP"
    assert reading.accept


def test_tax_is_no_rate_and_sets_no_amounts_aside() -> None:
    rows = [("EUR", 100, 119), ("EUR", 200, 238), ("CHF", 300, 357), ("CHF", 400, 476)]
    lines = [
        TableRow({"amount": f"{net}.00", "currency": code, "open": f"{gross}.00"})
        for code, net, gross in rows
    ]
    assert in_own_currency(lines, lines, ["amount", "open"]) == tuple(lines)
    headed = [replace(line, currency="EUR") for line in lines]
    assert in_own_currency(headed, headed, ["amount", "open"]) == tuple(headed)


def test_days_that_begin_with_their_year_raise_no_doubt_about_when_lines_fall_due() -> None:
    reading = page("""Datum;Typ;Fakturanr;Förfaller;Belopp;Saldo
26-03-05;Faktura;INV-101;26-05-04;900,00;900,00
26-03-29;Faktura;INV-102;26-05-28;200,00;1.100,00""")
    assert told(reading) == _TWO
    assert reading.accept


@pytest.mark.parametrize("header", ["Delivery note", "Lieferschein", "Følgeseddel", "Pakbon"])
def test_the_word_for_a_delivery_note_over_a_column_makes_no_page_of_a_statement_one(
    header: str,
) -> None:
    reading = print_of(
        "!Kontoudtog mejerivarer",
        f"Dato;{header};Tekst;Forfald;Beløb",
        "03.04.2026;INV-101;Levering;03.05.2026;900,00",
        "09.04.2026;INV-102;Levering;09.05.2026;200,00",
        "_;_;I alt;_;1.100,00",
        at=(40, 120, 250, 350, 450),
    )
    assert told(reading) == _TWO


@pytest.mark.parametrize(
    "kept", ["2 % Discount;Net after discount", "Retention 5%;After retention"]
)
def test_what_is_kept_back_of_each_amount_is_not_what_is_owed_though_it_adds_up(kept: str) -> None:
    reading = page(
        f"""Invoice no.;Date;Type;Amount;{kept}
        INV-101;03.04.2026;Invoice;900,00;18,00;882,00
        INV-102;09.04.2026;Invoice;200,00;4,00;196,00
        Total;_;_;1.100,00;22,00;1.078,00"""
    )
    assert told(reading) == _TWO
    assert reading.statement is not None
    assert reading.statement.closing == 1100


def test_the_supplier_s_entry_counts_before_the_number_that_is_ours() -> None:
    reading = page(
        """DATO;BILAG;TEKST;DERES REF;DEBET;KREDIT;SALDO
        03.04.2026;INV-101;Faktura;58556;900,00;_;900,00
        09.04.2026;INV-102;Faktura;25092;200,00;_;1.100,00"""
    )
    assert told(reading) == _TWO


def test_words_below_the_header_of_money_are_no_money_but_what_was_charged_for() -> None:
    reading = print_of(
        "Lasku;Pvm;Veloitus;Eräpvm;Laskutettu;Avoinna",
        "INV-101;03.04.2026;Merirahti;03.05.2026;900,00;900,00",
        "INV-102;09.04.2026;Seisontamaksu;09.05.2026;400,00;300,00",
        "CN-103;10.04.2026;Hyvityslasku;_;-100,00;-100,00",
        "Yhteensä;_;_;_;_;1.100,00",
        at=(40, 110, 200, 280, 360, 440),
    )
    assert told(reading) == [*_TWO[:1], ("INV-102", Decimal(300)), ("CN-103", Decimal(-100))]
    assert [line.kind.value for line in _lines_of(reading)] == ["invoice", "invoice", "credit_note"]


def test_what_is_left_beside_amounts_is_no_running_balance_though_its_header_says_balance() -> None:
    reading = print_of(
        "Invoice;Date;Charge;B/L No;Due;Invoiced;Balance",
        "Port: Felixstowe",
        "INV-101;03.04.2026;Haulage;H757255;03.05.2026;900,00;900,00",
        "INV-102;09.04.2026;Demurrage;R615026;09.05.2026;400,00;200,00",
        "INV-103;10.04.2026;Haulage;R615027;10.05.2026;100,00;100,00",
        "Grand total;_;_;_;_;_;1.200,00",
        at=(40, 110, 180, 250, 320, 390, 460),
    )
    assert told(reading) == [*_TWO, ("INV-103", Decimal(100))]


def test_two_headers_set_together_are_parted_where_amounts_further_below_part_them() -> None:
    reading = print_of(
        "Date;Activity;Reference;Invoice Amount;Payments;Balance EUR",
        "01.04.2026;Opening;_;_;_;0,00",
        "03.04.2026;Invoice;INV-101;900,00;_;900,00",
        "09.04.2026;Invoice;INV-102;200,00;_;1.100,00",
        "10.04.2026;Payment;_;_;300,00;800,00",
        "11.04.2026;Payment;_;_;300,00;500,00",
        "Balance due EUR;_;_;_;_;500,00",
        at=(40, 110, 180, 260, 360, 404),
    )
    assert told(reading) == _TWO
    assert [line.amount.amount for line in _lines_of(reading)][-2:] == [-300, -300]


def test_an_account_that_is_paid_off_is_closed_by_the_nought_that_it_says() -> None:
    reading = print_of(
        "!Account statement",
        "Opening balance;Invoiced;Paid;_;Closing balance",
        "300,00;1.100,00;-1.400,00;_;0,00",
        "Date;Document;Description;Amount;Balance",
        "03.04.2026;INV-101;Licence;900,00;1.200,00",
        "09.04.2026;INV-102;Storage;200,00;1.400,00",
        "10.04.2026;_;Payment by card ending 4242;-1.400,00;0,00",
        at=(40, 130, 210, 350, 440),
    )
    assert told(reading) == _TWO
    assert reading.statement is not None
    assert (reading.statement.opening, reading.statement.closing) == (300, 0)


@pytest.mark.parametrize(("label", "opening"), [("Owing at start of month", 50), ("Old sum", None)])
def test_a_box_that_carries_an_amount_over_the_lines_opens_them_or_waits_for_a_person(
    label: str, opening: int | None
) -> None:
    reading = print_of(
        "Number;Date;Due;Amount",
        "INV-101;03.04.2026;03.05.2026;900.00",
        "INV-102;09.04.2026;09.05.2026;200.00",
        "_;_;Total;1,100.00",
        f"{label};_;_;50.00",
        "Add invoices;_;_;1,100.00",
        "Less payments;_;_;0.00",
        "Now to be paid;_;_;1,150.00",
        at=(40, 160, 240, 350),
    )
    assert told(reading) == _TWO
    assert reading.statement.opening == opening
    assert reading.accept is (opening is not None)


@pytest.mark.parametrize(
    ("legend", "accepted"),
    [
        ("BA: 01 Rechnung, 02 Gutschrift, 03 Lastschrift.", True),
        ("BA: 01 Rechnung, 02 Gutschrift.", False),
        ("We wish you 03 good months.", False),
    ],
)
def test_codes_that_a_line_below_the_table_explains_say_the_kinds(
    legend: str, *, accepted: bool
) -> None:
    reading = print_of(
        "Datum;BA;Beleg-Nr.;Betrag;Saldo",
        "03.04.2026;01;110101;900,00;900,00",
        "05.04.2026;02;110102;-100,00;800,00",
        "07.04.2026;03;110103;-300,00;500,00",
        "09.04.2026;01;110104;600,00;1.100,00",
        legend,
        at=(40, 120, 200, 300, 400),
    )
    assert reading.accept is accepted
    if accepted:
        kinds = [one.kind.value for one in reading.statement.lines]
        assert kinds == ["invoice", "credit_note", "payment", "invoice"]


def test_what_stands_above_the_lines_opens_them_where_the_foot_adds_it_to_their_sum() -> None:
    reading = page("""Datum;Vorgang;Beleg;Forderung EUR;Zahlung EUR
Saldo am 01.04.2026;_;_;50,00;_
03.04.2026;Rechnung;INV-101;900,00;_
09.04.2026;Rechnung;INV-102;200,00;_
Summe Umsätze;_;_;1.100,00;0,00
Saldo am 30.04.2026;_;_;1.150,00;_""")
    assert told(reading) == _TWO
    assert (reading.statement.opening, reading.statement.closing) == (50, 1150)


def test_a_coupon_beside_the_list_that_says_our_account_behind_its_header_hides_no_table() -> None:
    reading = print_of(
        "!Account statement",
        "Date;Document no.;Text;Debit;Credit;Balance;Account no.: 44097",
        "03.04.2026;INV-101;Invoice;900,00;_;900,00;Please return",
        "09.04.2026;INV-102;Invoice;200,00;_;1.100,00;INV-101;900,00",
        "Balance due;_;_;_;_;1.100,00;INV-102;200,00",
        at=(40, 110, 190, 240, 290, 340, 420, 520),
    )
    assert told(reading) == _TWO
