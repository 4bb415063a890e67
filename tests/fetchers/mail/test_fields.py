from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.amounts import amounts
from fetchers.mail.dates import dates
from fetchers.mail.fields import (
    Label,
    Setting,
    best_amount,
    best_customer,
    best_due,
    numbers,
    values,
)
from model.money import Money

TODAY = date(2026, 11, 21)
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


@pytest.mark.parametrize("language", CLUTTER)
def test_values_are_found_among_other_numbers(language: str) -> None:
    found = values("", CLUTTER[language].format(REAL[language]), Setting((language,), TODAY))
    assert [value.text for value in numbers(found, [Label.INVOICE_NUMBER])] == ["INV-77"]
    assert best_amount(found) == Money(Decimal("1234.56"), "EUR")
    assert best_due(found) == date(2026, 11, 30)
    assert best_customer(found) == "88-123"


@pytest.mark.parametrize("language", CLUTTER)
def test_where_only_other_numbers_stand_nothing_is_taken(language: str) -> None:
    found = values("", CLUTTER[language].format(""), Setting((language,), TODAY))
    assert numbers(found, [Label.INVOICE_NUMBER, Label.DOCUMENT_NUMBER]) == ()
    assert best_amount(found) is None
    assert best_due(found) is None


def test_a_label_above_its_value_is_read_in_its_column() -> None:
    text = "Invoice number\tDate\tTotal\nA-1\t2026-11-01\tUSD 5.00"
    found = values("", text, Setting(("en",), TODAY))
    assert [value.text for value in numbers(found, [Label.INVOICE_NUMBER])] == ["A-1"]
    assert best_amount(found) == Money(Decimal(5), "USD")


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2026-11-30", None, date(2026, 11, 30)),
        ("30.11.2026", "de", date(2026, 11, 30)),
        ("30/11/26", "fr", date(2026, 11, 30)),
        ("11/30/2026", "en", date(2026, 11, 30)),
        ("04/05/2026", "es", date(2026, 5, 4)),
        ("04/05/2026", "en", None),
        ("November 30, 2026", "en", date(2026, 11, 30)),
        ("30 de noviembre de 2026", "es", date(2026, 11, 30)),
        ("30. November 2026", "de", date(2026, 11, 30)),
        ("2026年11月30日", "ja", date(2026, 11, 30)),
        ("31.02.2026", "de", None),
        ("01.01.1999", "de", None),
    ],
)
def test_dates_are_read_by_language(text: str, language: str | None, day: date | None) -> None:
    found = list(dates(text, language=language, today=TODAY))
    assert [item.day for item in found] in ([day], [] if day is None else [day])


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1.234,56 €", Money(Decimal("1234.56"), "EUR")),
        ("EUR 1,234.56", Money(Decimal("1234.56"), "EUR")),
        ("1 234,56 €", Money(Decimal("1234.56"), "EUR")),
        ("CHF 1'234.50", Money(Decimal("1234.50"), "CHF")),
        ("€ 12,-", Money(Decimal(12), "EUR")),
        ("-12,50 €", Money(Decimal("-12.50"), "EUR")),
        ("1.234 EUR", Money(Decimal(1234), "EUR")),
        ("¥5,396", Money(Decimal(5396), "JPY")),
        ("KWD 1.234", Money(Decimal("1.234"), "KWD")),
        ("246,00 zł", Money(Decimal(246), "PLN")),
    ],
)
def test_amounts_are_read_in_every_writing(text: str, money: Money) -> None:
    assert [item.money for item in amounts(text, language=None, currency=None)] == [money]


def test_a_sign_of_several_currencies_is_the_suppliers_own() -> None:
    def of(language: str, currency: str | None) -> str:
        return next(amounts("100 kr", language=language, currency=currency)).money.currency

    assert (of("da", None), of("sv", None), of("da", "NOK")) == ("DKK", "SEK", "NOK")


def test_a_number_without_currency_is_no_amount() -> None:
    assert not list(amounts("Total 1.234,56 and 2026", language="de", currency="EUR"))


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_has_values_or_none(body: str, subject: str) -> None:
    for value in values(subject, body, Setting(("en", "de"), TODAY)):
        assert value.text or value.money is not None or value.day is not None


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_was_written_is_read_again(value: Decimal) -> None:
    money = Money(value, "EUR")
    english = f"EUR {money.amount:,}"
    german = english[4:].translate(str.maketrans(",.", ".,")) + " EUR"
    for text in (english, german):
        assert [a.money for a in amounts(text, language=None, currency=None)] == [money]
