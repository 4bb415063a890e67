"""`billhook audit`: whether the trail of what happened still holds."""

from __future__ import annotations

import re
from typing import Final

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import opened_store
from model.errors import AuditBroken
from storage import audit as trail

_HEAD: Final = re.compile(r"[1-9][0-9]{0,17}:[0-9a-f]{64}")


@click.group()
def audit() -> None:
    """The audit trail. Example: billhook audit verify."""


@audit.command()
@data_option
@click.option("--includes", metavar="SEQ:DIGEST", default="", help="An event kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(*, data: str | None, includes: str, as_json: bool) -> None:
    """Prove every event against the one before; exit status 1 where one does not hold.

    Example: billhook audit verify --json
    """
    if includes and not _HEAD.fullmatch(includes):
        raise click.UsageError("--includes takes NUMBER:DIGEST, as audit verify showed it.")
    with opened_store(settings_of(data)) as store, store.read() as tx:
        proved = trail.prove(tx, includes)
    if as_json:
        show_json(_plain(proved))
    elif proved.whole:
        click.echo(f"{proved.events} events hold. The last is {proved.head}")
    _refuse_broken(proved)


def _plain(proved: trail.Trail) -> dict[str, object]:
    return {
        "whole": proved.whole,
        "events": proved.events,
        "last": proved.head,
        "broken_at": proved.broken,
        "why": proved.why,
        "includes": proved.kept,
    }


def _refuse_broken(proved: trail.Trail) -> None:
    if proved.broken is not None:
        raise AuditBroken(f"The audit trail breaks: {proved.why}. {proved.events} events hold.")
    if not proved.kept:
        raise AuditBroken(
            "The audit trail holds, but not the event that was kept: it was cut off or made anew."
        )
