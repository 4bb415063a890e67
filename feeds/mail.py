"""E-mail as destination: one mail for one document, with exactly one PDF, to one address.

Where the destination asks for an e-invoice, its XML (or table) is the second file.

The plainest feed, which every approval tool takes: the notice goes on with the invoice attached,
as it should have come.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, NoReturn

from feeds.contract import PDF, Way
from feeds.facts import enclosure_name, file_name, single_line
from feeds.trust import certificates, is_loopback
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.notices import PlainMail
from model.ports import Lease
from model.suppliers import MailSecurity

KEY_HEADER: Final = "X-Billhook-Key"
_TIMEOUT: Final = 30.0
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_KEY: Final = re.compile(r"[A-Za-z0-9._-]+")
_TEMPORARY: Final = range(400, 500)
_TAKEN: Final = 250


@dataclass(frozen=True, slots=True)
class _Server:
    """Where and how a mail is handed over."""

    name: str
    host: str
    port: int
    security: MailSecurity
    sender: str
    recipient: str
    ca_file: str | None

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.sender.partition("@")[2]


def send(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The server's own words when it took the mail.

    The Message-ID comes from the parcel's key, so that a mail which is sent again because its end
    was not seen is the same mail.
    """
    server = _server(destination)
    return _hand_over(server, compose(server.sender, server.recipient, parcel, clock), lease)


