"""How a visit ends: written down, what was expected settled, what comes next planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from model.documents import normalise_number
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import ExpectationState
from model.filing import Channel, DocumentSource
from model.hosts import shown_host
from model.outcomes import Outcome, OutcomeCode, Retry
from model.suppliers import Portal, PortalState
from model.visits import Listing, ListingProblem
from pipeline.asking import ask
from pipeline.documents import expecting
from pipeline.documents.expecting import Visited, settle_visited
from pipeline.portals import plans, schedules, taking_over
from pipeline.portals.brought import Brought
from pipeline.portals.plans import Past, Plan
from pipeline.pulse import PULSE
from pipeline.reconciling import statements
from pipeline.works import BILLHOOK, Works
from storage import audit, challenges, documents, exceptions, expectations, runs, suppliers
from storage.store import Tx

_UNCONFIRMED: Final = "Nobody has confirmed this portal yet; answer its question first."
_CALLS: Final = frozenset({OutcomeCode.NEEDS_INTERACTIVE, OutcomeCode.APPROVAL_PENDING})
_MAY_LACK_HOSTS: Final = frozenset(
    {OutcomeCode.RECIPE_BROKEN, OutcomeCode.UNKNOWN, OutcomeCode.DOWNLOAD_FAILED}
)
_MOST_HOSTS: Final = 5  # that are asked about after one visit
_SETTLED: Final = "A later visit went well."
_SUPERSEDED: Final = "A later visit says more."


def conclude(works: Works, run_id: str, brought: Brought) -> None:
    """Write down how the visit ended and settle what was expected of it, in one transaction."""
    PULSE.check()
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None:
            return
        portal = suppliers.portal(tx, run.portal_id)
        outcome = _with_portal(brought.outcome, portal)
        if outcome.code is OutcomeCode.LOGIN_FAILED and brought.edition is not None:
            suppliers.refuse_edition(tx, portal.id, brought.edition)
        runs.finish(tx, run_id, outcome, fetched=len(brought.fetched), counter=brought.counter)
        past = schedules.past(tx, portal)
        _note_known(tx, portal, run_id, brought.listed)
        if _called_nobody(outcome):
            challenges.note_call(tx, portal.id, run_id)
        if outcome.code in _MAY_LACK_HOSTS:
            _ask_about_hosts(tx, portal, brought.blocked)
        if outcome.code is OutcomeCode.CANCELLED and portal.state is not PortalState.OPEN:
            _leave_to_person(tx, portal)
        else:
            _settle(tx, past, outcome, brought)
            taking_over.visited(tx, run, outcome, len(brought.fetched))
        statements.visited(tx, portal.supplier_id)
        audit.note(tx, BILLHOOK, "visited", f"portal:{portal.id}", outcome.sentence)


def _settle(tx: Tx, past: Past, outcome: Outcome, brought: Brought) -> None:
    """Draw the consequences of a visit that was made: for people, and for what is expected."""
    portal, now, plan = past.portal, tx.now(), plans.plan(past)
    again = "" if outcome.good else plans.next_attempt(plan, now, past.zone)
    if outcome.good:
        _calm(tx, past)
    elif plan.asks:
        _ask_person(tx, portal, outcome, _Next(plan, again), now)
    for problem in brought.problems:
        if plan.asks or problem.outcome.retry is Retry.NEVER:
            _report_problem(tx, portal, problem)
    settle_visited(
        tx,
        Visited(
            portal.id,
            portal.name,
            outcome,
            brought.complete,
            len(brought.listed),
            at=now,
            next_attempt=None if outcome.good or plan.leaves else plan.at,
            again=again,
        ),
    )


def _called_nobody(outcome: Outcome) -> bool:
    """Whether the sign-in called a phone, and nobody was there to answer."""
    by_phone = "phone" in outcome.facts.get("channel", "")
    required = outcome.code is OutcomeCode.MFA_REQUIRED and by_phone
    return required or outcome.code in _CALLS


def _ask_about_hosts(tx: Tx, portal: Portal, blocked: tuple[str, ...]) -> None:
    """Ask an admin about hosts that a visit's pages wanted, where that may be why it failed."""
    for host in [one for one in blocked if one not in portal.resources][:_MOST_HOSTS]:
        ask(
            tx,
            ExceptionReason.HOST_BLOCKED,
            subject=f"portal:{portal.id}",
            title=host,
            sentence=(
                f"Pages of {portal.name} wanted to load something from {shown_host(host)}, which a "
                "visit can't reach. Allowed, it is reached, and no password is ever typed there."
            ),
            key=("host", portal.id, host),
            answers=(
                Answer("1", "Allow, for resources only", Action.ALLOW),
                Answer("2", "Leave it blocked", Action.REJECT),
            ),
        )


def _calm(tx: Tx, past: Past) -> None:
    """Drop what was asked about the portal, and take up again what was left to a person."""
    for item in exceptions.open_of(tx, f"portal:{past.portal.id}"):
        if item.reason is ExceptionReason.PORTAL_NEEDS_PERSON:
            exceptions.close(tx, item.id, _SETTLED)
    before = past.visits[1].outcome if len(past.visits) > 1 else None
    if before is not None and not before.good:
        for left in expecting.left_to_person(tx, past.portal.id):
            expectations.reopen(tx, left.id)


def _with_portal(outcome: Outcome, portal: Portal) -> Outcome:
    facts: Mapping[str, str] = {"portal": portal.name, **outcome.facts}
    return replace(outcome, facts=facts)


def _leave_to_person(tx: Tx, portal: Portal) -> None:
    """What is expected of a paused portal waits for the person who was asked already."""
    for expectation in expectations.open_for_portal(tx, portal.id):
        needs = ExpectationState.NEEDS_PERSON
        expectations.settle(tx, expectation.id, needs, portal.paused_because or _UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class _Next:
    """What comes next, with its sentence."""

    plan: Plan
    again: str


def _ask_person(tx: Tx, portal: Portal, outcome: Outcome, then: _Next, now: datetime) -> None:
    """Ask once about one trouble: a question about the same portal from before is out of date."""
    if then.plan.pauses:
        suppliers.pause_portal(tx, portal.id, outcome.sentence)
    for item in exceptions.open_of(tx, f"portal:{portal.id}"):
        if item.reason is ExceptionReason.PORTAL_NEEDS_PERSON:
            exceptions.close(tx, item.id, _SUPERSEDED)
    ask(
        tx,
        ExceptionReason.PORTAL_NEEDS_PERSON,
        subject=f"portal:{portal.id}",
        sentence=f"{outcome.sentence} {then.again}".strip(),
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
