"""The command line: one group, one sentence for whatever goes wrong, never a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from billhook.errors_log import log_unexpected
from billhook.late import Late
from model import redaction
from model.errors import BillhookError
from model.hygiene import harden

_COMMANDS: Final = {
    "up": "billhook.commands.up:up",
    "demo": "billhook.commands.demo:demo",
    "triage": "billhook.commands.reading:triage",
    "parse": "billhook.commands.reading:parse",
    "teach": "billhook.commands.teaching:teach",
    "forget": "billhook.commands.teaching:forget",
    "read-again": "billhook.commands.rereading:read_again",
    "export": "billhook.commands.export:export",
    "validate": "billhook.commands.reading:validate",
    "reconcile": "billhook.commands.matching:reconcile",
    "duplicates": "billhook.commands.matching:duplicates",
    "report": "billhook.commands.report:report",
    "portals": "billhook.commands.portals:portals",
    "vault": "billhook.commands.vault:vault",
    "connect": "billhook.commands.connect:connect",
    "load": "billhook.commands.load:load",
    "users": "billhook.commands.users:users",
    "entity": "billhook.commands.entity:entity",
    "api-tokens": "billhook.commands.api_tokens:api_tokens",
    "rules": "billhook.commands.rules:rules",
    "deliveries": "billhook.commands.deliveries:deliveries",
    "backup": "billhook.commands.backup:backup",
    "restore": "billhook.commands.backup:restore",
    "retention": "billhook.commands.retention:retention",
    "erase-contact": "billhook.commands.erasing:erase_contact",
    "export-all": "billhook.commands.export_all:export_all",
    "hold": "billhook.commands.retention:hold",
    "audit": "billhook.commands.audit:audit",
    "machines": "billhook.commands.machines:machines",
    "doctor": "billhook.commands.doctor:doctor",
    "shortcut": "billhook.commands.shortcut:shortcut",
    "bench": "billhook.commands.bench:bench",
}


@click.group(cls=Late, late=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="billhook", prog_name="billhook")
def billhook() -> None:
    """Fetches, reads, reconciles and delivers the invoices that suppliers keep behind a sign-in.

    Start with `billhook demo`: the whole job on a demo company, on this machine.
    """


def run(arguments: Sequence[str]) -> int:
    """The exit status of `billhook` with these arguments."""
    return guarded(billhook, arguments)


def guarded(command: click.Command, arguments: Sequence[str]) -> int:
    """The exit status of a command: 0 done, 1 the work failed, 2 wrong usage."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    os.umask(0o077)  # whatever a command writes is its user's own
    try:
        command.main(args=list(arguments), prog_name="billhook", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 1
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except BillhookError as error:
        click.echo(f"billhook: {error.message}", err=True)
        return 1
    except Exception as error:  # noqa: BLE001 - the command line is a named boundary
        click.echo(f"billhook: {log_unexpected(error)}", err=True)
        return 1
    return 0


def protected(command: click.Command, arguments: Sequence[str]) -> int:
    """As `guarded`, in a process of its own, which is closed to onlookers and logs no secret."""
    harden()
    redaction.install()
    return guarded(command, arguments)


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(protected(billhook, sys.argv[1:]))
