"""`billhook doctor`: what is installed, reachable and safe, and what to do about what is not."""

from __future__ import annotations

from typing import Final

import click

from billhook.commands.options import data_option, key_option, settings_of, show_json
from billhook.doctor import Finding, Grade, examine
from model.errors import BillhookError

_SIGNS: Final = {Grade.WELL: "✓", Grade.NOTE: "!", Grade.UNWELL: "✗"}


@click.command()
@data_option
@key_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--strict", is_flag=True, help="End with 1 for a mere note, too.")
def doctor(*, data: str | None, key_file: str | None, as_json: bool, strict: bool) -> None:
    """Say what is well (✓), what to note (!) and what is not well (✗); exit status 1 for that.

    Example: billhook doctor --json
    """
    findings = examine(settings_of(data), key_file)
    if as_json:
        show_json([finding.plain() for finding in findings])
    else:
        _show(findings)
    _end_as_the_worst(findings, Grade.NOTE if strict else Grade.UNWELL)


def _show(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        click.echo(f"{_SIGNS[finding.grade]} {finding.check}: {_on_one_line(finding.detail)}")
        if finding.grade is not Grade.WELL:
            click.echo(f"  → {finding.remedy}")


def _on_one_line(text: str) -> str:
    """What a terminal shows as it is: names and outcomes hold what others wrote."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _end_as_the_worst(findings: tuple[Finding, ...], bears: Grade) -> None:
    """Raise BillhookError where a finding is as bad as that, or worse."""
    grades = list(Grade)
    bad = [one.check for one in findings if grades.index(one.grade) >= grades.index(bears)]
    if bad:
        names = _on_one_line(", ".join(bad))
        raise BillhookError(f"Not as it should be: {names}. What to do stands beside each.")
