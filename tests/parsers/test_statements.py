import io
from decimal import Decimal

import openpyxl
import pytest

import parsers
from benchmarks import statement_bundles
from benchmarks.statement_papers import LAYOUTS, papers
from benchmarks.statement_reading import lines_of, parts_of, true_parts, truth_of
from model.documents import DocumentFormat, DocumentKind, StatementLineKind, StatementReading
from model.errors import FormatUnknown
from model.suppliers import Supplier, SupplierProfile
from parsers.hints import Hints
from tests.parsers import paper

ENGLISH = """\
Statement of account;;;;
Account No;C-10442;;;
Statement Date;31.03.2026;;;
Opening balance;500.00;;;
Date;Document;Type;Amount;Currency
05.03.2026;INV-2041;Invoice;900.00;GBP
18.03.2026;PMT-77;Payment;200.00;GBP
25.03.2026;CN-310;Credit note;50.00;GBP
Closing balance;;;1150.00;GBP
"""
GERMAN = """\
Kundennummer: 10442
Buchungsdatum;Belegnummer;Buchungstext;Soll;Haben;Saldo
01.03.2026;;Saldovortrag;;;500,00
05.03.2026;RE-2041;Rechnung;900,00;;1.400,00
18.03.2026;;Zahlungseingang;;200,00;1.200,00
25.03.2026;GS-310;Gutschrift;;50,00;1.150,00
Währung EUR
"""
FRENCH = """\
Date\tN° de pièce\tLibellé\tMontant\tDevise
05/03/2026\tF2041\tFacture\t900,00\tEUR
18/03/2026\tVIR12\tRèglement\t-200,00\tEUR
25/03/2026\tAV310\tAvoir\t-50,00\tEUR
Total\t\t\t650,00\tEUR
"""
KINDS = [StatementLineKind.INVOICE, StatementLineKind.PAYMENT, StatementLineKind.CREDIT_NOTE]


def moved(statement: StatementReading | None) -> list[tuple[StatementLineKind, Decimal]]:
    assert statement is not None
    return [
        (line.kind, line.amount.amount)
        for line in statement.lines
        if line.kind is not StatementLineKind.BALANCE_FORWARD
    ]


@pytest.mark.parametrize(("text", "currency"), [(ENGLISH, "GBP"), (GERMAN, "EUR"), (FRENCH, "EUR")])
def test_a_csv_statement_is_read_in_its_own_language_and_sign_convention(
    text: str, currency: str
) -> None:
    reading = parsers.read(text.encode())
    assert (reading.kind, reading.format) == (DocumentKind.STATEMENT, DocumentFormat.CSV)
    assert reading.statement.currency == currency
    assert moved(reading.statement) == list(zip(KINDS, (900, -200, -50), strict=True))
    assert reading.checks[0].ok, reading.checks[0].detail
    assert reading.accept


def test_what_stands_above_the_table_is_read() -> None:
    statement = parsers.read(ENGLISH.encode()).statement
    assert statement.account == "C-10442"
    assert str(statement.statement_date) == "2026-03-31"
    assert (statement.opening, statement.closing) == (500, 1150)


def test_a_statement_with_a_missing_line_does_not_add_up() -> None:
    text = "\n".join(row for row in ENGLISH.splitlines() if "PMT-77" not in row)
    reading = parsers.read(text.encode())
    assert reading.checks[0].ok is False
    assert "≠" in reading.checks[0].detail
    assert not reading.accept


def test_the_running_balance_decides_a_sign_that_the_page_leaves_open() -> None:
    text = """\
Date,Reference,Details,Amount,Balance,Currency
2026-03-01,100,opening item,500.00,500.00,EUR
2026-03-05,101,see letter,120.00,380.00,EUR
"""
    statement = parsers.read(text.encode()).statement
    assert [line.amount.amount for line in statement.lines] == [500, -120]


