"""`billhook portals`: visit one, import a description of one, check the recipes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import click

from billhook.commands.codes import codes_from as mailed_codes
from billhook.commands.options import (
    data_option,
    named,
    prove_inputs,
    read_bytes,
    read_text,
    settings_of,
    show_json,
)
from billhook.late import Late
from fetchers.portals import visit as visit_portal
from fetchers.portals.check import check_all
from fetchers.portals.check import record as record_visit
from fetchers.portals.fence import origin_of
from fetchers.portals.imports import Imported, import_recipe
from fetchers.portals.recipe import read_recipe
from model.errors import BillhookError, FileUnreadable, RecipeInvalid, WrongInput
from model.ids import new_id
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import FetchedDocument, VisitOrder, VisitProgress, VisitResult

_ALL_PORTALS: Final = {
    "schedule": "billhook.commands.schedules:schedule",
    "fetch": "billhook.commands.schedules:fetch",
    "adoption": "billhook.commands.adoption:adoption",
    "proposals": "billhook.commands.taking_over:proposals",
    "take-over": "billhook.commands.taking_over:take_over",
    "report": "billhook.commands.taking_over:report",
}
"""What is about the portals on file, and needs the database."""


@click.group(cls=Late, late=_ALL_PORTALS)
def portals() -> None:
    """Supplier portals: visit, schedule, import, check. Example: billhook portals check --json."""


@portals.command()
@data_option
@click.argument("url")
@click.option(
    "--credential",
    metavar="FILE",
    required=True,
    help="JSON with username, password, and where asked totp, customer_number and"
    " mailbox_password; - is input.",
)
@click.option("--out", metavar="DIR", required=True, help="Where the documents go.")
@click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")
@click.option("--recipe", metavar="FILE", help="How the portal is described; else it is found out.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only documents from this day on.")
@click.option("--account", help="The customer number that must be shown.")
@click.option(
    "--codes-from",
    metavar="IMAP_URL",
    help="Mailbox that the portal sends codes and sign-in links to: imaps://USER@HOST/FOLDER.",
)
@click.option("--origin", multiple=True, help="A further origin that the portal needs; repeatable.")
@click.option("--loopback-http", is_flag=True, help="Permit plain http on 127.0.0.1, for testing.")
def visit(
    *,
    data: str | None,
    url: str,
    credential: str,
    out: str,
    as_json: bool,
    recipe: str | None,
    since: datetime | None,
    account: str | None,
    codes_from: str | None,
    origin: tuple[str, ...],
    loopback_http: bool,
) -> None:
    """Visit a portal once and bring its documents, without filing anything.

    Exit status 1 where the visit ended otherwise than OK or OK_EMPTY: it says how.

    Example: billhook portals visit https://portal.example/login --credential c.json --out docs
    """
    del data  # every command takes the option; this one keeps nothing
    prove_inputs((credential, recipe or ""))
    lease = _read_credential(credential, _origins(url, origin))
    told = _recipe(recipe) if recipe else None
    folder = Path(out)
    with named(out):
        folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as spool:
        order = replace(
            _order(url, lease.origins, Path(spool), loopback_http=loopback_http),
            recipe=told,
            since=since.date() if since else None,
            account=account,
        )
        with mailed_codes(codes_from, lease.mailbox_password) as codes:
            result = visit_portal(order, lease, _silent, codes=codes)
        said = _said(result, folder)
    if as_json:
        show_json(said)
    _judge(result, quiet=as_json)


@portals.command("import")
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


@portals.command()
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


@portals.command()
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
    lease = _read_credential(credential, _origins(url, origin))
    with TemporaryDirectory() as spool:
        order = _order(url, lease.origins, Path(spool), loopback_http=loopback_http)
        result = record_visit(folder, order, lease)
    _judge(result)


def _file_name(name: str) -> str:
    """A recipe's name as a file's name: foreign text is never a path."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "recipe"


def _origins(url: str, further: tuple[str, ...]) -> frozenset[str]:
    origins = {address: origin_of(address) for address in (url, *further)}
    for address, origin in origins.items():
        if origin is None:
            raise click.UsageError(f"{address} is no address of a portal: it begins with https://.")
    return frozenset(origin for origin in origins.values() if origin)


