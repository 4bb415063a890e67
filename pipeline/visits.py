"""A visit, durably: go, file what came, settle what was expected."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from model.documents import normalise_number
from model.errors import StorageFull, VaultLocked
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import ExpectationState
from model.filing import Channel, DocumentSource
from model.outcomes import Outcome, OutcomeCode, Owner, Retry
from model.plain import Plain, from_plain, to_plain
from model.suppliers import AdoptionStage, Portal
from model.visits import (
    FetchedDocument,
    Listing,
    ListingProblem,
    VisitOrder,
    VisitProgress,
    VisitResult,
)
from pipeline import statements
from pipeline.asking import ask
from pipeline.codes import JournalledCodes
from pipeline.engine import Step
from pipeline.expecting import Visited, settle_visited
from pipeline.filing import Arrival, file
from pipeline.works import BILLHOOK, Works
from storage import audit, documents, expectations, runs, suppliers
from storage.store import Tx

_SAME_AS_REFUSED: Final = MappingProxyType(
    {"bad_field": "password before, and the vault still holds the same one"}
)


_UNCONFIRMED = "Nobody has confirmed this portal yet; answer its question first."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file of a visit, safe in the file store, not yet filed."""

    sha256: str
    media_type: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Brought:
    """What is left of a visit once its browser is gone; passes through the engine as plain data.

    `edition` is that of the credential which was sent.
    """

    outcome: Outcome
    fetched: tuple[Fetched, ...] = ()
    problems: tuple[ListingProblem, ...] = ()
    listed: tuple[Listing, ...] = ()
    counter: int | None = None
    complete: bool = False
    edition: str | None = None


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
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None and run.outcome is not None:
            return Brought(run.outcome)
        runs.start(tx, run_id)
        portal = suppliers.portal(tx, run.portal_id)
        if not portal.confirmed:  # a mail named it, and no person has said whose it is
            return Brought(Outcome(OutcomeCode.CANCELLED, {"by": "nobody has confirmed its host"}))
        if portal.stage is AdoptionStage.PAUSED:  # by the visit before: never a second attempt
            return Brought(Outcome(OutcomeCode.CANCELLED, {"by": "the visit before it"}))
        order = _order(works, tx, portal, run_id)
    order.spool.mkdir(parents=True, exist_ok=True)
    try:
        return _visit(works, portal, order)
    finally:
        shutil.rmtree(order.spool, ignore_errors=True)


def file_fetched(works: Works, run_id: str, fetched: Fetched) -> str:
    """File one fetched document; its id. The second time it is the same document."""
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
    )
    return file(works.store, works.read, arrival)


def conclude(works: Works, run_id: str, brought: Brought) -> None:
    """Write down how the visit ended and settle what was expected of it, in one transaction."""
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None:
            return
        portal = suppliers.portal(tx, run.portal_id)
        outcome = _with_portal(brought.outcome, portal)
        if outcome.code is OutcomeCode.LOGIN_FAILED and brought.edition is not None:
            suppliers.refuse_edition(tx, portal.id, brought.edition)
        runs.finish(tx, run_id, outcome, fetched=len(brought.fetched), counter=brought.counter)
        now = works.clock.now()
        if outcome.code is OutcomeCode.CANCELLED:
            _leave_to_person(tx, portal)
        elif not outcome.good:
            _ask_person(tx, portal, outcome, now)
        for problem in brought.problems:
            _report_problem(tx, portal, problem)
        _note_known(tx, portal, run_id, brought.listed)
        settle_visited(
            tx,
            Visited(portal.id, portal.name, outcome, brought.complete, len(brought.listed), at=now),
        )
        statements.reconcile_supplier(tx, portal.supplier_id)
        audit.note(tx, BILLHOOK, "visited", f"portal:{portal.id}", outcome.sentence)


def failed(works: Works, run_id: str, error: Exception) -> None:
    """Write down that a visit broke in our own hands: UNKNOWN, for a person."""
    facts = {"why": type(error).__name__}
    conclude(works, run_id, Brought(Outcome(OutcomeCode.UNKNOWN, MappingProxyType(facts))))


def _order(works: Works, tx: Tx, portal: Portal, run_id: str) -> VisitOrder:
    account = _account_number(tx, portal)
    return VisitOrder(
        run_id=run_id,
        portal=portal.name,
        start_url=portal.start_url,
        origins=portal.origins,
        spool=works.spool / run_id,
        recipe=_recipe(works, portal),
        account=account,
        known=documents.known(tx, portal.supplier_id, portal.account_id),
        loopback_http=works.loopback_http,
    )


def _account_number(tx: Tx, portal: Portal) -> str | None:
    for profile in suppliers.profiles(tx):
        for account in profile.accounts:
            if account.id == portal.account_id:
                return account.number
    return None


def _recipe(works: Works, portal: Portal) -> str | None:
    if portal.recipe is None:
        return None
    return (works.recipes / f"{portal.recipe}.yaml").read_text(encoding="utf-8")


