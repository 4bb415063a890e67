"""A mailbox that a person connects or changes in the dashboard, tried before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from fetchers.mail.trying import attempt
from model.connections import Trial, Typed
from model.errors import BillhookError
from model.ids import derived_id
from model.mail import FolderPosition
from model.people import User
from model.secret import Secret
from model.suppliers import Mailbox, MailboxKind, MailSecurity, MailSignIn
from pipeline.keyholder.connecting_ground import MOST_SECRET, Fault, Ground, keep_new
from pipeline.mails import mailboxes
from pipeline.mails.tokens import server_origin
from storage import audit
from storage import mail as stored
from vault import Mailbox as MailboxSecret

_LAST_PORT: Final = 65_535
_WORDS: Final = {
    "name": "Give it a name, such as Accounts payable.",
    "username": "Type the mailbox's address.",
    "host": "Name the mail server, such as imap.us.example.",
    "folder": "Name the folder, such as INBOX.",
}


def connect_mailbox(ground: Ground, user: User, typed: Typed, keep: bool) -> Trial:  # noqa: FBT001 - every way has these four
    """What came of signing in; the mailbox is watched from then on, if `keep`."""
    try:
        before = known_box(ground, typed.id)
        box = described(typed, before)
        prove_new(ground, box, before)
        came = _tried(ground, typed, box, before)
    except Fault as fault:
        return fault.trial
    if not (came.ok and keep):
        return came
    return replace(came, id=_kept(ground, user, box, before, typed.password))


def known_box(ground: Ground, mailbox_id: str) -> Mailbox | None:
    """The mailbox that is changed, None for a new one. Raises Fault, RecordMissing."""
    if not mailbox_id:
        return None
    with ground.store.read() as tx:
        box = stored.mailbox(tx, mailbox_id)
    if box.kind is not MailboxKind.IMAP:
        raise Fault("", f"{box.name} is a folder of files; connect it anew by command.")
    return box


def described(typed: Typed, before: Mailbox | None) -> Mailbox:
    """The mailbox as it was typed. Raises Fault."""
    for field, words in _WORDS.items():
        if not typed.value(field):
            raise Fault(field, words)
    base = before or Mailbox("", "", "", 0, MailSecurity.TLS, "", "")
    box = replace(
        base,
        name=typed.value("name"),
        host=typed.value("host"),
        port=_port(typed.value("port")),
        security=_security(typed.value("security")),
        username=typed.value("username"),
        folder=typed.value("folder"),
        since=_day(typed.value("since")),
        write_back=typed.value("write_back") == "yes",
        moved_to=typed.value("moved_to"),
    )
    if box.moved_to and not box.write_back:
        raise Fault("moved_to", "Mails move only where documents are put beside them; choose that.")
    known = before.id if before else derived_id("mailbox", box.host, box.username, box.folder)
    return replace(box, id=known)


def _port(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= _LAST_PORT:
        return int(typed)
    raise Fault("port", "A port is a number up to 65535; 993 is usual with TLS.")


def _security(typed: str) -> MailSecurity:
    try:
        return MailSecurity(typed)
    except ValueError:
        raise Fault("security", "Choose TLS or STARTTLS.") from None


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Fault("since", "Write the day as 2026-11-01, or leave it empty.") from None


def prove_new(ground: Ground, box: Mailbox, before: Mailbox | None) -> None:
    """Raise Fault where the folder is watched already, or the name belongs to another."""
    with ground.store.read() as tx:
        others = [one for one in stored.mailboxes(tx) if before is None or one.id != before.id]
    for one in others:
        if (one.host, one.username, one.folder) == (box.host, box.username, box.folder):
            raise Fault("folder", f"This folder is watched already, as {one.name}.")
        if one.name.casefold() == box.name.casefold():
            raise Fault("name", f"Another mailbox is called {one.name}; choose another name.")


def _tried(ground: Ground, typed: Typed, box: Mailbox, before: Mailbox | None) -> Trial:
    """What came of signing in. Raises Fault."""
    password = _password(ground, typed, box, before)
    if password is None:
        return Trial(ok=True, sentence=f"{box.name} is signed in to by consent, as before.")
    if typed.password.reveal():
        box = replace(box, sign_in=MailSignIn.PASSWORD)
    return attempt(box, password, ca_file=ground.ca_file)


def _password(ground: Ground, typed: Typed, box: Mailbox, before: Mailbox | None) -> Secret | None:
    """What was typed, else what the vault has; that goes nowhere but where it went before.

    None for a consent, which the watch renews and proves.
    """
    if typed.password.reveal():
        if len(typed.password.reveal()) > MOST_SECRET:
            raise Fault("password", f"This is longer than {MOST_SECRET} characters.")
        return typed.password
    if before is None:
        raise Fault("password", "Type the password of this mailbox.")
    if _elsewhere(before, box):
        raise Fault("password", "Type the password again: it goes elsewhere than before.")
    if before.by_token:
        return None
    with ground.vault.lease(before.credential, purpose="try", job=before.id) as lease:
        return lease.password


def _elsewhere(before: Mailbox, box: Mailbox) -> bool:
    """Whether a password would go to another server, in another way, or for somebody else."""

    def way(one: Mailbox) -> tuple[object, ...]:
        return one.host, one.port, one.security, one.username

    return way(before) != way(box)


def _kept(
    ground: Ground, user: User, box: Mailbox, before: Mailbox | None, password: Secret
) -> str:
    """The id of the mailbox, kept with its password, or neither of them."""
    new = ""
    if password.reveal():
        record = MailboxSecret(
            username=box.username, password=password, origins=frozenset({server_origin(box)})
        )
        box = replace(box, sign_in=MailSignIn.PASSWORD)
        if before is None or before.by_token:
            new = keep_new(ground.vault, f"{box.name} mailbox", record, actor=user.name)
            box = replace(box, credential=new)
        else:
            ground.vault.put(box.credential, record, actor=user.name)
    try:
        write(ground, user, box, before)
    except BillhookError:
        if new:
            ground.vault.remove(new, actor=user.name)
        raise
    return box.id


def write(ground: Ground, user: User, box: Mailbox, before: Mailbox | None) -> None:
    """Watch a mailbox as it was typed, from now on."""
    with ground.store.begin() as tx:
        stored.add_mailbox(tx, box)
        if before and (_elsewhere(before, box) or before.folder != box.folder):
            stored.set_position(tx, box.id, FolderPosition(0, 0))  # its mails are others
        mailboxes.works_again(tx, box.id, "It was connected anew.")
        stored.troubled(tx, box.id, "")
        verb = "changed" if before else "connected"
        audit.note(tx, user.name, verb, f"mailbox:{box.id}", box.name)
