"""`billhook deliveries`: what is on its way, what failed, and how the ways stand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from model.deliveries import DeliveryState, Destination
from model.errors import RecordMissing
from pipeline.deliveries import replaying, reply_desk
from storage import deliveries as stored
from storage import outbox, screens
from storage.store import Tx

_ACTOR = "command line"


@click.group()
def deliveries() -> None:
    """Deliveries and their destinations. Example: billhook deliveries list."""


@deliveries.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option("--failed", is_flag=True, help="Only those that were given up.")
def list_(*, data: str | None, as_json: bool, failed: bool) -> None:
    """Show the newest 500 deliveries. Example: billhook deliveries list --failed."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        shown = [
            {
                "id": one.id,
                "supplier": one.supplier,
                "number": one.number,
                "destination": one.destination,
                "state": one.state.value,
                "response": one.response.value if one.response else None,
                "reference": one.reference,
                "attempts": len(one.attempts),
                "detail": one.attempts[-1].detail if one.attempts else "",
            }
            for one in screens.deliveries(tx)
            if not failed or one.state is DeliveryState.DEAD_LETTER
        ]
    if as_json:
        click.echo(json.dumps(shown))
        return
    for row in shown:
        click.echo("  ".join(str(row[name] or "-") for name in _SHOWN))


_SHOWN = ("id", "state", "response", "destination", "supplier", "number", "detail")


@deliveries.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def destinations(*, data: str | None, as_json: bool) -> None:
    """Show how each destination stands. Example: billhook deliveries destinations."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        waiting = outbox.waiting(tx)
        shown = [_stands(tx, one, waiting.get(one.id, 0)) for one in stored.destinations(tx)]
    if as_json:
        click.echo(json.dumps(shown))
        return
    for row in shown:
        state = "paused" if row["paused"] else f"down since {row['down_since']}"
        click.echo(
            f"{row['name']:24} {state if row['paused'] or row['down_since'] else 'answers':34}"
            f" {row['waiting']} waiting"
        )


def _stands(tx: Tx, destination: Destination, waiting: int) -> dict[str, object]:
    down = outbox.standing(tx, destination.id).down_since
    return {
        "name": destination.name,
        "kind": destination.kind.value,
        "paused": destination.paused,
        "down_since": down.isoformat() if down else None,
        "waiting": waiting,
    }


@deliveries.command()
@data_option
@click.argument("delivery_ids", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that were given up.")
def retry(*, data: str | None, delivery_ids: tuple[str, ...], every: bool) -> None:
    """Send failed deliveries again, under their old keys.

    Example: billhook deliveries retry --all
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        chosen = replaying.failed(tx) if every else tuple(stored.get(tx, d) for d in delivery_ids)
        sent = replaying.again(tx, _ACTOR, chosen)
    click.echo(f"{sent} sent again.")


@deliveries.command()
@data_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day; else today.")
@click.option("--destination", "name", help="Only to this destination.")
def replay(*, data: str | None, since: datetime, until: datetime | None, name: str | None) -> None:
    """Send all deliveries of a period again, under their old keys; whole days in UTC.

    Example: billhook deliveries replay --since 2026-11-01 --destination Approval
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        begin = since.replace(tzinfo=UTC)
        end = (until.replace(tzinfo=UTC) if until else tx.now()) + timedelta(days=1)
        to = _named(tx, name).id if name else None
        chosen = stored.queued_between(tx, begin, end, to)
        sent = replaying.again(tx, _ACTOR, chosen)
    click.echo(f"{sent} sent again.")


@deliveries.command()
@data_option
@click.argument("name")
def pause(data: str | None, name: str) -> None:
    """Let a destination's deliveries wait. Example: billhook deliveries pause Approval."""
    _pause(data, name, paused=True)
    click.echo(f"{name} is paused; its deliveries wait.")


@deliveries.command()
@data_option
@click.argument("name")
def address(data: str | None, name: str) -> None:
    """Make the address at which a destination's webhooks are taken; an older one ends.

    Example: billhook deliveries address Approval
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        made = reply_desk.new_address(tx, _ACTOR, _named(tx, name))
    click.echo(f"/answers/{made}")


@deliveries.command()
@data_option
@click.argument("name")
def resume(data: str | None, name: str) -> None:
    """Let a paused destination go on. Example: billhook deliveries resume Approval."""
    _pause(data, name, paused=False)
    click.echo(f"{name} goes on.")


def _pause(data: str | None, name: str, *, paused: bool) -> None:
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        replaying.pause(tx, _ACTOR, _named(tx, name).id, paused=paused)


def _named(tx: Tx, name: str) -> Destination:
    """The destination of this name. Raises RecordMissing."""
    for destination in stored.destinations(tx):
        if destination.name.casefold() == name.casefold():
            return destination
    raise RecordMissing(f"There is no destination {name!r}.")
