"""A signed-in connection to a mail server; what goes wrong becomes a sentence for a person."""

from __future__ import annotations

import imaplib
import ipaddress
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from fetchers.mail import sasl
from model.errors import MailboxRefused, MailboxUnreachable, SettingsInvalid, TokenRefused
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
_PASSES_BY_ITSELF: Final = re.compile(
    r"UNAVAILABLE|INUSE|LIMIT|SERVERBUG|too many|throttl|try again|temporar|not connected",
    re.IGNORECASE,
)
_WORDS_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for a connection, for each answer, and for one that only says yes."""

    connect: float = 20.0
    read: float = 60.0
    answer: float = 4.0


@contextmanager
def connect(
    mailbox: Mailbox,
    password: Secret,
    *,
    ca_file: Path | None = None,
    timeouts: Timeouts | None = None,
) -> Iterator[Any]:
    """A signed-in IMAPClient, closed at the end.

    `password` is the access token where the mailbox is signed in to by token.
    `ca_file` holds the certificates (PEM) to trust instead of the system's.
    Raises MailboxRefused where a person must act, MailboxUnreachable where it passes by itself, and
    SettingsInvalid for a plain connection to another machine.
    """
    refuse_plain_text(mailbox)
    waits = timeouts or Timeouts()
    with said_plainly(mailbox, password):
        client = _open(mailbox, ca_file, waits)
        try:
            _sign_in(client, mailbox, password)
            yield client
        except BaseException:
            client.shutdown()  # a broken line would let a polite goodbye wait for its answer
            raise
        try:
            client.logout()
        except (OSError, imaplib.IMAP4.error):  # what was to be done is done
            client.shutdown()


def refuse_plain_text(mailbox: Mailbox) -> None:
    """Raises SettingsInvalid for an unprotected connection that would leave this machine."""
    if mailbox.security is MailSecurity.PLAIN_LOOPBACK and not is_loopback(mailbox.host):
        raise SettingsInvalid(
            f"The mailbox {mailbox.name!r} has no protection, which is only allowed on this"
            f" machine; choose TLS or STARTTLS for {mailbox.host}."
        )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def said_plainly(mailbox: Mailbox, password: Secret) -> Iterator[None]:
    """Errors of the line and the server, told as ours; the password never stands in them."""
    place = f"{mailbox.host}:{mailbox.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxRefused(
            f"The certificate of the mail server {place} is not trusted ({error.verify_message});"
            " correct the host, or name the certificate file to trust."
        ) from None
    except (OSError, imaplib.IMAP4.error) as error:
        words = clean_words(str(error), password) or type(error).__name__
        if _says_no(error):
            raise _refused(mailbox, words) from None
        raise MailboxUnreachable(f"The mail server {place} does not answer: {words}.") from None


def _says_no(error: Exception) -> bool:
    """Whether a server refused the sign-in; to imapclient a line that broke off is that, too."""
    return isinstance(error, LoginError) and not isinstance(error.__context__, imaplib.IMAP4.abort)


def clean_words(words: str, password: Secret) -> str:
    """A server's words in one short line without controls and without the password."""
    bare = re.sub(r"^b'(.*)'$", r"\1", words)
    secret = password.reveal()
    hidden = bare.replace(secret, "***") if secret else bare
    return _CONTROLS.sub(" ", hidden).strip().rstrip(".")[:_WORDS_LENGTH]


def passes_by_itself(words: str) -> bool:
    """Whether a server's refusal is for now only (RFC 5530 codes, and what servers say instead)."""
    return bool(_PASSES_BY_ITSELF.search(words))


def _refused(mailbox: Mailbox, words: str) -> MailboxRefused | MailboxUnreachable:
    if passes_by_itself(words):
        return MailboxUnreachable(f"The mail server {mailbox.host} puts off the sign-in: {words}.")
    if mailbox.by_token:
        return TokenRefused(
            f"The mail server {mailbox.host} refused the access token of {mailbox.username}:"
            f" {words}."
        )
    return MailboxRefused(
        f"The mail server {mailbox.host} refused the sign-in of {mailbox.username}: {words}."
        " Correct the password and Billhook goes on."
    )


def _open(mailbox: Mailbox, ca_file: Path | None, waits: Timeouts) -> Any:
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    client = IMAPClient(
        mailbox.host,
        mailbox.port,
        ssl=mailbox.security is MailSecurity.TLS,
        ssl_context=context,
        timeout=SocketTimeout(connect=waits.connect, read=waits.read),
    )
    client.normalise_times = False  # aware instants, not the machine's local time
    client._imap.debug = 0  # noqa: SLF001 - else every line, the sign-in too, goes to a logger
    try:
        if mailbox.security is MailSecurity.STARTTLS:
            client.starttls(context)
    except BaseException:
        client.shutdown()
        raise
    return client


def _sign_in(client: Any, mailbox: Mailbox, password: Secret) -> None:
    secret = password.reveal()
    if _CONTROLS.search(secret) or _CONTROLS.search(mailbox.username):
        raise MailboxRefused(
            f"The user name or password of the mailbox {mailbox.name!r} holds a line end or another"
            " control character; enter it again."
        )
    if mailbox.by_token:
        sasl.sign_in(client, mailbox.username, password)
    elif secret.isascii() and mailbox.username.isascii():
        client.login(mailbox.username, secret)
    else:
        client.plain_login(mailbox.username, secret)  # LOGIN knows ASCII only (RFC 3501, 9)
