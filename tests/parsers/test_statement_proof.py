"""What a sum does not prove about a statement, and headers that no list holds."""

from decimal import Decimal

import pytest

import parsers
from benchmarks import statement_program_papers
from benchmarks.statement_habit_papers import papers
from benchmarks.statement_habits import HABITS, Habit
from benchmarks.statement_programs import PROGRAMS, Program
from benchmarks.statement_reading import lines_of, truth_of
from model.documents import Reading, StatementLineKind
from model.errors import DocumentRefused
from parsers.invoices.checks import NUMBERS_PROVED, STATEMENT_ADDS_UP
from parsers.statements import statement_boxes, statement_stems


def read(*rows: str) -> Reading:
    return parsers.read("\n".join(("Currency;EUR;;;", "Account No;C-1;;;", *rows)).encode())


def doubt_of(reading: Reading) -> str | None:
    return next((one.detail for one in reading.checks if one.name == NUMBERS_PROVED), None)


def test_numbers_under_a_header_of_document_numbers_are_believed() -> None:
    reading = read(
        "Entry;Date;Document No;Text;Amount",
        "4711;05.03.2026;RE-2041;Invoice;900,00",
        "4712;18.03.2026;RE-2042;Invoice;200,00",
        "Total;;;;1.100,00",
    )
    assert [line.reference for line in reading.statement.lines] == ["RE-2041", "RE-2042"]
    assert reading.accept


def test_of_two_columns_of_numbers_that_nobody_named_none_is_believed() -> None:
    reading = read(
        "Kol a;Date;Kol b;Text;Amount",
        "84711;05.03.2026;RE-2041;Invoice;900,00",
        "84799;18.03.2026;RE-2042;Invoice;200,00",
        "Total;;;;1.100,00",
    )
    assert reading.checks[0].ok
    assert doubt_of(reading) == "numbers in more than one column"
    assert not reading.accept


@pytest.mark.parametrize(
    ("second", "accepted"), [("18.05.2026", True), ("18.04.2026", False)], ids=["parts", "twice"]
)
def test_a_number_comes_again_where_a_document_is_paid_in_parts(
    second: str, accepted: bool
) -> None:
    reading = read(
        "Invoice;Date;Due date;Text;Amount",
        "RE-2041;18.03.2026;18.04.2026;Invoice;900,00",
        f"RE-2041;18.03.2026;{second};Invoice;200,00",
        "Total;;;;1.100,00",
    )
    assert reading.accept is accepted


def test_what_was_carried_is_in_nobody_s_favour_whatever_its_words() -> None:
    reading = read(
        "Invoice;Date;Text;Amount;Balance",
        ";01.03.2026;Overført fra tidligere;;500,00",
        "RE-2041;05.03.2026;Invoice;900,00;1.400,00",
        ";18.03.2026;Payment;-400,00;1.000,00",
        "Total;;;;1.000,00",
    )
    assert reading.accept


def test_numbers_that_count_the_lines_are_not_those_of_documents() -> None:
    rows = [f"{11 + at};0{at + 1}.03.2026;Invoice;{at}00,00;" for at in range(1, 5)]
    reading = read("Nr;Date;Text;Amount;", *rows, "Total;;;1.000,00;")
    assert doubt_of(reading) == "numbers that only count the lines"
    assert not reading.accept


@pytest.mark.parametrize("codes", [("Xq", "Zt"), ("01", "03")])
def test_a_line_in_our_favour_of_an_unknown_kind_waits_for_a_person(codes: tuple[str, str]) -> None:
    reading = read(
        "Date;Document No;Type;Amount;",
        f"05.03.2026;2041;{codes[0]};900,00;",
        f"18.03.2026;2042;{codes[1]};-200,00;",
        "Total;;;700,00;",
    )
    assert doubt_of(reading) == "a line in our favour that may be a credit note or a payment"
    assert not reading.accept


def test_letters_beside_the_amounts_say_debit_and_credit() -> None:
    reading = read(
        "Belegdat.;Belegnr.;BA;Betr. in BW;S/H",
        "05.03.2026;2041;RV;900,00;S",
        "18.03.2026;2042;DZ;200,00;H",
        "Gesamtsaldo;;;700,00;",
    )
    kinds = [line.kind for line in reading.statement.lines]
    assert kinds == [StatementLineKind.INVOICE, StatementLineKind.PAYMENT]
    assert [line.amount.amount for line in reading.statement.lines] == [900, -200]
    assert reading.accept


