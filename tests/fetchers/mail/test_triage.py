import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fetchers.mail.report import fields
from fetchers.mail.triage import triage, triage_text
from model.errors import DocumentTooLarge
from model.mail import Authenticity, MailClass, TriagedMail
from model.money import Money
from tests.fetchers.mail.letters import (
    INVOICE_PAGE,
    OURS,
    PASSED,
    PORTAL_LINK,
    SUPPLIERS,
    letter,
)

TODAY = date(2026, 11, 21)
MAILS = [
    json.loads(line)
    for line in Path(__file__).with_name("mails.jsonl").read_text(encoding="utf-8").splitlines()
]
PDF = ("Rechnung.pdf", "application/pdf", b"%PDF-1.7")


def understood(raw: bytes, trusted: frozenset[str] = frozenset()) -> TriagedMail:
    return triage(raw, SUPPLIERS, trusted=trusted, today=TODAY)


def test_our_own_mails_cover_every_class_in_five_languages() -> None:
    assert {(row["class"], row["language"]) for row in MAILS} == {
        (each.value, language) for each in MailClass for language in ("en", "de", "fr", "es", "pl")
    }


@pytest.mark.parametrize("row", MAILS, ids=lambda row: f"{row['language']}-{row['class']}")
def test_a_mail_is_of_its_class_and_its_values_are_read(row: dict[str, Any]) -> None:
    mail = triage_text(row["subject"], row["body"], today=TODAY)
    notice = mail.notices[0]
    found = fields(notice)
    assert notice.mail_class.value == row["class"]
    assert {name: found[name] for name in row["fields"]} == row["fields"]
    assert notice.reasons
    assert 0 < notice.confidence <= 1


def test_a_whole_mail_is_understood() -> None:
    raw = letter(
        "Ihre Rechnung steht bereit",
        page=INVOICE_PAGE.format(link=PORTAL_LINK),
        headers=(("Authentication-Results", PASSED),),
    )
    mail = understood(raw, OURS)
    (notice,) = mail.notices
    assert notice.mail_class is MailClass.INVOICE_AVAILABLE
    assert (notice.number, notice.due_date) == ("2026-8841", date(2026, 11, 30))
    assert notice.amount == Money.of_minor(120450, "EUR")
    assert notice.link == PORTAL_LINK
    assert mail.authenticity is Authenticity.PASS
    assert mail.alerts == ()
    assert mail.sender == "rechnung@nordlicht-strom.example"
    assert mail.language == "de"


def test_a_file_outranks_the_words() -> None:
    raw = letter("Ihre Rechnung steht bereit", "Ihre Rechnung finden Sie im Portal.", files=(PDF,))
    notice = understood(raw).notices[0]
    assert notice.mail_class is MailClass.INVOICE_ATTACHED
    assert "Rechnung.pdf" in notice.reasons[0]


def test_a_file_that_is_no_invoice_makes_none() -> None:
    raw = letter("Speiseplan", "Der neue Plan", files=(("Plan.pdf", "application/pdf", b"%PDF"),))
    assert not understood(raw).notices[0].trigger


def test_a_link_to_a_registered_portal_outranks_weak_words() -> None:
    page = f'<p>Hallo,</p><p>es gibt Neues. <a href="{PORTAL_LINK}">Rechnung</a></p>'
    notice = understood(letter("Neuigkeiten", page=page)).notices[0]
    assert notice.mail_class is MailClass.INVOICE_AVAILABLE
    assert "registered portal" in notice.reasons[0]


def test_a_password_mail_with_a_portal_link_is_no_invoice() -> None:
    page = f'<p>Neues Passwort für Ihre Rechnung online: <a href="{PORTAL_LINK}">Rechnung</a></p>'
    assert not understood(letter("Passwort zurücksetzen", page=page)).notices[0].trigger


def test_attached_without_a_file_is_unsure() -> None:
    notice = understood(letter("Rechnung 2026-1", "anbei unsere Rechnung 2026-1")).notices[0]
    assert notice.mail_class is MailClass.INVOICE_AVAILABLE
    assert notice.confidence <= 0.5


def test_a_statement_of_three_invoices_gives_four_notices() -> None:
    page = (
        "<table><tr><th>Invoice number</th><th>Amount due</th><th>Due date</th></tr>"
        "<tr><td>INV-1</td><td>EUR 10.00</td><td>2026-11-30</td></tr>"
        "<tr><td>INV-2</td><td>EUR 20.00</td><td>2026-12-05</td></tr>"
        "<tr><td>INV-3</td><td>EUR 30.00</td><td>2026-12-10</td></tr></table>"
    )
    whole, *listed = understood(letter("Statement of account", page=page)).notices
    assert whole.mail_class is MailClass.STATEMENT
    assert [(n.number, n.amount, n.due_date) for n in listed] == [
        ("INV-1", Money.of_minor(1000, "EUR"), date(2026, 11, 30)),
        ("INV-2", Money.of_minor(2000, "EUR"), date(2026, 12, 5)),
        ("INV-3", Money.of_minor(3000, "EUR"), date(2026, 12, 10)),
    ]


def test_amounts_of_equal_standing_that_differ_are_not_chosen_between() -> None:
    mail = triage_text("Your invoice", "Total: EUR 10.00\nTotal: EUR 12.00", today=TODAY)
    assert mail.notices[0].amount is None


def test_a_day_and_month_that_can_be_told_two_ways_are_not_read() -> None:
    mail = triage_text("Your invoice is ready", "Due date: 03/04/2026", today=TODAY)
    assert mail.notices[0].due_date is None


def test_a_mail_without_words_is_other_and_unsure() -> None:
    notice = triage_text("", "", today=TODAY).notices[0]
    assert notice.mail_class is MailClass.OTHER
    assert notice.confidence < 0.6


def test_a_mail_left_on_the_server_is_refused_by_name() -> None:
    with pytest.raises(DocumentTooLarge):
        understood(b"X-Billhook-Withheld: 9 bytes\r\n\r\n")
