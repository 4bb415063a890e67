from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.identity import identity

MAIL = b"Message-ID: <1@x>\r\nDate: today\r\nFrom: a@x\r\nSubject: Invoice\r\n\r\nBody\r\n"


def test_copies_with_other_transport_headers_are_one_mail() -> None:
    copy = b"Received: from b by c\r\nDelivered-To: ap2@y\r\nX-Spam: no\r\n" + MAIL
    assert identity(copy) == identity(MAIL)


def test_other_line_ends_and_blank_space_at_the_end_are_the_same_mail() -> None:
    assert identity(MAIL.replace(b"\r\n", b"\n") + b"\n\n  ") == identity(MAIL)


def test_a_message_id_used_again_with_another_body_is_another_mail() -> None:
    assert identity(MAIL.replace(b"Body", b"Other")) != identity(MAIL)


def test_a_folded_subject_is_the_same_subject() -> None:
    folded = MAIL.replace(b"Subject: Invoice", b"Subject:\r\n  Invoice")
    assert identity(folded) == identity(MAIL)


def test_another_subject_is_another_mail() -> None:
    assert identity(MAIL.replace(b"Invoice", b"Invoices")) != identity(MAIL)


@given(st.binary(max_size=400))
def test_any_bytes_have_an_identity(raw: bytes) -> None:
    assert len(identity(raw)) == 64
    assert identity(raw) == identity(bytes(raw))
