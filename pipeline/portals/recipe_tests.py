"""A recipe's text is tried at the portal: a visit like any other of which nothing is kept.

Nothing is filed, nothing expected is settled, no recipe is learned, and no later visit is planned
by how it ended; but a password that the portal refused is refused to all.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from fetchers.portals.recipe import read_recipe
from fetchers.portals.scrubbing import holds
from model.documents import normalise_number
from model.errors import PortalPaused, RecipeInvalid, WrongInput
from model.outcomes import Outcome, OutcomeCode
from model.people import User
from model.plain import Plain, from_plain, to_plain
from model.ports import Lease
from model.recipe_book import RecipeFound, RecipeTest, RowFile, RowFound
from model.suppliers import Portal, PortalState
from model.visits import FetchedDocument, Listing, VisitOrder
from pipeline import tracing
from pipeline.engine import Step
from pipeline.portals import forensics, recipe_book, visits
from pipeline.portals.visits import Made
from pipeline.pulse import PULSE
from pipeline.works import Works
from storage import audit, documents, recipe_tests, runs, suppliers, users
from storage import recipes as stored
from storage.recipe_tests import Ordered
from storage.store import Store, Tx

_MOST_ROWS: Final = 500
_MOST_HOSTS: Final = 20
_SHORTEST_SECRET: Final = 8  # a shorter one may be a word of the page
_OF_THE_WAY: Final = frozenset(
    {
        *(OutcomeCode.RECIPE_BROKEN, OutcomeCode.AMBIGUOUS, OutcomeCode.NO_DOCUMENTS),
        *(OutcomeCode.DOWNLOAD_FAILED, OutcomeCode.NOT_A_DOCUMENT, OutcomeCode.UNKNOWN),
    }
)
"""A portal that waits because of these may be tried by another recipe before it is answered."""
_LOOKED_AT: Final = 20
_SECRET: Final = MappingProxyType(
    {"step": "recipe", "why": "the password stands in its text: take it out, it is in the vault"}
)


@dataclass(frozen=True, slots=True)
class Came:
    """What a test's visit brought, as it passes from one step to the next."""

    outcome: Outcome
    found: RecipeFound | None = None
    edition: str | None = None


def order(tx: Tx, user: User, portal: Portal, text: str) -> str:
    """The id of the visit that tries a text, at the portal's own pace.

    Raises:
        RecipeInvalid: it is no recipe for this portal.
        PortalPaused: the portal waits for something that no recipe mends.
        WrongInput: nobody has confirmed it, it has no sign-in, or a test is under way.
    """
    recipe_book.prove(tx, portal, text)
    if not portal.confirmed or portal.credential is None:
        raise WrongInput(f"{portal.name} has no sign-in yet; add it before anything is tried.")
    if portal.state is not PortalState.OPEN and not _waits_for_recipe(tx, portal):
        raise PortalPaused
    last = recipe_tests.newest(tx, portal.id)
    if last is not None and runs.get(tx, last.run_id).finished is None:
        raise WrongInput("A test of this recipe is under way; wait for its end.")
    run = runs.order_test(tx, portal.id, f"{user.full_name} tests its recipe", user.id)
    recipe_tests.put(tx, Ordered(run.id, portal.id, user.id, text))
    audit.note(tx, user.name, "tested a recipe", f"portal:{portal.id}", f"run {run.id}")
    return run.id


def _waits_for_recipe(tx: Tx, portal: Portal) -> bool:
    if portal.state is not PortalState.PAUSED:
        return False
    ended = (run.outcome for run in runs.past(tx, portal.id, _LOOKED_AT) if run.outcome)
    made = next((one for one in ended if one.code is not OutcomeCode.CANCELLED), None)
    return made is not None and made.code in _OF_THE_WAY


def newest(tx: Tx, portal_id: str) -> RecipeTest | None:
    """The newest test of a portal's recipe."""
    ordered = recipe_tests.newest(tx, portal_id)
    if ordered is None:
        return None
    run = runs.get(tx, ordered.run_id)
    return RecipeTest(
        run_id=run.id,
        portal_id=portal_id,
        text=ordered.text,
        by=users.get(tx, ordered.user_id).full_name,
        requested=run.requested,
        state=run.state,
        done=run.done,
        total=run.total,
        outcome=run.outcome,
        found=ordered.found,
    )


async def test(works: Works, step: Step, run_id: str) -> None:
    """One test from its order to its end; every step may run twice."""

    def go_there(run: str) -> Plain:
        return to_plain(go(works, run))

    def conclude_run(run: str, came: Plain) -> None:
        conclude(works, run, from_plain(Came, came))

    plain: Any = await step(go_there, run_id)
    await step(conclude_run, run_id, plain)


def go(works: Works, run_id: str) -> Came:
    """Visit the portal by the text; none of its files is left when this returns."""
    with tracing.span("test", tracing.of_visit(run_id), run=run_id) as span:
        with works.store.read() as tx:
            portal_id = runs.get(tx, run_id).portal_id
        with works.holdings.visit(works.store, portal_id):
            came = _go(works, run_id)
        span.note(outcome=came.outcome.code.value)
        return came