def _order(url: str, origins: frozenset[str], spool: Path, *, loopback_http: bool) -> VisitOrder:
    return VisitOrder(
        run_id=new_id(),
        portal=urlsplit(url).hostname or url,
        start_url=url,
        origins=origins,
        spool=spool,
        loopback_http=loopback_http,
    )


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


def _recipe(file: str) -> str:
    """A recipe's text, proved before a browser is started for it."""
    text = read_text(file)
    read_recipe(text, origin=file)
    return text


def _imported(file: str, name: str | None) -> Imported:
    try:
        return import_recipe(read_text(file), name=name)
    except RecipeInvalid as error:
        raise RecipeInvalid(f"{file}: {error.message}") from None


def _judge(result: VisitResult, *, quiet: bool = False) -> None:
    sentence = f"{result.outcome.code}: {result.outcome.sentence}"
    if result.outcome.code not in (OutcomeCode.OK, OutcomeCode.OK_EMPTY):
        raise BillhookError(sentence)
    if not quiet:
        click.echo(sentence)


@dataclass(frozen=True, slots=True)
class _Handed:
    """A credential handed over for this one visit; fulfils `model.ports.Lease`."""

    name: str
    username: str
    password: Secret
    totp: Secret | None
    customer_number: str | None
    mailbox_password: Secret | None
    origins: frozenset[str]
    edition: str | None = None


def _read_credential(name: str, origins: frozenset[str]) -> _Handed:
    try:
        said = json.loads(read_bytes(name))
        totp, mailbox = said.get("totp"), said.get("mailbox_password")
        return _Handed(
            name="handed over",
            username=str(said["username"]),
            password=Secret(str(said["password"])),
            totp=Secret(str(totp)) if totp else None,
            customer_number=said.get("customer_number"),
            mailbox_password=Secret(str(mailbox)) if mailbox else None,
            origins=origins,
        )
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise FileUnreadable(f"{name} is not a JSON object.") from None
    except KeyError as missing:
        raise WrongInput(f"{name} has no {missing}; it needs username and password.") from None


def _silent(_progress: VisitProgress) -> None:
    """Nobody watches this visit."""


def _said(result: VisitResult, folder: Path) -> dict[str, object]:
    return {
        "outcome": result.outcome.code.value,
        "detail": result.outcome.sentence,
        "documents": [_document(document, folder) for document in result.documents],
        "problems": [
            {"number": problem.listing.number, "outcome": problem.outcome.code.value}
            for problem in result.problems
        ],
        "listed": len(result.listings),
        "counter": result.counter,
        "pages": result.pages,
        "recipe": _kept_recipe(result, folder),
        "repair": _kept_repair(result, folder),
        "blocked_hosts": list(result.blocked_hosts),
        "seconds": round(result.seconds, 2),
    }


def _document(document: FetchedDocument, folder: Path) -> dict[str, object]:
    row = document.listing
    target = folder / document.path.name
    target.write_bytes(document.path.read_bytes())
    return {
        "kind": row.kind.value,
        "number": row.number,
        "date": row.day.isoformat() if row.day else None,
        "due_date": row.due.isoformat() if row.due else None,
        "amount": str(row.amount.amount) if row.amount else None,
        "currency": row.amount.currency if row.amount else None,
        "account": row.account,
        "file": str(target),
        "sha256": document.sha256,
    }


def _kept_repair(result: VisitResult, folder: Path) -> dict[str, object] | None:
    """What the visit changed in its recipe; one that is not proven lies beside it to be looked at.

    A proven one is what the visit went by: `recipe`.
    """
    repair = result.repair
    if repair is None:
        return None
    proposal = None
    if not repair.proven:
        proposal = folder / "recipe.proposed.yaml"
        proposal.write_text(repair.recipe, encoding="utf-8")
    return {
        "broken": repair.broken,
        "steps": list(repair.steps),
        "proof": list(repair.proof),
        "doubts": list(repair.doubts),
        "proposed": str(proposal) if proposal else None,
    }


def _kept_recipe(result: VisitResult, folder: Path) -> str | None:
    """Where the recipe was written that the visit found out, or repaired."""
    if result.recipe is None:
        return None
    target = folder / "recipe.yaml"
    target.write_text(result.recipe, encoding="utf-8")
    return str(target)
