"""`billhook vault`, its keys: make it, add and remove keys, renew them, prove it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

import click

from billhook.commands.kit import page, text
from billhook.commands.options import data_option, key_option, settings_of, show_json
from billhook.commands.unlocking import (
    new_passphrase,
    opened,
    opened_by_kit,
    secret_from,
    takes_passphrase,
)
from billhook.door import knock
from billhook.settings import Settings
from billhook.wiring import CLOCK, key_at_hand
from billhook.witness import newest_line, settle
from model.errors import WrongInput
from vault import (
    KeyFile,
    KeySource,
    OsKeyring,
    Passphrase,
    Recovery,
    TwoSecret,
    Vault,
    create_vault,
    shown_place,
    write_private,
)

_LOCK_AWAY: Final = "Prove what you wrote down with: billhook vault check --recovery"


@click.command()
@data_option
@key_option
@click.option("--passphrase", is_flag=True, help="Open it by a passphrase that you type.")
@click.option(
    "--no-recovery-kit",
    is_flag=True,
    help="Where the output is kept in a log; make it later: vault recovery-kit.",
)
def init(
    data: str | None, key_file: str | None, *, passphrase: bool, no_recovery_kit: bool
) -> None:
    """Make an empty vault, and show its recovery kit, this once.

    A key file that is not there yet is made too.

    Example: billhook vault init --key-file ~/billhook.key
    """
    settings = settings_of(data)
    key, place = _first_key(settings, key_file, passphrase=passphrase), settings.vault_place
    with create_vault(place, key, clock=CLOCK, anchor=settings.vault_anchor) as box:
        click.echo(f"The vault is at {shown_place(place)}; it opens with: {key.label}.")
        if not no_recovery_kit:
            _show_kit(box, settings, None)


@click.command("recovery-kit")
@data_option
@key_option
@click.option("--page", "target", metavar="FILE", help="Write it as a page to print instead.")
def recovery_kit(data: str | None, key_file: str | None, target: str | None) -> None:
    """Make a new recovery kit and show it, this once; an older one opens the vault no more.

    Example: billhook vault recovery-kit --page kit.html
    """
    with opened(data, key_file) as box:
        _show_kit(box, settings_of(data), target)


@click.command()
@data_option
@key_option
@click.option("--accept-epoch", type=int, help="Take an older copy that you restored on purpose.")
@click.option(
    "--recovery", is_flag=True, help="Open it by the code of the recovery kit, which proves both."
)
def check(
    data: str | None, key_file: str | None, accept_epoch: int | None, *, recovery: bool
) -> None:
    """Prove the whole vault and its age, or name what does not hold.

    Its age is noted beside it and in the database; where the two disagree, that is said.

    Example: billhook vault check --recovery
    """
    settings = settings_of(data)
    witness = partial(newest_line, settings)
    if recovery:
        box = opened_by_kit(data, accept_epoch, witness)
    else:
        box = opened(data, key_file, accept_epoch, witness)
    with box:
        proof = box.check()
        if recovery:
            box.note("prove-key", purpose=Recovery.kind)
        if accept_epoch is not None:
            settle(settings, box)
    if proof.doubt:
        said = f"The vault's anchor was put back, removed or not written: {proof.doubt}."
        click.echo(said, err=True)
    how = "The recovery kit opens the vault, and it" if recovery else "The vault"
    click.echo(f"{how} is whole: {proof.records} records, {proof.events} events.")


@click.command()
@data_option
@key_option
@click.option(
    "--vault-key",
    is_flag=True,
    help="A new vault key too, for the key that opens it now and no other: after a key has leaked.",
)
def rotate(data: str | None, key_file: str | None, *, vault_key: bool) -> None:
    """Seal everything again under a new data key.

    Example: billhook vault rotate --vault-key
    """
    with opened(data, key_file) as box:
        if not vault_key:
            click.echo(f"Everything is sealed under data key {box.rotate()}.")
            return
        for gone in box.keys.renew([box.opened_by]):
            click.echo(f"It opens no more with: {gone.label} ({gone.kind} {gone.id}).")
    click.echo(
        "Everything is sealed under a new vault key: start Billhook again, and make a new recovery"
        " kit with: billhook vault recovery-kit"
    )


@click.group()
def slots() -> None:
    """The keys that open the vault, each by itself.

    Example: billhook vault slots list
    """


@slots.command("list")
@data_option
@key_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(data: str | None, key_file: str | None, *, as_json: bool) -> None:
    """Show which keys open the vault.

    Example: billhook vault slots list --json
    """
    with opened(data, key_file) as box:
        found = box.keys.slots()
    if as_json:
        show_json([asdict(slot) for slot in found])
        return
    for slot in found:
        click.echo(f"{slot.id}  {slot.kind:12} {slot.label}")


@slots.command()
@data_option
@key_option
@click.argument("kind", type=click.Choice(["file", "keyring", "passphrase", "two-secret"]))
@click.option("--file", "path", metavar="FILE", help="The key file; made where it is not there.")
@click.option("--recovery", is_flag=True, help="Open the vault by its recovery kit for this.")
def add(
    *, data: str | None, key_file: str | None, kind: str, path: str | None, recovery: bool
) -> None:
    """Let another key open the vault. A passphrase is typed, or read from standard input.

    two-secret asks for a passphrase and a key together: --file names it, else the OS keyring is
    used. A vault whose keys are lost is opened by its recovery kit.

    Example: billhook vault slots add file --file new.key --recovery
    """
    if (kind == "file" and path is None) or (kind in ("keyring", "passphrase") and path):
        raise WrongInput("Name the key file with --file for the kinds file and two-secret.")
    with opened_by_kit(data) if recovery else opened(data, key_file) as box:
        added = box.keys.add(_key(kind, path))
    click.echo(f"It opens with: {added.label} ({added.kind} {added.id}).")


@slots.command()
@data_option
@key_option
@click.argument("slot")
def remove(data: str | None, key_file: str | None, slot: str) -> None:
    """Let a key open the vault no more; SLOT is its id in the list.

    Whoever opened it by that key before may have kept what is behind it: rotate --vault-key makes
    that worthless.

    Example: billhook vault slots remove 0f2c…
    """
    with opened(data, key_file) as box:
        gone = box.keys.remove(slot)
    click.echo(f"It opens no more with: {gone.label} ({gone.kind}).")
    click.echo("If that key has leaked, go on with: billhook vault rotate --vault-key")


@click.command()
@data_option
def lock(data: str | None) -> None:
    """Close the vault of the workers that run here: jobs wait until it is unlocked.

    Example: billhook vault lock
    """
    knock(settings_of(data).data, {"do": "lock"})
    click.echo("The vault is locked; jobs wait.")


@click.command()
@data_option
@click.option("--idle", metavar="MINUTES", type=float, help="Lock again after so long unused.")
@click.option("--passphrase-stdin", is_flag=True, help="The passphrase is on standard input.")
def unlock(data: str | None, *, idle: float | None, passphrase_stdin: bool) -> None:
    """Open the vault for the workers that run here; waiting jobs go on.

    Example: billhook vault unlock --idle 15
    """
    settings = settings_of(data)
    asked: dict[str, object] = {"do": "unlock", "idle": idle}
    if passphrase_stdin or takes_passphrase(settings):
        asked["passphrase"] = secret_from("Passphrase", from_input=passphrase_stdin).reveal()
    knock(settings.data, asked)
    click.echo("The vault is open; jobs go on.")


COMMANDS: Final[tuple[click.Command, ...]] = (
    *(init, recovery_kit, check, rotate, slots),
    *(lock, unlock),
)


def _first_key(settings: Settings, key_file: str | None, *, passphrase: bool) -> KeySource:
    if passphrase:
        return Passphrase(new_passphrase())
    if key_file and not Path(key_file).exists():
        return KeyFile.make(Path(key_file))
    return key_at_hand(settings, key_file)


def _key(kind: str, path: str | None) -> KeySource:
    if kind == Passphrase.kind:
        return Passphrase(new_passphrase())
    held = OsKeyring() if path is None else _key_file(Path(path))
    return TwoSecret(new_passphrase(), held) if kind == TwoSecret.kind else held


def _key_file(path: Path) -> KeyFile:
    return KeyFile(path) if path.exists() else KeyFile.make(path)


def _show_kit(box: Vault, settings: Settings, target: str | None) -> None:
    kit, made = Recovery.make(), CLOCK.today()
    place = shown_place(settings.vault_place)
    if target is not None:
        _write(Path(target), page(kit, place, made))
    box.keys.add(kit, alone=True)
    shown = text(kit, place, made)
    click.echo(f"Written to {target}: print it, then delete the file." if target else shown)
    click.echo(_LOCK_AWAY)


def _write(target: Path, body: str) -> None:
    try:
        write_private(target, body.encode())
    except OSError as error:
        raise WrongInput(f"{target} can't be written: {error.strerror}.") from None
