"""`billhook bench`: a named benchmark, always beside its reference in the same run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from billhook.commands.options import show_json
from model.errors import BillhookError

_NAMES: Final = (
    "autopilot",
    "codes",
    "feeds",
    "hybrid-contradictions",
    "live",
    "load-documents",
    "load-mails",
    "load-portals",
    "login-forms",
    "mail-idle",
    "mail-latency",
    "mail-sync",
    "parse",
    "portals",
    "repair",
    "reconcile",
    "reconcile-scale",
    "reconcile-store",
    "invoice-pages",
    "invoice-reading",
    "statement-reading",
    "statements",
    "triage",
    "ui",
    "vault",
    "words",
)


@click.command()
@click.argument("name", type=click.Choice(_NAMES))
@click.option("--data", metavar="DIR", help="Folder of development data; else the demo's papers.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def bench(*, name: str, data: str | None, as_json: bool) -> None:
    """Measure one thing beside its reference.

    Example: billhook bench parse --json
    """
    try:
        benchmark: Any = import_module(f"benchmarks.{name.replace('-', '_')}")
    except ModuleNotFoundError:
        raise BillhookError("Benchmarks come with the source checkout; run it there.") from None
    said = benchmark.run(Path(data) if data else None).plain()
    if as_json:
        show_json(said)
        return
    click.echo(
        f"{name}: {said['ours']:.3g} {said['unit']}, reference {said['reference']:.3g}, "
        f"ratio {said['ratio']}"
    )
