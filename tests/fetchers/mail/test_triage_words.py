# ruff: noqa: RUF001 - letters of other scripts are what is read here
from datetime import date

import pytest

from fetchers.mail.triage import triage_text
from model.mail import MailClass, Notice


def notice_of(subject: str, body: str) -> Notice:
    return triage_text(subject, body, today=date(2026, 11, 21)).notices[0]


@pytest.mark.parametrize(
    ("subject", "body", "mail_class"),
    [
        ("İade tamamlandı", "İade işleminiz için teşekkür ederiz.", MailClass.CREDIT_NOTE),
        ("क्रेडिट नोट 4711", "आपका क्रेडिट नोट तैयार है।", MailClass.CREDIT_NOTE),
        ("신용전표 4711", "신용전표를 보내 드립니다.", MailClass.CREDIT_NOTE),
        ("Novi e-račun", "Primili ste novi e-račun za vaš ugovor.", MailClass.INVOICE_ATTACHED),
        ("فواتير جديدة", "وصلتك فواتير جديدة من المورد.", MailClass.INVOICE_ATTACHED),
        ("ໃບແຈ້ງໜີ້ 4711", "ໃບແຈ້ງໜີ້ຂອງທ່ານ", MailClass.INVOICE_ATTACHED),
        (
            "Faktur baru",
            "Faktur baru untuk Anda. Jumlah: 10. Tanggal jatuh tempo: 1 Mei",
            MailClass.INVOICE_ATTACHED,
        ),
    ],
)
def test_words_that_name_a_document_are_known(
    subject: str, body: str, mail_class: MailClass
) -> None:
    assert notice_of(subject, body).mail_class is mail_class


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Проблем са плаћањем", "Уплата кредитном картицом није успела."),
        ("Проблема с оплатой", "Оплата кредитной картой не прошла."),
        ("Problem med din betalning", "Ditt kreditkort kunde inte debiteras."),
        ("Your upcoming invoice", "On 1 May we will charge your card for your plan."),
        ("Ihre nächste Rechnung", "Am 1. Mai wird Ihr Konto belastet."),
    ],
)
def test_a_credit_card_and_a_coming_invoice_are_no_document(subject: str, body: str) -> None:
    assert not notice_of(subject, body).trigger


@pytest.mark.parametrize(
    ("subject", "body", "mail_class"),
    [
        (
            "Ihre Reservierung läuft in Kürze ab",
            "Guten Tag, Ihre Reservierung für den Kurs am 3. Mai läuft in 20 Minuten ab.",
            MailClass.REMINDER,
        ),
        (
            "Reminder: payment outstanding",
            "We have not received your payment of 40.00 EUR yet.",
            MailClass.REMINDER,
        ),
        (
            "Payment received for your overdue invoice 4711",
            "Thank you, we have received your payment of 40.00 EUR for the invoice 4711.",
            MailClass.PAYMENT_RECEIPT,
        ),
    ],
)
def test_what_runs_out_is_no_order_and_what_is_owed_no_receipt(
    subject: str, body: str, mail_class: MailClass
) -> None:
    assert notice_of(subject, body).mail_class is mail_class