def test_a_printed_statement_is_read_row_by_row() -> None:
    reading = parsers.read(paper.statement())
    assert reading.kind is DocumentKind.STATEMENT
    statement = reading.statement
    assert [line.reference for line in statement.lines] == ["", "INV-2041", "PMT-77", "CN-310"]
    assert moved(statement) == list(zip(KINDS, (900, -200, -50), strict=True))
    assert (statement.account, str(statement.statement_date)) == ("C-10442", "2026-03-31")
    assert (statement.opening, statement.closing) == (Decimal(500), Decimal(1150))
    assert reading.text("seller_name") == "Northgate Paper Ltd"
    assert reading.accept


def test_a_printed_statement_with_another_closing_balance_is_not_accepted() -> None:
    reading = parsers.read(paper.statement(closing="1,100.00"))
    assert reading.checks[0].ok is False
    assert not reading.accept


def test_a_printed_statement_without_a_currency_is_in_that_of_its_supplier() -> None:
    bare = paper.statement(currency="All amounts in our usual currency")
    assert parsers.read(bare).statement is None
    northgate = SupplierProfile(Supplier("ng", "Northgate Paper Ltd", currency="GBP"))
    reading = parsers.read(bare, Hints(profiles=(northgate,)))
    assert reading.statement.currency == "GBP"
    assert reading.accept


def test_a_workbook_is_read_like_a_csv() -> None:
    book = openpyxl.Workbook()
    for row in ENGLISH.splitlines():
        cells = row.split(";")
        book.active.append([float(cell) if cell.endswith(".00") else cell for cell in cells])
    packed = io.BytesIO()
    book.save(packed)
    reading = parsers.read(packed.getvalue())
    assert reading.format is DocumentFormat.XLSX
    assert moved(reading.statement) == list(zip(KINDS, (900, -200, -50), strict=True))
    assert reading.accept


def test_a_sheet_that_is_no_statement_is_refused_with_a_reason() -> None:
    with pytest.raises(FormatUnknown, match="table of a statement"):
        parsers.read(b"name;colour;size\napple;red;3\npear;green;4\n")


def test_a_statement_as_html_is_read() -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split(";")) + "</tr>"
        for row in ENGLISH.splitlines()[4:]
    )
    head = "<html><head><script>1/0</script></head><body><h1>Statement</h1>"
    page = f"{head}<table>{rows}</table></body></html>"
    reading = parsers.read(page.encode())
    assert reading.format is DocumentFormat.HTML
    assert moved(reading.statement) == list(zip(KINDS, (900, -200, -50), strict=True))
    assert "1/0" not in str(reading)


@pytest.mark.parametrize("layout", range(0, LAYOUTS, 3))
def test_statements_of_many_layouts_and_languages_are_read_and_proved(layout: int) -> None:
    for printed in papers([layout], seed=3):
        reading = parsers.read(printed.content)
        assert reading.statement is not None, printed.language
        assert lines_of(reading) == truth_of(printed), printed.language
        assert reading.statement.closing == printed.closing
        assert reading.accept, reading.checks


def csv_of(*rows: str) -> bytes:
    return "\n".join(("Currency;EUR;;", "Account No;C-1;;", *rows)).encode()


def test_columns_with_unknown_headers_are_told_by_what_stands_in_them() -> None:
    reading = parsers.read(
        csv_of(
            "Date;Zeichen;Wert;Balance",
            "05.03.2026;RE-2041;900,00;900,00",
            "18.03.2026;GS-77;-200,00;700,00",
            "25.03.2026;RE-2045;50,00;750,00",
            "Whatever this is;;;750,00",
        )
    )
    assert [line.reference for line in reading.statement.lines] == ["RE-2041", "GS-77", "RE-2045"]
    assert [line.amount.amount for line in reading.statement.lines] == [900, -200, 50]
    assert reading.accept


