from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fetchers.mail.headers import decoded
from fetchers.mail.message import clean_name, read
from fetchers.mail.page import page_of, plain_anchors
from fetchers.mail.triage import triage
from fetchers.mail.withheld import marked
from model.errors import DocumentRefused, DocumentTooLarge, DocumentUnsafe
from tests.fetchers.mail.letters import letter


def test_the_page_is_read_where_there_is_one_with_its_links() -> None:
    raw = letter(text="plain", page='<p>Seen <a href="https://a.example/x">Open</a></p>')
    message = read(raw)
    assert message.text == "Seen Open"
    assert [(a.text, a.href) for a in message.anchors] == [("Open", "https://a.example/x")]


def test_a_row_of_a_table_is_a_line_with_a_tab_between_cells() -> None:
    page = page_of("<table><tr><td>Total</td><td><b>5</b> EUR</td></tr><tr><td>x</td></tr></table>")
    assert [line.split("\t")[:2] for line in page.text.splitlines()] == [
        ["Total", "5 EUR"],
        ["x", ""],
    ]


def test_scripts_styles_and_comments_are_no_text() -> None:
    html = "<style>p{}</style><script>steal()</script><!-- hidden <b>x</b> --><p>shown</p>"
    assert page_of(html).text == "shown"


def test_plain_addresses_become_links_with_the_words_before_them() -> None:
    (anchor,) = plain_anchors("View invoice <https://p.example/a?b=1>.")
    assert (anchor.text, anchor.href) == ("View invoice", "https://p.example/a?b=1")


def test_an_inline_pdf_is_an_attachment() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Invoice"
    mail.set_content("see below")
    mail.add_attachment(
        b"%PDF-1.7 x", maintype="application", subtype="octet-stream", disposition="inline"
    )
    (file,) = read(mail.as_bytes()).attachments
    assert (file.name, file.media_type) == ("attachment.pdf", "application/pdf")


def test_an_invoice_inside_a_forwarded_mail_is_found() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Invoice"
    inner.set_content("inner text")
    inner.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="i.pdf")
    outer = EmailMessage()
    outer.set_content("forwarded")
    outer.add_attachment(inner)
    message = read(outer.as_bytes())
    assert [file.name for file in message.attachments] == ["i.pdf"]
    assert "forwarded" in message.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("C:\\Windows\\invoice.pdf", "invoice.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("..", "attachment.pdf"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
        ("=?utf-8?q?Rechnung_f=C3=BCr_Mai.pdf?=", "Rechnung für Mai.pdf"),
    ],
)
def test_names_of_files_are_cleaned_for_showing(name: str, shown: str) -> None:
    assert clean_name(name, "application/pdf") == shown


def test_encoded_words_of_unknown_alphabets_are_still_text() -> None:
    assert decoded("=?x-unknown?q?Rechnung_=E4?=") == "Rechnung ä"
    assert decoded("=?utf-8?b?UmVjaG51bmc=?= =?utf-8?b?IDQ3MTE=?=") == "Rechnung 4711"
    assert decoded("a\r\n b\x00c") == "a b c"


def test_a_mail_whose_content_was_not_fetched_is_refused_by_name() -> None:
    raw = marked(b"Subject: Big\r\nFrom: a@b.example", "73400320 bytes")
    with pytest.raises(DocumentTooLarge, match="73400320 bytes"):
        read(raw)


@pytest.mark.parametrize("depth", [31, 300, 3000])
def test_parts_nested_too_deep_are_refused(depth: int) -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i)
        for i in range(depth)
    )
    with pytest.raises(DocumentUnsafe, match="deeper than 30"):
        read(head + b"Content-Type: text/plain\r\n\r\nx")


def test_too_many_parts_are_refused() -> None:
    parts = b"--b\r\n\r\nx\r\n" * 300
    with pytest.raises(DocumentUnsafe, match="more than 200"):
        read(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n")


HEADS = st.sampled_from(
    [
        b"Content-Type: text/html; charset=",
        b"Content-Type: multipart/mixed; boundary=",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Content-Disposition: attachment; filename*0*=",
        b"Content-Disposition: attachment; filename*=utf-8''%ff",
        b"Subject: =?utf-8?b?",
        b"Date: 99 Foo 9999 99:99:99 +9999\r\n",
        b"\r\n\r\n",
        b"--b\r\n",
        b"<![if x]><a href='",
        b"<!--",
        b"begin 666 x\r\n",
    ]
)


@given(st.lists(st.one_of(HEADS, st.binary(max_size=30)), max_size=20).map(b"".join))
@example(b"Content-Type: text/html\r\n\r\n<![foo")
@example(b"Content-Type: text/html\r\n\r\n<a href=x>&#99999999999;</a>")
@example(b"From: \xff\xfe <a@\xff>\r\n\r\n\xff")
def test_any_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    try:
        message = read(raw)
    except DocumentRefused:
        return
    message.headers.date()
    assert "\x00" not in message.text
    assert not any("/" in file.name or "\\" in file.name for file in message.attachments)
    assert "@" in (message.headers.address("from").address or "@")


@pytest.mark.timeout(60)  # seconds; a reader that looks at a character twice takes many minutes
@pytest.mark.parametrize("piece", [b"<", b"<a ", b"<a href='", b"<!--", b"</", b"&#", b"x", b"a@"])
def test_a_megabyte_of_one_mark_is_read_at_once(piece: bytes) -> None:
    raw = b"Content-Type: text/html\r\n\r\n" + piece * (1_000_000 // len(piece))
    assert triage(raw, (), today=date(2026, 11, 21)).notices
