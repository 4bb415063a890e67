"""One mail that came as it was sent, saved by Outlook, and sent on as a file."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.copies import are_copies, original, reliable_id
from parsers import outlook
from tests.fetchers.mail.pictures import png
from tests.parsers.compound import message

PDF = b"%PDF-1.7 " + bytes(range(256)) * 20
HEADERS = (
    "Received: from a by b; Fri, 20 Nov 2026 09:00:01 +0100\r\nMessage-ID: <7@nw.example>\r\n"
    "From: Nordwind <billing@nw.example>\r\nTo: ap@us.example\r\nSubject: Rechnung 4711\r\n"
    "Date: Fri, 20 Nov 2026 09:00:00 +0100\r\n"
)
TEXT = "Ihre Rechnung 4711 über 120,00 EUR liegt bereit. Mit freundlichen Grüßen, Nordwind"
PAGE = f"<p>Ihre Rechnung <b>4711</b> über 120,00 EUR liegt bereit.</p><p>{TEXT[50:]}</p>"


def letter(text: str = TEXT, *, pdf: bytes = b"", page: str = "") -> bytes:
    mail = EmailMessage(policy=SMTP)
    for line in HEADERS.splitlines():
        name, _, value = line.partition(": ")
        mail[name] = value
    mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html")
    if pdf:
        mail.add_attachment(pdf, "application", "pdf", filename="4711.pdf")
    return mail.as_bytes()


def saved(text: str = TEXT, *, pdf: bytes = b"", page: str = "", logo: bytes = b"") -> bytes:
    """The mail as Outlook saves it."""
    files = [("4711.pdf", "application/pdf", pdf), ("image001.png", "image/png", logo)]
    content = message(
        {0x007D: HEADERS + "\r\n", 0x1000: text},
        files=tuple(file for file in files if file[2]),
        page=page.encode("cp1252"),
    )
    return outlook.mail_of(content)


def sent_on(mail: bytes, note: str = "Please see to it.", *, beside: bytes = b"") -> bytes:
    """The mail as a colleague sends it on, as a file."""
    outer = EmailMessage(policy=SMTP)
    outer["Message-ID"], outer["From"] = "<f1@us.example>", "Ann <ann@us.example>"
    outer["Subject"] = "FW: Rechnung 4711"
    outer.set_content(note)
    outer.add_attachment(message_from_bytes(mail, policy=policy.SMTP))
    if beside:
        outer.add_attachment(beside, "application", "pdf", filename="beside.pdf")
    return outer.as_bytes()


@pytest.mark.parametrize(
    "copy",
    [
        saved(),
        saved(page=PAGE),
        saved(TEXT.replace(". ", ".\r\n\r\n") + " <https://nw.example/17>"),
        sent_on(letter()),
        sent_on(letter(page=PAGE)),
        sent_on(letter(), note=""),
    ],
)
def test_a_copy_that_came_another_way_is_the_same_mail(copy: bytes) -> None:
    for mail in (letter(), letter(page=PAGE)):
        assert reliable_id(mail) == reliable_id(copy) == "<7@nw.example>"
        assert are_copies(mail, copy)
        assert are_copies(copy, mail)


def test_files_decide_and_logos_do_not() -> None:
    whole = letter(pdf=PDF)
    assert are_copies(whole, saved(pdf=PDF, logo=png(200, 60)))
    assert are_copies(whole, sent_on(whole))
    assert not are_copies(whole, saved(pdf=PDF + b"1"))
    assert not are_copies(whole, saved())


@pytest.mark.parametrize(
    "other",
    [
        letter(TEXT.replace("4711", "4712")),
        letter(TEXT.replace("120,00", "130,00")),
        letter("Something else altogether, about 4711 and 120,00"),
        letter().replace(b"billing@nw.example", b"billing@nw.test"),
        letter().replace(b"Subject: Rechnung", b"Subject: Mahnung"),
        b"",
        b"X-Billhook-Withheld: 99 bytes\r\n" + letter(),
    ],
)
def test_a_message_id_used_again_is_another_mail(other: bytes) -> None:
    assert not are_copies(letter(), other)
    assert not are_copies(other, letter())


def test_a_mail_with_a_file_beside_the_enclosed_one_is_itself() -> None:
    outer = sent_on(letter(), beside=PDF)
    assert original(outer) == outer
    assert reliable_id(outer) == "<f1@us.example>"


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: x",
        b"Message-ID: <1@a>\r\nMessage-ID: <2@a>",
        b"Message-ID: 1@a",
        b"Message-ID: <a b@c>",
        b"Message-ID: <" + b"a" * 2000 + b"@b>",
    ],
)
def test_a_message_id_that_is_missing_doubled_or_odd_is_not_relied_on(head: bytes) -> None:
    assert reliable_id(head + b"\r\n\r\nhello") == ""


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_can_be_compared(one: bytes, other: bytes) -> None:
    enclosing = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    for raw in (one, enclosing + b"Content-Type: message/rfc822\r\n\r\n" + one):
        assert isinstance(reliable_id(raw), str)
        assert are_copies(raw, other) == are_copies(other, raw)
