"""Signing in to a mail server by password."""

from __future__ import annotations

import pytest

from fetchers.mail.connection import connect
from model.errors import MailboxRefused, MailboxUnreachable
from model.secret import Secret
from tests.fetchers.mail.toyserver import Line, Script, ToyServer

PASSWORD = Secret("password-canary")


def enter(toy: ToyServer) -> None:
    with connect(toy.mailbox(), PASSWORD):
        pass


def broken_off(line: Line) -> None:
    line.answer_until("LOGIN")


def sent_away(line: Line) -> None:
    broken_off(line)
    line.send("* BYE shutting down\r\n")


def refused(line: Line) -> None:
    line.send(f"{line.answer_until('LOGIN')} NO [AUTHENTICATIONFAILED] wrong\r\n")
    line.hear()


@pytest.mark.parametrize("script", [broken_off, sent_away])
def test_a_line_that_breaks_off_during_the_sign_in_refuses_no_password(script: Script) -> None:
    with ToyServer(script) as toy, pytest.raises(MailboxUnreachable) as caught:
        enter(toy)
    assert "password" not in str(caught.value)


def test_a_refused_password_is_for_a_person() -> None:
    with ToyServer(refused) as toy, pytest.raises(MailboxRefused, match="Correct the password"):
        enter(toy)
