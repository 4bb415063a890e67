"""Visits of our own accord: what each portal's plan asks for, and what a person changes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from model.errors import WrongInput
from model.expectations import Expectation, ExpectationState
from model.people import User
from model.schedules import Schedule, at_work
from model.suppliers import Portal, PortalState
from model.visits import Cause, Run
from pipeline.portals import night, plans
from pipeline.portals.plans import HISTORY, Past, Plan
from pipeline.rules import Rules
from storage import audit, expectations, runs, schedules, suppliers
from storage.store import Store, Tx

LINGER: Final = timedelta(seconds=2)
"""A visit waits this long after its request, so that a morning's notices make one visit."""

_EARLIER: Final = timedelta(days=62)  # a document may be so much older than its announcement


def of(tx: Tx, portal_id: str) -> Schedule:
    """The schedule of a portal."""
    return schedules.get(tx, portal_id)


def past(tx: Tx, portal: Portal, zone: ZoneInfo | None = None) -> Past:
    """What a portal's plan is worked out from; who asks for many has read the `zone` once."""
    visits = runs.past(tx, portal.id, HISTORY)
    return Past(portal, schedules.get(tx, portal.id), visits, zone or Rules.of(tx).zone)


def pasts(tx: Tx) -> Iterator[Past]:
    """The same for every portal."""
    chosen, visits, zone = schedules.chosen(tx), runs.pasts(tx, HISTORY), Rules.of(tx).zone
    for portal in suppliers.portals(tx):
        yield Past(portal, chosen.get(portal.id, Schedule()), visits.get(portal.id, ()), zone)


@dataclass(frozen=True, slots=True)
class Turn:
    """How many visits came due, and when the next one does, None for never."""

    ordered: int
    next: datetime | None


def request_due(store: Store, now: datetime) -> Turn:
    """Order every visit whose time has come."""
    with store.read() as tx:
        ordered = {run.portal_id: run for run in runs.unfinished(tx)}
        planned = [
            (one.portal.id, plan)
            for one in pasts(tx)
            if (plan := _planned(one, ordered)) is not None
        ]
    times = [(at, portal_id, plan.cause) for portal_id, plan in planned if (at := plan.at)]
    due = [(portal_id, cause) for at, portal_id, cause in times if at <= now]
    if due:
        with store.begin() as tx:
            for portal_id, cause in due:
                runs.request(tx, portal_id, _WHY[cause], cause=cause)
    return Turn(len(due), min((at for at, *_ in times if at > now), default=None))


def ready(tx: Tx, now: datetime) -> Iterator[Run]:
    """The visits to be made now: one for each portal, first what was begun and broke off.

    Whoever asks for a visit or tries a recipe sits there: that goes before what has its hour. A
    first visit with an imported sign-in begins where nothing else does, or goes on.
    """
    waiting = sorted(runs.unfinished(tx), key=_turn)
    first = {run.portal_id: run for run in reversed(waiting)}
    queue = [run for run in waiting if run.cause is Cause.TAKEOVER and first[run.portal_id] is run]
    busy, zone = False, Rules.of(tx).zone
    for run in waiting:
        queued = run.cause is Cause.TAKEOVER and run.started is None
        if first[run.portal_id] is not run or (queued and run.attended_by is None):
            continue
        if run.started is not None or _may_begin(tx, run, now, zone):
            busy |= run.cause is not Cause.TAKEOVER
            yield run
    if queue and not busy and (found := night.next_visit(tx, queue, now)):
        yield found


def somebody_there(tx: Tx, portal_id: str) -> bool:
    """Whether it is an hour in which somebody can answer a portal."""
    now = tx.now()
    return at_work(schedules.get(tx, portal_id), now, zone=Rules.of(tx).zone) == now


def since(schedule: Schedule, awaited: tuple[Expectation, ...]) -> date | None:
    """From which day on documents are fetched; an expected one is, however old it is."""
    if schedule.since is None:
        return None
    oldest = ((one.day or one.opened.date()) - _EARLIER for one in awaited)
    return min(schedule.since, *oldest, schedule.since)


