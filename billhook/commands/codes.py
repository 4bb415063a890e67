"""The mailbox that codes come to, as the command line names it: an IMAP URL (RFC 5092)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import click

from fetchers.mail.code_mailbox import code_mailbox
from fetchers.mail.connection import is_loopback
from model.errors import WrongInput
from model.ports import Codes
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity

_PORTS: Final = {"imap": 143, "imaps": 993}
_FORM: Final = "imaps://USER@HOST/FOLDER"


@dataclass(frozen=True, slots=True)
class CodesFrom:
    """A mailbox, and its password where the URL held one."""

    mailbox: Mailbox
    password: Secret | None


@contextmanager
def codes_from(url: str | None, stored: Secret | None) -> Iterator[Codes | None]:
    """What brings codes out of the mailbox of a URL; None without one.

    The password is the one that is `stored` beside the portal's, else the URL's, else asked for.

    Raises:
        WrongInput: it is no IMAP URL, or there is no password and no terminal to ask.
    """
    if url is None:
        yield None
        return
    named = read_imap_url(url)
    if named.password is not None:
        click.echo(
            "Others on this machine can read a password in a command: put it as mailbox_password"
            " into the credential file.",
            err=True,
        )
    password = stored or named.password or _asked(named.mailbox)
    with code_mailbox(named.mailbox, password) as codes:
        yield codes


def read_imap_url(url: str) -> CodesFrom:
    """The mailbox that a URL names. imap:// is STARTTLS, or plain on this machine.

    Raises:
        WrongInput: it is no IMAP URL; its text, which may hold a password, is not repeated.
    """
    split = _split(url)
    host, user = split.hostname or "", unquote(split.username or "").partition(";")[0]
    if split.scheme not in _PORTS or not host or not user:
        raise WrongInput(f"--codes-from takes an address like {_FORM}.")
    folder = unquote(split.path.strip("/").partition(";")[0]) or "INBOX"
    box = Mailbox(
        id="codes",
        name=f"{user} on {host}",
        host=host,
        port=_port(split),
        security=_security(split.scheme, host),
        username=user,
        credential="codes",
        folder=folder,
    )
    return CodesFrom(box, Secret(unquote(split.password)) if split.password else None)


def _split(url: str) -> SplitResult:
    """The URL's parts; an @ in the user name may stand as it is, as people write it."""
    head, at, tail = url.rpartition("@")
    scheme, slashes, user = head.partition("://")
    try:
        return urlsplit(f"{scheme}{slashes}{user.replace('@', '%40')}{at}{tail}")
    except ValueError:
        raise WrongInput(f"--codes-from takes an address like {_FORM}.") from None


def _port(split: SplitResult) -> int:
    try:
        return split.port or _PORTS[split.scheme]
    except ValueError:
        raise WrongInput("--codes-from names no valid port.") from None


def _security(scheme: str, host: str) -> MailSecurity:
    if scheme == "imaps":
        return MailSecurity.TLS
    return MailSecurity.PLAIN_LOOPBACK if is_loopback(host) else MailSecurity.STARTTLS


def _asked(mailbox: Mailbox) -> Secret:
    if not sys.stdin.isatty():
        raise WrongInput(
            f"There is no password for {mailbox.name}: put it as mailbox_password into the"
            " credential file."
        )
    return Secret(click.prompt(f"Password of {mailbox.name}", hide_input=True))
