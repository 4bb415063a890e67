"""Values under labels that nobody knows: taken where nothing else of their kind is left."""

from datetime import date
from decimal import Decimal

import pytest

from fetchers.mail.fields import Found, amount, due_date, find, number, numbers
from fetchers.mail.values.claims import Field
from fetchers.mail.values.grid import Setting
from model.money import Money

SENT = date(2026, 11, 2)
NUMBERS = (Field.INVOICE_NUMBER, Field.DOCUMENT_NUMBER)


def read(body: str, subject: str = "", names: tuple[str, ...] = ()) -> Found:
    setting = Setting(("en",), date(2026, 11, 21), sent=SENT)
    return find(subject, body, setting, names=names)


def number_of(found: Found) -> str | None:
    return number(numbers(found, NUMBERS)).value


def test_the_only_number_under_a_strange_label_is_taken() -> None:
    assert number_of(read("Order number: 555-11\nFrobnication no.: A-100")) == "A-100"


def test_two_numbers_under_strange_labels_are_left() -> None:
    assert number_of(read("Grommet no.: B-200\nFrobnication no.: A-100")) is None


def test_a_number_that_the_subject_repeats_is_the_one() -> None:
    body = "Grommet no.: B-2000\nFrobnication no.: A-1000"
    assert number_of(read(body, subject="Contoso: A-1000")) == "A-1000"


def test_a_number_that_a_file_or_the_link_repeats_is_the_one() -> None:
    body = "Grommet: B-2000\nFrobnication: A-1000"
    assert number_of(read(body, names=("Bill_A-1000.pdf",))) == "A-1000"
    assert number_of(read(body, names=("https://portal.example/docs/A1000",))) == "A-1000"
    assert number_of(read(body, names=("B-2000.pdf", "A-1000.xml"))) is None


@pytest.mark.parametrize(
    "text", ["Frobnication no.: DE123456789", "Grommet A-100", "Order no.: A-100", "No. 17"]
)
def test_a_tax_number_and_what_has_no_such_label_is_no_document(text: str) -> None:
    assert number_of(read(text)) is None


def test_a_day_to_come_under_a_strange_label_is_the_due_date() -> None:
    body = "Invoice date: 2 November 2026\nFrobnicate latest on: 30 November 2026"
    assert due_date(read(body)).value == date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "Frobnicated: 1 November 2026",
        "Frobnicated: 30 November 2027",
        "Frobnicated: 30 November 2026\nGrommet: 1 December 2026",
        "Frobnicated: 30 November 2026\nIssued on: 2 December 2026",
        "Our offices are closed on 30 November 2026 and we wish you well.",
    ],
)
def test_a_past_a_far_or_one_of_several_days_is_none(text: str) -> None:
    assert due_date(read(text)).value is None


def test_an_amount_that_is_net_and_tax_together_is_the_total() -> None:
    text = "Net amount: EUR 100.00\nVAT: EUR 19.00\nFrobnication: EUR 119.00\nGrommet: EUR 9.00"
    assert amount(read(text)).value == Money(Decimal(119), "EUR")


def test_an_amount_below_the_sum_before_tax_is_not_the_total() -> None:
    assert amount(read("Net amount: EUR 100.00\nFrobnication: EUR 9.00")).value is None


def test_a_value_above_its_label_in_one_cell_is_read() -> None:
    found = read("A-100 Invoice number\t\nEUR 5.00 Amount due\t\n30 November 2026 Due date\t")
    assert number_of(found) == "A-100"
    assert amount(found).value == Money(Decimal(5), "EUR")
    assert due_date(found).value == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "La fattura A-100 va pagata entro il 30 novembre 2026."),
        ("pt", "A fatura A-100 deve ser paga até 30 de novembro de 2026."),
        ("pl", "Faktura A-100 powinna zostać opłacona do 30 listopada 2026."),
        ("ro", "Factura A-100 trebuie achitată până la 30 noiembrie 2026."),
    ],
)
def test_what_must_be_paid_until_a_day_is_due_then(language: str, text: str) -> None:
    assert due_date(find("", text, Setting((language,), SENT))).value == date(2026, 11, 30)


def test_an_amount_in_brackets_is_negative_only_where_it_stands_alone() -> None:
    assert amount(read("Please pay invoice A-100 (EUR 5.00) soon.")).value == Money(
        Decimal(5), "EUR"
    )
    assert amount(read("Amount due: (EUR 5.00)")).value == Money(Decimal(-5), "EUR")


@pytest.mark.parametrize(
    ("country", "sign", "code"),
    [
        ("au", "$5.00", "AUD"),
        ("com", "$5.00", "USD"),
        ("no", "kr 5.00", "NOK"),
        ("au", "€5.00", "EUR"),
    ],
)
def test_a_sign_that_several_currencies_share_is_the_senders_own(
    country: str, sign: str, code: str
) -> None:
    setting = Setting(("en",), SENT, country=country)
    assert amount(find("", f"Amount due: {sign}", setting)).value == Money(Decimal(5), code)