def _go(works: Works, run_id: str) -> Came:
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None and run.outcome is not None:
            return Came(run.outcome)
        if run.unanswered:  # a crash came between the password and the portal's answer
            return Came(Outcome(OutcomeCode.INTERRUPTED))
        runs.start(tx, run_id)
        portal = suppliers.portal(tx, run.portal_id)
        text = recipe_tests.get(tx, run_id).text
        anew = _sign_in_differs(tx, portal, text)
        ordered = replace(
            visits.ordered(works, tx, portal, run),
            recipe=text,
            known=frozenset(),
            unnumbered=(),
            attended=True,
            record=None,
            dry=True,
        )
    ordered.spool.mkdir(parents=True, exist_ok=True)
    try:
        return _visited(works, portal, ordered, anew=anew)
    finally:
        shutil.rmtree(ordered.spool, ignore_errors=True)


def _sign_in_differs(tx: Tx, portal: Portal, text: str) -> bool:
    """Whether a text signs in otherwise than visits do now: then it is signed in anew."""
    current = stored.current(tx, portal.id)
    try:
        before = read_recipe(current.text) if current else None
    except RecipeInvalid:
        before = None
    return before is None or before.sign_in != read_recipe(text).sign_in


def _visited(works: Works, portal: Portal, ordered: VisitOrder, *, anew: bool) -> Came:
    def unfit(lease: Lease) -> Outcome | None:
        secrets = (one.reveal() for one in (lease.password, lease.totp) if one is not None)
        long = (one for one in secrets if len(one) >= _SHORTEST_SECRET)
        found = holds(ordered.recipe or "", long)
        return Outcome(OutcomeCode.RECIPE_BROKEN, _SECRET) if found else None

    made = visits.made(works, portal, ordered, opened=True, anew=anew, unfit=unfit)
    if not made.visited:
        return Came(made.result.outcome, edition=made.edition)
    PULSE.check()
    forensics.keep(works, ordered.run_id, ordered.spool / "evidence", made.result.outcome)
    return Came(made.result.outcome, _found(works.store, portal, ordered, made), made.edition)


def _found(store: Store, portal: Portal, ordered: VisitOrder, made: Made) -> RecipeFound:
    """What a visit found, its files held against those on file."""
    result = made.result
    came = {one.listing: one for one in result.documents}
    failed = {one.listing: one.outcome.sentence for one in result.problems}
    with store.read() as tx:
        filed = _Filed.of(tx, portal)
        anew = runs.get(tx, ordered.run_id).password_sent is not None
    rows = tuple(
        RowFound(one, filed.look(came.get(one), one in failed), failed.get(one, ""))
        for one in result.listings[:_MOST_ROWS]
    )
    return RecipeFound(
        lists=result.lists,
        rows=rows,
        files=len(result.documents),
        complete=result.complete,
        anew=anew,
        blocked=result.blocked_hosts[:_MOST_HOSTS],
    )


@dataclass(frozen=True, slots=True)
class _Filed:
    """What is on file of a portal's supplier: bytes, and numbers by kind."""

    digests: frozenset[str]
    numbers: frozenset[tuple[object, str]]

    @classmethod
    def of(cls, tx: Tx, portal: Portal) -> _Filed:
        found = documents.of_supplier(tx, portal.supplier_id)
        return cls(
            frozenset(one.sha256 for one in found),
            frozenset((one.kind, normalise_number(one.number or "")) for one in found),
        )

    def look(self, came: FetchedDocument | None, failed: bool) -> RowFile:  # noqa: FBT001 - one row's two facts
        if came is None:
            return RowFile.FAILED if failed else RowFile.LEFT
        if came.sha256 in self.digests:
            return RowFile.SAME
        return RowFile.OTHER if _identity(came.listing) in self.numbers else RowFile.NEW


def _identity(listing: Listing) -> tuple[object, str]:
    return listing.kind, normalise_number(listing.number or "")


def conclude(works: Works, run_id: str, came: Came) -> None:
    """Write down how the test ended and what it found, in one transaction."""
    PULSE.check()
    with works.store.begin() as tx:
        run = runs.get(tx, run_id)
        if run.finished is not None:
            return
        portal = suppliers.portal(tx, run.portal_id)
        outcome = replace(came.outcome, facts={"portal": portal.name, **came.outcome.facts})
        if outcome.code is OutcomeCode.LOGIN_FAILED and came.edition is not None:
            suppliers.refuse_edition(tx, portal.id, came.edition)
        if came.found is not None:
            recipe_tests.note_found(tx, run_id, came.found)
        runs.finish(tx, run_id, outcome, fetched=0)
        by = users.get(tx, recipe_tests.get(tx, run_id).user_id).name
        audit.note(tx, by, "saw a test end", f"portal:{portal.id}", outcome.sentence)


def failed(works: Works, run_id: str, error: Exception) -> None:
    """Write down that a test broke in our own hands: UNKNOWN."""
    facts = {"why": type(error).__name__}
    conclude(works, run_id, Came(Outcome(OutcomeCode.UNKNOWN, MappingProxyType(facts))))
