"""Commands that are imported when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Late(click.Group):
    """A group of which a command costs the time of what it needs itself, and --help none.

    `late` says where each lies ("module:name"), in the order of a working day; those that are added
    to the group stand behind them.
    """

    def __init__(self, *given: Any, late: Mapping[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self._late = late

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names."""
        return [*self._late, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self._late:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self._late[cmd_name].partition(":")
        command: Any = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None
