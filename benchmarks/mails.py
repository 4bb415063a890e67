"""Mail to measure with: a real Dovecot, mailboxes filled with seeded mails, an installation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from imapclient import IMAPClient

from benchmarks.processes import program
from billhook.settings import load
from billhook.wiring import CLOCK, opened_store
from model.secret import Secret
from model.suppliers import Mailbox
from storage import mail as stored
from vault import KeyFile, create_vault
from vault import Mailbox as MailboxSecret

if TYPE_CHECKING:
    from tests.dovecot import Dovecot

TEXTS: Final = 40
"""So many letters are made (18 ms each) and then varied."""
_SENT: Final = re.compile(r"out=(\d+)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, and how much of it is worth fetching."""

    content: bytes
    wanted: int


@contextmanager
def server() -> Iterator[Dovecot]:
    """A running Dovecot."""
    from tests.dovecot import running

    with running() as dovecot:
        yield dovecot


def letters(count: int, seed: int = 7, *, first: int = 0) -> Iterator[Letter]:
    """Mails of an accounts payable inbox, counted on from `first`.

    A fifth has a PDF, a quarter a logo.
    """
    dice = random.Random(seed)
    moulds = [_mould(dice, number) for number in range(TEXTS)]
    for number in range(first, first + count):
        mould = moulds[number % TEXTS]
        content = mould.content.replace(b"number-0000000", b"number-%07d" % number)
        yield Letter(content, mould.wanted)


def _mould(dice: random.Random, number: int) -> Letter:
    letter = EmailMessage(policy=SMTP)
    letter["Received"] = "from mx.supplier.example by mx.us.example with ESMTPS id " + "a" * 40
    letter["DKIM-Signature"] = "v=1; a=rsa-sha256; d=supplier.example; b=" + "Ab1" * 110
    letter["Message-ID"] = "<number-0000000@supplier.example>"
    letter["Date"] = "Fri, 20 Nov 2026 09:00:00 +0100"
    letter["From"] = "Billing <billing@supplier.example>"
    letter["To"] = "ap@us.example"
    letter["Subject"] = "Your invoice number-0000000 is ready"
    text = "Your invoice number-0000000 over EUR 120.00 is ready.\n" * 12
    page = "<html>" + "<p>Your invoice number-0000000 is <b>ready</b>.</p>\n" * 60 + "</html>"
    letter.set_content(text)
    letter.add_alternative(page, subtype="html")
    if number % 4 == 0:
        logo = dice.randbytes(dice.randrange(8_000, 40_000))
        letter.get_payload()[1].add_related(logo, "image", "png", cid="<logo>")  # type: ignore[index, union-attr]
    if number % 5 == 1:
        pdf = b"%PDF-1.7" + dice.randbytes(dice.randrange(18_000, 95_000))
        letter.add_attachment(pdf, "application", "pdf", filename="invoice.pdf")
    return Letter(letter.as_bytes(), _wanted(letter))


def _wanted(letter: EmailMessage) -> int:
    """The bytes of the text parts and of the files, as they travel."""
    leaves = [part for part in letter.walk() if not part.is_multipart()]
    return sum(
        len(str(part.get_payload())) for part in leaves if part.get_content_maintype() != "image"
    )


def fill(dovecot: Dovecot, mailbox: Mailbox, count: int, *, first: int = 0) -> list[Letter]:
    """The mails that now lie in the mailbox; those from `first` on are others."""
    from tests.dovecot import PASSWORD

    put = list(letters(count, first=first))
    client = IMAPClient("127.0.0.1", dovecot.imap, ssl=False)
    client.login(mailbox.username, PASSWORD)
    for start in range(0, count, 100):
        client.multiappend("INBOX", [letter.content for letter in put[start : start + 100]])
    client.logout()
    return put


def sent_bytes(dovecot: Dovecot) -> list[int]:
    """The bytes that the server sent on each line that has ended, in order."""
    log = (dovecot.folder / "log" / "dovecot.log").read_text()
    return [int(count) for count in _SENT.findall(log)]


@contextmanager
def installation(dovecot: Dovecot, mailboxes: list[Mailbox]) -> Iterator[Path]:
    """The data folder of an installation that watches these mailboxes."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "billhook.toml").write_text(
            f'key_file = "{folder}/key"\nmail_ca_file = "{dovecot.ca_file}"\n'
        )
        settings = load(folder)
        with create_vault(settings.vault_file, KeyFile.make(folder / "key"), clock=CLOCK) as vault:
            for mailbox in mailboxes:
                secret = MailboxSecret(username=mailbox.username, password=_password())
                vault.put(mailbox.credential, secret)
        with opened_store(settings) as store, store.begin() as tx:
            for mailbox in mailboxes:
                stored.add_mailbox(tx, mailbox)
        yield folder


def worker(folder: Path) -> AbstractContextManager[int]:
    """The process id of a worker at work in a data folder."""
    return program("-m", "billhook.worker", "--data", str(folder))


def _password() -> Secret:
    from tests.dovecot import PASSWORD

    return Secret(PASSWORD)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def quietly(value: Any) -> float:
    """A figure with four digits."""
    return float(f"{value:.4g}")
