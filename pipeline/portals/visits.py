"""A visit, durably: go, file what came, settle what was expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from model.documents import DocumentKind
from model.errors import StorageFull, VaultLocked
from model.filing import Channel, DocumentSource
from model.outcomes import Outcome, OutcomeCode
from model.plain import Plain, from_plain, to_plain
from model.ports import Lease
from model.suppliers import Portal, PortalState
from model.visits import (
    Cause,
    FetchedDocument,
    Run,
    VisitOrder,
    VisitProgress,
    VisitResult,
)
from pipeline import tracing
from pipeline.documents.filing import Arrival, file
from pipeline.engine import Step
from pipeline.live.beside import with_page
from pipeline.mails.codes import JournalledCodes
from pipeline.portals import forensics, recipes, recordings, schedules
from pipeline.portals.attending import attended
from pipeline.portals.brought import Brought, Fetched
from pipeline.portals.concluding import conclude
from pipeline.portals.remembering import VaultMemory
from pipeline.pulse import PULSE
from pipeline.rules import Rules
from pipeline.works import Works
from storage import challenges, documents, listed, runs, suppliers
from storage.recipes import seen as seen_rows
from storage.store import Tx

_SAME_AS_REFUSED: Final = MappingProxyType(
    {"bad_field": "password before, and the vault still holds the same one"}
)


_STILL_THERE: Final = timedelta(minutes=15)
"""So long whoever asked for a visit counts as waiting for it."""


async def visit(works: Works, step: Step, run_id: str) -> None:
    """One visit from its request to its settled expectations; every step may run twice."""

    def go_there(run: str) -> Plain:
        return to_plain(go(works, run))

    def file_one(run: str, fetched: Plain) -> str:
        return file_fetched(works, run, from_plain(Fetched, fetched))

    def conclude_run(run: str, brought: Plain) -> None:
        conclude(works, run, from_plain(Brought, brought))

    plain: Any = await step(go_there, run_id)
    for fetched in plain["fetched"]:
        await step(file_one, run_id, fetched)
    await step(conclude_run, run_id, plain)


def go(works: Works, run_id: str) -> Brought:
    """Visit the portal; the files are in the file store when this returns."""

    def answers() -> tuple[tracing.Mark, ...]:
        with works.store.read() as tx:
            awaited = schedules.awaited(tx, runs.get(tx, run_id).portal_id)
        return tuple(tracing.of_expectation(one) for one in awaited)

    with tracing.span("visit", tracing.of_visit(run_id), links=answers, run=run_id) as span:
        with works.store.read() as tx:
            portal_id = runs.get(tx, run_id).portal_id
        with works.holdings.visit(works.store, portal_id):
            brought = _go(works, run_id)
        span.note(outcome=brought.outcome.code.value, fetched=len(brought.fetched))
        return brought


def _go(works: Works, run_id: str) -> Brought:
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None and run.outcome is not None:
            return Brought(run.outcome)
        if run.unanswered:  # a crash came between the password and the portal's answer
            return Brought(Outcome(OutcomeCode.INTERRUPTED))
        runs.start(tx, run_id)
        portal = suppliers.portal(tx, run.portal_id)
        if not portal.confirmed:  # a mail named it, and no person has said whose it is
            return Brought(Outcome(OutcomeCode.CANCELLED, {"by": "nobody has confirmed its host"}))
        if portal.state is not PortalState.OPEN:  # by the visit before: no second attempt
            return Brought(Outcome(OutcomeCode.CANCELLED, {"by": "the visit before it"}))
        order = ordered(works, tx, portal, run)
    order.spool.mkdir(parents=True, exist_ok=True)
    try:
        return _visit(works, portal, order, opened=run.attended_by is not None)
    finally:
        shutil.rmtree(order.spool, ignore_errors=True)


def file_fetched(works: Works, run_id: str, fetched: Fetched) -> str:
    """File one fetched document; its id. The second time it is the same document."""
    PULSE.check()
    with works.store.read() as tx:
        portal = suppliers.portal(tx, runs.get(tx, run_id).portal_id)
    source = DocumentSource(Channel.PORTAL, run_id, f"{portal.name} portal", works.clock.now())
    arrival = Arrival(
        content=works.store.files.get(fetched.sha256),
        media_type=fetched.media_type,
        source=source,
        supplier_id=portal.supplier_id,
        account_id=portal.account_id,
        listing=fetched.listing,
        portal_id=portal.id,
    )
    return file(works.store, works.read, arrival)


def failed(works: Works, run_id: str, error: Exception) -> None:
    """Write down that a visit broke in our own hands: UNKNOWN, for a person."""
    facts = {"why": type(error).__name__}
    conclude(works, run_id, Brought(Outcome(OutcomeCode.UNKNOWN, MappingProxyType(facts))))


def ordered(works: Works, tx: Tx, portal: Portal, run: Run) -> VisitOrder:
    """The visit that a run is, as its process takes it."""
    account = _account_number(tx, portal)
    return VisitOrder(
        run_id=run.id,
        portal=portal.name,
        start_url=portal.start_url,
        origins=portal.origins,
        spool=works.spool / run.id,
        recipe=recipes.to_visit_by(works, tx, portal),
        account=account,
        known=frozenset() if run.records else _known(tx, portal),
        unnumbered=() if run.records else listed.unnumbered(tx, portal.id),
        since=schedules.since(schedules.of(tx, portal.id), schedules.awaited(tx, portal.id)),
        loopback_http=works.loopback_http,
        resources=portal.resources,
        attended=_is_attended(tx, run),
        calls_person=challenges.calls_person(tx, portal.id),
        record=recordings.tape(works, portal, run),
        zone=Rules.of(tx).zone.key,
        seen=seen_rows(tx, portal.id),
        sign_ins=_sign_ins(run),
    )


def _known(tx: Tx, portal: Portal) -> frozenset[tuple[DocumentKind, str]]:
    """What is on file, by the numbers on the papers and by those that the portal lists them by."""
    on_file = documents.known(tx, portal.supplier_id, portal.account_id)
    return on_file | listed.known(tx, portal.id)


def _sign_ins(run: Run) -> int | None:
    """How often a visit may send the password: a first one with an imported sign-in, once ever."""
    return int(run.password_sent is None) if run.cause is Cause.TAKEOVER else None


def _is_attended(tx: Tx, run: Run) -> bool:
    """Whether the person who asked for a visit, or whom a retry waited for, is likely there."""
    if run.cause.by_person:
        return tx.now() - run.requested < _STILL_THERE
    return run.cause is Cause.RETRY and schedules.somebody_there(tx, run.portal_id)


def _account_number(tx: Tx, portal: Portal) -> str | None:
    for profile in suppliers.profiles(tx):
        for account in profile.accounts:
            if account.id == portal.account_id:
                return account.number
    return None


def _visit(works: Works, portal: Portal, order: VisitOrder, *, opened: bool) -> Brought:
    came = made(works, portal, order, opened=opened)
    if not came.visited:
        return Brought(came.result.outcome)
    PULSE.check()
    result = came.result
    brought = _keep(works, result)  # first of all: a full disk then costs what was learned, no more
    if brought.outcome.code is not OutcomeCode.SAVE_FAILED:
        recipes.learn(works, portal, order.run_id, result)
        recordings.keep(works, portal.id, order, result)
        forensics.keep(works, order.run_id, order.spool / "evidence", result.outcome)
    return replace(brought, edition=came.edition)


@dataclass(frozen=True, slots=True)
class Made:
    """How a visit ended; `visited` says that the portal was gone to, with that edition."""

    result: VisitResult
    edition: str | None = None
    visited: bool = True


def made(
    works: Works,
    portal: Portal,
    order: VisitOrder,
    *,
    opened: bool,
    anew: bool = False,
    unfit: Callable[[Lease], Outcome | None] = lambda _lease: None,
) -> Made:
    """A visit with the portal's credential, unless something speaks against it before it begins.

    `anew` signs in without what the visits before have kept; `unfit` is what else speaks against
    it, once the credential is known.
    """

    def report(progress: VisitProgress) -> None:
        PULSE.check()
        with works.store.begin() as tx:
            runs.progress(tx, order.run_id, progress)

    if portal.credential is None:
        why = {"kind": "store its user name and password in the vault"}
        return _unmade(Outcome(OutcomeCode.ACTION_NEEDED, why))
    try:
        with works.vault.lease(portal.credential, purpose="visit", job=order.run_id) as lease:
            if lease.edition is not None and lease.edition == portal.refused_edition:
                return _unmade(Outcome(OutcomeCode.LOGIN_FAILED, _SAME_AS_REFUSED))
            if refused := unfit(lease):
                return _unmade(refused)

            def make(wanted: VisitOrder) -> VisitResult:
                return _made(works, portal, wanted, lease, report, anew=anew)

            result = with_page(works, portal, order, make) if opened else make(order)
    except VaultLocked:
        return _unmade(Outcome(OutcomeCode.VAULT_LOCKED))
    return Made(result, lease.edition)


def _unmade(outcome: Outcome) -> Made:
    return Made(VisitResult(outcome), visited=False)


def _made(
    works: Works,
    portal: Portal,
    order: VisitOrder,
    lease: Lease,
    report: Callable[[VisitProgress], None],
    *,
    anew: bool,
) -> VisitResult:
    """The visit itself, with the mailbox, the people and the memory that it may use."""
    with attended(works, portal.id, order.run_id) as attendant:
        return works.visit(
            order,
            lease,
            report,
            codes=JournalledCodes.of(works, portal),
            attendant=attendant if order.attended else None,
            memory=None if anew else VaultMemory(works, portal, order.run_id),
        )


def _keep(works: Works, result: VisitResult) -> Brought:
    kept: list[Fetched] = []
    outcome = result.outcome
    try:
        kept.extend(_store(works, document) for document in _oldest_first(result.documents))
    except StorageFull as full:
        outcome = Outcome(OutcomeCode.SAVE_FAILED, {"cause": full.message})
    return Brought(
        outcome=outcome,
        fetched=tuple(kept),
        problems=result.problems,
        listed=result.listings,
        counter=result.counter,
        complete=result.complete,
        blocked=result.blocked_hosts,
    )


def _oldest_first(found: Iterable[FetchedDocument]) -> list[FetchedDocument]:
    """In the order in which they were issued: a copy comes after what it copies."""
    return sorted(found, key=lambda one: one.listing.day or date.max)


def _store(works: Works, document: FetchedDocument) -> Fetched:
    sha256 = works.store.files.put(document.path.read_bytes())
    return Fetched(sha256, document.media_type, document.listing)
