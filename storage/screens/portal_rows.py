"""Portals with their last visits, expectations, and the status bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Select, case, func, select

from model.exceptions import ExceptionItem
from model.expectations import Expectation, ExpectationState
from model.filing import Channel
from model.hosts import shown_host
from model.live import HELPED, SHOWN
from model.outcomes import Retry
from model.recipes import RecipeNote, RecipeState, RecipeVersion
from model.suppliers import MailboxKind, Portal, PortalState
from model.vaults import VaultStanding
from model.views import Activity, ExpectationView, PortalView, Pulse, RunView
from model.visits import Run
from storage import challenges, exceptions, recipes, rows, runs, suppliers, tables
from storage.tx import Tx

STRIP: Final = 14
"""So many visits stand in a portal's history."""
MOST_EXPECTATIONS: Final = 500
_RANKS: Final = {ExpectationState.NEEDS_PERSON: 0, ExpectationState.OPEN: 1}

_Brought = dict[str, tuple[int, datetime | None]]
"""How many documents each portal brought, and when the last one."""

_run = tables.run.c
_expectation = tables.expectation.c
_needs_person: Final = frozenset({Retry.NEVER, Retry.WINDOW})


def portals(tx: Tx) -> tuple[PortalView, ...]:
    """All portals, those that need a person first, then by supplier and name.

    What was set aside as no portal for documents is none.
    """
    return _views(tx, _documents(tx), strip=STRIP)


def needing_person(tx: Tx) -> int:
    """How many portals wait for a person."""
    return sum(view.needs_person for view in _views(tx, {}))


def _views(tx: Tx, brought: _Brought, *, strip: int = 1) -> tuple[PortalView, ...]:
    """All portals with so many visits each; the last one says whether a person is needed."""
    facts = _Facts(tx, brought, strip)
    aside = PortalState.SET_ASIDE
    seen = [facts.view(portal) for portal in suppliers.portals(tx) if portal.state is not aside]
    return tuple(sorted(seen, key=lambda view: (not view.needs_person, view.supplier, view.name)))


class _Facts:
    """All that the portals' rows are made of, asked once."""

    def __init__(self, tx: Tx, brought: _Brought, strip: int) -> None:
        supplier, account = tables.supplier.c, tables.account.c
        self.suppliers = _words(tx, select(supplier.id, supplier.name))
        self.accounts = _words(
            tx, select(account.id, case((account.label != "", account.label), else_=account.number))
        )
        self.strips = runs.pasts(tx, strip)
        unfinished = runs.unfinished(tx)
        self.running = {run.portal_id: run for run in unfinished if run.started}
        self.attended = {run.portal_id: run.id for run in unfinished if run.attended_by}
        self.asked = _asked(tx)
        self.documents = brought
        self.expected = _expected_of(tx)
        self.recipes = recipes.latest(tx)
        self.challenges = {one.portal_id: one for one in challenges.waiting(tx)}

    def view(self, portal: Portal) -> PortalView:
        """One portal's row."""
        strip = self.strips.get(portal.id, ())[::-1]
        number, newest = self.documents.get(portal.id, (0, None))
        asked = self.asked.get(f"portal:{portal.id}")
        because = _because(portal, strip, asked.sentence if asked else "")
        return PortalView(
            id=portal.id,
            name=portal.name,
            supplier=self.suppliers[portal.supplier_id],
            account=self.accounts.get(portal.account_id or "", ""),
            host=shown_host(urlsplit(portal.start_url).hostname or ""),
            state=portal.state,
            needs_person=bool(because) or portal.state is not PortalState.OPEN,
            because=because,
            runs=tuple(_seen(run) for run in strip),
            running=_activity(portal.name, self.running.get(portal.id)),
            documents=number,
            last_document=newest,
            expectations_open=self.expected.get((portal.id, ExpectationState.OPEN), 0),
            expectations_waiting=self.expected.get((portal.id, ExpectationState.NEEDS_PERSON), 0),
            question_id=asked.id if asked else "",
            challenge=self.challenges.get(portal.id),
            attended_run=self.attended.get(portal.id, ""),
            page_helps=bool(strip) and _page_helps(strip[-1]),
            recipe=_note(self.recipes.get(portal.id)),
        )


def _words(tx: Tx, query: Select[str, str]) -> dict[str, str]:
    """What is shown for each id."""
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def _note(version: RecipeVersion | None) -> RecipeNote | None:
    if version is None:
        return None
    proposed = version.state is RecipeState.PROPOSED
    return RecipeNote(version.position, version.origin, version.created, proposed, version.why)


def _page_helps(run: Run) -> bool:
    return run.outcome is not None and run.outcome.code in HELPED | SHOWN


def _because(portal: Portal, strip: Sequence[Run], asked: str) -> str:
    """Why a person is needed, in one sentence; empty where nobody is, or the state says it."""
    if portal.state is PortalState.PAUSED:
        return portal.paused_because
    if asked or portal.state is PortalState.PROPOSED:
        return asked
    outcome = strip[-1].outcome if strip else None
    return outcome.sentence if outcome and outcome.retry in _needs_person else ""


