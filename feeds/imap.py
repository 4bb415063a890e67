"""A folder of a mailbox as destination: one mail for one document, put there by IMAP.

For whoever reads its bills out of a mailbox, without a mail server between. The Message-ID comes
from the parcel's key; a folder that has it is left as it is (RFC 9051, 6.3.12 and 6.4.4).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.policy import SMTP
from typing import Final

from feeds import mail
from feeds.contract import PDF, Way
from feeds.facts import single_line
from feeds.trust import certificates, is_loopback
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.ports import Lease
from model.suppliers import MailSecurity

_TIMEOUT: Final = 30.0
_FOLDER: Final = re.compile(r"[A-Za-z0-9 ._/()+&,-]{1,200}")
"""Names that need no encoding; any other is written as the server lists it (RFC 3501, 5.1.3)."""
_PASSES: Final = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "Try again")
_OK: Final = "OK"


def append(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The mail's Message-ID, once the folder has it; the same parcel again finds itself."""
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no sign-in; store one in the vault.")
    sender = destination.settings.get("sender") or lease.username
    message = mail.compose(sender, lease.username, parcel, clock)
    name = str(message["Message-ID"])
    folders = _folders(destination)
    with _complaints(destination), _connected(destination, lease) as connection:
        for folder in folders:
            if _has(destination, connection, folder, name):
                return Acknowledgement(name, f"{folder}: was there already.")
        content = message.as_bytes(policy=SMTP)
        answer = connection.append(_quoted(folders[0]), "", None, content)
        _expect(destination, answer, f"did not take it into {folders[0]}")
    return Acknowledgement(name, f"{folders[0]}: appended.")


def sign_in(destination: Destination, lease: Lease) -> None:
    """Sign in and leave again. Raises as `append` does."""
    with _complaints(destination), _connected(destination, lease):
        pass


def open_folders(destination: Destination, lease: Lease) -> None:
    """Open each folder to look only, and leave again. Raises as `append` does."""
    with _complaints(destination), _connected(destination, lease) as connection:
        for folder in _folders(destination):
            opened = connection.select(_quoted(folder), readonly=True)
            _expect(destination, opened, f"can't open the folder {folder}")


def _folders(destination: Destination) -> tuple[str, ...]:
    """The folder that mails are put into, and those where a reader may have moved them."""
    also = destination.settings.get("also_in", "").split(",")
    named = [destination.settings.get("folder") or "INBOX", *(one.strip() for one in also)]
    folders = tuple(name for name in dict.fromkeys(named) if name)
    for folder in folders:
        if not _FOLDER.fullmatch(folder):
            why = f"{destination.name}: write the folder {folder!r} as the server lists it."
            raise SettingsInvalid(why)
    return folders


def _has(destination: Destination, connection: imaplib.IMAP4, folder: str, name: str) -> bool:
    """Whether a folder has the mail of this Message-ID."""
    opened = connection.select(_quoted(folder), readonly=True)
    _expect(destination, opened, f"can't open the folder {folder}")
    answer = connection.uid("SEARCH", "HEADER", "Message-ID", f'"{name}"')
    _expect(destination, answer, f"can't search the folder {folder}")
    return any(found for found in answer[1] if isinstance(found, bytes) and found.strip())


def _quoted(folder: str) -> str:
    return f'"{folder}"'


@contextmanager
def _connected(destination: Destination, lease: Lease) -> Iterator[imaplib.IMAP4]:
    connection = _open(destination)
    try:
        try:
            connection.login(_safe(lease.username), _safe(lease.password.reveal()))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            # The server's words are left out: some repeat what was sent to them.
            raise _refused_sign_in(destination, str(error)) from None
        yield connection
        with suppress(imaplib.IMAP4.error, OSError):
            connection.logout()  # what was appended stays there, whatever is said afterwards
    finally:
        with suppress(OSError):
            connection.shutdown()


def _open(destination: Destination) -> imaplib.IMAP4:
    settings = destination.settings
    try:
        host, port = settings["host"], int(settings["port"])
        security = MailSecurity(settings["security"])
    except (KeyError, ValueError) as error:
        raise SettingsInvalid(f"{destination.name} has no mail server: check {error}.") from error
    if security is MailSecurity.PLAIN_LOOPBACK and not is_loopback(host):
        raise SettingsInvalid(f"{destination.name}: {host} needs TLS or STARTTLS.")
    trusted = certificates(settings.get("ca_file"))
    if security is MailSecurity.TLS:
        return imaplib.IMAP4_SSL(host, port, ssl_context=trusted, timeout=_TIMEOUT)
    connection = imaplib.IMAP4(host, port, timeout=_TIMEOUT)
    if security is MailSecurity.STARTTLS:
        connection.starttls(ssl_context=trusted)
    return connection


def _safe(word: str) -> str:
    """A word that no server takes for a further command."""
    if any(char in word for char in "\r\n\0"):
        raise DestinationRefused("A user name or password has no line breaks; store it again.")
    return word


@contextmanager
def _complaints(destination: Destination) -> Iterator[None]:
    """Turn what goes wrong on the way into an error that says whether waiting helps."""
    where = f"{destination.name} ({destination.settings.get('host', '')})"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = f"{where} shows a certificate that can't be trusted: {error.verify_message}."
        raise DestinationRefused(why) from error
    except (imaplib.IMAP4.error, OSError) as error:
        raise DestinationUnreachable(f"{where} does not answer.") from error


def _refused_sign_in(
    destination: Destination, words: str
) -> DestinationUnreachable | DestinationRefused:
    if any(word in words for word in _PASSES):
        return DestinationUnreachable(f"{destination.name} can't check the sign-in now.")
    why = f"{destination.name} refused the sign-in; correct the password, then send again."
    return CredentialRefused(why)


def _expect(destination: Destination, answer: tuple[str, Sequence[object]], what: str) -> None:
    status, said = answer
    if status == _OK:
        return
    words = single_line(
        b" ".join(one for one in said if isinstance(one, bytes)).decode("utf-8", "replace")
    )
    sentence = f"{destination.name} {what}: {words}"
    if any(word in words for word in _PASSES):
        raise DestinationUnreachable(sentence)
    raise DestinationRefused(sentence)


WAY: Final = Way(
    deliver=append,
    settings=("host", "port", "security"),
    secret="a user name and password",  # noqa: S106 - words
    takes=PDF,
    encloses=True,
)
