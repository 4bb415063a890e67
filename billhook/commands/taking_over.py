"""`billhook portals proposals|take-over|report`: from imported sign-ins to suppliers' portals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.settings import Settings
from billhook.wiring import opened_store
from model.errors import WrongInput
from model.takeovers import Standing, TakeoverView, counts, summary
from pipeline.desks.takeover_screen import views
from pipeline.portals import taking_over
from pipeline.portals.taking_over import Wish
from vault import Entry, ImportLine


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def proposals(data: str | None, *, as_json: bool) -> None:
    """Show imported sign-ins that may become portals, and those that are probably none.

    Nothing is visited before it is taken over. Example: billhook portals proposals --json
    """
    shown = (Standing.PROPOSED, Standing.DOUBTED)
    found = [one for one in _views(data) if one.standing in shown]
    if as_json:
        show_json([_plain(one) for one in found])
        return
    _show(found)


@click.command("take-over")
@data_option
@click.argument("names", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, help="All proposals that nothing speaks against."
)
@click.option("--now", "at_once", is_flag=True, help="Don't wait for the night.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only documents from this day on.")
def take_over(
    *,
    data: str | None,
    names: tuple[str, ...],
    everything: bool,
    at_once: bool,
    since: datetime | None,
) -> None:
    """Let proposed portals be visited, each once: their hosts are confirmed by that.

    NAMES are those that `portals proposals` shows. The visits are made by night, one after the
    other; `portals report` says what came of each.

    Example: billhook portals take-over --all --since 2026-01-01
    """
    if bool(names) == everything:
        raise click.UsageError("Name the sign-ins, or say --all.")
    wish = Wish(at_once=at_once, since=since.date() if since else None)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        chosen = _chosen(views(tx), names)
        number = taking_over.choose(tx, "command line", (one.id for one in chosen), wish)
    click.echo(f"{number} are visited {'now' if at_once else 'by night'}, each once:")
    for one in chosen:
        click.echo(f"  {one.host}  {one.name}")


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def report(data: str | None, *, as_json: bool) -> None:
    """Show what came of the imported sign-ins: counts, and one line for each with its reason.

    Example: billhook portals report --json
    """
    found = _views(data)
    taken = [one for one in found if one.standing not in (Standing.PROPOSED, Standing.DOUBTED)]
    if as_json:
        told = {standing.value: number for standing, number in counts(found).items()}
        show_json({"counts": told, "sign_ins": [_plain(one) for one in taken]})
        return
    click.echo(f"{summary(found)}.")
    _show(taken)


def proposed_by(
    settings: Settings, lines: Iterable[ImportLine], entries: Iterable[Entry], *, dry_run: bool
) -> dict[str, str]:
    """What an import proposes, as `taking_over.propose_imported`."""
    with opened_store(settings) as store, store.begin() as tx:
        return taking_over.propose_imported(
            tx, lines, entries, loopback=settings.loopback_http, dry_run=dry_run
        )


def _views(data: str | None) -> tuple[TakeoverView, ...]:
    with opened_store(settings_of(data)) as store, store.read() as tx:
        return views(tx)


def _chosen(found: Iterable[TakeoverView], names: tuple[str, ...]) -> list[TakeoverView]:
    """The sign-ins of these names, or all that nothing speaks against.

    Raises:
        WrongInput: there is none of a name.
    """
    by_name = {one.name: one for one in found}
    if not names:
        return [one for one in by_name.values() if one.standing is Standing.PROPOSED]
    for name in names:
        if name not in by_name:
            raise WrongInput(
                f"No imported sign-in is called {name!r}; see: billhook portals proposals."
            )
    return [by_name[name] for name in names]


def _show(found: Iterable[TakeoverView]) -> None:
    for standing, group in groupby(found, key=lambda one: one.standing):
        click.echo(f"\n{standing.words}:")
        for one in group:
            papers = f" {one.documents} documents." if one.documents else ""
            needs = f" Needs {one.needs}." if one.needs else ""
            click.echo(f"  {one.name}  {one.host}  {one.username}  {one.reason}{papers}{needs}")


def _plain(one: TakeoverView) -> dict[str, object]:
    return {
        "name": one.name,
        "supplier": one.supplier or None,
        "host": one.host,
        "username": one.username,
        "standing": one.standing.value,
        "reason": one.reason,
        "needs": one.needs or None,
        "outcome": one.code or None,
        "documents": one.documents,
        "recipe": one.has_recipe,
        "can_be_chosen": one.can_be_chosen,
        "ended": one.ended.isoformat() if one.ended else None,
    }
