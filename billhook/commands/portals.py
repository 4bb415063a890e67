"""`billhook portals`: visit one, import a description of one, check the recipes."""

from __future__ import annotations

import click


@click.group()
def portals() -> None:
    """Supplier portals: visit, import, check. Example: billhook portals check --json."""
