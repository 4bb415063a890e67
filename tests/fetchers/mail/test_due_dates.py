"""Due dates that are said as a period, and dates whose day and month look alike."""

from datetime import date

import pytest

from fetchers.mail.fields import due_date, find
from fetchers.mail.triage import triage
from fetchers.mail.values.grid import Setting
from tests.fetchers.mail.letters import letter

SENT = date(2026, 11, 2)
TODAY = date(2026, 11, 21)


def due(
    text: str, language: str = "en", country: str = "", sent: date | None = SENT
) -> date | None:
    setting = Setting((language, "en"), TODAY, sent=sent, country=country)
    return due_date(find("", text, setting)).value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please pay within 14 days."),
        ("en", "Payment terms: 14 days"),
        ("de", "Bitte überweisen Sie den Betrag innerhalb von 14 Tagen."),
        ("de", "Zahlungsziel: 14 Tage"),
        ("fr", "À régler sous 14 jours."),
        ("es", "Debe pagarse en un plazo de 14 días."),
        ("it", "Pagamento entro 14 giorni."),
        ("pt", "Pagar no prazo de 14 dias."),
        ("nl", "Graag betalen binnen 14 dagen."),
        ("sv", "Betala inom 14 dagar."),
        ("da", "Betales inden for 14 dage."),
        ("nb", "Betales innen 14 dager."),
        ("fi", "Maksettava 14 päivän kuluessa."),
        ("pl", "Prosimy o zapłatę w ciągu 14 dni."),
        ("cs", "Uhraďte do 14 dnů."),
        ("hu", "Fizetendő 14 napon belül."),
        ("ro", "Vă rugăm să plătiți în termen de 14 zile."),
        ("ru", "Оплатите в течение 14 дней."),
        ("tr", "Lütfen 14 gün içinde ödeyin."),
        ("zh", "请在14天内付款"),
        ("ja", "14日以内にお支払いください"),
        ("ko", "14일 이내에 납부해 주십시오"),
    ],
)
def test_a_period_counts_from_the_mails_day(language: str, text: str) -> None:
    assert due(text, language) == date(2026, 11, 16)
    assert due(text, language, sent=None) is None


def test_a_period_counts_from_the_invoices_day_where_the_mail_states_it() -> None:
    text = "Payment terms: Net 30\nInvoice date: 30 October 2026"
    assert due(text) == date(2026, 11, 29)
    assert due("Payable within 30 days of the invoice date.") is None


def test_after_receipt_counts_from_the_mail() -> None:
    text = "Zahlbar binnen 10 Tagen nach Erhalt\nRechnungsdatum: 30.10.2026"
    assert due(text, "de") == date(2026, 11, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2% discount within 10 days, payable within 30 days net.",
        "Pay within 10 days. Late invoices must be paid within 30 days.",
        "You may cancel your order within 14 days.",
        "You have already paid, within 14 days.",
        "Payable within 30 days, end of month.",
        "Pay within 900 days.",
    ],
)
def test_what_is_no_single_period_to_pay_in_says_nothing(text: str) -> None:
    assert due(text) is None


def test_a_stated_due_date_outranks_a_period() -> None:
    assert due("Due date: 20 November 2026\nPlease pay within 14 days.") == date(2026, 11, 20)


def test_the_reading_that_lies_after_the_mail_is_meant() -> None:
    assert due("Due date: 05/12/2026") == date(2026, 12, 5)
    assert due("Due date: 12/05/2026") == date(2026, 12, 5)
    assert due("Due date: 11/12/2026") is None


def test_the_documents_own_day_tells_the_order_of_all() -> None:
    assert due("Invoice date: 01/11/2026\nDue date: 11/12/2026") == date(2026, 12, 11)
    assert due("Invoice date: 11/01/2026\nDue date: 11/12/2026") == date(2026, 11, 12)


def test_the_senders_country_tells_the_order_and_else_the_currency() -> None:
    assert due("Due date: 11/12/2026", country="uk") == date(2026, 12, 11)
    assert due("Due date: 11/12/2026", country="us") == date(2026, 11, 12)
    assert due("Due date: 11/12/2026", country="io") is None
    assert due("Due date: 11/12/2026\nAmount due: USD 5.00") == date(2026, 11, 12)
    assert due("Due date: 11/12/2026\nAmount due: GBP 5.00") == date(2026, 12, 11)
    assert due("Due date: 11/12/2026\nAmount due: CAD 5.00") is None


def test_signs_that_differ_leave_the_date_open() -> None:
    assert due("Due date: 12/05/2026", country="uk") is None


def test_a_mail_that_reminds_is_not_followed_by_its_due_date() -> None:
    text = "Payment reminder: your invoice A-100 was due on 05/12/2026. Due date: 05/12/2026"
    mail = triage(
        letter("Payment reminder", text, sender="Bills <b@bills.example>"), (), today=TODAY
    )
    assert mail.notices[0].due_date is None
