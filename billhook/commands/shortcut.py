"""`billhook shortcut`: Billhook among the applications of this desktop."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from platformdirs import user_data_path

from billhook.commands.options import data_option, settings_of
from billhook.desktop import make_shortcut


@click.command()
@data_option
def shortcut(data: str | None) -> None:
    """Put Billhook among this desktop's applications, in a window of its own (Linux).

    Example: billhook shortcut
    """
    program = Path(sys.argv[0]).resolve()
    made = make_shortcut(program, settings_of(data).data, user_data_path())
    click.echo(f"{made} starts Billhook.")
