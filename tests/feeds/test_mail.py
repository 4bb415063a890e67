from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from feeds import deliver
from model.clock import FixedClock
from model.deliveries import Acknowledgement, Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.secret import Secret
from tests.feeds.authority import Authority
from tests.feeds.parcels import CONTENT, HOSTILE, PARCEL, FakeLease, destination, parcel
from tests.feeds.peers import PASSWORD, Post, post_office
from tests.loopback import free_port

SENDER, RECIPIENT = "ap@buyer.example", "invoices@approval.example"


def by_mail(port: int, security: str = "plain_loopback", **settings: str) -> Destination:
    facts = {"host": "127.0.0.1", "port": str(port), "security": security}
    facts |= {"sender": SENDER, "recipient": RECIPIENT}
    return destination(DestinationKind.EMAIL, **{**facts, **settings})


def parsed(post: Post) -> EmailMessage:
    (envelope,) = post.mails
    content = envelope.original_content
    assert content is not None
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_one_mail_carries_one_pdf_to_one_address(clock: FixedClock) -> None:
    with post_office() as post:
        taken = deliver(by_mail(post.port), PARCEL, None, clock=clock)
    message = parsed(post)
    assert taken == Acknowledgement(
        "2.0.0 Ok: queued as 4XyZ", "127.0.0.1: 2.0.0 Ok: queued as 4XyZ"
    )
    assert (post.mails[0].mail_from, post.mails[0].rcpt_tos) == (SENDER, [RECIPIENT])
    assert (message["From"], message["To"], message["Cc"]) == (SENDER, RECIPIENT, None)
    assert message["Message-ID"] == "<4f1c0ffee0@buyer.example>"
    assert message["X-Billhook-Key"] == "4f1c0ffee0"
    assert message["X-Billhook-Document"] == "doc-1"
    assert message["Subject"] == "Invoice RE-2026/104 from Quill & Vale Müller"
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "Quill-Vale-Muller_RE-2026-104_2026-10-14.pdf"
    assert attached.get_content() == CONTENT


def test_the_body_is_short_and_plain(clock: FixedClock) -> None:
    with post_office() as post:
        deliver(by_mail(post.port), PARCEL, None, clock=clock)
    body = parsed(post).get_body()
    assert body is not None
    assert body.get_content_type() == "text/plain"
    assert body.get_content().splitlines() == [
        "Invoice RE-2026/104 from Quill & Vale Müller",
        "Date: 2026-10-14",
        "Due: 2026-11-13",
        "Amount: EUR 1,928.64",
        "Order: PO-48213",
        "Customer number: 77-1",
    ]


def test_sent_again_it_is_the_same_mail(clock: FixedClock) -> None:
    with post_office() as post:
        for _ in range(2):
            deliver(by_mail(post.port), PARCEL, None, clock=clock)
    ids = {message_from_bytes(m.original_content or b"")["Message-ID"] for m in post.mails}
    assert len(post.mails) == 2
    assert ids == {"<4f1c0ffee0@buyer.example>"}


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_adds_no_header_no_recipient_and_no_path(clock: FixedClock, text: str) -> None:
    hostile = parcel(
        supplier=text, number=text or "1", po_number=text, account=text, document_id=text
    )
    hostile = hostile if hostile.number.strip() else parcel(supplier=text)
    with post_office() as post:
        deliver(by_mail(post.port), hostile, None, clock=clock)
    message = parsed(post)
    assert post.mails[0].rcpt_tos == [RECIPIENT]
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "X-Billhook-Key", "X-Billhook-Document",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert message.defects == []
    (attached,) = message.iter_attachments()
    name = attached.get_filename() or ""
    assert name.isascii()
    assert not set(name) & set("/\\\0\r\n\"'<>|*?:; ")
    assert not name.startswith((".", "-"))
    assert len(name) < 200
    assert "\u202e" not in str(message["Subject"])


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_with_a_trusted_certificate_it_signs_in_and_sends(
    clock: FixedClock, ca: Authority, server_context: ssl.SSLContext, security: str
) -> None:
    lease = FakeLease(Secret(PASSWORD), "ap")
    context: dict[str, Any] = {security: server_context}
    with post_office(auth=True, **context) as post:
        target = by_mail(post.port, security, ca_file=str(ca.ca_file))
        assert deliver(target, PARCEL, lease, clock=clock).reference
    assert len(post.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_untrusted_certificate_gets_neither_password_nor_mail(
    clock: FixedClock, server_context: ssl.SSLContext, security: str
) -> None:
    context: dict[str, Any] = {security: server_context}
    with (
        post_office(auth=True, **context) as post,
        pytest.raises(DestinationRefused, match="can't be trusted"),
    ):
        deliver(by_mail(post.port, security), PARCEL, FakeLease(Secret(PASSWORD)), clock=clock)
    assert post.mails == []


def test_without_starttls_nothing_is_sent(clock: FixedClock) -> None:
    with post_office() as post, pytest.raises(DestinationRefused, match="no STARTTLS"):
        deliver(by_mail(post.port, "starttls"), PARCEL, None, clock=clock)
    assert post.mails == []


def test_a_wrong_password_needs_a_person_and_is_never_repeated(
    clock: FixedClock, ca: Authority, server_context: ssl.SSLContext
) -> None:
    lease = FakeLease(Secret("wrong-password-canary"))
    with (
        post_office(starttls=server_context, auth=True) as post,
        pytest.raises(DestinationRefused, match="refused the sign-in") as caught,
    ):
        deliver(by_mail(post.port, "starttls", ca_file=str(ca.ca_file)), PARCEL, lease, clock=clock)
    assert "canary" not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("451 4.3.2 down for maintenance", DestinationUnreachable),
        ("554 5.6.0 expected exactly one PDF", DestinationRefused),
    ],
)
def test_the_servers_code_says_whether_waiting_helps(
    clock: FixedClock, answer: str, error: type[Exception]
) -> None:
    with post_office(data=answer) as post, pytest.raises(error, match=answer):
        deliver(by_mail(post.port), PARCEL, None, clock=clock)


