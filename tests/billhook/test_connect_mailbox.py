"""Connecting a mailbox by consent, from the command line to a signed-in line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.clock import SystemClock
from model.suppliers import Mailbox, MailSecurity, MailSignIn
from storage import mail as stored
from storage.store import Store
from tests.billhook.conftest import Billhook
from tests.dovecot import Dovecot, dovecot
from tests.fetchers.mail.provider import APP_SECRET, Provider, provider
from vault import KeyFile, OAuthToken, create_vault, open_vault

__all__ = ["dovecot"]

pytestmark = pytest.mark.e2e


@pytest.fixture
def peer(dovecot: Dovecot, tmp_path: Path) -> Iterator[Provider]:
    with provider(dovecot.token, tmp_path) as known:
        known.user = dovecot.mailbox().username
        yield known


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    key = KeyFile.make(tmp_path / "key")
    create_vault(folder / "vault.db", key, clock=SystemClock())
    return folder


class Desk:
    """A person at a terminal of the data folder."""

    def __init__(self, data: Path, peer: Provider, dovecot: Dovecot) -> None:
        self.data, self.peer, self.dovecot = data, peer, dovecot

    def start(self, *said: str) -> subprocess.Popen[str]:
        """`billhook connect mailbox AP` with what is said, as a process."""
        command = [sys.executable, "-m", "billhook", "connect", "mailbox", "AP", *said]
        command += ["--data", str(self.data), "--key-file", str(self.data.parent / "key")]
        trusting = os.environ | {"REQUESTS_CA_BUNDLE": str(self.peer.ca_file)}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=trusting, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )

    def connect(self, *said: str, typed: str = "") -> tuple[int, str, str]:
        """Exit status, output and errors."""
        process = self.start(*said)
        out, err = process.communicate(typed, timeout=60)
        return process.returncode, out, err

    def at_dovecot(self) -> list[str]:
        """The options that lead to our mail server and the provider on this machine."""
        server = ["--host", "127.0.0.1", "--port", str(self.dovecot.imap)]
        server += ["--security", "plain_loopback", "--username", self.peer.user]
        return [*server, "--authority", self.peer.address, "--client-id", "client-1"]

    def mailboxes(self) -> tuple[Mailbox, ...]:
        store = Store.open(f"sqlite:///{self.data}/app.sqlite", self.data, clock=SystemClock())
        with store.read() as tx:
            found = stored.mailboxes(tx)
        store.close()
        return found

    def kept(self) -> OAuthToken:
        key = KeyFile(self.data.parent / "key")
        with (
            open_vault(self.data / "vault.db", key, clock=SystemClock()) as vault,
            vault.lease("AP mailbox", purpose="look", job="test") as lease,
        ):
            assert isinstance(lease.record, OAuthToken)
            return lease.record


@pytest.fixture
def desk(data: Path, peer: Provider, dovecot: Dovecot) -> Desk:
    return Desk(data, peer, dovecot)


@pytest.mark.slow
def test_a_person_connects_microsoft_365_and_later_signs_in_again(desk: Desk) -> None:
    status, out, err = desk.connect(
        "--oauth", "microsoft", "--tenant", "us.example", *desk.at_dovecot()
    )
    assert (status, err) == (0, "")
    assert "enter the code BCDF-GHJK" in out
    assert f"Signed in to 127.0.0.1 as {desk.peer.user}." in out
    first = desk.kept()
    assert first.refresh_token.reveal() in desk.peer.refresh_tokens
    (box,) = desk.mailboxes()
    assert (box.sign_in, box.credential) == (MailSignIn.MICROSOFT, "AP mailbox")
    desk.peer.polls = 0
    status, _, err = desk.connect("--oauth", "microsoft")
    assert (status, err) == (0, "")
    assert desk.mailboxes() == (box,)
    again = desk.kept()
    assert again.refresh_token != first.refresh_token
    assert (again.client, again.tenant) == ("client-1", "us.example")


def test_an_application_is_connected_with_its_secret_on_standard_input(desk: Desk) -> None:
    said = ["--oauth", "microsoft", "--app", "--tenant", "us.example", "--client-secret-stdin"]
    status, out, err = desk.connect(*said, *desk.at_dovecot(), typed=f"{APP_SECRET}\n")
    assert (status, err) == (0, "")
    assert APP_SECRET not in out
    assert desk.kept().client_secret.reveal() == APP_SECRET


def test_a_person_connects_google_in_a_browser_on_this_machine(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "client.json"
    evil = {"auth_uri": "https://evil.example", "token_uri": "https://evil.example"}
    client = {"client_id": "client-2", "client_secret": "not really secret", **evil}
    file.write_text(json.dumps({"installed": client}))
    options = [word for word in desk.at_dovecot() if word not in ("--client-id", "client-1")]
    process = desk.start("--oauth", "google", "--client-file", str(file), *options)
    assert process.stdout is not None
    while not (found := re.search(r"https://\S+", process.stdout.readline())):
        assert process.poll() is None
    assert found[0].startswith(desk.peer.address)
    urllib.request.urlopen(desk.peer.agree(found[0])).close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert desk.kept().client == "client-2"


def test_a_browser_on_another_machine_has_its_last_address_pasted(desk: Desk) -> None:
    said = ["--oauth", "google", "--paste", "--client-secret-stdin", *desk.at_dovecot()]
    process = desk.start(*said)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("not really secret\n")
    process.stdin.flush()
    while not (found := re.search(r"https://\S+", process.stdout.readline())):
        assert process.poll() is None
    _, err = process.communicate(f"{desk.peer.agree(found[0])}\n", timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_mail_server_that_refuses_the_consent_is_told_and_nothing_is_watched(desk: Desk) -> None:
    desk.peer.user = "somebody.else@example.test"
    options = desk.at_dovecot()
    options[options.index("--username") + 1] = "ap@us.example"
    status, _, err = desk.connect("--oauth", "microsoft", *options)
    assert status == 1
    assert "refused the access token of ap@us.example" in err
    assert desk.mailboxes() == ()


GOOGLE = ["--oauth", "google", "--username", "a", "--client-id", "c", "--client-secret-stdin"]


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        (["--oauth", "microsoft", "--username", "a@b.example"], 1, "--client-id"),
        (["--oauth", "microsoft"], 2, "--username"),
        (["--username", "a@b.example"], 2, "--host, --credential"),
        ([*GOOGLE, "--authority", "https://evil.example"], 1, "no sign-in of this provider"),
        (["--oauth", "microsoft", "--app", "--username", "a", "--client-id", "c"], 1, "--tenant"),
    ],
)
def test_what_is_missing_is_named(
    billhook: Billhook, data: Path, said: list[str], status: int, told: str
) -> None:
    key = ["--key-file", str(data.parent / "key")]
    ended = billhook("connect", "mailbox", "AP", *said, *key, stdin="secret\n")
    assert ended.status == status
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_a_mailbox_with_a_password_needs_no_more_than_its_place(
    billhook: Billhook, desk: Desk
) -> None:
    password = ["--host", "127.0.0.1", "--username", "a@b.example", "--credential", "ap"]
    assert billhook("connect", "mailbox", "AP", *password).status == 0
    (box,) = desk.mailboxes()
    assert (box.port, box.security, box.sign_in) == (993, MailSecurity.TLS, MailSignIn.PASSWORD)
