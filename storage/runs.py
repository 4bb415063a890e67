"""Runs: visits to portals, ordered, under way and done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import and_, func, select

from model.ids import new_id
from model.outcomes import Outcome, OutcomeCode
from model.visits import Cause, Run, RunState, VisitProgress
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.run
_column = tables.run.c

_SIGNED_IN: Final = frozenset({RunState.SECOND_FACTOR, RunState.COLLECTING, RunState.DOWNLOADING})
"""What a portal shows to those alone whose password it took."""
_WEIGHT: Final = (
    *(Cause.EXPECTED, Cause.REGULAR, Cause.RETRY),
    *(Cause.TAKEOVER, Cause.PERSON, Cause.SHOWN),
)
_ENDED_WELL = frozenset({OutcomeCode.OK, OutcomeCode.OK_EMPTY, OutcomeCode.PARTIAL})


def request(
    tx: Tx, portal_id: str, why: str, *, cause: Cause = Cause.EXPECTED, records: bool = False
) -> Run:
    """The visit that is ordered and not begun: the one that waits already, or a new one.

    The weightiest cause of all that ordered it stands: a person's word outweighs a schedule.
    """
    new = Run(
        id=new_id(),
        portal_id=portal_id,
        state=RunState.QUEUED,
        requested=tx.now(),
        why=why,
        cause=cause,
        records=records,
    )
    if rows.put_new(tx, _table, rows.values(new)):
        announce(tx, "portals", portal_id)
    query = select(_table).where(_column.portal_id == portal_id, _column.state == RunState.QUEUED)
    waiting = rows.records(tx, query, Run)[0]
    weighty = max(waiting.cause, cause, key=_WEIGHT.index)
    if (weighty, waiting.records or records) == (waiting.cause, waiting.records):
        return waiting
    return _save(tx, replace(waiting, cause=weighty, records=waiting.records or records))


def order_test(tx: Tx, portal_id: str, why: str, user_id: str) -> Run:
    """The visit that tries a recipe, attended by whom tries it. It waits beside any other visit.

    It is never one with a visit that is ordered: that one goes by the portal's own recipe.
    """
    new = Run(
        id=new_id(),
        portal_id=portal_id,
        state=RunState.PREPARING,
        requested=tx.now(),
        why=why,
        cause=Cause.TEST,
        attended_by=user_id,
    )
    rows.put(tx, _table, rows.values(new))
    announce(tx, "portals", portal_id)
    return new


def attend(tx: Tx, run_id: str, user_id: str) -> Run:
    """The run, attended by a user. Raises RecordMissing."""
    return _save(tx, replace(get(tx, run_id), attended_by=user_id))


def attended(tx: Tx, portal_id: str) -> Run | None:
    """The visit to a portal that somebody attends, ordered or under way."""
    ours = (run for run in unfinished(tx) if run.portal_id == portal_id and run.attended_by)
    return next(ours, None)


def get(tx: Tx, run_id: str) -> Run:
    """One run. Raises RecordMissing."""
    return rows.get(tx, _table, Run, run_id)


def start(tx: Tx, run_id: str) -> Run:
    """The run, begun; one that was begun before keeps its facts. Raises RecordMissing."""
    run = get(tx, run_id)
    if run.started is not None:
        return run
    return _save(tx, replace(run, state=RunState.PREPARING, started=tx.now()))


def progress(tx: Tx, run_id: str, seen: VisitProgress) -> None:
    """Show how far a run is; what comes after its end is ignored. Raises RecordMissing."""
    run = get(tx, run_id)
    if run.finished is not None:
        return
    far = replace(run, state=seen.state, done=seen.done, total=seen.total)
    if seen.sends_password:
        far = replace(far, password_sent=tx.now(), signed_in=None)
    elif seen.state in _SIGNED_IN and run.signed_in is None:
        far = replace(far, signed_in=tx.now())
    _save(tx, far)


def finish(
    tx: Tx, run_id: str, outcome: Outcome, *, fetched: int, counter: int | None = None
) -> Run:
    """The run, ended; the first end stands. Raises RecordMissing."""
    run = get(tx, run_id)
    if run.finished is not None:
        return run
    ended = replace(
        run,
        state=RunState.DONE if outcome.code in _ENDED_WELL else RunState.FAILED,
        finished=tx.now(),
        outcome=outcome,
        fetched=fetched,
        counter=counter,
    )
    return _save(tx, ended)


def unfinished(tx: Tx) -> tuple[Run, ...]:
    """All runs that are ordered or under way, oldest first."""
    query = select(_table).where(_column.finished.is_(None))
    return rows.records(tx, query.order_by(_column.requested, _column.id), Run)


def last(tx: Tx, portal_id: str) -> Run | None:
    """The newest run of a portal."""
    query = select(_table).where(_column.portal_id == portal_id)
    newest = query.order_by(_column.requested.desc(), _column.id.desc()).limit(1)
    return next(iter(rows.records(tx, newest, Run)), None)


def past(tx: Tx, portal_id: str, most: int) -> tuple[Run, ...]:
    """The last finished runs of a portal, newest first; a test of its recipe is none of them."""
    return _past(tx, most, tables.portal.c.id == portal_id).get(portal_id, ())


def pasts(tx: Tx, most: int) -> Mapping[str, tuple[Run, ...]]:
    """The last finished runs of every portal that was visited, newest first."""
    return _past(tx, most)


def _past(tx: Tx, most: int, *where: rows.Condition) -> dict[str, tuple[Run, ...]]:
    """Of each portal, what is not older than its last run that counts: no other row is read.

    Where the runs begin is worked out first (MATERIALIZED): both databases would rather look at
    all runs of all years.
    """
    newest, portal = (_column.requested.desc(), _column.id.desc()), tables.portal.c
    ended = (
        _column.portal_id == portal.id,
        _column.finished.is_not(None),
        _column.cause != Cause.TEST,
    )
    last = select(_column.requested).where(*ended).order_by(*newest).limit(1).offset(most - 1)
    begin = func.coalesce(last.scalar_subquery(), "").label("begin")
    begins = select(portal.id, begin).where(*where).cte("begins").prefix_with("MATERIALIZED")
    since = and_(_column.portal_id == begins.c.id, _column.requested >= begins.c.begin)
    query = select(_table).select_from(begins.join(_table, since)).order_by(*newest)
    found: dict[str, list[Run]] = defaultdict(list)
    for run in rows.records(tx, query, Run):
        if run.finished is not None and run.cause is not Cause.TEST:
            found[run.portal_id].append(run)
    return {portal_id: tuple(of_portal[:most]) for portal_id, of_portal in found.items()}


def last_end(tx: Tx, cause: Cause) -> datetime | None:
    """When the last visit of this cause was over; None where there was none yet."""
    query = select(func.max(_column.finished)).where(_column.cause == cause)
    found: datetime | None = tx.connection.scalar(query)
    return found


def note_evidence(tx: Tx, run_id: str, sha256: str, name: str = "") -> None:
    """Keep that a page or picture in the file store shows how this run ended."""
    evidence = {"run_id": run_id, "sha256": sha256, "at": tx.now(), "name": name}
    rows.put_new(tx, tables.run_evidence, evidence)


def evidence(tx: Tx, run_id: str) -> tuple[str, ...]:
    """The SHA-256 of what was kept of a run, oldest first."""
    kept = tables.run_evidence.c
    query = select(kept.sha256).where(kept.run_id == run_id).order_by(kept.at, kept.sha256)
    return tuple(tx.connection.scalars(query))


def bundle(tx: Tx, run_id: str, name: str) -> str | None:
    """The SHA-256 of what was kept of a run under a name; None where nothing was."""
    kept = tables.run_evidence.c
    query = select(kept.sha256).where(kept.run_id == run_id, kept.name == name)
    return tx.connection.scalar(query.order_by(kept.at.desc()).limit(1))


def forget_evidence(tx: Tx, before: datetime, name: str) -> tuple[str, ...]:
    """The SHA-256 of what was kept under a name before an instant, now forgotten."""
    kept = tables.run_evidence.c
    old = (kept.at < before, kept.name == name)
    gone = tuple(tx.connection.scalars(select(kept.sha256).where(*old)))
    if gone:
        tx.connection.execute(tables.run_evidence.delete().where(*old))
    return gone


def _save(tx: Tx, run: Run) -> Run:
    rows.change(tx, _table, _column.id == run.id, **rows.values(run))
    announce(tx, "portals", run.portal_id)
    return run
