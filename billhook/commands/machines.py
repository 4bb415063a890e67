"""`billhook machines`: the workers of all machines, and the passport that these show each other."""

from __future__ import annotations

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store
from storage import heartbeats
from vault import make_passport


@click.command()
@data_option
@click.option("--make-passport", is_flag=True, help="Make the file that every machine then gets.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def machines(data: str | None, *, make_passport: bool, as_json: bool) -> None:
    """Show the workers that live, on whichever machine, and where they are reached.

    Example: billhook machines --make-passport
    """
    settings = settings_of(data)
    if make_passport:
        _make(settings)
        return
    with opened_store(settings) as store, store.read() as tx:
        living = heartbeats.living(tx, heartbeats.LIVELY)
    if as_json:
        show_json([{"worker": one.executor, "address": one.address} for one in living])
        return
    for one in living:
        click.echo(f"{one.executor}\t{one.address or 'reached on its own machine only'}")
    if not living:
        click.echo("No worker lives. Start some with: billhook up")


def _make(settings: Settings) -> None:
    make_passport(settings.passport_file, CLOCK.now())
    click.echo(
        f"Written to {settings.passport_file}. Copy it to the data folder of every machine, as"
        " you would a key: whoever has it is one of them."
    )