def test_what_is_left_open_counts_where_only_that_sums_to_the_closing_balance() -> None:
    reading = parsers.read(
        csv_of(
            "Date;Reference;Original Amount;Paid;Outstanding",
            "05.03.2026;RE-2041;900,00;400,00;500,00",
            "18.03.2026;RE-2042;200,00;0,00;200,00",
            "Total due;;;;700,00",
        )
    )
    assert [line.amount.amount for line in reading.statement.lines] == [500, 200]
    assert reading.accept


def test_an_amount_at_the_foot_closes_a_statement_only_where_the_sum_proves_it() -> None:
    rows = ("Date;Reference;Amount;", "05.03.2026;RE-2041;900,00;", "18.03.2026;RE-2042;200,00;")
    proved = parsers.read(csv_of(*rows, "Somme toute;;1.100,00;"))
    assert proved.statement.closing == 1100
    other = parsers.read(csv_of(*rows, "Somme toute;;1.200,00;"))
    assert other.statement.closing is None
    assert not other.accept


@pytest.mark.parametrize("layout", range(0, statement_bundles.LAYOUTS, 4))
def test_statements_of_several_accounts_and_currencies_are_told_apart(layout: int) -> None:
    for bundle in statement_bundles.bundles([layout], seed=3):
        reading = parsers.read(bundle.content)
        assert parts_of(reading) == true_parts(bundle), bundle.language
        assert [check.ok for check in reading.checks] == [True] * len(bundle.parts)
        assert reading.accept


def test_a_part_that_does_not_add_up_is_named_and_a_person_looks() -> None:
    rows = ["Date;Document;Type;Amount;Currency"]
    rows += [f"0{day}.03.2026;INV-{day};Invoice;{day}00.00;EUR" for day in (1, 2)]
    rows += [f"0{day}.03.2026;INV-{day};Invoice;{day}00.00;USD" for day in (3, 4)]
    rows += ["Closing balance EUR;;;300.00;", "Closing balance USD;;;999.00;"]
    reading = parsers.read("\n".join(rows).encode())
    assert [one.currency for one in reading.statements] == ["EUR", "USD"]
    assert [check.ok for check in reading.checks] == [True, False]
    assert "USD: 0.00 + 700.00 ≠ 999.00" in reading.checks[1].detail
    assert not reading.accept


def test_a_bank_account_in_the_footer_parts_no_statement() -> None:
    rows = ["Date;Document;Type;Amount;", "01.03.2026;INV-1;Invoice;100.00;"]
    rows += ["Account No;998877;;;", "02.03.2026;INV-2;Invoice;50.00;", "Closing balance;;;150.00;"]
    reading = parsers.read(csv_of(*rows))
    assert [len(one.lines) for one in reading.statements] == [2]
    assert reading.accept


def test_accounts_in_a_column_are_proved_by_the_total_over_all() -> None:
    rows = ["Date;Document;Customer No;Amount;"]
    rows += [f"0{n}.03.2026;INV-{n};K-{n % 2};{n}0.00;" for n in range(1, 6)]
    reading = parsers.read(csv_of(*rows, "Total;;;150.00;"))
    parts = [(one.account, len(one.lines), one.closing) for one in reading.statements]
    assert parts == [("K-1", 3, Decimal(90)), ("K-0", 2, Decimal(60))]
    assert reading.accept


def test_columns_that_nobody_named_are_believed_only_where_the_sum_holds() -> None:
    rows = ["01.03.2026;INV-1;100.00;", "02.03.2026;INV-2;50.00;"]
    proved = parsers.read(csv_of(*rows, "Total;;150.00;"))
    assert moved(proved.statement) == [
        (StatementLineKind.INVOICE, Decimal(100)),
        (StatementLineKind.INVOICE, Decimal(50)),
    ]
    with pytest.raises(FormatUnknown, match="table of a statement"):
        parsers.read(csv_of(*rows, "Total;;151.00;"))
