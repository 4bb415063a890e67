"""Codes and links in mails: found where they plainly are, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.awaited import Letter, brought
from fetchers.mail.codes import code_of, link_of
from fetchers.mail.message import Message, read
from model.codes import CodeAsked, CodeKind

PORTAL = frozenset({"https://portal.nordwind.example"})
AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def mail(
    subject: str, text: str, *, html: bool = False, sender: str = "Nordwind <no@nordwind.example>"
) -> Message:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message.set_content(text, subtype="html" if html else "plain")
    return read(message.as_bytes())


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("Your code", "Your code is 482913. It expires in 10 minutes.\nOrder 991823.", "482913"),
        ("482913 is your Nordwind code", "Use it within 10 minutes.", "482913"),
        ("Bestätigungscode", "  123 456  \n\n5 Minuten gültig.\nKundennummer: 4711234", "123456"),
        ("Anmeldung", "Kundennummer 884422\nIhr Sicherheitscode lautet:\n\nK7F9Q2\n", "K7F9Q2"),
        ("登录", "您的验证码是 559812\uff0c请在5分钟内输入。", "559812"),
        ("Code", "رمز التحقق الخاص بك هو ٤٨٢٩١٣", "482913"),
        ("Votre code", "Votre code de vérification : 0042\nSIRET 12345678900011", "0042"),
        ("Código", "Su código de acceso: 90-12-34. Llame al +34 911 234 567.", "901234"),
        ("Koodi", "Vahvistuskoodi: 7731\n© 2026 Nordwind, 00100 Helsinki", "7731"),
        ("コード", "確認コード\uff1a482913\uff0810分間有効\uff09", "482913"),
    ],
)
def test_the_code_is_found_beside_its_word_or_alone(subject: str, text: str, code: str) -> None:
    assert code_of(mail(subject, text)) == code


def test_the_code_is_found_in_a_page() -> None:
    page = "<table><tr><td>Your code</td></tr><tr><td><b>739 201</b></td></tr></table><p>© 2026</p>"
    assert code_of(mail("Sign in", page, html=True)) == "739201"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Invoice 2026-441199", "Your invoice over 1928.64 EUR is ready. Customer number 482913."),
        ("Hello", "Your order number is 553322."),
        ("Codes", "Your code: 111222\nYour code: 333444"),
        ("Call us", "Phone 030 123456, reference 482913, VAT DE123456789"),
        ("Offer", "Only 482913 EUR until 2027-01-31."),
    ],
)
def test_other_numbers_and_two_codes_are_no_code(subject: str, text: str) -> None:
    assert code_of(mail(subject, text)) is None


@pytest.mark.parametrize(
    "text", ["code 12345 " * 20_000, "12 34 56 " * 30_000, "\n".join(["code 123456 " * 200] * 120)]
)
def test_only_the_beginning_of_a_long_mail_is_read(text: str) -> None:
    # unbounded, the first of them took 50 seconds: a whole visit would have stood still
    assert code_of(mail("Hello", text + "\nYour code is 482913.")) != "482913"
    assert code_of(mail("Hello", "Your code is 482913.\n" + "nothing " * 30_000)) == "482913"


@given(st.text(max_size=400), st.text(max_size=80))
def test_whatever_a_mail_says_the_code_stands_in_it(text: str, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = "".join(c for c in subject if c.isprintable())
    message.set_content(text.replace("\x00", ""), charset="utf-8", cte="base64")
    found = code_of(read(message.as_bytes()))
    assert found is None or 4 <= len(found) <= 10


@pytest.mark.parametrize(
    "href",
    [
        "https://portal.nordwind.example.evil.example/login?token=abc12345",
        "https://evil.example/login?token=abc12345",
        "https://portal.nordwind.example@evil.example/?token=abc12345",
        "https://ap@portal.nordwind.example/?token=abc12345",
        "http://portal.nordwind.example/login?token=abc12345",
        "https://portal.nordwind.example:8443/login?token=abc12345",
        "https://portal.nordwind.example/unsubscribe",
    ],
)
def test_a_link_elsewhere_or_without_a_token_is_none(href: str) -> None:
    page = f'<a href="{href}">Our page</a>'
    assert link_of(mail("Sign in", page, html=True), PORTAL) is None


def test_the_link_that_signs_in_is_told_from_the_others() -> None:
    wanted = "https://portal.nordwind.example/login?token=abc12345"
    page = (
        '<a href="https://portal.nordwind.example/">Nordwind</a>'
        f'<a href="{wanted}">Sign in</a>'
        '<a href="https://portal.nordwind.example/report?token=abc12345">Report abuse</a>'
    )
    assert link_of(mail("Sign in", page, html=True), PORTAL) == wanted


def test_two_links_that_are_equally_likely_are_none() -> None:
    page = "".join(
        f'<a href="https://portal.nordwind.example/in?token=abc1234{n}">Sign in</a>' for n in (1, 2)
    )
    assert link_of(mail("Sign in", page, html=True), PORTAL) is None


def asked(*origins: str, names: tuple[str, ...] = ()) -> CodeAsked:
    return CodeAsked(CodeKind.CODE, frozenset(origins) or PORTAL, AT, names)


def test_the_newest_mail_of_the_portals_domain_is_taken() -> None:
    letters = [
        Letter(1, mail("Code", "Your code is 111111.")),
        Letter(3, mail("Code", "Your code is 333333.", sender="x <a@mail.nordwind.example>")),
        Letter(2, mail("Code", "Your code is 222222.")),
        Letter(4, mail("Code", "Your code is 444444.", sender="Nordwind <a@evil.example>")),
        Letter(5, mail("Invoice", "Your invoice is ready.")),
    ]
    found = brought(letters, asked())
    assert found is not None
    assert (found[0].order, found[1].reveal()) == (3, "333333")


def test_a_mail_of_another_domain_never_signs_in() -> None:
    letters = [
        Letter(1, mail("Nordwind code", "Your code is 111111.", sender="x <a@evil.example>"))
    ]
    assert brought(letters, asked()) is None


def test_where_a_portal_has_no_domain_its_name_decides_then_the_newest() -> None:
    letters = [
        Letter(1, mail("Code", "Your code is 111111.", sender="Farm <a@one.example>")),
        Letter(2, mail("Code", "Your code is 222222.", sender="Other <a@two.example>")),
    ]
    here = "http://127.0.0.1:8000"
    named = brought(letters, asked(here, names=("Farm Portal: Sign in",)))
    nameless = brought(letters, asked(here))
    assert named is not None
    assert nameless is not None
    assert (named[1].reveal(), nameless[1].reveal()) == ("111111", "222222")
