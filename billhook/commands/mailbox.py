"""`billhook connect mailbox`: a folder of a mail account, opened by password or by consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from billhook.commands.options import data_option, key_option, settings_of
from billhook.commands.unlocking import opened
from billhook.wiring import opened_store
from fetchers.mail.connection import connect as open_line
from model.errors import FileUnreadable
from model.ids import derived_id
from model.suppliers import Mailbox, MailboxKind, MailSecurity, MailSignIn
from pipeline.mails import mailboxes
from storage import audit
from storage import mail as stored
from storage.store import Store
from vault import Vault

_BEGINNING: Final = "beginning"
_PARTS: Final = " / "  # between the name and the folder, where there are several
_HOSTS: Final = {
    MailSignIn.MICROSOFT: "outlook.office365.com",
    MailSignIn.MICROSOFT_APP: "outlook.office365.com",
    MailSignIn.GOOGLE: "imap.gmail.com",
}


@click.command()
@data_option
@key_option
@click.argument("name")
@click.option("--host", help="IMAP server; known for Microsoft 365 and Google.")
@click.option("--port", type=int, help="993, unless said otherwise.")
@click.option("--security", type=click.Choice([way.value for way in MailSecurity]), help="tls …")
@click.option("--username", help="The mailbox's address.")
@click.option("--credential", help="Name in the vault; with --oauth it is made.")
@click.option(
    "--folder", "folders", multiple=True, help="A folder to watch; repeatable. INBOX, if not said."
)
@click.option("--oauth", type=click.Choice(["microsoft", "google"]), help="Sign in by consent.")
@click.option("--app", is_flag=True, help="Microsoft: as the application itself, no person.")
@click.option("--client-id", help="The application's id at the provider.")
@click.option("--tenant", help="Microsoft: the organisation's id or domain.")
@click.option("--client-file", help="Google: the client's JSON file as downloaded.")
@click.option("--client-secret-stdin", is_flag=True, help="The client secret is the first line.")
@click.option("--authority", help="Another cloud's sign-in, as https://login.microsoftonline.us.")
@click.option(
    "--write-back/--no-write-back",
    default=None,
    help="Put fetched documents beside the mails that announced them; off, unless said.",
)
@click.option("--move-to", help="With --write-back: the folder that both then move to.")
@click.option(
    "--since",
    metavar="DAY",
    help="Begin at this day (2026-11-01) and leave older mails out; `beginning` takes in all.",
)
@click.option("--paste", is_flag=True, help="Google: the browser runs on another machine.")
def mailbox(*, data: str | None, key_file: str | None, name: str, **said: Any) -> None:
    """Watch folders of a mail account. For a known NAME only what changes has to be said.

    Example: billhook connect mailbox AP --oauth microsoft --username ap@us.example
    --client-id 11111111-2222-3333-4444-555555555555 --tenant us.example
    """
    settings = settings_of(data)
    ca_file = Path(settings.mail_ca_file) if settings.mail_ca_file else None
    with opened_store(settings) as store:
        boxes = _described(_known(store, name), name, said)
        if said["oauth"]:
            with opened(data, key_file) as vault:
                _sign_in(boxes[0], vault, ca_file, said)
        with store.begin() as tx:
            for box in boxes:
                stored.add_mailbox(tx, box)
                mailboxes.works_again(tx, box.id, "It was connected anew.")
                audit.note(tx, "command line", "connected", f"mailbox:{box.id}", box.name)
    folders = ", ".join(box.folder for box in boxes)
    begins = f", from {boxes[0].since} on" if boxes[0].since else ""
    click.echo(f"{name} is watched while billhook up runs: {folders}{begins}.")


def _known(store: Store, name: str) -> tuple[Mailbox, ...]:
    with store.read() as tx:
        return tuple(box for box in stored.mailboxes(tx) if box.name.split(_PARTS)[0] == name)


def _described(known: tuple[Mailbox, ...], name: str, said: dict[str, Any]) -> list[Mailbox]:
    """The folders as they were known, with what was said now; one mailbox each."""
    sign_in = _way(known, said)
    host = _HOSTS.get(sign_in, "")
    base = known[0] if known else Mailbox("", name, host, 993, MailSecurity.TLS, "", "")
    given = {key: said[key] for key in ("host", "port", "username", "credential") if said[key]}
    box = replace(base, sign_in=sign_in, **given)
    if said["security"]:
        box = replace(box, security=MailSecurity(said["security"]))
    if box.by_token and not box.credential:
        box = replace(box, credential=f"{name} mailbox")
    if said["write_back"] is not None:
        box = replace(box, write_back=said["write_back"])
    if said["move_to"] is not None:
        box = replace(box, moved_to=said["move_to"])
    if said["since"] is not None:
        box = replace(box, since=_day(said["since"]))
    _prove(box)
    folders = said["folders"] or [other.folder for other in known] or [box.folder]
    return [
        replace(
            box,
            id=derived_id("mailbox", box.host, box.username, folder),
            name=name if len(folders) == 1 else f"{name}{_PARTS}{folder}",
            folder=folder,
        )
        for folder in dict.fromkeys(folders)
    ]


def _way(known: tuple[Mailbox, ...], said: dict[str, Any]) -> MailSignIn:
    match said["oauth"]:
        case "google":
            return MailSignIn.GOOGLE
        case "microsoft":
            return MailSignIn.MICROSOFT_APP if said["app"] else MailSignIn.MICROSOFT
        case _ if said["credential"] or not known:
            return MailSignIn.PASSWORD
        case _:
            return known[0].sign_in


def _day(said: str) -> date | None:
    if said == _BEGINNING:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise click.UsageError(
            f"--since takes a day as 2026-11-01, or {_BEGINNING!r}; {said!r} is neither."
        ) from None


def _prove(box: Mailbox) -> None:
    options = {"--host": box.host, "--username": box.username, "--credential": box.credential}
    if box.moved_to and not box.write_back:
        raise click.UsageError("--move-to goes with --write-back.")
    if missing := [option for option, value in options.items() if not value]:
        raise click.UsageError(f"Missing option {', '.join(missing)}.")


def _sign_in(box: Mailbox, vault: Vault, ca_file: Path | None, said: dict[str, Any]) -> None:
    """Get the consent, keep it, and try it at the mail server."""
    from billhook.commands import consent  # the providers' libraries take their time to load

    held = consent.held(vault, box.credential)
    record = consent.given(box, consent.client_of(box.sign_in, held, said), paste=said["paste"])
    vault.put(box.credential, record)
    with open_line(box, record.access_token, ca_file=ca_file) as line:
        line.noop()
    click.echo(f"Signed in to {box.host} as {box.username}.")


@click.command()
@data_option
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["folder", "maildir", "mbox", "books"]),
    default="folder",
    show_default=True,
    help="books: files of our ledger, orders and receipts.",
)
def folder(*, data: str | None, name: str, path: Path, kind: str) -> None:
    """Watch a folder that mails and documents are dropped in, a Maildir, or an mbox file.

    With --kind books, files of our ledger, orders and receipts are dropped in, as billhook load
    takes them. Example: billhook connect folder Scanner /srv/scans
    """
    place = path.expanduser().resolve()
    here = MailboxKind(kind)
    _prove_place(place, here)
    box = Mailbox(
        id=derived_id("mailbox", "file", str(place)),
        name=name,
        host="",
        port=0,
        security=MailSecurity.TLS,
        username="",
        credential="",
        folder=str(place),
        kind=here,
    )
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        stored.add_mailbox(tx, box)
        audit.note(tx, "command line", "connected", f"mailbox:{box.id}", name)
    click.echo(f"{name} is watched while billhook up runs: {place}.")


def _prove_place(place: Path, kind: MailboxKind) -> None:
    needed = {
        MailboxKind.FOLDER: place.is_dir(),
        MailboxKind.BOOKS: place.is_dir(),
        MailboxKind.MAILDIR: (place / "new").is_dir() and (place / "cur").is_dir(),
        MailboxKind.MBOX: place.is_file(),
    }
    if not needed[kind]:
        called = MailboxKind.FOLDER.value if kind is MailboxKind.BOOKS else kind.value
        raise FileUnreadable(f"{place} is no {called}; name one that is there.")
