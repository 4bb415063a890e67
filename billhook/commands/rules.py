"""`billhook rules`: what the company decides."""

from __future__ import annotations

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from model.errors import SecondPersonNeeded
from pipeline.access import four_eyes
from pipeline.rules import RULES
from storage import settings


@click.group()
def rules() -> None:
    """Tolerances and what happens by itself. Example: billhook rules set auto_deliver yes."""


@rules.command("list")
@data_option
def list_(data: str | None) -> None:
    """Show every rule with its value and meaning. Example: billhook rules list."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        for rule in RULES.values():
            click.echo(f"{rule.name:22} {settings.get(tx, rule.name, rule.default):10} {rule.text}")


@rules.command("set")
@data_option
@click.argument("name")
@click.argument("value")
def set_(data: str | None, name: str, value: str) -> None:
    """Change a rule. Example: billhook rules set po_tolerance_percent 1.5."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        before = four_eyes.set_rule(tx, "command line", name, value)
    if before is None:
        raise SecondPersonNeeded
    click.echo(f"{name} is {value}.")
