from datetime import date

import pytest

from fetchers.mail.evidence import evidence_of
from fetchers.mail.triage import triage, triage_text
from model.mail import TRIGGERS, MailClass, Notice

TODAY = date(2026, 11, 21)
REFUNDED = "We have received your order again. Your refund is on its way."


def notice_of(subject: str, body: str) -> Notice:
    return triage_text(subject, body, today=TODAY).notices[0]


def test_beside_a_class_that_sets_nothing_going_stands_what_would_be_missed() -> None:
    notice = notice_of("Your order 4711 is confirmed", REFUNDED)
    assert notice.mail_class is MailClass.ORDER_CONFIRMATION
    assert notice.runner_up is not None
    assert notice.runner_up.mail_class is MailClass.CREDIT_NOTE
    assert notice.confidence + notice.runner_up.share <= 1


def test_the_runner_up_of_an_invoice_is_not_its_other_place() -> None:
    notice = notice_of("Your invoice 4711 is ready", "Sign in to see your invoice.")
    places = {MailClass.INVOICE_AVAILABLE, MailClass.INVOICE_ATTACHED}
    assert notice.mail_class in places
    assert notice.runner_up is not None
    assert notice.runner_up.mail_class not in places


@pytest.mark.parametrize("subject", ["RE-2026-18810", "2026/18810", "SF 0018810", "0533214577"])
def test_a_subject_that_is_only_a_number_makes_a_question_and_no_trigger(subject: str) -> None:
    notice = notice_of(subject, "Hello, please see below. Kind regards")
    assert not notice.trigger
    assert notice.runner_up is not None
    assert notice.runner_up.mail_class in TRIGGERS
    assert notice.runner_up.share >= 0.05


def test_a_subject_that_is_only_a_number_helps_a_mail_that_names_an_invoice() -> None:
    assert notice_of("RE-2026-18810", "Please find the invoice for your last order.").trigger


@pytest.mark.parametrize("subject", ["483920", "Invoice 2026-18810", "2026", "A-12", ""])
def test_a_code_a_phrase_and_a_year_are_no_documents_number(subject: str) -> None:
    assert not evidence_of(subject, "").numbered


def test_a_code_with_a_prefix_stays_a_code() -> None:
    notice = notice_of("G-483920", "G-483920 is your verification code. Do not share it.")
    assert notice.mail_class is MailClass.OTP_MAGIC
    assert notice.runner_up is not None
    assert notice.runner_up.share < 0.05


def test_what_is_sent_in_bulk_keeps_what_its_words_hint_at() -> None:
    raw = (
        b"From: Quay <news@quay.example>\r\nSubject: Hello\r\n"
        b"List-Unsubscribe: <https://quay.example/u>\r\n\r\n"
        b"The invoice of your order is in your account\r\n"
    )
    notice = triage(raw, (), today=TODAY).notices[0]
    assert notice.mail_class is MailClass.OTHER
    assert notice.runner_up is not None
    assert notice.runner_up.mail_class in TRIGGERS


NEWSLETTER = (
    "From: Quai <bonjour@quai.example>\r\nSubject: {subject}\r\n"
    "List-Unsubscribe: <https://quai.example/u>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
)


def test_a_newsletter_whose_words_are_sure_but_name_no_document_is_asked_about() -> None:
    text = "Bonjour,\r\n\r\nEssayez-les : 50 \u20ac de cr\u00e9dit ce mois, et la facture du cloud."
    raw = NEWSLETTER.format(subject="Nos machines 30 % moins ch\u00e8res", text=text).encode()
    notice = triage(raw, (), today=TODAY).notices[0]
    assert notice.mail_class is MailClass.OTHER
    assert notice.reasons[0].startswith("it is sent in bulk")


def test_an_invoice_that_is_sent_in_bulk_and_names_itself_is_acted_on() -> None:
    text = "Votre facture FA-2026-0117 est disponible dans votre espace client."
    raw = NEWSLETTER.format(subject="Votre facture est disponible", text=text).encode()
    notice = triage(raw, (), today=TODAY).notices[0]
    assert notice.mail_class is MailClass.INVOICE_AVAILABLE