def _asked(tx: Tx) -> dict[str, ExceptionItem]:
    """The oldest open question about each subject."""
    return {item.subject: item for item in reversed(exceptions.open_(tx))}


def _documents(tx: Tx) -> _Brought:
    """What each portal brought. The only costly question: it looks at every document's source."""
    source = tables.document_source.c
    brought = tables.document_source.join(tables.run, source.reference == _run.id)
    query = (
        select(_run.portal_id, func.count(source.document_id.distinct()), func.max(source.at))
        .select_from(brought)
        .where(source.channel == Channel.PORTAL)
        .group_by(_run.portal_id)
    )
    return {portal: (number, newest) for portal, number, newest in tx.connection.execute(query)}


def _expected_of(tx: Tx) -> dict[tuple[str, ExpectationState], int]:
    """How many expectations of each portal wait, by their state."""
    key = (_expectation.portal_id, _expectation.state)
    waiting = _expectation.state.in_(_RANKS)  # few, however many have ended
    counted = tx.connection.execute(select(*key, func.count()).where(waiting).group_by(*key))
    return {(portal, state): number for portal, state, number in counted}


def _seen(run: Run) -> RunView:
    outcome = run.outcome
    return RunView(
        id=run.id,
        finished=run.finished,
        state=run.state,
        code=outcome.code.value if outcome else "",
        sentence=outcome.sentence if outcome else "",
        fetched=run.fetched,
        good=outcome is not None and outcome.good,
    )


def _activity(name: str, run: Run | None) -> Activity | None:
    if run is None:
        return None
    return Activity(portal=name, state=run.state, done=run.done, total=run.total)


def expectations(tx: Tx, portal_id: str | None = None) -> tuple[ExpectationView, ...]:
    """500 expectations of a portal, or of all: what needs a person, what is open, the newest."""
    rank = case(_RANKS, value=_expectation.state, else_=len(_RANKS))
    asked = _asked(tx)
    joined = tables.expectation.join(tables.supplier)
    query = select(tables.expectation, tables.supplier.c.name).select_from(joined)
    if portal_id is not None:
        query = query.where(_expectation.portal_id == portal_id)
    ordered = query.order_by(rank, _expectation.opened.desc(), _expectation.id.desc())
    found = rows.rows(tx, ordered.limit(MOST_EXPECTATIONS))
    return tuple(_expected(row, asked) for row in found)


def _expected(row: rows.Row, asked: Mapping[str, ExceptionItem]) -> ExpectationView:
    found = rows.record(Expectation, row)
    return ExpectationView(
        id=found.id,
        supplier=row["name"],
        kind=found.kind,
        number=found.number or "",
        amount=found.amount,
        day=found.day,
        state=found.state,
        reason=found.reason,
        opened=found.opened,
        document_id=found.document_id,
        question_id=_question(found, asked),
    )


def _question(found: Expectation, asked: Mapping[str, ExceptionItem]) -> str:
    """The open question whose answer an expectation waits for, the nearest one first."""
    if found.state is not ExpectationState.NEEDS_PERSON:
        return ""
    near = (f"expectation:{found.id}", f"document:{found.document_id}", f"portal:{found.portal_id}")
    return next((asked[subject].id for subject in near if subject in asked), "")


def pulse(
    tx: Tx, *, vault_locked: bool, worker_alive: bool, vault: VaultStanding | None = None
) -> Pulse:
    """The status bar; what the database can't know comes with the call."""
    seen = _views(tx, {})
    needing = sum(view.needs_person for view in seen)
    running = [view for view in seen if view.running and not view.needs_person]
    checked, trouble = _mail(tx)
    return Pulse(
        portals=len(seen),
        portals_fine=len(seen) - needing - len(running),
        portals_running=len(running),
        portals_needing_person=needing,
        mail_checked=checked,
        mail_trouble=trouble,
        vault_locked=vault_locked,
        worker_alive=worker_alive,
        activity=next((view.running for view in seen if view.running), None),
        vault=vault,
    )


def _mail(tx: Tx) -> tuple[datetime | None, str]:
    """When the mailbox that waits longest was looked at, and what is in the way of one."""
    mailbox = tables.mailbox.c
    query = select(mailbox.name, mailbox.checked, mailbox.trouble).where(
        mailbox.kind != MailboxKind.HAND, mailbox.removed.is_(None)
    )
    found = tx.connection.execute(query.order_by(mailbox.id)).all()
    times = [checked for _, checked, _ in found if checked]
    troubles = [f"{name}: {trouble}" for name, _, trouble in found if trouble]
    more = f" (and {len(troubles) - 1} more)" if len(troubles) > 1 else ""
    return min(times, default=None), f"{troubles[0]}{more}" if troubles else ""
