"""Opening the vault for a command, and reading secrets that never stand in its arguments."""

from __future__ import annotations

import sys

import click

from billhook.commands.options import settings_of
from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_vault
from model.errors import VaultError, VaultLocked, WrongInput
from model.secret import Secret
from vault import (
    Passphrase,
    Recovery,
    TwoSecret,
    Vault,
    Witness,
    nobody,
    open_vault,
    slot_kinds,
)

_BEGINS = "-----BEGIN "
_ENDS = "-----END "


def opened(
    data: str | None,
    key_file: str | None,
    accept_epoch: int | None = None,
    witness: Witness = nobody,
) -> Vault:
    """The vault, by the key at hand or else by the passphrase that is asked for.

    Raises:
        VaultError: it does not open; VaultLocked where there is nobody to ask.
    """
    settings = settings_of(data)
    try:
        return opened_vault(settings, key_file, accept_epoch=accept_epoch, witness=witness)
    except VaultLocked:
        if not (sys.stdin.isatty() and takes_passphrase(settings)):
            raise
        passphrase = secret_from("Passphrase", from_input=False)
        return opened_vault(settings, key_file, passphrase, accept_epoch, witness)


def takes_passphrase(settings: Settings) -> bool:
    """Whether a passphrase opens the vault, by itself or with something beside it."""
    kinds = slot_kinds(settings.vault_place) or frozenset()
    return bool(kinds & {Passphrase.kind, TwoSecret.kind})


def opened_by_kit(
    data: str | None, accept_epoch: int | None = None, witness: Witness = nobody
) -> Vault:
    """The vault, by the code of its recovery kit, typed or on standard input."""
    kit = Recovery(secret_from("Code of the recovery kit", from_input=not sys.stdin.isatty()))
    settings = settings_of(data)
    return open_vault(
        settings.vault_place,
        kit,
        clock=CLOCK,
        anchor=settings.vault_anchor,
        accept_epoch=accept_epoch,
        witness=witness,
    )


def secret_from(prompt: str, *, from_input: bool) -> Secret:
    """A secret: the next line of standard input, or what is typed unseen.

    A private key (PEM) is taken with all its lines.

    Raises:
        WrongInput: standard input is empty.
        VaultError: there is no terminal to ask.
    """
    if from_input:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongInput(f"{prompt}: standard input is empty.")
        return Secret(_private_key(line) if line.startswith(_BEGINS) else line)
    if not sys.stdin.isatty():
        raise VaultError(f"{prompt}: there is no terminal to ask; use standard input.")
    return Secret(click.prompt(prompt, hide_input=True))


def _private_key(first: str) -> str:
    """The lines of a private key up to its end."""
    lines = [first]
    while not lines[-1].startswith(_ENDS):
        line = sys.stdin.readline()
        if not line:
            raise WrongInput("The private key has no end; give its whole file.")
        lines.append(line.rstrip("\r\n"))
    return "\n".join(lines)


def new_passphrase() -> Secret:
    """A passphrase for a new key: typed twice, or the next line of standard input."""
    if not sys.stdin.isatty():
        return secret_from("New passphrase", from_input=True)
    return Secret(click.prompt("New passphrase", hide_input=True, confirmation_prompt=True))
