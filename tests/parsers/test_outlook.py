"""Outlook messages become the mails that they were saved from."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import DocumentDamaged, DocumentRefused, DocumentTooLarge
from parsers import outlook
from parsers.safety.sandbox import run_limited
from tests.parsers.compound import Storage, compound, message

SENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 " + bytes(5000)
HEADERS = (
    "Received: from a by b;\r\n Fri, 20 Nov 2026 09:00:01 +0100\r\nMessage-ID: <7@nw.example>\r\n"
    "From: Nordwind <billing@nw.example>\r\nTo: ap@us.example\r\nSubject: Rechnung 4711\r\n"
    "Date: Fri, 20 Nov 2026 09:00:00 +0100\r\nContent-Type: text/plain; charset=x\r\n"
    "MIME-Version: 1.0\r\n\r\n"
)


def read(content: bytes) -> EmailMessage:
    found = message_from_bytes(outlook.mail_of(content), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_message_brings_its_header_its_text_and_its_files() -> None:
    saved = message(
        {0x007D: HEADERS, 0x1000: "Ihre Rechnung für November"},
        files=(("Rechnung Müller.pdf", "application/pdf", PDF),),
        page="<p>Ihre Rechnung für November</p>".encode("cp1252"),
    )
    assert outlook.is_message(saved)
    mail = read(saved)
    assert mail["Message-ID"] == "<7@nw.example>"
    assert mail["From"] == "Nordwind <billing@nw.example>"
    assert "from a by b" in str(mail["Received"])
    assert len(mail.get_all("Content-Type", [])) == 1
    body = mail.get_body(("html",))
    assert body is not None
    assert "für November" in body.get_content()
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Rechnung Müller.pdf", PDF)


def test_the_same_message_is_the_same_mail_every_time() -> None:
    saved = message({0x007D: HEADERS, 0x1000: "x"}, files=(("a.pdf", "application/pdf", PDF),))
    assert outlook.mail_of(saved) == run_limited(outlook.mail_of, saved)


def test_without_a_header_what_outlook_knows_takes_its_place() -> None:
    known = {
        0x0037: "Invoice 12",
        0x1000: "Hello",
        0x1035: "<12@a.example>",
        0x0C1A: 'Ann "A"',
        0x5D01: "ann@a.example",
    }
    mail = read(message(known, sent=SENT))
    assert mail["From"] == "Ann 'A' <ann@a.example>"
    assert (mail["Subject"], mail["Message-ID"]) == ("Invoice 12", "<12@a.example>")
    assert mail["Date"].datetime == SENT
    assert mail.get_content().strip() == "Hello"


def test_a_subject_can_not_begin_another_field() -> None:
    evil = "x\r\nFrom: ceo@us.example\nBcc: a\rX: y"
    mail = read(message({0x0037: evil, 0x5D01: "ann@a.example", 0x1000: "t"}))
    assert mail["From"] == "ann@a.example"
    assert mail["Bcc"] is None
    assert mail["X"] is None


def test_names_and_types_of_files_are_only_claims() -> None:
    files = (
        ("../../x\r\nX-Evil: 1", "message/rfc822", b"a"),
        ("", "text/plain; charset=evil", b"b"),
        ("c", "multipart/mixed", b"c"),
    )
    mail = read(message({0x1000: "t"}, files=files))
    assert {part.get_content_type() for part in mail.iter_attachments()} == {
        "application/octet-stream"
    }
    assert mail["X-Evil"] is None


def test_another_compound_file_is_no_message() -> None:
    assert not outlook.is_message(compound(Storage({"WordDocument": b"x"})))
    assert not outlook.is_message(b"From: a@b.example\r\n\r\nhello")


def test_too_many_files_are_refused() -> None:
    files = tuple((f"{n}.pdf", "application/pdf", b"x") for n in range(201))
    with pytest.raises(DocumentTooLarge):
        outlook.mail_of(message({0x1000: "t"}, files=files))


def test_a_message_cut_short_is_damaged() -> None:
    saved = message({0x007D: HEADERS, 0x1000: "x" * 9000})
    with pytest.raises(DocumentDamaged):
        outlook.mail_of(saved[:1024])


def test_a_number_that_is_too_large_for_its_reader_is_damage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def overflows(_message: object) -> None:
        raise OverflowError("Python int too large to convert to C ssize_t")

    monkeypatch.setattr("parsers.outlook.olefile.OleFileIO", overflows)
    with pytest.raises(DocumentDamaged):
        outlook.mail_of(message({0x1000: "x"}))


@settings(max_examples=60)
@given(st.data())
def test_a_spoiled_message_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    saved = bytearray(message({0x007D: HEADERS, 0x1000: "x"}, files=(("a", "b/c", PDF),)))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(saved) - 1))
        saved[place] = data.draw(st.integers(0, 255))
    try:
        outlook.mail_of(bytes(saved))
    except DocumentRefused as refusal:
        assert refusal.message  # noqa: PT017 - both ends are right, and this is one of them