def _visit(works: Works, portal: Portal, order: VisitOrder) -> Brought:
    def report(progress: VisitProgress) -> None:
        with works.store.begin() as tx:
            runs.progress(tx, order.run_id, progress)

    if portal.credential is None:
        why = {"kind": "store its user name and password in the vault"}
        return Brought(Outcome(OutcomeCode.ACTION_NEEDED, why))
    try:
        with works.vault.lease(portal.credential, purpose="visit", job=order.run_id) as lease:
            if lease.edition is not None and lease.edition == portal.refused_edition:
                return Brought(Outcome(OutcomeCode.LOGIN_FAILED, _SAME_AS_REFUSED))
            codes = JournalledCodes.of(works, portal)
            result = works.visit(order, lease, report, codes=codes)
    except VaultLocked:
        return Brought(Outcome(OutcomeCode.VAULT_LOCKED))
    _keep_evidence(works, order)
    return replace(_keep(works, portal, result), edition=lease.edition)


def _keep(works: Works, portal: Portal, result: VisitResult) -> Brought:
    kept: list[Fetched] = []
    outcome = result.outcome
    try:
        kept.extend(_store(works, document) for document in _oldest_first(result.documents))
    except StorageFull as full:
        outcome = Outcome(OutcomeCode.SAVE_FAILED, {"cause": full.message})
    if result.recipe and outcome.good:
        _write_recipe(works, portal, result.recipe)
    return Brought(
        outcome=outcome,
        fetched=tuple(kept),
        problems=result.problems,
        listed=result.listings,
        counter=result.counter,
        complete=result.complete,
    )


def _keep_evidence(works: Works, order: VisitOrder) -> None:
    """Keep the pages that a visit stored because it did not understand them."""
    pages = sorted(path for path in (order.spool / "evidence").glob("*") if path.is_file())
    kept = [works.store.files.put(page.read_bytes()) for page in pages]
    with works.store.begin() as tx:
        for sha256 in kept:
            runs.note_evidence(tx, order.run_id, sha256)


def _oldest_first(found: Iterable[FetchedDocument]) -> list[FetchedDocument]:
    """In the order in which they were issued: a copy comes after what it copies."""
    return sorted(found, key=lambda one: one.listing.day or date.max)


def _store(works: Works, document: FetchedDocument) -> Fetched:
    sha256 = works.store.files.put(document.path.read_bytes())
    return Fetched(sha256, document.media_type, document.listing)


def _write_recipe(works: Works, portal: Portal, recipe: str) -> None:
    works.recipes.mkdir(parents=True, exist_ok=True)
    name = f"portal-{portal.id}"
    draft = works.recipes / f"{name}.part"
    draft.write_text(recipe, encoding="utf-8")
    draft.replace(works.recipes / f"{name}.yaml")
    with works.store.begin() as tx:
        suppliers.set_recipe(tx, portal.id, name)


def _with_portal(outcome: Outcome, portal: Portal) -> Outcome:
    facts: Mapping[str, str] = {"portal": portal.name, **outcome.facts}
    return replace(outcome, facts=facts)


def _leave_to_person(tx: Tx, portal: Portal) -> None:
    """What is expected of a paused portal waits for the person who was asked already."""
    for expectation in expectations.open_for_portal(tx, portal.id):
        needs = ExpectationState.NEEDS_PERSON
        expectations.settle(tx, expectation.id, needs, portal.paused_because or _UNCONFIRMED)


def _ask_person(tx: Tx, portal: Portal, outcome: Outcome, now: datetime) -> None:
    if outcome.owner is Owner.SYSTEM or outcome.retry is Retry.WAIT:
        return
    if outcome.retry in (Retry.NEVER, Retry.WINDOW, Retry.ONCE):
        suppliers.pause_portal(tx, portal.id, outcome.sentence)
    ask(
        tx,
        ExceptionReason.PORTAL_NEEDS_PERSON,
        subject=f"portal:{portal.id}",
        sentence=outcome.sentence,
        key=("portal", portal.id, outcome.code, now.isoformat()),
        answers=_ways_on(outcome),
    )


def _ways_on(outcome: Outcome) -> tuple[Answer, ...]:
    retry = Answer("1", "Corrected, try again", Action.RETRY)
    if outcome.code is not OutcomeCode.LOGIN_FAILED:
        return (retry,)
    return (retry, Answer("2", "It is right, try once more", Action.INSIST))


def _note_known(tx: Tx, portal: Portal, run_id: str, listed: tuple[Listing, ...]) -> None:
    """Note that the portal has what was on file already: one document, one more source."""
    rows = {(row.kind, normalise_number(row.number)) for row in listed if row.number}
    source = DocumentSource(Channel.PORTAL, run_id, f"{portal.name} portal", tx.now())
    for document in documents.of_supplier(tx, portal.supplier_id):
        if (document.kind, normalise_number(document.number or "")) in rows:
            channels = {known.channel for known in documents.sources(tx, document.id)}
            if Channel.PORTAL not in channels:
                documents.add_source(tx, document.id, source)


def _report_problem(tx: Tx, portal: Portal, problem: ListingProblem) -> None:
    number = problem.listing.number or "without a number"
    outcome = replace(
        problem.outcome, facts={"portal": portal.name, "number": number, **problem.outcome.facts}
    )
    ask(
        tx,
        ExceptionReason.DOCUMENT_NOT_FETCHED,
        subject=f"portal:{portal.id}",
        sentence=outcome.sentence,
        key=("listing", portal.id, number, outcome.code),
        answers=(Answer("1", "Try again", Action.RETRY), Answer("2", "Seen", Action.DISMISS)),
    )