def change(tx: Tx, user: User | str, portal_id: str, schedule: Schedule) -> None:
    """Visit a portal by another schedule from now on; at once where older documents are wanted.

    Raises:
        RecordMissing: there is no such portal.
    """
    portal, before = suppliers.portal(tx, portal_id), schedules.get(tx, portal_id)
    schedules.put(tx, portal.id, schedule)
    older = before.since and (schedule.since is None or schedule.since < before.since)
    if older and portal.state is PortalState.OPEN:
        runs.request(tx, portal.id, "older documents", cause=Cause.PERSON)
    audit.note(tx, _name(user), "scheduled", f"portal:{portal.id}", schedule.words)


def fetch_since(tx: Tx, user: User | str, portal_id: str, day: date) -> None:
    """Order a visit that also brings the documents from a day on.

    Raises:
        RecordMissing: there is no such portal.
        WrongInput: the day is to come, or the portal waits for a person.
    """
    portal = suppliers.portal(tx, portal_id)
    if day > tx.now().date():
        raise WrongInput(f"{day.isoformat()} is to come; name a day in the past.")
    if portal.state is not PortalState.OPEN:
        raise WrongInput(f"{portal.name} waits for you; answer its question first.")
    schedules.put(tx, portal.id, replace(schedules.get(tx, portal.id), since=day))
    runs.request(tx, portal.id, f"documents since {day.isoformat()}", cause=Cause.PERSON)
    audit.note(tx, _name(user), "asked for documents", f"portal:{portal.id}", f"since {day}")


def record(tx: Tx, user: User | str, portal_id: str) -> None:
    """Order a visit that is kept as an offline test of the portal's recipe.

    Raises:
        RecordMissing: there is no such portal.
        WrongInput: it has no recipe yet, or waits for a person.
    """
    portal = suppliers.portal(tx, portal_id)
    if portal.state is not PortalState.OPEN:
        raise WrongInput(f"{portal.name} waits for you; answer its question first.")
    if portal.recipe is None:
        raise WrongInput(f"{portal.name} has no recipe yet; the first good visit writes one.")
    runs.request(tx, portal.id, "to be recorded", cause=Cause.PERSON, records=True)
    audit.note(tx, _name(user), "asked for a recorded visit", f"portal:{portal.id}")


def words(tx: Tx, now: datetime) -> dict[str, str]:
    """What comes next at each portal, in a sentence for a clerk."""
    return {one.portal.id: plans.words(one, now) for one in pasts(tx)}


def _planned(one: Past, ordered: dict[str, Run]) -> Plan | None:
    """What is to be ordered for a portal in its time; None where nothing is, or all is already."""
    waiting = ordered.get(one.portal.id)
    if one.portal.state is not PortalState.OPEN or (waiting and waiting.started):
        return None
    plan = plans.plan(one)
    if waiting is None:
        return plan
    retries = plan.cause in (Cause.RETRY, Cause.TAKEOVER)
    again = retries and waiting.cause in (Cause.EXPECTED, Cause.REGULAR)
    return plan if again else None  # a retry outweighs what waits for it


def _turn(run: Run) -> tuple[bool, bool, bool]:
    """What comes first has the lower one; of equals, the oldest."""
    return run.started is None, run.cause is not Cause.TEST, not run.cause.by_person


def _may_begin(tx: Tx, run: Run, now: datetime, zone: ZoneInfo) -> bool:
    portal = suppliers.portal(tx, run.portal_id)
    if portal.state is not PortalState.OPEN:
        return True  # it ends at once, and says why
    if run.attended_by is not None:
        return True  # somebody sits there and waits
    at = plans.ready_at(past(tx, portal, zone), run, LINGER)
    return at is not None and at <= now


def awaited(tx: Tx, portal_id: str) -> tuple[Expectation, ...]:
    """What a visit to a portal may answer, also where a person was asked meanwhile."""
    portal = suppliers.portal(tx, portal_id)
    waiting = expectations.unfulfilled(tx, portal.supplier_id)
    return tuple(
        one
        for one in waiting
        if one.portal_id == portal_id and one.state is not ExpectationState.ABSENT
    )


def _name(user: User | str) -> str:
    return user if isinstance(user, str) else user.name


_OPEN: Final = "the visit before left something open"
_WHY: Final = {Cause.REGULAR: "its schedule", Cause.RETRY: _OPEN, Cause.TAKEOVER: _OPEN}
