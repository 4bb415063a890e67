"""`billhook portals schedule` and `fetch`: when portals are visited without being asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import CLOCK, opened_store
from model.errors import RecordMissing, WrongInput
from model.schedule_words import days_shown, days_typed, hours_typed, time_typed
from model.schedules import Hours, Rhythm, Schedule
from model.suppliers import Portal
from pipeline.portals import schedules
from storage import suppliers
from storage.store import Tx

ACTOR: Final = "command line"
_NONE: Final = "none"


@click.command()
@data_option
@click.argument("name", required=False)
@click.option("--on", "days", metavar="DAYS", help="Days of the week: daily, mon-fri, mon,thu.")
@click.option("--monthly", type=click.IntRange(1, 31), metavar="DAY", help="Once a month.")
@click.option("--when-expected", is_flag=True, help="Only when a document is expected.")
@click.option("--at", metavar="TIME", help="From which time of day on, as 06:00.")
@click.option("--spread", type=int, metavar="MINUTES", help="… and how much later at most.")
@click.option("--quiet", metavar="HOURS", help="No visit begins then: 20:00-07:00, or none.")
@click.option("--attended", metavar="HOURS", help="When somebody can answer a portal: 09:00-17:00.")
@click.option("--attended-on", metavar="DAYS", help="… and on which days.")
@click.option("--gap", type=int, metavar="SECONDS", help="At least so long between two visits.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Leave older documents there.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def schedule(
    *,
    data: str | None,
    name: str | None,
    as_json: bool,
    **chosen: object,
) -> None:
    """Show when portals are visited, or change it for the one named.

    Example: billhook portals schedule Nordwind --on mon-fri --at 06:30 --quiet 20:00-06:00
    """
    given = {
        key: value for key, value in chosen.items() if value is not None and value is not False
    }
    if given and name is None:
        raise click.UsageError("Name the portal whose schedule changes.")
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        found = [named_portal(tx, name)] if name else list(suppliers.portals(tx))
        if given:
            changed = _changed(schedules.of(tx, found[0].id), given)
            schedules.change(tx, ACTOR, found[0].id, changed)
        plans = schedules.words(tx, CLOCK.now())
        rows = [_row(one, schedules.of(tx, one.id), plans[one.id]) for one in found]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['portal']}: {row['next']}")


@click.command()
@data_option
@click.argument("name")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From this day on.")
def fetch(*, data: str | None, name: str, since: datetime) -> None:
    """Visit a connected portal now, and bring its documents since a day.

    Example: billhook portals fetch Nordwind --since 2026-01-01
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        portal = named_portal(tx, name)
        schedules.fetch_since(tx, ACTOR, portal.id, since.date())
    click.echo(f"{portal.name} is visited as soon as Billhook runs and the portal is free.")


def named_portal(tx: Tx, name: str) -> Portal:
    """The one portal of a name or an id.

    Raises:
        RecordMissing: there is none.
        WrongInput: there are several.
    """
    wanted = name.casefold()
    found = [one for one in suppliers.portals(tx) if wanted in (one.id, one.name.casefold())]
    if not found:
        raise RecordMissing(
            f"There is no portal named {name!r}; billhook portals schedule lists all."
        )
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise WrongInput(f"Several portals are named {name!r}; name one by its id: {ids}.")
    return found[0]


def _changed(now: Schedule, given: Mapping[str, Any]) -> Schedule:
    """The schedule with what was typed. Raises WrongInput."""
    facts: dict[str, Any] = {}
    for option, value in given.items():
        facts |= _FACTS[option](value) if option in _FACTS else {option: value}
    return replace(now, **facts)


def _quiet(text: str) -> Hours | None:
    return None if text == _NONE else hours_typed(text)


_FACTS: Final[Mapping[str, Callable[[Any], dict[str, object]]]] = MappingProxyType(
    {
        "days": lambda text: {"rhythm": Rhythm.WEEKDAYS, "weekdays": days_typed(text)},
        "monthly": lambda day: {"rhythm": Rhythm.MONTHLY, "month_day": day},
        "when_expected": lambda _flag: {"rhythm": Rhythm.EXPECTED},
        "at": lambda text: {"at": time_typed(text)},
        "quiet": lambda text: {"quiet": _quiet(text)},
        "attended": lambda text: {"attended": hours_typed(text)},
        "attended_on": lambda text: {"attended_days": days_typed(text)},
        "since": lambda day: {"since": day.date()},
    }
)
"""What an option says about the schedule; the others bear their field's name."""


def _row(portal: Portal, chosen: Schedule, plan: str) -> dict[str, object]:
    return {
        "portal": portal.name,
        "id": portal.id,
        "rhythm": chosen.rhythm.value,
        "on": days_shown(chosen.weekdays),
        "month_day": chosen.month_day,
        "at": f"{chosen.at:%H:%M}",
        "spread_minutes": chosen.spread,
        "quiet": str(chosen.quiet) if chosen.quiet else None,
        "attended": str(chosen.attended),
        "attended_on": days_shown(chosen.attended_days),
        "gap_seconds": chosen.gap,
        "since": chosen.since.isoformat() if chosen.since else None,
        "next": plan,
    }
