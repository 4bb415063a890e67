"""What machines answer repeats invoices that it does not bring."""

from datetime import date

import pytest

from fetchers.mail.triage import triage
from model.mail import MailClass, Notice
from tests.fetchers.mail.letters import letter

TODAY = date(2026, 11, 21)
TEXT = "Ihre Rechnung RE-4711 steht im Kundenportal bereit."


def notice_of(*headers: tuple[str, str], sender: str = "Quay <bill@quay.example>") -> Notice:
    raw = letter("Ihre Rechnung RE-4711 ist da", TEXT, headers=headers, sender=sender)
    return triage(raw, (), today=TODAY).notices[0]


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-replied (vacation)"),
        ("Precedence", "auto_reply"),
        ("X-Autoreply", "yes"),
        ("Content-Type", "multipart/report; report-type=delivery-status; boundary=b"),
    ],
)
def test_an_automatic_answer_brings_no_invoice(header: tuple[str, str]) -> None:
    notice = notice_of(header)
    assert notice.mail_class is MailClass.OTHER
    assert notice.runner_up is None
    assert len(notice.reasons) == 1


def test_what_comes_from_the_mail_system_itself_brings_no_invoice() -> None:
    assert not notice_of(sender="MAILER-DAEMON@mx.example").trigger


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "auto-generated"),
        ("Auto-Submitted", "no"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "bulk"),
        ("Precedence", "first-class"),
    ],
)
def test_a_notice_that_a_machine_wrote_is_one(header: tuple[str, str]) -> None:
    assert notice_of(header).trigger


def test_precedence_bulk_counts_like_a_list() -> None:
    raw = letter("Hallo", "Zu Ihrer Rechnung.", headers=(("Precedence", "bulk"),))
    notice = triage(raw, (), today=TODAY).notices[0]
    assert not notice.trigger


def test_a_mail_about_an_order_gets_no_number_by_guess() -> None:
    raw = letter("Order confirmation", "Thank you for your order.\nFrobnication no.: A-1000")
    assert triage(raw, (), today=TODAY).notices[0].number is None
