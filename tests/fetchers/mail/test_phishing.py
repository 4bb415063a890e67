"""Mails that want to be taken for a supplier's. Each is flagged; the honest ones are not."""

from datetime import date
from typing import Any

import pytest

from fetchers.mail.triage import triage
from model.mail import Alert
from tests.fetchers.mail.letters import (
    INVOICE_PAGE,
    OURS,
    PASSED,
    PORTAL_LINK,
    SUPPLIERS,
    letter,
)

READY = "Ihre Rechnung steht bereit"
OWN = "Nordlicht Strom <rechnung@nordlicht-strom.example>"
FORGED = PASSED.replace("pass", "fail")


def alerts(raw: bytes, trusted: frozenset[str] = OURS) -> tuple[Alert, ...]:
    return triage(raw, SUPPLIERS, trusted=trusted, today=date(2026, 11, 21)).alerts


def linked(link: str, text: str = "Rechnung ansehen", **options: Any) -> bytes:
    page = INVOICE_PAGE.format(link=link).replace("Rechnung ansehen", text)
    return letter(READY, page=page, **options)


@pytest.mark.parametrize(
    "sender",
    [
        "Nordlicht <a@nord1icht-strom.example>",
        "Nordlicht <a@nordlicht-strom.test>",
        "Nordlicht <a@nordlicht-strom-rechnung.test>",
        "Nordlicht <a@nordlichtstrom.example>",
        "Nordlicht <a@rechnung.nordlicht-strom.example.evil.test>",
        "Nordlicht Strom AG <nordlicht.strom@gmail.com>",
    ],
)
def test_a_sender_that_looks_like_a_supplier_is_flagged(sender: str) -> None:
    assert Alert.SENDER_LOOKALIKE in alerts(linked(PORTAL_LINK, sender=sender))


@pytest.mark.parametrize(
    "link",
    [
        "https://nordlicht-strom.portal.test/login",
        "https://192.0.2.7/rechnung",
        "https://3221225991/rechnung",
        "https://portal.nordlicht-strom.example@evil.test/",
        "https://xn--nrdlicht-strom-swb.example/",
        "https://portal.nordlicht-strom.example/go?url=https://evil.test/",
        "https://portal-nordlicht-strom.test/rechnung",
        "https://evil.test/portal.nordlicht-strom.example/",
        "https://click.evil.test/x",
    ],
)
def test_a_link_off_the_registered_portal_is_flagged(link: str) -> None:
    assert Alert.LINK_OUTSIDE_PORTAL in alerts(linked(link))


def test_a_link_that_shows_another_host_than_it_leads_to_is_flagged() -> None:
    raw = linked("https://evil.test/x", text="https://portal.nordlicht-strom.example/rechnung")
    assert Alert.LINK_OUTSIDE_PORTAL in alerts(raw)


def test_answers_that_go_elsewhere_are_flagged() -> None:
    raw = linked(PORTAL_LINK, headers=(("Reply-To", "pay@elsewhere.test"),))
    assert alerts(raw) == (Alert.REPLY_TO_DIFFERS,)


def test_a_failed_check_by_our_server_is_flagged() -> None:
    raw = linked(PORTAL_LINK, headers=(("Authentication-Results", FORGED),))
    mail = triage(raw, SUPPLIERS, trusted=OURS, today=date(2026, 11, 21))
    assert mail.alerts == (Alert.AUTHENTICATION_FAILED,)
    assert mail.blocked


@pytest.mark.parametrize("name", ["From", "Subject", "Date", "Reply-To", "To", "Message-ID"])
def test_a_header_that_stands_twice_is_flagged(name: str) -> None:
    twice = ((name, "first@x.test"), (name, "second@x.test"))
    assert Alert.HEADERS_DOUBLED in alerts(linked(PORTAL_LINK, headers=twice))


@pytest.mark.parametrize(
    "text",
    [
        "Please note our new bank details: DE00 …",
        "Bitte beachten Sie unsere neue Bankverbindung.",
        "Veuillez noter notre nouveau RIB.",
        "Le comunicamos nuestra nueva cuenta bancaria.",
        "Ecco le nuove coordinate bancarie.",
        "Informujemy, że mamy nowy numer rachunku.",
    ],
)
def test_other_bank_details_are_flagged(text: str) -> None:
    assert Alert.BANK_DETAILS_CHANGED in alerts(letter("Invoice", text))


@pytest.mark.parametrize(
    "file",
    [
        ("Rechnung.pdf.exe", "application/octet-stream", b"MZ"),
        ("Rechnung\u202efdp.pdf", "application/pdf", b"%PDF"),
        ("Rechnung.html", "text/html", b"<script>new Blob([atob('x')])</script>"),
        ("Rechnung.svg", "image/svg+xml", b"<svg onload='x()'/>"),
        ("Rechnung.xlsm", "application/vnd.ms-excel", b"PK"),
    ],
)
def test_a_file_that_nobody_sends_an_invoice_as_is_flagged(file: tuple[str, str, bytes]) -> None:
    assert Alert.ATTACHMENT_UNSAFE in alerts(letter(READY, files=(file,)))


HONEST = [
    letter(READY, page=INVOICE_PAGE.format(link=PORTAL_LINK)),
    letter(READY, page=INVOICE_PAGE.format(link="https://www.nordlicht-strom.example/rechnung")),
    letter(READY, "Ihre Rechnung", files=(("Rechnung.pdf", "application/pdf", b"%PDF-1.7"),)),
    letter(READY, "x", sender="Blauwal <r@post.blauwal.example>"),
    letter("Invoice 12", "Your invoice", sender="Quill & Sons <billing@quill.example>"),
    letter(READY, "x", headers=(("Reply-To", "hilfe@service.nordlicht-strom.example"),)),
    letter(
        READY,
        page=INVOICE_PAGE.format(link="https://click.mailer.example/x?u=1"),
        headers=(("Authentication-Results", PASSED),),
    ),
    letter(
        READY,
        page=INVOICE_PAGE.format(link=PORTAL_LINK)
        + '<a href="https://www.facebook.com/nl">Facebook</a> <a href="https://x.test/u">abmelden</a>',
    ),
    letter(READY, "x", sender="Suedwind Reisen <info@suedwind.example>"),
]


@pytest.mark.parametrize("raw", HONEST)
def test_an_honest_mail_is_not_flagged(raw: bytes) -> None:
    assert alerts(raw) == ()
