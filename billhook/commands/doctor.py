"""`billhook doctor`: what is installed, reachable and safe, and what to do about what is not."""

from __future__ import annotations

import click

from billhook.commands.options import data_option, key_option, settings_of, show_json
from billhook.doctor import examine
from model.errors import BillhookError


@click.command()
@data_option
@key_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def doctor(*, data: str | None, key_file: str | None, as_json: bool) -> None:
    """Say what is well and what is not; exit status 1 where something is not.

    Example: billhook doctor --json
    """
    findings = examine(settings_of(data), key_file)
    if as_json:
        show_json([finding.plain() for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'✓' if finding.ok else '✗'} {finding.check}: {finding.detail}")
            if not finding.ok:
                click.echo(f"  → {finding.remedy}")
    if unwell := [finding.check for finding in findings if not finding.ok]:
        names = ", ".join(unwell)
        raise BillhookError(f"Not as it should be: {names}. What to do stands beside each.")
