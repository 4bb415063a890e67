"""Trying a destination before it is kept: nothing is delivered; a fault names its field.

A mail server is asked whether it would take a mail, a folder of files or mails is opened, books are
asked about a bill that they have not. A webhook can only be tried by a message: a signed one that
says it is a test, without a document. The networks know no test: only their host is reached, and
the person is told so.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from feeds import folder, imap, mail, sftp, webhook
from feeds.registry import way
from feeds.trust import certificates
from feeds.web import address
from model.clock import Clock
from model.connections import Trial
from model.deliveries import Destination, DestinationKind
from model.errors import (
    BillhookError,
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.ports import Lease

_NOBODYS: Final = "0"
"""A key and reference that no delivery has; the books say that they have it not."""
_SECONDS: Final = 10.0
_PLACES: Final = MappingProxyType(
    {
        DestinationKind.EMAIL: "host",
        DestinationKind.IMAP: "host",
        DestinationKind.SFTP: "host",
        DestinationKind.FOLDER: "path",
    }
)


def attempt(destination: Destination, lease: Lease | None, *, clock: Clock) -> Trial:
    """What came of reaching it as it would be reached with a document."""
    try:
        return _ways().get(destination.kind, _ask)(destination, lease, clock)
    except BillhookError as trouble:
        return Trial(ok=False, sentence=trouble.message, field=_field(destination, trouble))


Try = Callable[[Destination, Lease | None, Clock], Trial]


def _ways() -> Mapping[DestinationKind, Try]:
    return {
        DestinationKind.EMAIL: _mail,
        DestinationKind.IMAP: _mailbox,
        DestinationKind.FOLDER: _folder,
        DestinationKind.SFTP: _server,
        DestinationKind.WEBHOOK: _webhook,
        DestinationKind.EVENTS: _webhook,
        DestinationKind.CXML: _reach,
        DestinationKind.PIDX: _reach,
        DestinationKind.PEPPOL: _reach,
    }


def _field(destination: Destination, trouble: BillhookError) -> str:
    """The field that trouble on the way to a destination is most likely about."""
    cause = trouble.__context__
    if isinstance(trouble, CredentialRefused) or isinstance(cause, smtplib.SMTPAuthenticationError):
        return "password"
    if isinstance(cause, smtplib.SMTPNotSupportedError):
        return "security"
    if isinstance(trouble, SettingsInvalid | DestinationUnreachable):
        return _PLACES.get(destination.kind, "url")
    certified = isinstance(cause, ssl.SSLCertVerificationError)
    return _PLACES.get(destination.kind, "url") if certified else ""


def _mail(destination: Destination, lease: Lease | None, _clock: Clock) -> Trial:
    mail.sign_in(destination, lease)
    try:
        mail.ask_for_recipient(destination, lease)
    except DestinationRefused as refusal:
        return Trial(ok=False, sentence=refusal.message, field="recipient")
    host, recipient = destination.settings["host"], destination.settings["recipient"]
    return Trial(ok=True, sentence=f"{host} would take a mail for {recipient}. Nothing was sent.")


def _mailbox(destination: Destination, lease: Lease | None, _clock: Clock) -> Trial:
    if lease is None:
        return Trial(ok=False, sentence="Type user name and password.", field="username")
    try:
        imap.sign_in(destination, lease)
    except DestinationRefused as refusal:
        return Trial(ok=False, sentence=refusal.message, field="password")
    try:
        imap.open_folders(destination, lease)
    except (DestinationRefused, SettingsInvalid) as refusal:
        return Trial(ok=False, sentence=refusal.message, field="folder")
    return Trial(ok=True, sentence="Signed in, and the folder opens. Nothing was put into it.")


def _folder(destination: Destination, _lease: Lease | None, _clock: Clock) -> Trial:
    folder.write_and_remove(destination)
    path = destination.settings["path"]
    return Trial(ok=True, sentence=f"{path} can be written to. Nothing was left there.")


def _server(destination: Destination, lease: Lease | None, _clock: Clock) -> Trial:
    sftp.look(destination, lease)
    return Trial(ok=True, sentence="Signed in, and the folder is there. Nothing was written.")


def _webhook(destination: Destination, lease: Lease | None, clock: Clock) -> Trial:
    said = webhook.greet(destination, lease, clock=clock)
    return Trial(
        ok=True,
        sentence=f"{said.detail} It got a signed message of type {webhook.TEST_TYPE}, without a"
        " document.",
    )


def _ask(destination: Destination, lease: Lease | None, clock: Clock) -> Trial:
    """Ask the books about a bill that they have not; they answer only whom they know."""
    responses = way(destination).responses
    if responses is None:
        return _reach(destination, lease, clock)
    responses(destination, {_NOBODYS: _NOBODYS}, lease, clock=clock)
    system = destination.kind.system
    return Trial(ok=True, sentence=f"{system} knows this sign-in. Nothing was entered there.")


def _reach(destination: Destination, _lease: Lease | None, _clock: Clock) -> Trial:
    url = address(destination, "url")
    trusted = certificates(destination.settings.get("ca_file"))
    try:
        place = (url.host, url.port or 443)
        with socket.create_connection(place, _SECONDS) as line:
            if url.scheme == "https":
                trusted.wrap_socket(line, server_hostname=url.host).close()
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", "") or type(error).__name__
        message = f"{url.host} can't be reached: {why}."
        return Trial(ok=False, sentence=message, field="url")
    return Trial(
        ok=True,
        sentence=f"{url.host} answers. Its network knows no test: the first document shows whether"
        " it takes the sign-in.",
    )
