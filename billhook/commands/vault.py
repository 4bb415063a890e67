"""`billhook vault`: make it, fill it, prove it. Secrets come from a prompt or standard input."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from billhook.commands.options import INPUT, data_option, key_option, settings_of, show_json
from billhook.settings import Settings
from billhook.wiring import CLOCK, key_at_hand, opened_vault
from model.errors import VaultError, VaultLocked, WrongInput
from model.secret import Secret
from vault import (
    ApiKey,
    Credential,
    Entry,
    KeyFile,
    KeySource,
    Mailbox,
    Passphrase,
    Record,
    TotpSeed,
    Vault,
    create_vault,
    seed_name,
)


@click.group()
def vault() -> None:
    """Secrets of portals, mailboxes and destinations, sealed.

    Example: billhook vault add nordwind --username ap@us.example --origin https://portal.example
    """


@vault.command()
@data_option
@key_option
@click.option("--passphrase", is_flag=True, help="Open it by a passphrase that you type.")
def init(data: str | None, key_file: str | None, *, passphrase: bool) -> None:
    """Make an empty vault. A key file that is not there yet is made too.

    Example: billhook vault init --key-file ~/billhook.key
    """
    settings = settings_of(data)
    key = _new_key(settings, key_file, passphrase=passphrase)
    create_vault(settings.vault_file, key, clock=CLOCK)
    click.echo(f"The vault is at {settings.vault_file}; it opens with: {key.label}.")


@vault.command()
@data_option
@key_option
@click.argument("name")
@click.option("--username", default="", help="User name; not needed for an API key.")
@click.option("--origin", multiple=True, help="Where it may be typed, as https://host; repeatable.")
@click.option("--customer-number", help="A third field that the sign-in asks for.")
@click.option(
    "--kind", type=click.Choice(["credential", "mailbox", "api_key"]), default="credential"
)
@click.option("--totp-stdin", is_flag=True, help="The authenticator's seed is the next line.")
@click.option("--password-stdin", is_flag=True, help="The password is the first line of input.")
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
    password_stdin: bool,
) -> None:
    """Keep a password, or replace it. It is read from a prompt or standard input.

    Example: billhook vault add nordwind --username ap --origin https://nordwind.example
    """
    secret = _secret("Password", from_input=password_stdin)
    seed = _secret("Authenticator seed", from_input=True) if totp_stdin else None
    record = _record(
        kind, username, secret, origins=frozenset(origin), customer_number=customer_number
    )
    with _opened(data, key_file) as box:
        box.put(name, record)
        if seed:
            box.put(seed_name(name), TotpSeed(credential=name, seed=seed))
    click.echo(f"Kept {name}.")


@vault.command("list")
@data_option
@key_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(data: str | None, key_file: str | None, *, as_json: bool) -> None:
    """Show what is kept, without any secret.

    Example: billhook vault list --json
    """
    with _opened(data, key_file) as box:
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
    with _opened(data, key_file) as box:
        box.remove(name)
    click.echo(f"Removed {name}.")


@vault.command()
@data_option
@key_option
def rotate(data: str | None, key_file: str | None) -> None:
    """Seal everything again under a new data key. Example: billhook vault rotate."""
    with _opened(data, key_file) as box:
        generation = box.rotate()
    click.echo(f"Everything is sealed under data key {generation}.")


@vault.command("import")
@data_option
@key_option
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Only show what would be kept.")
@click.option("--passphrase-stdin", is_flag=True, help="The file's password is on standard input.")
def import_(
    data: str | None, key_file: str | None, file: str, *, dry_run: bool, passphrase_stdin: bool
) -> None:
    """Take over another password manager's export: Bitwarden JSON, or a browser's CSV.

    Example: billhook vault import export.json --dry-run
    """
    if passphrase_stdin and file == INPUT:
        raise click.UsageError("Standard input holds the file or its password, not both.")
    passphrase = _secret("Password of the file", from_input=True) if passphrase_stdin else None
    with _opened(data, key_file) as box:
        for line in box.import_file(Path(file), passphrase, dry_run=dry_run):
            click.echo("  ".join(str(part) for part in asdict(line).values()))


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
    passphrase = None if plain else _secret("Passphrase", from_input=passphrase_stdin)
    with _opened(data, key_file) as box:
        box.export(Path(file), passphrase, plain=plain)
    click.echo(f"Written to {file}.")


@vault.command()
@data_option
@key_option
def audit(data: str | None, key_file: str | None) -> None:
    """Show who opened what, when and what for. Example: billhook vault audit."""
    with _opened(data, key_file) as box:
        for event in box.events():
            click.echo("  ".join(str(part) for part in asdict(event).values()))


@vault.command()
@data_option
@key_option
@click.option("--accept-epoch", type=int, help="Take an older copy that you restored on purpose.")
def check(data: str | None, key_file: str | None, accept_epoch: int | None) -> None:
    """Prove the whole vault, or name what does not hold. Example: billhook vault check."""
    with _opened(data, key_file, accept_epoch) as box:
        proof = box.check()
    click.echo(f"The vault is whole: {proof.records} records, {proof.events} events.")


def _opened(data: str | None, key_file: str | None, accept_epoch: int | None = None) -> Vault:
    settings = settings_of(data)
    try:
        return opened_vault(settings, key_file, accept_epoch=accept_epoch)
    except VaultLocked:
        if not sys.stdin.isatty():
            raise
        passphrase = _secret("Passphrase", from_input=False)
        return opened_vault(settings, passphrase=passphrase, accept_epoch=accept_epoch)


def _new_key(settings: Settings, key_file: str | None, *, passphrase: bool) -> KeySource:
    if passphrase:
        return Passphrase(_secret("New passphrase", from_input=not sys.stdin.isatty()))
    if key_file and not Path(key_file).exists():
        return KeyFile.make(Path(key_file))
    return key_at_hand(settings, key_file)


def _secret(prompt: str, *, from_input: bool) -> Secret:
    if from_input:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongInput(f"{prompt}: standard input is empty.")
        return Secret(line)
    if not sys.stdin.isatty():
        raise VaultError(f"{prompt}: there is no terminal to ask; use standard input.")
    return Secret(click.prompt(prompt, hide_input=True))


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
