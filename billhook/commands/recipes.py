"""`billhook portals import|check|record`: recipes as files, and what was recorded of them."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from billhook.commands.options import data_option, read_text, settings_of, show_json
from billhook.commands.visiting import judge, order_of, origins_of, read_credential
from fetchers.portals.check import check_all
from fetchers.portals.check import record as record_visit
from fetchers.portals.imports import Imported, import_recipe
from model.errors import BillhookError, FileUnreadable, RecipeInvalid


@click.command("import")
@data_option
@click.argument("file")
@click.option("--name", help="Name of the recipe; else the one it has.")
def import_(*, data: str | None, file: str, name: str | None) -> None:
    """Make a recipe of an Invoice Radar plug-in or a Chrome DevTools recording.

    Passwords and codes in it are left out. Example: billhook portals import plugin.json
    """
    folder = settings_of(data).data / "recipes"
    made = _imported(file, name)
    target = folder / _file_name(made.name) / "recipe.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(made.recipe, encoding="utf-8")
    show_json(
        {
            "recipe": str(target),
            "name": made.name,
            "origins": sorted(made.origins),
            "warnings": list(made.warnings),
            "secrets_removed": made.secrets_removed,
        }
    )


@click.command()
@data_option
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(*, data: str | None, names: tuple[str, ...], as_json: bool) -> None:
    """Replay recipes against their recorded portals, offline; all recorded ones if none is named.

    A recipe that can be checked is a folder: recipe.yaml and manifest.yaml beside fixture/. It
    fails where it no longer does what was recorded, or does not reach the tier that it claims.

    Example: billhook portals check nordwind --json
    """
    root = settings_of(data).data / "recipes"
    found = check_all(_folders(root, names))
    rows = [
        {
            "name": one.name,
            "ok": one.ok,
            "outcome": one.outcome,
            "documents": one.documents,
            "tier": one.tier.value,
            "lacking": list(one.lacking),
            "detail": one.detail,
        }
        for one in found
    ]
    if as_json:
        show_json(rows)
    else:
        for one in found:
            click.echo(f"{'✓' if one.ok else '✗'} {one.name}: {one.outcome}, {one.tier}")
            if one.detail:
                click.echo(f"  {one.detail}")
    if not all(one.ok for one in found):
        raise BillhookError("A recipe does not do what was recorded, or is not what it claims.")


@click.command()
@data_option
@click.argument("name")
@click.argument("url")
@click.option("--credential", metavar="FILE", required=True, help="As for visit.")
@click.option("--origin", multiple=True, help="A further origin that the portal needs; repeatable.")
@click.option("--loopback-http", is_flag=True, help="Permit plain http on 127.0.0.1, for testing.")
def record(
    *,
    data: str | None,
    name: str,
    url: str,
    credential: str,
    origin: tuple[str, ...],
    loopback_http: bool,
) -> None:
    """Visit a portal by a recipe and record it beside it, without secrets, for later checks.

    The recipe is recipes/NAME/recipe.yaml in the data folder. Example:
    billhook portals record nordwind https://portal.example/login --credential c.json
    """
    (folder,) = _folders(settings_of(data).data / "recipes", (name,))
    lease = read_credential(credential, origins_of(url, origin))
    with TemporaryDirectory() as spool:
        order = order_of(url, lease.origins, Path(spool), loopback_http=loopback_http)
        result = record_visit(folder, order, lease)
    judge(result)


def _file_name(name: str) -> str:
    """A recipe's name as a file's name: foreign text is never a path."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "recipe"


def _folders(root: Path, names: tuple[str, ...]) -> list[Path]:
    """The folders of these recipes; without names of all that were recorded.

    A recipe that the autopilot wrote, or that was imported, has no recording yet.
    """
    if not names:
        recorded = (path.parent for path in root.glob("*/fixture"))
        return sorted(path for path in recorded if (path / "recipe.yaml").is_file())
    for name in names:
        if not (root / name / "recipe.yaml").is_file():
            raise FileUnreadable(f"There is no recipe folder {root / name}.")
    return [root / name for name in names]


def _imported(file: str, name: str | None) -> Imported:
    try:
        return import_recipe(read_text(file), name=name)
    except RecipeInvalid as error:
        raise RecipeInvalid(f"{file}: {error.message}") from None
