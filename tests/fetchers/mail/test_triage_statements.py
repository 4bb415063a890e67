# ruff: noqa: RUF001 - letters of other scripts are what is read here
"""Statements of account: their text is a list of invoices, and still they are no invoice."""

from datetime import date

import pytest

from fetchers.mail.triage import triage_text
from model.mail import MailClass

STATEMENTS = [
    ("Statement of account", "Invoice\tAmount due\nINV-101\tEUR 10.00"),
    ("Kontoauszug Oktober 2026", "Rechnungsnummer\tBetrag\nR-101\t10,00 EUR"),
    ("Offene-Posten-Liste", "Folgende Rechnungen sind offen: R-101, R-102"),
    ("Relevé de compte", "Numéro de facture\tMontant\nF-101\t10,00 €"),
    ("Estado de cuenta", "Factura\tImporte\nF-101\t10,00 €"),
    ("Estratto conto", "Fattura\tImporto\nF-101\t10,00 €"),
    ("Extrato de conta corrente", "Fatura\tValor\nF-101\t10,00 €"),
    ("Rekeningoverzicht oktober", "Factuur\tBedrag\nF-101\t€ 10,00"),
    ("Kontoutdrag", "Faktura\tBelopp\nF-101\t10,00 kr"),
    ("Kontoudtog", "Faktura\tBeløb\nF-101\t10,00 kr"),
    ("Tiliote", "Lasku\tSumma\nF-101\t10,00 €"),
    ("Wyciąg z konta", "Faktura\tKwota\nF-101\t10,00 zł"),
    ("Výpis z účtu", "Faktura\tČástka\nF-101\t10,00 Kč"),
    ("Hesap ekstresi", "Fatura\tTutar\nF-101\t10,00 TL"),
    ("Folyószámla-kivonat", "Számla\tÖsszeg\nF-101\t1000 Ft"),
    ("Акт сверки", "Счёт\tСумма\nF-101\t10,00 руб."),
    ("Κατάσταση λογαριασμού", "Τιμολόγιο\tΠοσό\nF-101\t10,00 €"),
    ("残高明細書", "請求書\t金額\nF-101\t1,000円"),
    ("对账单", "发票\t金额\nF-101\t¥10.00"),
]


@pytest.mark.parametrize(("subject", "text"), STATEMENTS)
def test_a_statement_is_no_invoice_although_it_lists_some(subject: str, text: str) -> None:
    notice = triage_text(subject, text, today=date(2026, 11, 21)).notices[0]
    assert notice.mail_class is MailClass.STATEMENT


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your loan", "Your credit of EUR 500.00 is being looked at by our bank."),
        ("Votre demande", "Votre crédit de 500 € est à l'étude."),
        ("Půjčka", "Váš úvěr ve výši 500 Kč se posuzuje."),
        ("Twój wniosek", "Twój kredyt na 500 zł jest rozpatrywany."),
        ("Did it arrive?", "The money is not credited before you confirm that it arrived."),
    ],
)
def test_a_loan_is_no_credit_note(subject: str, text: str) -> None:
    assert not triage_text(subject, text, today=date(2026, 11, 21)).notices[0].trigger