def test_a_header_of_two_rows_is_read_as_one() -> None:
    reading = read(
        "Doc.;Doc.;Due;Original;Remaining",
        "Date;No.;Date;Amt.;Amt.",
        "05.03.2026;RE-2041;04.04.2026;900,00;500,00",
        "18.03.2026;RE-2042;17.04.2026;200,00;200,00",
        "Total due;;;;700,00",
    )
    assert [line.amount.amount for line in reading.statement.lines] == [500, 200]
    assert reading.accept


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Belegdat.", "date"), ("Verv.datum", "due"), ("Nettofäll.", "due"), ("Fe. doc.", "date"),
        ("F. factura", "date"), ("Imp. pdte.", "open"), ("Amt in doc. curr.", "amount"),
        ("Remaining Amt", "open"), ("Days overdue", "late"), ("N° pièce", "reference"),
        ("Your order", "order"), ("Cod. cliente", "account"), ("Dr/Cr", "mark"), ("Balance due",
        "open"), ("Saldo progr.", "balance"), ("Whatever", None),
    ],
)  # fmt: skip
def test_a_header_is_known_by_the_stems_of_its_words(header: str, kind: str | None) -> None:
    assert statement_stems.column(header) == kind


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_statements_of_programs_are_read_and_proved(program: Program) -> None:
    for printed in statement_program_papers.papers([program], languages=["de", "fr"]):
        reading = parsers.read(printed.content)
        assert lines_of(reading) == truth_of(printed), printed.language
        assert reading.checks[0].ok, reading.checks


def test_a_balance_with_a_day_is_no_line() -> None:
    reading = read(
        "Document No;Date;Text;Original amount;Open amount",
        ";28.02.2026;Whatever it is called;;300,00",
        "2041;05.03.2026;Invoice;900,00;900,00",
        "2042;18.03.2026;Payment;-200,00;-200,00",
        ";31.03.2026;At last;;1.000,00",
    )
    assert [line.reference for line in reading.statement.lines] == ["2041", "2042"]
    assert (reading.statement.opening, reading.statement.closing) == (300, 1000)
    assert reading.accept


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_no_statement_of_any_program_is_accepted_with_a_wrong_line(habit: Habit) -> None:
    proved = 0
    for printed in papers([habit], languages=["de", "en"]):
        try:
            reading = parsers.read(printed.content)
        except DocumentRefused:
            continue
        proved += any(one.name == STATEMENT_ADDS_UP and one.ok for one in reading.checks)
        assert not reading.accept or lines_of(reading) == truth_of(printed), printed.language
    assert proved or habit.name == "payables export", "it states no balance at all"


NEITHER = ("Wexz lek;Pirgal;Mos;Rasbat;Kechom", "EUR;;;;")


def test_lines_show_that_they_are_a_statement_s_whatever_its_headers_say() -> None:
    rows = (
        "Invoices of the month;;;;",
        *NEITHER,
        "1;05.03.2026;04.04.2026;Invoice 2041;900,00",
        "2;18.03.2026;17.04.2026;Invoice 2042;200,00",
        "3;19.03.2026;18.04.2026;Credit note 2043;-100,00",
        "Wexlek;;;;1.000,00",
    )
    reading = parsers.read("\n".join(rows).encode())
    assert reading.statement is not None
    assert [line.reference for line in reading.statement.lines] == ["2041", "2042", "2043"]
    assert reading.accept


def test_of_two_columns_of_days_that_nobody_named_the_later_is_when_lines_fall_due() -> None:
    reading = read(
        *NEITHER,
        "04.04.2026;05.03.2026;RE-2041;Invoice;900,00",
        "17.04.2026;18.03.2026;RE-2042;Invoice;200,00",
        "18.04.2026;19.03.2026;RE-2043;Invoice;100,00",
        "Balance due;;;;1.200,00",
    )
    assert reading.statement is not None
    days = [(str(line.day), str(line.due)) for line in reading.statement.lines]
    assert days[0] == ("2026-03-05", "2026-04-04")


def test_what_was_delivered_and_is_taxed_below_is_no_statement() -> None:
    texts = [
        ["RE-1", "05.03.2026", "04.04.2026", "900.00"],
        ["Net", "900.00"], ["VAT 19 %", "171.00"], ["Total", "1,071.00"],
    ]  # fmt: skip
    assert statement_boxes.is_taxed(texts, Decimal("900.00"))
    assert not statement_boxes.is_taxed(texts, Decimal("1071.00"))


def test_a_number_that_a_narrow_column_breaks_goes_on_in_the_row_below() -> None:
    reading = read(
        "Date;Document No;Text;Amount",
        "05.03.2026;RE-;Invoice;900,00",
        ";2041;;",
        "18.03.2026;RE-2042;Invoice;200,00",
        "Total;;;1.100,00",
    )
    assert reading.statement is not None
    assert [line.reference for line in reading.statement.lines] == ["RE-2041", "RE-2042"]
    assert reading.accept
