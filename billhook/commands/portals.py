"""`billhook portals`: visit one, import a description of one, check the recipes."""

from __future__ import annotations

from typing import Final

import click

from billhook.late import Late

_COMMANDS: Final = {
    "visit": "billhook.commands.visiting:visit",
    "import": "billhook.commands.recipes:import_",
    "check": "billhook.commands.recipes:check",
    "record": "billhook.commands.recipes:record",
    "schedule": "billhook.commands.schedules:schedule",
    "fetch": "billhook.commands.schedules:fetch",
    "adoption": "billhook.commands.adoption:adoption",
    "proposals": "billhook.commands.taking_over:proposals",
    "take-over": "billhook.commands.taking_over:take_over",
    "report": "billhook.commands.taking_over:report",
}
"""From `schedule` on they are about the portals on file, and need the database."""


@click.group(cls=Late, late=_COMMANDS)
def portals() -> None:
    """Supplier portals: visit, schedule, import, check. Example: billhook portals check --json."""
