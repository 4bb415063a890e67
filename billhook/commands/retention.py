"""`billhook retention` and `billhook hold`: how long things are kept, and what must stay."""

from __future__ import annotations

from typing import Final

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import opened_store
from model.retention import KINDS, Due, Hold
from storage import holds
from storage import retention as kept
from storage.store import Store

_ACTOR: Final = "command line"
_SHORTEST: Final = 30
_LONGEST: Final = 36_525
_FOR_EVER: Final = "for-ever"


@click.group()
def retention() -> None:
    """How long mails, visits and documents are kept. Example: billhook retention show."""


@click.group()
def hold() -> None:
    """What must stay, whatever the rules say. Example: billhook hold list."""


@retention.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def show(*, data: str | None, as_json: bool) -> None:
    """Show each rule and what would go by it now; nothing goes.

    Example: billhook retention show --json
    """
    with opened_store(settings_of(data)) as store:
        planned = _planned(store)
    if as_json:
        show_json([_plain(one) for one in planned])
        return
    for one in planned:
        click.echo(_told(one))
    if not planned:
        click.echo("Everything is kept for ever; see: billhook retention set --help.")


@retention.command("set")
@data_option
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("days")
def set_(*, data: str | None, kind: str, days: str) -> None:
    """Keep a kind for so many days (30 at least), or for-ever. Nothing goes before `apply`.

    Example: billhook retention set mail 1095
    """
    number = None if days == _FOR_EVER else _days(days)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        kept.set_rule(tx, kind, number, actor=_ACTOR)
    click.echo(f"{kind}: kept {'for ever' if number is None else f'for {number} days'}.")


def _days(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and _SHORTEST <= int(typed[:9]) <= _LONGEST):
        raise click.UsageError(f"DAYS is {_SHORTEST} to {_LONGEST}, or {_FOR_EVER}.")
    return int(typed)


@retention.command()
@data_option
@click.option("--yes", is_flag=True, help="Don't ask.")
def apply(*, data: str | None, yes: bool) -> None:
    """Delete what is old by the rules, after it was shown and agreed to.

    Each deletion is an event of the audit trail; files go when nothing names them any more.

    Example: billhook retention apply --yes
    """
    with opened_store(settings_of(data)) as store:
        planned = [one for one in _planned(store) if one.ids]
        for one in planned:
            click.echo(_told(one))
        if planned and not yes:
            click.confirm("Delete this for good?", abort=True)
        number = sum(kept.delete(store, one, actor=_ACTOR) for one in planned)
        files = kept.delete_files(store)
    click.echo(f"{number} deleted, and {files} files that nothing names any more.")


def _planned(store: Store) -> list[Due]:
    with store.read() as tx:
        return [kept.due(tx, kind, days) for kind, days in kept.rules(tx).items()]


def _plain(one: Due) -> dict[str, object]:
    return {
        "kind": one.kind,
        "days": one.days,
        "before": one.before.isoformat(),
        "number": len(one.ids),
        "held": one.held,
        "open": one.open,
    }


def _told(one: Due) -> str:
    kept_back = [f"{one.held} held"] * bool(one.held) + [f"{one.open} still open"] * bool(one.open)
    rest = f" ({', '.join(kept_back)}, which stay)" if kept_back else ""
    return f"{one.kind}: {len(one.ids)} from before {one.before:%Y-%m-%d}{rest}"


@hold.command()
@data_option
@click.argument("subject")
@click.option("--reason", required=True, help="Why nothing may go; it stands on the audit trail.")
def place(*, data: str | None, subject: str, reason: str) -> None:
    """Let nothing go of SUBJECT: all, supplier:ID, document:ID or mail:ID.

    Example: billhook hold place supplier:nordwind --reason "Audit 2026"
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        placed = holds.place(tx, subject, reason, actor=_ACTOR)
    click.echo(f"Held. To lift it: billhook hold lift {placed.id}")


@hold.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_(*, data: str | None, as_json: bool) -> None:
    """Show all holds, ended ones too. Example: billhook hold list --json."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        found = holds.every(tx)
    if as_json:
        show_json([_plain_hold(one) for one in found])
        return
    for one in found:
        ended = f", lifted {one.lifted:%Y-%m-%d}" if one.lifted else ""
        click.echo(f"{one.id}  {one.subject}  since {one.placed:%Y-%m-%d}{ended}  {one.reason}")


@hold.command()
@data_option
@click.argument("hold_id")
def lift(*, data: str | None, hold_id: str) -> None:
    """End a hold by its id. Example: billhook hold lift 0b5c."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        lifted = holds.lift(tx, hold_id, actor=_ACTOR)
    click.echo(f"{lifted.subject} is held no more.")


def _plain_hold(one: Hold) -> dict[str, object]:
    return {
        "id": one.id,
        "subject": one.subject,
        "reason": one.reason,
        "actor": one.actor,
        "placed": one.placed.isoformat(),
        "lifted": one.lifted.isoformat() if one.lifted else None,
    }