def test_an_unknown_recipient_needs_a_person(clock: FixedClock) -> None:
    refusal = "550 5.1.1 unknown"
    with post_office(rcpt=refusal) as post, pytest.raises(DestinationRefused, match=refusal):
        deliver(by_mail(post.port), PARCEL, None, clock=clock)
    assert post.mails == []


def test_a_server_that_does_not_answer_is_tried_again(clock: FixedClock) -> None:
    with pytest.raises(DestinationUnreachable, match="does not answer"):
        deliver(by_mail(free_port()), PARCEL, None, clock=clock)


def replies(*lines: bytes) -> int:
    """The port of a server that says these lines, one for each that it reads, and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server, server.accept()[0] as connection, connection.makefile("rb") as heard:
            for line in lines:
                connection.sendall(line + b"\r\n")
                heard.readline()

    threading.Thread(target=serve).start()
    return int(server.getsockname()[1])


def test_a_connection_cut_after_the_data_is_tried_again(clock: FixedClock) -> None:
    port = replies(b"220 hello", b"250 hello", b"250 sender ok", b"250 rcpt ok", b"354 go on")
    with pytest.raises(DestinationUnreachable, match="does not answer"):
        deliver(by_mail(port), PARCEL, None, clock=clock)


def test_a_busy_greeting_is_tried_again(clock: FixedClock) -> None:
    with pytest.raises(DestinationUnreachable, match="421 too busy"):
        deliver(by_mail(replies(b"421 too busy")), PARCEL, None, clock=clock)


def test_a_sign_in_that_can_not_be_checked_now_is_tried_again(clock: FixedClock) -> None:
    port = replies(b"220 hello", b"250-hello\r\n250 AUTH PLAIN", b"454 4.7.0 try later")
    with pytest.raises(DestinationUnreachable, match="can't check the sign-in now"):
        deliver(by_mail(port), PARCEL, FakeLease(Secret(PASSWORD)), clock=clock)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"host": "mail.example"}, "needs TLS or STARTTLS"),
        ({"host": "203.0.113.7"}, "needs TLS or STARTTLS"),
        ({"port": "smtp"}, "can't send mail"),
        ({"security": "none"}, "can't send mail"),
        ({"recipient": "a@b.example, c@d.example"}, "is not one mail address"),
        ({"recipient": "a@b.example\r\nRCPT TO:<c@d.example>"}, "is not one mail address"),
        ({"sender": "nobody"}, "is not one mail address"),
        ({"security": "tls", "ca_file": "/nowhere.pem"}, "holds no certificates"),
    ],
)
def test_settings_that_can_not_work_are_named(
    clock: FixedClock, settings: dict[str, str], complaint: str
) -> None:
    target = by_mail(1)
    broken = replace(target, settings={**target.settings, **settings})
    with pytest.raises(SettingsInvalid, match=complaint):
        deliver(broken, PARCEL, None, clock=clock)


def test_a_key_that_is_no_key_is_refused(clock: FixedClock) -> None:
    with pytest.raises(SettingsInvalid):
        deliver(by_mail(1), parcel(key="a b>\r\nX: y"), None, clock=clock)


def test_only_a_pdf_goes_by_mail(clock: FixedClock) -> None:
    with pytest.raises(DestinationRefused, match="takes a PDF, and this file is"):
        deliver(by_mail(1), parcel(media_type="application/xml"), None, clock=clock)