def send_letter(
    destination: Destination, mail: PlainMail, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The server's own words when it took a mail to one of our own people.

    It goes to that address alone, as one text, and the same mail again has the same Message-ID.
    Raises as `send` does.
    """
    server = replace(_server(destination), recipient=mail.to)
    _prove_address(server.name, mail.to)
    message = _begun(server.sender, mail.to, mail.key, clock)
    message["Subject"] = single_line(mail.wording.subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    message.set_content(mail.wording.body)
    message["Content-Language"] = mail.language.value  # set_content takes such headers away
    return _hand_over(server, message, lease)


def _hand_over(server: _Server, message: EmailMessage, lease: Lease | None) -> Acknowledgement:
    with _complaints(server), _connected(server, lease) as connection:
        _expect(server, connection.mail(server.sender))
        _expect(server, connection.rcpt(server.recipient))
        answer = _expect(server, connection.data(message.as_bytes(policy=SMTP)))
    return Acknowledgement(answer or f"taken by {server.host}", f"{server.host}: {answer}")


def sign_in(destination: Destination, lease: Lease | None) -> None:
    """Sign in and leave again; no mail is begun. Raises as `send` does."""
    server = _server(destination)
    with _complaints(server), _connected(server, lease):
        pass


def ask_for_recipient(destination: Destination, lease: Lease | None) -> None:
    """Ask whether the server would take a mail for the recipient, then take that back.

    None is sent (RFC 5321, 4.1.1.5). Raises as `send` does.
    """
    server = _server(destination)
    with _complaints(server), _connected(server, lease) as connection:
        _expect(server, connection.mail(server.sender))
        _expect(server, connection.rcpt(server.recipient))
        connection.rset()


def _server(destination: Destination) -> _Server:
    settings = destination.settings
    try:
        server = _Server(
            name=destination.name,
            host=settings["host"],
            port=int(settings["port"]),
            security=MailSecurity(settings["security"]),
            sender=settings["sender"],
            recipient=settings["recipient"],
            ca_file=settings.get("ca_file"),
        )
    except (KeyError, ValueError) as error:
        raise SettingsInvalid(f"{destination.name} can't send mail: check {error}.") from error
    for address in (server.sender, server.recipient):
        _prove_address(destination.name, address)
    if server.security is MailSecurity.PLAIN_LOOPBACK and not is_loopback(server.host):
        raise SettingsInvalid(f"{destination.name}: {server.host} needs TLS or STARTTLS.")
    return server


def _prove_address(name: str, address: str) -> None:
    if not _ADDRESS.fullmatch(address):
        raise SettingsInvalid(f"{name}: {address!r} is not one mail address.")


def compose(sender: str, recipient: str, parcel: Parcel, clock: Clock) -> EmailMessage:
    """The mail of a parcel; its Message-ID is the parcel's key at the sender's domain."""
    message = _begun(sender, recipient, parcel.key, clock)
    message["Subject"] = _subject(parcel)
    message["X-Billhook-Document"] = single_line(parcel.document_id)
    message.set_content(_body(parcel))
    message.add_attachment(
        parcel.content, maintype="application", subtype="pdf", filename=file_name(parcel)
    )
    if parcel.enclosure:
        message.add_attachment(
            parcel.enclosure.content,
            maintype=parcel.enclosure.media_type.partition("/")[0],
            subtype=parcel.enclosure.media_type.partition("/")[2],
            filename=enclosure_name(parcel, parcel.enclosure),
        )
    return message


def _begun(sender: str, recipient: str, key: str, clock: Clock) -> EmailMessage:
    """A mail from somebody to somebody under a key, which has nothing to say yet."""
    if not _KEY.fullmatch(key):
        raise SettingsInvalid("The key of a delivery is letters and digits.")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{key}@{sender.partition('@')[2] or 'billhook.invalid'}>"
    message[KEY_HEADER] = key
    return message


def _subject(parcel: Parcel) -> str:
    words = (_kind(parcel), parcel.number, "from", parcel.supplier)
    return single_line(" ".join(words))


def _body(parcel: Parcel) -> str:
    lines = [
        f"{_kind(parcel)} {single_line(parcel.number)} from {single_line(parcel.supplier)}",
        f"Date: {parcel.day}" if parcel.day else "",
        f"Due: {parcel.due}" if parcel.due else "",
        f"Amount: {parcel.gross}" if parcel.gross else "",
        f"Order: {single_line(parcel.po_number)}" if parcel.po_number else "",
        f"Customer number: {single_line(parcel.account)}" if parcel.account else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _kind(parcel: Parcel) -> str:
    return parcel.kind.value.replace("_", " ").capitalize()


@contextmanager
def _connected(server: _Server, lease: Lease | None) -> Iterator[smtplib.SMTP]:
    connection = _open(server)
    try:
        connection.ehlo()
        if server.security is MailSecurity.STARTTLS:
            connection.starttls(context=certificates(server.ca_file))
            connection.ehlo()
        if lease:
            connection.login(lease.username, lease.password.reveal())
        yield connection
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()  # what was taken stays taken, whatever is said afterwards
    finally:
        connection.close()


def _open(server: _Server) -> smtplib.SMTP:
    if server.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=server.domain,
            timeout=_TIMEOUT,
            context=certificates(server.ca_file),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=server.domain, timeout=_TIMEOUT)


@contextmanager
def _complaints(server: _Server) -> Iterator[None]:
    """Turn what goes wrong on the way into an error that says whether waiting helps."""
    where = f"{server.name} ({server.host})"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = f"{where} shows a certificate that can't be trusted: {error.verify_message}."
        raise DestinationRefused(why) from error
    except smtplib.SMTPAuthenticationError as error:
        # The server's words are left out: some repeat what was sent to them.
        if error.smtp_code in _TEMPORARY:
            raise DestinationUnreachable(f"{where} can't check the sign-in now.") from None
        why = f"{where} refused the sign-in; correct the password, then send again."
        raise CredentialRefused(why) from None
    except smtplib.SMTPNotSupportedError as error:
        raise DestinationRefused(f"{where} offers no STARTTLS or no sign-in.") from error
    except smtplib.SMTPResponseException as error:
        _answered(server, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        raise DestinationUnreachable(f"{where} does not answer.") from error


def _expect(server: _Server, answer: tuple[int, bytes]) -> str:
    code, words = answer
    if code != _TAKEN:
        _answered(server, code, words)
    return _text(words)


def _answered(server: _Server, code: int, words: bytes | str) -> NoReturn:
    said = f"{server.name} ({server.host}) said: {code} {_text(words)}"
    if code in _TEMPORARY:
        raise DestinationUnreachable(said)
    raise DestinationRefused(said)


def _text(words: bytes | str) -> str:
    return single_line(words if isinstance(words, str) else words.decode("utf-8", "replace"))


WAY: Final = Way(
    deliver=send,
    settings=("host", "port", "security", "sender", "recipient"),
    takes=PDF,
    encloses=True,
)
