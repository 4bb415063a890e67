"""What is fetched of each mail on a real server, and what is left there."""

import random
import threading
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from fetchers.mail.identity import identity
from fetchers.mail.message import read
from fetchers.mail.watch import watch
from model.clock import SystemClock
from model.mail import FolderPosition, RawMail
from tests.dovecot import Dovecot
from tests.fetchers.mail.pictures import jpeg, png

pytestmark = pytest.mark.e2e

DICE = random.Random(7)
Shown = tuple[bytes, str, str]
PDF = b"%PDF-1.7 " + DICE.randbytes(40_000)
LOGO = b"\x89PNG" + DICE.randbytes(40_000)


def letter(
    *, logo: bool = True, pdf: bool = True, enclosed: bytes = b"", shown: Sequence[Shown] = ()
) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"], mail["Subject"] = "<7@nw.example>", "Invoice 7"
    mail["From"], mail["Date"] = "billing@nw.example", "Fri, 20 Nov 2026 09:00:00 +0100"
    mail.set_content("Invoice 7 is attached.\n.\n--\nNordwind")
    mail.add_alternative("<p>Invoice 7 is <b>attached</b>.</p><img src='cid:logo'>", subtype="html")
    if logo:
        page = mail.get_payload()[1]  # type: ignore[index]
        page.add_related(LOGO, "image", "png", cid="<logo>")
    for number, (content, kind, subtype) in enumerate(shown):
        page = mail.get_payload()[1]  # type: ignore[index]
        page.add_related(content, kind, subtype, cid=f"<shown-{number}>", disposition="inline")
    if pdf:
        mail.add_attachment(PDF, "application", "pdf", filename="invoice-7.pdf")
    if enclosed:
        inner = EmailMessage(policy=SMTP)
        inner["Subject"] = "Inside"
        inner.set_content("enclosed text")
        inner.add_attachment(enclosed, "image", "png", filename="scan.png")
        mail.add_attachment(inner)
    return mail.as_bytes()


def fetched(dovecot: Dovecot, *mails: bytes) -> list[RawMail]:
    box = dovecot.mailbox()
    for mail in mails:
        dovecot.deliver(box, mail)
    batches = watch(
        box,
        dovecot.password,
        FolderPosition(),
        clock=SystemClock(),
        stop=threading.Event(),
        ca_file=dovecot.ca_file,
    )
    found: list[RawMail] = []
    for batch in batches:
        found += batch.mails
        if batch.complete:
            break
    batches.close()
    return found


def test_a_logo_stays_on_the_server_and_all_else_arrives_unchanged(dovecot: Dovecot) -> None:
    whole = letter()
    (raw,) = fetched(dovecot, whole)
    assert len(raw.content) < len(whole) - len(LOGO)
    ours, theirs = read(raw.content), read(whole)
    assert (ours.text, ours.attachments, ours.headers) == (
        theirs.text,
        theirs.attachments,
        theirs.headers,
    )
    assert ours.attachments[0].content == PDF


def test_the_same_mail_from_a_file_is_the_same_mail(dovecot: Dovecot) -> None:
    mails = [letter(), letter(logo=False), letter(enclosed=LOGO), letter(logo=False, pdf=False)]
    for whole in mails:
        (raw,) = fetched(dovecot, whole)
        assert raw.identity == identity(whole) == identity(whole.replace(b"\r\n", b"\n"))
    assert len({identity(whole) for whole in mails}) == 4


def test_a_picture_that_no_page_shows_is_fetched(dovecot: Dovecot) -> None:
    (raw,) = fetched(dovecot, letter(enclosed=LOGO))
    assert any(LOGO in part.content for part in read(raw.content).attachments) or b"scan.png" in (
        raw.content
    )
    assert len(raw.content) > len(LOGO) + len(PDF)


def test_a_scan_or_pdf_that_a_page_shows_is_fetched_and_a_logo_or_pixel_is_not(
    dovecot: Dovecot,
) -> None:
    scan, banner, pixel = jpeg(1240, 1754), jpeg(1600, 300), png(1, 1)
    shown = [
        (scan, "image", "jpeg"),
        (PDF, "application", "pdf"),
        (pixel, "image", "png"),
        (banner, "image", "jpeg"),
        (LOGO, "image", "png"),
    ]
    whole = letter(logo=False, pdf=False, shown=shown)
    (raw,) = fetched(dovecot, whole)
    assert [one.content for one in read(raw.content).attachments] == [scan, PDF]
    assert [one.content for one in read(whole).attachments] == [scan, PDF]
    assert raw.identity == identity(whole)
    assert len(raw.content) < len(whole) - len(LOGO)


def test_a_mail_without_adornments_arrives_to_the_byte(dovecot: Dovecot) -> None:
    plain = letter(logo=False)
    (raw,) = fetched(dovecot, plain)
    assert raw.content == plain


def test_a_mail_with_an_endless_header_arrives_whole(dovecot: Dovecot) -> None:
    mail = b"Subject: x\r\nX-Long: " + b"a " * 50_000 + b"\r\n\r\nhello\r\n"
    (raw,) = fetched(dovecot, mail)
    assert raw.content == mail


@pytest.mark.parametrize("mail", [b"Subject: only a header\r\n", b"\r\nonly a body\r\n", b"x"])
def test_a_mail_with_half_of_it_missing_arrives(dovecot: Dovecot, mail: bytes) -> None:
    (raw,) = fetched(dovecot, mail)
    assert raw.content.strip() == mail.strip()
