"""Trying a mailbox: what is in the way is told with the field to correct, and nothing changes."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from fetchers.mail.trying import attempt
from model.connections import Trial
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from tests.dovecot import Dovecot

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def tried(dovecot: Dovecot, mailbox: Mailbox, password: str = "") -> Trial:
    given = Secret(password) if password else dovecot.password
    return attempt(mailbox, given, ca_file=dovecot.ca_file)


def test_what_works_says_how_many_mails_there_are_and_marks_none(dovecot: Dovecot) -> None:
    mailbox = dovecot.mailbox()
    dovecot.deliver(mailbox, b"Subject: A bill\r\n\r\nPay.\r\n")
    came = tried(dovecot, mailbox)
    assert came.ok
    assert came.sentence == "Signed in; INBOX holds 1 mail, and new mail is pushed."
    flags = dovecot.doveadm("fetch", "-u", mailbox.username, "flags", "mailbox", "INBOX", "all")
    assert "\\Seen" not in flags


def test_each_fault_names_the_field_to_correct(dovecot: Dovecot) -> None:
    mailbox = dovecot.mailbox()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    cases = (
        (replace(mailbox, host="no-such-host.invalid"), "", "host", "no server called"),
        (replace(mailbox, port=free), "", "port", "Nobody listens"),
        (mailbox, "a wrong guess", "password", "refused this user name and password"),
        (replace(mailbox, port=dovecot.imap), "", "security", "may not speak TLS"),
        (replace(mailbox, folder="Bills"), "", "folder", "There is no folder Bills. There are"),
        (replace(mailbox, host="127.0.0.2"), "", "port", "Nobody listens"),
    )
    for asked, password, field, words in cases:
        came = tried(dovecot, asked, password)
        assert (came.ok, came.field) == (False, field), came
        assert words in came.sentence
        assert "a wrong guess" not in came.sentence


def test_an_untrusted_certificate_is_told_and_this_machine_needs_none(dovecot: Dovecot) -> None:
    mailbox = dovecot.mailbox()
    came = attempt(mailbox, dovecot.password)
    assert (came.field, "not trusted" in came.sentence) == ("host", True)
    plain = replace(mailbox, security=MailSecurity.PLAIN_LOOPBACK, port=dovecot.imap)
    assert tried(dovecot, plain).ok
