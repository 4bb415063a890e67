"""Runs: visits to portals, ordered, under way and done."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from model.ids import new_id
from model.outcomes import Outcome, OutcomeCode
from model.visits import Run, RunState, VisitProgress
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.run
_column = tables.run.c

_ENDED_WELL = frozenset({OutcomeCode.OK, OutcomeCode.OK_EMPTY, OutcomeCode.PARTIAL})


def request(tx: Tx, portal_id: str, why: str) -> Run:
    """The visit that is ordered and not begun: the one that waits already, or a new one."""
    new = Run(
        id=new_id(),
        portal_id=portal_id,
        state=RunState.QUEUED,
        requested=tx.now(),
        why=why,
    )
    if rows.put_new(tx, _table, rows.values(new)):
        announce(tx, "portals", portal_id)
    waiting = select(_table).where(_column.portal_id == portal_id, _column.state == RunState.QUEUED)
    return rows.records(tx, waiting, Run)[0]


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
    if run.finished is None:
        _save(tx, replace(run, state=seen.state, done=seen.done, total=seen.total))


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


def note_evidence(tx: Tx, run_id: str, sha256: str) -> None:
    """Keep that a page or picture in the file store shows how this run ended."""
    evidence = {"run_id": run_id, "sha256": sha256, "at": tx.now()}
    rows.put_new(tx, tables.run_evidence, evidence)


def evidence(tx: Tx, run_id: str) -> tuple[str, ...]:
    """The SHA-256 of what was kept of a run, oldest first."""
    kept = tables.run_evidence.c
    query = select(kept.sha256).where(kept.run_id == run_id).order_by(kept.at, kept.sha256)
    return tuple(tx.connection.scalars(query))


def _save(tx: Tx, run: Run) -> Run:
    rows.change(tx, _table, _column.id == run.id, **rows.values(run))
    announce(tx, "portals", run.portal_id)
    return run
