"""`billhook portals visit`: one visit, beginning to end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import click

from billhook.commands.options import (
    data_option,
    named,
    prove_inputs,
    read_bytes,
    read_text,
    show_json,
)
from fetchers.portals import standby
from fetchers.portals.browserless.mark import is_marked
from fetchers.portals.fence import origin_of
from model.errors import BillhookError, FileUnreadable, WrongInput
from model.ids import new_id
from model.outcomes import OutcomeCode
from model.ports import Codes
from model.secret import Secret
from model.visits import FetchedDocument, VisitOrder, VisitProgress, VisitResult


@click.command()
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
    lease = read_credential(credential, origins_of(url, origin))
    told = read_text(recipe) if recipe else None
    folder = Path(out)
    with named(out):
        folder.mkdir(parents=True, exist_ok=True)
    standby.expect(bare=is_marked(told))
    from fetchers.portals import visit as visit_portal  # late: it loads beside what was just begun

    with TemporaryDirectory() as spool:
        order = replace(
            order_of(url, lease.origins, Path(spool), loopback_http=loopback_http),
            recipe=told,
            since=since.date() if since else None,
            account=account,
        )
        with _codes(codes_from, lease.mailbox_password) as codes:
            result = visit_portal(order, lease, _silent, codes=codes)
        if recipe and told is not None and result.outcome.code is OutcomeCode.RECIPE_BROKEN:
            _prove(told, recipe)
        said = _said(result, folder)
    if as_json:
        show_json(said)
    judge(result, quiet=as_json)


def origins_of(url: str, further: tuple[str, ...]) -> frozenset[str]:
    """The origins of a portal's address and of those that are named beside it."""
    origins = {address: origin_of(address) for address in (url, *further)}
    for address, origin in origins.items():
        if origin is None:
            raise click.UsageError(f"{address} is no address of a portal: it begins with https://.")
    return frozenset(origin for origin in origins.values() if origin)


def order_of(url: str, origins: frozenset[str], spool: Path, *, loopback_http: bool) -> VisitOrder:
    """The order of one visit that nothing is known for."""
    return VisitOrder(
        run_id=new_id(),
        portal=urlsplit(url).hostname or url,
        start_url=url,
        origins=origins,
        spool=spool,
        loopback_http=loopback_http,
    )


def _prove(told: str, file: str) -> None:
    """Nothing where a recipe's text can be read: then it was the portal that it did not fit.

    Raises:
        RecipeInvalid: no browser was started for it.
    """
    from fetchers.portals.recipe import read_recipe  # late: the visit's own process has read it

    read_recipe(told, origin=file)


@contextmanager
def _codes(url: str | None, stored: Secret | None) -> Iterator[Codes | None]:
    """What brings codes out of a mailbox; None where none is named."""
    if url is None:
        yield None
        return
    from billhook.commands.codes import codes_from  # late: few portals send codes

    with codes_from(url, stored) as codes:
        yield codes


def judge(result: VisitResult, *, quiet: bool = False) -> None:
    """Nothing, where the visit ended well.

    Raises:
        BillhookError: it did not.
    """
    sentence = f"{result.outcome.code}: {result.outcome.sentence}"
    if result.outcome.code not in (OutcomeCode.OK, OutcomeCode.OK_EMPTY):
        raise BillhookError(sentence)
    if not quiet:
        click.echo(sentence)


@dataclass(frozen=True, slots=True)
class Handed:
    """A credential handed over for this one visit; fulfils `model.ports.Lease`."""

    name: str
    username: str
    password: Secret
    totp: Secret | None
    customer_number: str | None
    mailbox_password: Secret | None
    origins: frozenset[str]
    edition: str | None = None


def read_credential(name: str, origins: frozenset[str]) -> Handed:
    """The credential that a file holds, for these origins."""
    try:
        said = json.loads(read_bytes(name))
        totp, mailbox = said.get("totp"), said.get("mailbox_password")
        return Handed(
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
