"""Mails that are made to choke a parser end as a question, at once."""

import pytest

from fetchers.mail.identity import identity
from fetchers.mail.message import read
from model.errors import DocumentRefused

pytestmark = pytest.mark.slow

TOP = b"Message-ID: <1@x>\r\nFrom: a@b.example\r\nSubject: Invoice 7\r\n"
BOMBS = {
    "parts": TOP
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 9**6,
    "fields": TOP + b"X-A: b\r\n" * 10**6 + b"\r\nhello",
    "header": TOP + b"X-A: " + b"b" * 10**6 + b"\r\n\r\nhello",
    "nesting": TOP
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i)
        for i in range(4000)
    ),
    "mails in mails": TOP + b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    "parameters": TOP
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    + b"Content-Type: text/plain;\r\n "
    + b";".join(b"a*%d*=x" % i for i in range(10**5))
    + b"\r\n\r\nx\r\n--b--\r\n",
    "size": TOP + b"\r\n" + b"a" * (65 * 2**20),
}


@pytest.mark.parametrize("bomb", list(BOMBS.values()), ids=list(BOMBS))
def test_a_bomb_is_refused_before_it_costs_anything(bomb: bytes) -> None:
    with pytest.raises(DocumentRefused):
        read(bomb)
    assert len(identity(bomb)) == 64


def test_a_mail_with_many_lines_of_dashes_is_read() -> None:
    table = b"-" * 60 + b"\r\nInvoice 7   119.00\r\n"
    assert "119.00" in read(TOP + b"\r\n" + table * 1000).text
