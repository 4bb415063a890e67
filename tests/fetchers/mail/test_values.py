# ruff: noqa: RUF001 - letters of other scripts are what is read here
"""Amounts, dates and label words of many languages, each in the writing of its country."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.lexicon import table
from fetchers.mail.values.amounts import amounts
from fetchers.mail.values.calendars import of_solar_day
from fetchers.mail.values.dates import dates, order_of
from fetchers.mail.values.terms import Term, words_of
from fetchers.mail.values.writing import folded, plain
from model.money import Money

TODAY = date(2026, 11, 21)
NOVEMBER = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2026-11-30", None, NOVEMBER),
        ("30.11.2026", "de", NOVEMBER),
        ("30.11.2026.", "hr", NOVEMBER),
        ("30/11/26", "fr", NOVEMBER),
        ("26. 11. 30.", "ko", NOVEMBER),
        ("11/30/2026", "en", NOVEMBER),
        ("04/05/2026", "es", date(2026, 5, 4)),
        ("04/05/2026", "en", None),
        ("November 30, 2026", "en", NOVEMBER),
        ("30th of November, 2026", "en", NOVEMBER),
        ("30-Nov-2026", "en", NOVEMBER),
        ("30 de noviembre de 2026", "es", NOVEMBER),
        ("30 d\u2019abril de 2026", "ca", date(2026, 4, 30)),
        ("30. November 2026", "de", NOVEMBER),
        ("30 listopada 2026", "pl", NOVEMBER),
        ("30. listopada 2026.", "hr", date(2026, 10, 30)),
        ("30. marraskuuta 2026", "fi", NOVEMBER),
        ("2026. gada 30. novembris", "lv", NOVEMBER),
        ("2026 m. lapkričio 30 d.", "lt", NOVEMBER),
        ("2026. november 30.", "hu", NOVEMBER),
        ("2026ko azaroaren 30a", "eu", NOVEMBER),
        ("30 Kasım 2026 Pazartesi", "tr", NOVEMBER),
        ("30 Νοεμβρίου 2026", "el", NOVEMBER),
        ("30 ноября 2026 г.", "ru", NOVEMBER),
        ("30 листопада 2026 р.", "uk", NOVEMBER),
        ("2026年11月30日", "ja", NOVEMBER),
        ("2026/11/30までに", "ja", NOVEMBER),
        ("令和8年11月30日", "ja", NOVEMBER),
        ("民國115年11月30日", "zh", NOVEMBER),
        ("2026년 11월 30일", "ko", NOVEMBER),
        ("30 tháng 11, 2026", "vi", NOVEMBER),
        ("30 พฤศจิกายน 2569", "th", NOVEMBER),
        ("30 มี.ค. 2569", "th", date(2026, 3, 30)),
        ("30/11/2569", "th", NOVEMBER),
        ("30 בנובמבר 2026", "he", NOVEMBER),
        ("\u0663\u0660\u200f/\u0661\u0661\u200f/\u0662\u0660\u0662\u0666", "ar", NOVEMBER),
        ("30 تشرين الثاني 2026", "ar", NOVEMBER),
        ("\u06f9 آذر \u06f1\u06f4\u06f0\u06f5", "fa", NOVEMBER),
        ("\u06f1\u06f4\u06f0\u06f5/\u06f0\u06f9/\u06f0\u06f9", "fa", NOVEMBER),
        ("30 नवंबर 2026", "hi", NOVEMBER),
        ("৩০ নভেম্বর, ২০২৬", "bn", NOVEMBER),
        ("31.02.2026", "de", None),
        ("01.01.1999", "de", None),
    ],
)
def test_dates_are_read_by_language(text: str, language: str | None, day: date | None) -> None:
    languages = (language,) if language else ()
    found = list(dates(plain(text), languages=languages, today=TODAY))
    assert [item.day for item in found] in ([day], [] if day is None else [day])


def test_other_dates_of_a_mail_tell_day_from_month() -> None:
    assert order_of("Issued 11/30/2026, due 04/05/2027") is True
    assert order_of("Issued 30/11/2026, due 04/05/2027") is False
    assert order_of("Issued 11/30/2026, paid 30/11/2026") is None
    [_, due] = dates("11/30/2026 04/05/2027", languages=("en",), today=TODAY, month_first=True)
    assert due.day == date(2027, 4, 5)


def test_every_month_of_every_language_is_known() -> None:
    for language, months in table("months").items():
        assert len(months) == 12, language
        for number, names in enumerate(months, start=1):
            for name in names:
                year, solar = (1405, True) if language == "fa-solar" else (2026, False)
                day = of_solar_day(year, number, 9) if solar else date(2026, number, 9)
                found = dates(plain(f"9 {name} {year}"), languages=(language,), today=TODAY)
                assert [item.day for item in found] == [day], (language, name)


@pytest.mark.parametrize(
    ("text", "language", "money"),
    [
        ("1.234,56 €", "de", "EUR 1234.56"),
        ("EUR 1,234.56", "en", "EUR 1234.56"),
        ("1\u202f234,56\u00a0€", "fr", "EUR 1234.56"),
        ("CHF 1'234.50", "de", "CHF 1234.50"),
        ("CHF 1\u2019234.50", "de", "CHF 1234.50"),
        ("CHF-55.10", "de", "CHF -55.10"),
        ("€ 12,-", "nl", "EUR 12.00"),
        ("-12,50 €", "de", "EUR -12.50"),
        ("12,50- EUR", "de", "EUR -12.50"),
        ("(12.50 EUR)", "en", "EUR -12.50"),
        ("SEK \u22121 234,50", "sv", "SEK -1234.50"),
        ("1 234:50 kr", "sv", "SEK 1234.50"),
        ("kr. 1.200", "da", "DKK 1200.00"),
        ("1.234 EUR", "de", "EUR 1234.00"),
        ("¥5,396", "ja", "JPY 5396"),
        ("¥5,396.00", "zh", "CNY 5396.00"),
        ("金額1,234円です", "ja", "JPY 1234"),
        ("NT$1,234元", "zh", "TWD 1234.00"),
        ("KWD 1.234", "ar", "KWD 1.234"),
        ("246,00 zł", "pl", "PLN 246.00"),
        ("1 234,50 Kč", "cs", "CZK 1234.50"),
        ("12.345 Ft", "hu", "HUF 12345.00"),
        ("R$ 1.234,56", "pt", "BRL 1234.56"),
        ("₹1,23,456.00", "hi", "INR 123456.00"),
        ("1.234,56 TL", "tr", "TRY 1234.56"),
        ("1 234,50 руб.", "ru", "RUB 1234.50"),
        ("\u200f\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0666 ر.س.\u200f", "ar", "SAR 1234.56"),
        ("₪1,234.50", "he", "ILS 1234.50"),
        ("1,234원", "ko", "KRW 1234"),
        ("1.234.567 ₫", "vi", "VND 1234567"),
        ("Rp1.234.567", "id", "IDR 1234567.00"),
        ("৳১,২৩৪.৫০", "bn", "BDT 1234.50"),
    ],
)
def test_amounts_are_read_in_every_writing(text: str, language: str, money: str) -> None:
    currency, value = money.split()
    found = [item.money for item in amounts(plain(text), language=language, currency=None)]
    assert found == [Money(Decimal(value), currency)]


@pytest.mark.parametrize(
    "text",
    [
        "Total 1.234,56 and 2026",
        "Invoice INV-12 EUR",
        "all 55, top 10, try 5",
        "30.11.2026",
        "DE02 1203 0000 0000 2020 51",
    ],
)
def test_a_number_without_currency_is_no_amount(text: str) -> None:
    assert not list(amounts(text, language="de", currency="EUR"))


def test_a_currency_between_two_numbers_belongs_to_one() -> None:
    found = amounts("November 2026 EUR 55.00, 12,00 EUR", language="en", currency=None)
    assert [str(item.money) for item in found] == ["EUR 55.00", "EUR 12.00"]


def test_a_sign_of_several_currencies_is_the_suppliers_own() -> None:
    def of(text: str, language: str, currency: str | None) -> list[str]:
        found = amounts(text, language=language, currency=currency)
        return [item.money.currency for item in found]

    assert of("100 kr", "da", None) == ["DKK"]
    assert of("100 kr", "sv", None) == ["SEK"]
    assert of("100 kr", "da", "NOK") == ["NOK"]
    assert of("$100", "en", None) == ["USD"]
    assert of("$100", "es", None) == []  # a dozen countries' own dollar or peso
    assert of("$100", "es", "MXN") == ["MXN"]


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_was_written_is_read_again(value: Decimal) -> None:
    money = Money(value, "EUR")
    english = f"EUR {money.amount:,}"
    german = english[4:].translate(str.maketrans(",.", ".,")) + " EUR"
    for text in (english, german):
        assert [a.money for a in amounts(text, language=None, currency=None)] == [money]


@pytest.mark.parametrize(
    ("label", "language", "terms"),
    [
        ("Rechnungsnummer", "de", [Term.INVOICE, Term.NUMBER]),
        ("N\u00b0 DE FACTURE", "fr", [Term.NUMBER, Term.INVOICE]),
        ("ΑΡΙΘΜΟΣ ΤΙΜΟΛΟΓΙΟΥ", "el", [Term.NUMBER, Term.INVOICE]),
        ("Previous balance", "en", [Term.PREVIOUS, Term.BALANCE]),
        ("Subtotal", "en", [Term.NET]),
        ("Total incl. VAT", "en", [Term.TOTAL, Term.GROSS]),
        ("お支払期限", "ja", [Term.DUE]),
        ("رقم الفاتورة", "ar", [Term.NUMBER, Term.INVOICE]),
    ],
)
def test_labels_are_read_word_by_word(label: str, language: str, terms: list[Term]) -> None:
    assert [word.term for word in words_of(folded(plain(label)), (language,))] == terms


@given(st.text(max_size=300))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
