"""`portals visit --codes-from`: the mailbox by its URL, and a whole visit with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from billhook.commands.codes import read_imap_url
from model.errors import WrongInput
from model.suppliers import MailSecurity
from tests.billhook.conftest import Billhook
from tests.dovecot import PASSWORD, Dovecot, dovecot
from tests.portals.mailing import Mailing
from tests.portals.serving import serve
from tests.portals.sites import DOCS, USER
from tests.portals.sites import PASSWORD as PORTAL_PASSWORD

__all__ = ["dovecot"]


@pytest.mark.parametrize(
    ("url", "port", "security", "username", "folder"),
    [
        ("imaps://ap@mail.example", 993, MailSecurity.TLS, "ap", "INBOX"),
        ("imap://ap@mail.example/Codes", 143, MailSecurity.STARTTLS, "ap", "Codes"),
        (
            "imap://a%40b.example@127.0.0.1:1143",
            1143,
            MailSecurity.PLAIN_LOOPBACK,
            "a@b.example",
            "INBOX",
        ),
        (
            "imap://a@b.example:p%40ss@localhost/AP%20Box",
            143,
            MailSecurity.PLAIN_LOOPBACK,
            "a@b.example",
            "AP Box",
        ),
        ("imaps://ap;AUTH=*@mail.example/INBOX", 993, MailSecurity.TLS, "ap", "INBOX"),
    ],
)
def test_a_url_names_a_mailbox(
    url: str, port: int, security: MailSecurity, username: str, folder: str
) -> None:
    box = read_imap_url(url).mailbox
    assert (box.port, box.security, box.username, box.folder) == (port, security, username, folder)


def test_the_password_of_a_url_is_decoded_and_kept_from_sight() -> None:
    password = read_imap_url("imaps://a@b.example:p%40ss:w0rd@mail.example").password
    assert password is not None
    assert password.reveal() == "p@ss:w0rd"
    assert "w0rd" not in repr(password)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "https://ap:hunter2@mail.example",
        "imaps://mail.example",
        "imaps://ap:hunter2@",
        "imaps://ap:hunter2@mail.example:notaport",
        "imaps://ap:hunter2@[x",
    ],
)
def test_what_is_no_mailbox_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(WrongInput) as refused:
        read_imap_url(url)
    assert "hunter2" not in str(refused.value)
    assert "--codes-from" in refused.value.message


def credential(folder: Path, **more: str) -> str:
    file = folder / "c.json"
    file.write_text(json.dumps({"username": USER, "password": PORTAL_PASSWORD, **more}))
    return str(file)


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("where", ["file", "url"])
def test_a_visit_takes_its_code_from_the_mailbox(
    billhook: Billhook, dovecot: Dovecot, tmp_path: Path, where: str
) -> None:
    box = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    site = Mailing(post=lambda content: dovecot.deliver(box, content))
    hidden = f":{PASSWORD}" if where == "url" else ""
    url = f"imap://{box.username}{hidden}@127.0.0.1:{dovecot.imap}/INBOX"
    more = {"mailbox_password": PASSWORD} if where == "file" else {}
    with serve(site.app()) as origin:
        said = billhook(
            *("portals", "visit", f"{origin}/login", "--credential", credential(tmp_path, **more)),
            *("--out", str(tmp_path / "docs"), "--codes-from", url, "--loopback-http", "--json"),
        )
    assert said.status == 0, said.err
    assert said.json()["outcome"] == "OK"
    assert len(said.json()["documents"]) == len(DOCS)
    assert PASSWORD not in said.out + said.err
    assert ("Others on this machine" in said.err) is (where == "url")


@pytest.mark.e2e
@pytest.mark.slow
def test_a_mailbox_that_refuses_ends_the_command_before_the_portal_is_visited(
    billhook: Billhook, dovecot: Dovecot, tmp_path: Path
) -> None:
    site = Mailing()
    with serve(site.app()) as origin:
        said = billhook(
            *(
                "portals",
                "visit",
                f"{origin}/login",
                "--out",
                str(tmp_path / "docs"),
                "--credential",
            ),
            *(credential(tmp_path, mailbox_password="not-the-one"), "--loopback-http", "--json"),
            *("--codes-from", f"imap://ap@127.0.0.1:{dovecot.imap}"),
        )
    assert said.status == 1
    assert "refused the sign-in" in said.err
    assert "not-the-one" not in said.err
    assert site.log["posts"] == 0
