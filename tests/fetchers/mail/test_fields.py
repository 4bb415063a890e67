"""A notice's fields: taken under their labels, among values that only look like them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.fields import Found, amount, customer_number, due_date, find, number, numbers
from fetchers.mail.report import fields
from fetchers.mail.triage import triage, triage_text
from fetchers.mail.values.claims import Field
from fetchers.mail.values.grid import Setting
from fetchers.mail.values.writing import plain
from model.money import Money
from tests.fetchers.mail.letters import letter

TODAY = date(2026, 11, 21)
NUMBERS = (Field.INVOICE_NUMBER, Field.DOCUMENT_NUMBER)
CLUTTER = {
    "en": "Customer number: 88-123\nOrder number: 555\nPrevious balance: EUR 9,999.99\n"
    "Invoice date: 1 November 2026\n{}\nVAT ID DE123456789\nIBAN DE02 1203 0000 0000 2020 51\n"
    "Phone: 0711 4711",
    "de": "Kundennummer: 88-123\nBestellnummer: 555\nVorheriger Saldo: 9.999,99 EUR\n"
    "Rechnungsdatum: 1. November 2026\n{}\nUSt-IdNr. DE123456789\nIBAN DE02 1203 0000 0000\n"
    "Telefon: 0711 4711",
    "fr": "Numéro de client : 88-123\nCommande : 555\nAncien solde : 9 999,99 €\n"
    "Date de facture : 1 novembre 2026\n{}\nTVA FR12345678901\nIBAN FR76 3000 6000 0112\nTél : 01",
    "es": "Número de cliente: 88-123\nPedido: 555\nSaldo anterior: 9.999,99 €\n"
    "Fecha de factura: 1 de noviembre de 2026\n{}\nCIF B12345678\nIBAN ES91 2100 0418\nTel: 91",
}
REAL = {
    "en": "Invoice number: INV-77\nAmount due: EUR 1,234.56\nDue date: 30 November 2026",
    "de": "Rechnungsnummer: INV-77\nRechnungsbetrag: 1.234,56 EUR\nFällig am: 30.11.2026",
    "fr": "Numéro de facture : INV-77\nMontant TTC : 1 234,56 €\nÉchéance : 30 novembre 2026",
    "es": "Número de factura: INV-77\nImporte total: 1.234,56 €\nVencimiento: 30/11/2026",
}


def read(body: str, *languages: str, subject: str = "") -> Found:
    return find(subject, body, Setting(languages or ("en",), TODAY))


def number_of(found: Found) -> str | None:
    return number(numbers(found, NUMBERS)).value


@pytest.mark.parametrize("language", CLUTTER)
def test_values_are_found_among_other_numbers(language: str) -> None:
    found = read(CLUTTER[language].format(REAL[language]), language)
    assert number_of(found) == "INV-77"
    assert amount(found).value == Money(Decimal("1234.56"), "EUR")
    assert due_date(found).value == date(2026, 11, 30)
    assert customer_number(found).value == "88-123"


@pytest.mark.parametrize("language", CLUTTER)
def test_where_only_other_numbers_stand_nothing_is_taken(language: str) -> None:
    found = read(CLUTTER[language].format(""), language)
    assert number_of(found) is None
    assert amount(found).value is None
    assert due_date(found).value is None


@pytest.mark.parametrize(
    "text",
    [
        "Amount due: EUR 5.00\nPayments already made: EUR 900.00",
        "Total before tax: EUR 4.20\nVAT 19 %: EUR 0.80\nTotal incl. VAT: EUR 5.00",
        "Balance brought forward: EUR 70.00\nInvoice total: EUR 5.00\nCredit limit: EUR 900.00",
        "Please pay EUR 5.00 by 30 November 2026. You saved EUR 12.00 this month.",
        "Subtotal\tTax\tTotal\nEUR 4.20\tEUR 0.80\tEUR 5.00",
        "Amount (EUR): 5.00\nPrevious invoice (EUR): 800.00",
        "Total: EUR 5.00\nTotal of your frobnication: EUR 800.00",
        "Your payment: EUR 800.00\nInvoice amount: EUR 5.00",
    ],
)  # fmt: skip
def test_the_amount_is_the_one_to_be_paid_and_not_the_largest(text: str) -> None:
    assert amount(read(text)).value == Money(Decimal(5), "EUR")


def test_a_receipt_is_about_what_was_paid() -> None:
    mail = triage_text("Payment receipt", "We received your payment.\nPaid: EUR 5.00", today=TODAY)
    assert mail.notices[0].amount == Money(Decimal(5), "EUR")


def test_two_amounts_of_equal_standing_leave_the_field_empty_and_say_why() -> None:
    found = amount(read("Amount due: EUR 5.00\nAmount due: EUR 6.00"))
    assert found.value is None
    assert found.why_empty == "no amount is taken: EUR 5.00 and EUR 6.00 are equally good"


def test_a_mail_says_in_its_reasons_what_it_left_empty() -> None:
    mail = triage_text("Your invoice", "Invoice A-100, paid late? Due 04/05/2026.", today=TODAY)
    assert "no due date is taken: its day and month can't be told apart" in mail.notices[0].reasons


def test_a_label_above_its_value_is_read_in_its_column() -> None:
    found = read("Invoice number\tDate\tTotal\nA-100\t2026-11-01\tUSD 5.00")
    assert number_of(found) == "A-100"
    assert amount(found).value == Money(Decimal(5), "USD")


def test_a_header_far_above_is_still_the_columns() -> None:
    spaced = "Invoice no.\tDue date\tAmount due\n\t\n---\n\t\nA-100\t2026-11-30\tUSD 5.00"
    found = read(spaced)
    assert number_of(found) == "A-100"
    assert due_date(found).value == date(2026, 11, 30)


def test_labels_below_their_values_are_told_by_what_they_say() -> None:
    text = "A-100\nInvoice number\nUSD 5.00\nAmount due\n2026-11-30\nDue date"
    found = read("Hello\n" + text + "\nView online")
    assert number_of(found) == "A-100"
    assert amount(found).value == Money(Decimal(5), "USD")
    assert due_date(found).value == date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "Invoice for November 2026",
        "Rechnung 11/2026",
        "Order 4711-22 and invoice date 2026-11-01",
        "Invoice 2 of 3",
        "Invoice to DE02120300000000202051",
        "Previous invoice number: A-100",
    ],
)
def test_a_month_an_order_or_an_account_is_no_invoice_number(text: str) -> None:
    assert number_of(read(text, "en", "de")) is None


def test_the_number_in_the_subject_decides_among_several() -> None:
    body = "Invoice number: A-100\nInvoice number: A-099"
    assert number_of(read(body)) is None
    assert number_of(read(body, subject="Invoice A-100 is ready")) == "A-100"


def test_a_forwarded_mail_is_read_as_the_original() -> None:
    body = (
        "FYI\n---------- Forwarded message ---------\nFrom: Bills <a@b.example>\n"
        "Date: Mon, 2 Nov 2026\nSubject: Your invoice A-100\n\n"
        "> Invoice number: A-100\n> Amount due: EUR 5.00\n> Due date: 30 November 2026\n"
    )
    found = read(body, subject="Fwd: Your invoice A-100")
    assert number_of(found) == "A-100"
    assert amount(found).value == Money(Decimal(5), "EUR")
    assert due_date(found).value == date(2026, 11, 30)


def test_a_sentence_broken_over_two_lines_is_one() -> None:
    found = read(
        "Thank you. The amount of EUR 5.00 has to be paid and is due on\n30 November 2026."
    )
    assert due_date(found).value == date(2026, 11, 30)


def test_several_invoices_in_one_mail_are_several_notices() -> None:
    page = (
        "<p>Your invoices are ready</p><table><tr><th>Invoice number</th><th>Due date</th>"
        "<th>Amount due</th></tr><tr><td>A-100</td><td>2026-11-30</td><td>EUR 5.00</td></tr>"
        "<tr><td>A-101</td><td>2026-12-30</td><td>EUR 6.00</td></tr></table>"
    )
    mail = triage(letter("Your invoices are ready", page=page), (), today=TODAY)
    assert [(n.number, str(n.amount), n.due_date) for n in mail.notices] == [
        ("A-100", "EUR 5.00", date(2026, 11, 30)),
        ("A-101", "EUR 6.00", date(2026, 12, 30)),
    ]


def test_invoices_described_one_after_the_other_keep_their_own_values() -> None:
    body = (
        "Your invoices are ready.\nInvoice number: A-100\nAmount due: EUR 5.00\n"
        "Invoice number: A-101\nAmount due: EUR 6.00\nDue date: 30 December 2026\n"
    )
    mail = triage_text("Your invoices are ready", body, today=TODAY)
    assert [(n.number, str(n.amount), n.due_date) for n in mail.notices] == [
        ("A-100", "EUR 5.00", None),
        ("A-101", "EUR 6.00", date(2026, 12, 30)),
    ]


LABELS = st.sampled_from(
    [
        "Invoice number: ",
        "Rechnung Nr. ",
        "Amount due ",
        "Fällig am ",
        "Total\t",
        "請求書番号",
        "\n",
    ]
)
VALUES = st.sampled_from(["A-1", "EUR 5.00", "1.234,56 €", "30.11.2026", "2026/11/30", "٣٠", "\t|"])


@given(
    st.lists(st.one_of(LABELS, VALUES, st.text(max_size=20)), max_size=30).map("".join),
    st.text(max_size=60),
)
def test_what_is_read_from_any_text_stands_in_it(body: str, subject: str) -> None:
    mail = triage_text(subject, body, today=TODAY)
    whole = plain(f"{subject}\n{body}")
    for notice in mail.notices:
        said = fields(notice)
        assert said["number"] is None or said["number"] in whole
        assert said["customer_number"] is None or said["customer_number"] in whole
        if said["amount"] is not None:
            Decimal(said["amount"])
            assert "," not in said["amount"]
        if said["due_date"] is not None:
            date.fromisoformat(said["due_date"])
        json.dumps(said)
