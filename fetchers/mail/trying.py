"""Trying a mailbox before it is kept: what is in the way is told with the field to correct."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any, Final

from imapclient.exceptions import IMAPClientError

from fetchers.mail.connection import Timeouts, clean_words, connect
from model.connections import Trial
from model.errors import MailboxRefused, MailboxUnreachable, SettingsInvalid
from model.secret import Secret
from model.suppliers import Mailbox

SHORT: Final = Timeouts(connect=10.0, read=15.0, answer=4.0)
"""A person waits for the answer."""
_NAMED: Final = 8  # folders in a sentence


def attempt(
    mailbox: Mailbox, password: Secret, *, ca_file: Path | None = None, timeouts: Timeouts = SHORT
) -> Trial:
    """What came of signing in and opening the folder; nothing is read, marked or moved there."""
    if fault := _reached(mailbox, timeouts.connect):
        return fault
    try:
        with connect(mailbox, password, ca_file=ca_file, timeouts=timeouts) as client:
            return _opened(client, mailbox)
    except SettingsInvalid as refusal:
        return Trial(ok=False, sentence=refusal.message, field="security")
    except MailboxRefused as refusal:
        return _refused(mailbox, refusal)
    except MailboxUnreachable as trouble:
        return _broken(mailbox, trouble)


def _reached(mailbox: Mailbox, seconds: float) -> Trial | None:
    """What is wrong with host or port; None where somebody listens there."""
    host, port = mailbox.host, mailbox.port
    try:
        socket.create_connection((host, port), seconds).close()
    except (socket.gaierror, UnicodeError):
        return Trial(
            ok=False,
            sentence=f"There is no server called {host}. Correct the name; the provider's help on"
            " IMAP has it.",
            field="host",
        )
    except TimeoutError:
        return Trial(
            ok=False,
            sentence=f"{host} does not answer on port {port}. Correct host or port, or let the"
            " firewall pass it.",
            field="port",
        )
    except OSError as error:
        return Trial(
            ok=False,
            sentence=f"Nobody listens at {host} on port {port} ({error.strerror or 'no answer'})."
            " 993 is usual with TLS, 143 with STARTTLS.",
            field="port",
        )
    return None


def _refused(mailbox: Mailbox, refusal: MailboxRefused) -> Trial:
    if isinstance(refusal.__context__, ssl.SSLCertVerificationError):
        return Trial(ok=False, sentence=refusal.message, field="host")
    if isinstance(refusal.__context__, IMAPClientError):
        said = clean_words(str(refusal.__context__), Secret(""))
        return Trial(
            ok=False,
            sentence=f"{mailbox.host} refused this user name and password: {said}. Where the"
            " account has two-step sign-in, make an app password at the provider.",
            field="password",
        )
    return Trial(ok=False, sentence=refusal.message, field="password")


def _broken(mailbox: Mailbox, trouble: MailboxUnreachable) -> Trial:
    """A line that broke although somebody listens: most often the protection is another one."""
    cause = trouble.__context__
    if isinstance(cause, ssl.SSLError | TimeoutError | IMAPClientError):
        way = mailbox.security.value.upper().replace("_", " ")
        return Trial(
            ok=False,
            sentence=f"{trouble.message} The server may not speak {way} on port {mailbox.port}:"
            " choose TLS with 993, or STARTTLS with 143.",
            field="security",
        )
    return Trial(ok=False, sentence=trouble.message, field="host")


def _opened(client: Any, mailbox: Mailbox) -> Trial:
    try:
        state = client.select_folder(mailbox.folder, readonly=True)
    except client.AbortError:
        raise
    except IMAPClientError:
        return _no_folder(client, mailbox.folder)
    held = int(state.get(b"EXISTS", 0))
    mails = "1 mail" if held == 1 else f"{held:,} mails"
    way = "is pushed" if client.has_capability("IDLE") else "is asked for every minute"
    return Trial(
        ok=True, sentence=f"Signed in; {mailbox.folder} holds {mails}, and new mail {way}."
    )


def _no_folder(client: Any, sought: str) -> Trial:
    """The folders that there are; their names come from the server."""
    names = [clean_words(str(name), Secret("")) for _, _, name in client.list_folders()]
    near = sorted(names, key=lambda name: (sought.casefold() not in name.casefold(), name))
    shown = ", ".join(near[:_NAMED])
    more = f" and {len(near) - _NAMED} more" if len(near) > _NAMED else ""
    return Trial(
        ok=False,
        sentence=f"There is no folder {sought}. There are {shown}{more}.",
        field="folder",
    )
