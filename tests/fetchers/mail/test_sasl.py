"""Signing in to a mail server by access token."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from fetchers.mail.connection import connect
from model.errors import MailboxRefused, MailboxUnreachable, TokenRefused
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity, MailSignIn
from tests.dovecot import Dovecot
from tests.fetchers.mail.toyserver import Line, ToyServer

TOKEN = Secret("token-canary")


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


FIRST = {
    "XOAUTH2": b64("user=ap\1auth=Bearer token-canary\1\1"),
    "OAUTHBEARER": b64("n,a=ap,\1auth=Bearer token-canary\1\1"),
}
LAST = {"XOAUTH2": "", "OAUTHBEARER": "AQ=="}
ERROR = b64(json.dumps({"status": "400", "schemes": "Bearer", "scope": "mail"}))


def by_token(mailbox: Mailbox) -> Mailbox:
    return replace(mailbox, sign_in=MailSignIn.MICROSOFT)


def enter(mailbox: Mailbox, token: Secret = TOKEN, ca_file: Path | None = None) -> None:
    with connect(by_token(mailbox), token, ca_file=ca_file) as client:
        client.noop()


def server(mechanism: str, *, initial: bool, refuse: bool, said: str = "NO failed") -> ToyServer:
    """A server that speaks one mechanism, with or without SASL-IR."""

    def script(line: Line) -> None:
        tag, _ = line.hear()
        line.send(
            f"* CAPABILITY IMAP4rev1 AUTH={mechanism}{' SASL-IR' * initial}\r\n{tag} OK done\r\n"
        )
        tag, _ = line.hear()
        if not initial:
            line.send("+ \r\n")
            line.hear()
        if refuse:
            line.send(f"+ {ERROR}\r\n")
            line.hear()
        line.send(f"{tag} {said if refuse else 'OK in'}\r\n")
        while tag:
            tag, rest = line.hear()
            line.send("* BYE bye\r\n" if rest == "LOGOUT" else "")
            line.answer(tag, rest.upper())

    return ToyServer(script)


@pytest.mark.parametrize("initial", [True, False])
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_the_token_is_sent_as_the_server_wants_it(mechanism: str, *, initial: bool) -> None:
    with server(mechanism, initial=initial, refuse=False) as toy:
        enter(toy.mailbox())
    said = [line.partition(" ")[2] or line for line in toy.heard]
    if initial:
        assert f"AUTHENTICATE {mechanism} {FIRST[mechanism]}" in said
    else:
        assert said[1:3] == [f"AUTHENTICATE {mechanism}", FIRST[mechanism]]


@pytest.mark.parametrize("initial", [True, False])
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_an_error_challenge_is_answered_and_told_by_its_status(
    mechanism: str, *, initial: bool
) -> None:
    told = pytest.raises(TokenRefused, match=r"failed \(status 400\)")
    with server(mechanism, initial=initial, refuse=True) as toy, told as caught:
        enter(toy.mailbox())
    assert toy.heard[2 if initial else 3].strip() == LAST[mechanism]
    assert "canary" not in caught.value.message
    assert sum(FIRST[mechanism] in line for line in toy.heard) == 1


@pytest.mark.parametrize("challenge", ["!!!", "", b64("[1]"), b64("{}"), b64("[" * 9999)])
def test_an_unreadable_error_challenge_is_answered_too(
    challenge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fetchers.mail.test_sasl.ERROR", challenge)
    told = pytest.raises(TokenRefused, match="failed")
    with server("XOAUTH2", initial=True, refuse=True) as toy, told:
        enter(toy.mailbox())
    assert toy.heard[2] == ""


def test_a_refusal_for_now_asks_nobody() -> None:
    later, told = "NO [UNAVAILABLE] later", pytest.raises(MailboxUnreachable, match="puts off")
    with server("XOAUTH2", initial=True, refuse=True, said=later) as toy, told:
        enter(toy.mailbox())


def test_a_line_that_closes_while_signing_in_passes_by_itself() -> None:
    def script(line: Line) -> None:
        tag, _ = line.hear()
        line.send(f"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR\r\n{tag} OK done\r\n")
        line.hear()

    with ToyServer(script) as toy, pytest.raises(MailboxUnreachable):
        enter(toy.mailbox())


def test_a_server_without_such_a_sign_in_is_named() -> None:
    told = pytest.raises(MailboxRefused, match="no sign-in by access token")
    with ToyServer(lambda line: line.answer_until("LOGOUT")) as toy, told:
        enter(toy.mailbox())


def test_a_control_character_in_a_token_is_never_sent() -> None:
    told = pytest.raises(MailboxRefused, match="control character")
    with ToyServer(lambda line: line.answer_until("LOGOUT")) as toy, told:
        enter(toy.mailbox(), Secret("a\1auth=Bearer b"))


def test_commas_and_equal_signs_in_a_name_are_written_as_rfc_5801_says() -> None:
    with server("OAUTHBEARER", initial=True, refuse=False) as toy:
        enter(replace(toy.mailbox(), username="a=b,c"))
    assert b64("n,a=a=3Db=2Cc,\1auth=Bearer token-canary\1\1") in toy.heard[1]


def only(mechanism: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def offers(client: object, capability: str) -> bool:
        return capability in (f"AUTH={mechanism}", "SASL-IR")

    monkeypatch.setattr("fetchers.mail.sasl._offers", offers)


@pytest.mark.e2e
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_dovecot_takes_a_good_token(
    dovecot: Dovecot, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(mechanism, monkeypatch)
    box = by_token(dovecot.mailbox(security=MailSecurity.TLS))
    token = Secret(dovecot.token(box.username))
    with connect(box, token, ca_file=dovecot.ca_file) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


def spoiled(server: Dovecot, user: str) -> dict[str, str]:
    return {
        "expired": server.token(user, seconds=-60),
        "of another issuer": server.token(user, iss="https://other.test"),
        "of somebody else": server.token("somebody.else@example.test"),
        "with another signature": server.token(user)[:-8] + "AAAAAAAA",
        "no token at all": "no-token",
    }


@pytest.mark.e2e
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_dovecot_refuses_every_other_token_and_the_line_stays_whole(
    dovecot: Dovecot, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(mechanism, monkeypatch)
    box = dovecot.mailbox()
    for token in spoiled(dovecot, box.username).values():
        with pytest.raises(TokenRefused) as caught:
            enter(box, Secret(token), dovecot.ca_file)
        assert token not in caught.value.message
