"""`billhook vault`: make it, fill it, prove it. Secrets come from a prompt or standard input."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from billhook.commands import vault_keys
from billhook.commands.options import INPUT, data_option, key_option, settings_of, show_json
from billhook.commands.replacing import put
from billhook.commands.sites import Sites
from billhook.commands.taking_over import proposed_by
from billhook.commands.unlocking import opened, secret_from
from model.errors import FileUnreadable
from model.secret import Secret
from parsers.paper.barcodes import qr_texts
from vault import (
    STORES,
    ApiKey,
    Credential,
    Entry,
    ImportLine,
    Mailbox,
    Record,
    Reference,
    TotpSeed,
    seed_name,
)


@click.group()
def vault() -> None:
    """Secrets of portals, mailboxes and destinations, sealed.

    Example: billhook vault add nordwind --username ap@us.example --origin https://portal.example
    """


for command in vault_keys.COMMANDS:
    vault.add_command(command)


@vault.command()
@data_option
@key_option
@click.argument("name")
@click.option("--username", default="", help="User name; not needed for an API key.")
@click.option("--origin", multiple=True, help="Where it may be typed, as https://host; repeatable.")
@click.option("--customer-number", help="A third field that the sign-in asks for.")
@click.option(
    "--kind",
    type=click.Choice(["credential", "mailbox", "api_key"]),
    default="credential",
    show_default=True,
    help="What it opens: a portal, a mailbox or mail server, or another program.",
)
@click.option("--totp-stdin", is_flag=True, help="The authenticator's seed is the next line.")
@click.option("--totp-qr", metavar="IMAGE", help="The seed, as a picture of its QR code.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="The password is the first line of input; of a private key, all its lines are.",
)
@click.option("--replace", is_flag=True, help="Put it in the place of the one of this name.")
def add(
    *,
    data: str | None,
    key_file: str | None,
    name: str,
    username: str,
    origin: tuple[str, ...],
    customer_number: str | None,
    kind: str,
    totp_stdin: bool,
    totp_qr: str | None,
    password_stdin: bool,
    replace: bool,
) -> None:
    """Keep a password, read from a prompt or standard input; with --replace instead of another.

    Where documents go by what is replaced, they wait until a second person has confirmed it.

    Example: billhook vault add nordwind --username ap --origin https://nordwind.example
    """
    password = secret_from("Password", from_input=password_stdin)
    if totp_stdin and totp_qr:
        raise click.UsageError("Give the authenticator's seed once.")
    given = _seed_of(Path(totp_qr)) if totp_qr else None
    seed = _seed(name, given) if totp_stdin or given else None
    record = _record(
        kind, username, password, origins=frozenset(origin), customer_number=customer_number
    )
    with opened(data, key_file) as box:
        waiting = put(data, box, name, record, replace=replace)
        if seed:
            box.put(seed_name(name), seed)
    click.echo(f"Kept {name}.{waiting}")


@vault.command()
@data_option
@key_option
@click.argument("name")
@click.argument("store", type=click.Choice(sorted(STORES)))
@click.argument("item")
@click.option("--username", default="", help="User name; else the store's.")
@click.option("--origin", multiple=True, help="Where it may be typed, as https://host; repeatable.")
@click.option("--customer-number", help="A third field that the sign-in asks for.")
@click.option("--replace", is_flag=True, help="Put it in the place of the one of this name.")
def refer(
    *,
    data: str | None,
    key_file: str | None,
    name: str,
    store: str,
    item: str,
    username: str,
    origin: tuple[str, ...],
    customer_number: str | None,
    replace: bool,
) -> None:
    """Leave a password where it is: ITEM of STORE, whose program is asked for it at each use.

    STORE is 1Password (op), Bitwarden (bw), pass, or HashiCorp Vault (vault). Billhook's worker
    must be signed in to it.

    Example: billhook vault refer nordwind op op://ap/nordwind/password --origin https://nordwind.example
    """
    record = Reference(
        store=store,
        item=item,
        username=username,
        origins=frozenset(origin),
        customer_number=customer_number,
    )
    with opened(data, key_file) as box:
        waiting = put(data, box, name, record, replace=replace)
    click.echo(f"Kept {name}: {store} is asked for it.{waiting}")


@vault.command("list")
@data_option
@key_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(data: str | None, key_file: str | None, *, as_json: bool) -> None:
    """Show what is kept, without any secret.

    Example: billhook vault list --json
    """
    with opened(data, key_file) as box:
        entries = box.names()
    if as_json:
        show_json([_entry(entry) for entry in entries])
        return
    for entry in entries:
        click.echo(f"{entry.name:30} {entry.kind:12} {entry.username}")


@vault.command()
@data_option
@key_option
@click.argument("name")
def remove(data: str | None, key_file: str | None, name: str) -> None:
    """Take a record out. Example: billhook vault remove nordwind."""
    with opened(data, key_file) as box:
        box.remove(name)
    click.echo(f"Removed {name}.")


@vault.command("import")
@data_option
@key_option
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Only show what would be kept.")
@click.option("--matched-only", is_flag=True, help="Only what belongs to a supplier known here.")
@click.option("--passphrase-stdin", is_flag=True, help="The file's password is on standard input.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def import_(
    *,
    data: str | None,
    key_file: str | None,
    file: str,
    dry_run: bool,
    matched_only: bool,
    passphrase_stdin: bool,
    as_json: bool,
) -> None:
    """Take over another password manager's export, all at once or not at all.

    Bitwarden (JSON, plain or protected by a password, CSV), KeePass (KDBX 3.1 and 4), 1Password
    (1PUX, CSV), Chrome, Edge and Firefox (CSV). Each entry is shown with the supplier whose site it
    belongs to, and whether it is proposed as a portal (see: billhook portals proposals); no secret
    is shown, and nothing is visited.

    Example: billhook vault import export.json --dry-run
    """
    if passphrase_stdin and file == INPUT:
        raise click.UsageError("Standard input holds the file or its password, not both.")
    passphrase = secret_from("Password of the file", from_input=True) if passphrase_stdin else None
    settings = settings_of(data)
    sites = Sites.of(settings)
    wanted = sites.knows if matched_only else None
    with opened(data, key_file) as box:
        lines = box.import_file(Path(file), passphrase, dry_run=dry_run, wanted=wanted)
        entries = box.names()
    proposed = proposed_by(settings, lines, entries, dry_run=dry_run)
    rows = [_line(line) | {"supplier": sites.supplier(line)} for line in lines]
    if as_json:
        show_json([row | {"portal": proposed.get(str(row["name"]))} for row in rows])
        return
    for row in rows:
        click.echo("  ".join(_cell(value) for value in row.values()))


@vault.command()
@data_option
@key_option
@click.argument("file")
@click.option("--passphrase-stdin", is_flag=True, help="The passphrase is on standard input.")
@click.option("--plain", is_flag=True, help="Without protection; into a private folder only.")
def export(
    data: str | None, key_file: str | None, file: str, *, passphrase_stdin: bool, plain: bool
) -> None:
    """Write everything to a file that other password managers open.

    Example: billhook vault export backup.json
    """
    if file == INPUT:
        raise click.UsageError("Secrets are never written to standard output; name a new file.")
    passphrase = None if plain else secret_from("Passphrase", from_input=passphrase_stdin)
    with opened(data, key_file) as box:
        box.export(Path(file), passphrase, plain=plain)
    click.echo(f"Written to {file}.")


@vault.command()
@data_option
@key_option
def audit(data: str | None, key_file: str | None) -> None:
    """Show who opened what, when and what for. Example: billhook vault audit."""
    with opened(data, key_file) as box:
        for event in box.events():
            click.echo("  ".join(str(part) for part in asdict(event).values()))


def _seed(name: str, given: Secret | None) -> TotpSeed:
    """The seed, proved before the vault is opened: a sign-in is kept whole or not at all."""
    seed = given or secret_from("Authenticator seed", from_input=True)
    return TotpSeed(credential=name, seed=seed)


def _seed_of(image: Path) -> Secret:
    """The seed in the only QR code of an image that holds one."""
    try:
        texts = qr_texts(image)
    except OSError as error:
        raise FileUnreadable(f"{image} can't be read: {error.strerror}.") from None
    seeds = [text for text in texts if text.startswith("otpauth://")]
    if len(seeds) != 1:
        raise FileUnreadable(
            f"{image.name} holds {len(seeds)} QR codes of an authenticator; it must be one."
        )
    return Secret(seeds[0])


def _line(line: ImportLine) -> dict[str, object]:
    """What becomes of an entry; of its sign-in page, whose address may hold secrets, nothing."""
    return {name: value for name, value in asdict(line).items() if name != "start"}


def _cell(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "-")


def _record(
    kind: str,
    username: str,
    secret: Secret,
    *,
    origins: frozenset[str],
    customer_number: str | None,
) -> Record:
    if kind == "mailbox":
        return Mailbox(username=username, password=secret, origins=origins)
    if kind == "api_key":
        return ApiKey(key=secret, origins=origins)
    return Credential(
        username=username, password=secret, origins=origins, customer_number=customer_number
    )


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "username": entry.username,
        "origins": list(entry.origins),
        "version": entry.version,
        "updated": entry.updated.isoformat(),
        "last_used": entry.last_used.isoformat() if entry.last_used else None,
    }
