"""From imported sign-ins to portals: ticked by a person, visited by night, once, and judged."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from model.clock import FixedClock
from model.documents import DocumentKind
from model.errors import WrongInput
from model.expectations import Expectation, ExpectationSource
from model.outcomes import NO_FORM, Outcome, OutcomeCode
from model.suppliers import Portal, PortalState
from model.takeovers import Doubt, Standing, Takeover, TakeoverView
from model.visits import Cause, Run, RunState, VisitProgress, VisitResult
from pipeline import answers, pending
from pipeline.desks.takeover_screen import TakeoverScreenDesk
from pipeline.documents import expecting
from pipeline.engine import Job
from pipeline.portals import schedules, taking_over, visits
from pipeline.portals.concluding import conclude
from pipeline.portals.taking_over import SignIn, Wish
from pipeline.works import Works
from storage import exceptions, runs, settings, suppliers, takeovers
from tests.pipeline.conftest import CLERK, Outside, paper

NIGHT = timedelta(hours=13)  # from the company's morning to its evening


def sign_in(name: str, url: str, username: str = "ap@us.example", start: str = "") -> SignIn:
    return SignIn(name, username, "a•••@us.example", (url,) if url else (), start)


def propose(works: Works, *given: SignIn, **usernames: str) -> tuple[Takeover, ...]:
    with works.store.begin() as tx:
        return taking_over.propose(tx, given, usernames, loopback=False)


def choose(works: Works, *found: Takeover, **wish: Any) -> None:
    with works.store.begin() as tx:
        taking_over.choose(tx, CLERK, [one.id for one in found], Wish(**wish))


def taken_over(works: Works, name: str = "Sunrise", **wish: Any) -> Portal:
    """A sign-in that was proposed and ticked, as the portal that it became."""
    (one,) = propose(works, sign_in(name, f"https://my.{name.lower()}.example"))
    choose(works, one, **wish)
    with works.store.read() as tx:
        found = takeovers.get(tx, one.id)
        return suppliers.portal(tx, found.portal_id or "")


def view(works: Works, name: str = "Sunrise") -> TakeoverView:
    every = TakeoverScreenDesk(works.store).every()
    return next(one for one in every if one.name == name)


def queued(works: Works) -> list[Job]:
    jobs = pending.jobs(works.store, works.clock)
    return [job for job in jobs if job.kind == pending.TAKEOVER]


def make(works: Works) -> Run:
    """Make the first visit whose turn it is, as the engine would."""
    (job,) = queued(works)
    brought = visits.go(works, job.subject)
    for fetched in brought.fetched:
        visits.file_fetched(works, job.subject, fetched)
    conclude(works, job.subject, brought)
    with works.store.read() as tx:
        return runs.get(tx, job.subject)


def ends(outside: Outside, code: OutcomeCode, **facts: str) -> None:
    outside.visits.append(VisitResult(Outcome(code, MappingProxyType(facts))))


def asked(works: Works, portal_id: str) -> int:
    with works.store.read() as tx:
        return len(exceptions.open_of(tx, f"portal:{portal_id}"))


def stage(works: Works, portal_id: str) -> PortalState:
    with works.store.read() as tx:
        return suppliers.portal(tx, portal_id).state


def test_one_proposal_for_each_site_and_account_and_nothing_is_dropped(works: Works) -> None:
    found = propose(
        works,
        sign_in("Sunrise", "https://my.sunrise.example"),
        sign_in("Sunrise old", "https://www.sunrise.example", "AP@us.example"),
        sign_in("Sunrise mobile", "https://mobile.sunrise.example", "K-2"),
        sign_in("Nordwind", "https://nw.example"),
        sign_in("Nothing", ""),
        nw="ap@us.example",
    )
    assert [one.doubt for one in found] == [
        None,
        Doubt.DUPLICATE,
        None,
        Doubt.CONNECTED,
        Doubt.NO_ORIGIN,
    ]
    assert [one.standing for one in TakeoverScreenDesk(works.store).every()] == [
        *(Standing.PROPOSED,) * 2,
        *(Standing.DOUBTED,) * 3,
    ]


def test_the_same_import_twice_changes_nothing(works: Works) -> None:
    given = sign_in("Sunrise", "https://my.sunrise.example")
    (first,) = propose(works, given)
    choose(works, first)
    (again,) = propose(works, given)
    assert again.chosen is not None
    with pytest.raises(WrongInput, match="ticked before"):
        choose(works, again)


def test_what_follows_a_question_mark_is_left_out_of_the_start(works: Works) -> None:
    url = "https://my.sunrise.example"
    (one,) = propose(works, sign_in("Sunrise", url, start=f"{url}/login?state=x1#top"))
    assert one.start_url == f"{url}/login"


def test_nothing_is_visited_before_a_person_ticked_it(works: Works, clock: FixedClock) -> None:
    propose(works, sign_in("Sunrise", "https://my.sunrise.example"))
    clock.move(NIGHT)
    assert not queued(works)


@pytest.mark.parametrize("url", ["", "https://nw.example", "https://printer.local"])
def test_no_tick_overrules_what_there_is_nothing_to_visit_of(works: Works, url: str) -> None:
    (one,) = propose(works, sign_in("Odd", url), nw="ap@us.example")
    with pytest.raises(WrongInput, match="Odd can't be taken over"):
        choose(works, one)


def test_a_first_visit_waits_for_the_night_unless_it_is_wanted_at_once(
    works: Works, clock: FixedClock
) -> None:
    taken_over(works)
    assert not queued(works)
    assert "20:00-06:00" in view(works).reason
    taken_over(works, "Moonset", at_once=True)
    assert len(queued(works)) == 1
    clock.move(NIGHT)
    assert len(queued(works)) == 1


def test_first_visits_come_one_after_the_other_at_a_pace(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    for name in ("Sunrise", "Moonset"):
        taken_over(works, name)
    clock.move(NIGHT)
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert not queued(works)
    clock.move(timedelta(seconds=20))
    assert len(queued(works)) == 1


def test_they_begin_while_no_other_visit_does_and_in_a_lane_of_their_own(
    works: Works, clock: FixedClock
) -> None:
    taken_over(works)
    clock.move(NIGHT)
    (first,) = queued(works)
    with works.store.begin() as tx:
        runs.request(tx, "nw-portal", "a mail")
    clock.move(schedules.LINGER)
    assert [job.kind for job in pending.jobs(works.store, works.clock)] == [pending.VISIT]
    with works.store.begin() as tx:
        runs.start(tx, first.subject)
    kinds = {job.kind for job in pending.jobs(works.store, works.clock)}
    assert kinds == {pending.VISIT, pending.TAKEOVER}


def test_what_brings_documents_is_automatic_and_named_by_them(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    portal = taken_over(works)
    clock.move(NIGHT)
    outside.brings(tmp_path, *(paper(f"R-{n}", seller_name="Sunrise Energy SE") for n in (1, 2)))
    make(works)
    seen = view(works)
    assert (seen.standing, seen.documents, seen.supplier) == (
        Standing.AUTOMATIC,
        2,
        "Sunrise Energy SE",
    )
    with works.store.read() as tx:
        supplier = suppliers.get(tx, portal.supplier_id)
    assert (supplier.domains, supplier.proposed) == (("sunrise.example",), False)


def test_a_known_supplier_keeps_its_name(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    (one,) = propose(works, sign_in("Nordwind two", "https://other.nw.example", "K-9"))
    choose(works, one, at_once=True, since=date(2026, 1, 1))
    outside.brings(tmp_path, paper("R-1", seller_name="Nordwind AG"))
    make(works)
    assert view(works, "Nordwind two").supplier == "Nordwind"
    assert outside.orders[0].since == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "facts"),
    [(OutcomeCode.NO_DOCUMENTS, {"pages": "3"}), (OutcomeCode.FILL_REFUSED, {"reason": NO_FORM})],
)
def test_what_is_no_portal_is_set_aside_and_nobody_is_asked(
    works: Works, outside: Outside, clock: FixedClock, code: OutcomeCode, facts: dict[str, str]
) -> None:
    portal = taken_over(works, at_once=True)
    ends(outside, code, **facts)
    make(works)
    assert view(works).standing is Standing.NO_PORTAL
    assert (stage(works, portal.id), asked(works, portal.id)) == (PortalState.SET_ASIDE, 0)
    clock.move(timedelta(days=3))
    schedules.request_due(works.store, clock.now())
    with works.store.read() as tx:
        assert portal.id not in {run.portal_id for run in runs.unfinished(tx)}
        assert suppliers.get(tx, portal.supplier_id).proposed


def test_a_person_who_knows_better_has_it_visited_again(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    portal = taken_over(works, at_once=True)
    ends(outside, OutcomeCode.NO_DOCUMENTS)
    make(works)
    clock.move(timedelta(minutes=1))
    with works.store.begin() as tx:
        answers.visit_now(tx, CLERK, portal.id)
        (run,) = [one for one in runs.unfinished(tx) if one.portal_id == portal.id]
    assert (stage(works, portal.id), run.cause) == (PortalState.OPEN, Cause.PERSON)
    outside.brings(tmp_path, paper("R-1"))
    brought = visits.go(works, run.id)
    conclude(works, run.id, brought)
    assert outside.orders[-1].sign_ins is None
    assert view(works).standing is Standing.AUTOMATIC


@pytest.mark.parametrize(
    "case",
    [
        (OutcomeCode.LOGIN_FAILED, Standing.WRONG_PASSWORD, ""),
        (OutcomeCode.MFA_REQUIRED, Standing.NEEDS_ANSWER, "a code"),
        (OutcomeCode.CAPTCHA, Standing.NEEDS_ANSWER, "a captcha"),
        (OutcomeCode.TERMS, Standing.NEEDS_ANSWER, "new terms accepted"),
        (OutcomeCode.AMBIGUOUS, Standing.NEEDS_ANSWER, "a choice"),
        (OutcomeCode.UNKNOWN, Standing.NEEDS_ANSWER, "a look at its page"),
    ],
)
def test_a_password_that_was_sent_is_not_sent_again_by_itself(
    works: Works,
    outside: Outside,
    clock: FixedClock,
    case: tuple[OutcomeCode, Standing, str],
) -> None:
    code, *told = case
    portal = taken_over(works, at_once=True)
    (job,) = queued(works)
    with works.store.begin() as tx:
        runs.progress(tx, job.subject, VisitProgress(RunState.SIGNING_IN, sends_password=True))
        runs.progress(tx, job.subject, VisitProgress(RunState.COLLECTING))
    ends(outside, code)
    make(works)
    assert [view(works).standing, view(works).needs] == told
    assert (stage(works, portal.id), asked(works, portal.id)) == (PortalState.PAUSED, 1)
    clock.move(timedelta(days=3))
    schedules.request_due(works.store, clock.now())
    assert not queued(works)


def test_a_site_that_is_down_is_tried_again_as_long_as_nothing_was_sent(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    portal = taken_over(works, at_once=True)
    ends(outside, OutcomeCode.SITE_DOWN)
    make(works)
    assert view(works).standing is Standing.UNREACHABLE
    assert "Tried again" in view(works).reason
    clock.move(timedelta(minutes=16))
    assert schedules.request_due(works.store, clock.now()).ordered
    outside.brings(tmp_path, paper("R-1"))
    assert make(works).cause is Cause.TAKEOVER
    assert view(works).standing is Standing.AUTOMATIC
    assert asked(works, portal.id) == 0


def test_a_kill_after_the_sign_in_leaves_no_password_to_send(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    taken_over(works, at_once=True)
    (job,) = queued(works)
    with works.store.begin() as tx:  # the worker is killed when it has signed in
        runs.start(tx, job.subject)
        runs.progress(tx, job.subject, VisitProgress(RunState.SIGNING_IN, sends_password=True))
        runs.progress(tx, job.subject, VisitProgress(RunState.COLLECTING))
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert outside.orders[0].sign_ins == 0


def test_a_kill_between_password_and_answer_is_for_a_person(works: Works, outside: Outside) -> None:
    taken_over(works, at_once=True)
    (job,) = queued(works)
    with works.store.begin() as tx:
        runs.start(tx, job.subject)
        runs.progress(tx, job.subject, VisitProgress(RunState.SIGNING_IN, sends_password=True))
    make(works)
    assert view(works).needs == "a word whether to sign in again"
    assert not outside.orders


def test_more_of_them_go_on_at_a_time_where_the_company_wants_it(
    works: Works, clock: FixedClock
) -> None:
    with works.store.begin() as tx:
        settings.put(tx, "takeover_at_once", "2")
    for name in ("Sunrise", "Moonset", "Starfall"):
        taken_over(works, name)
    clock.move(NIGHT)
    for _ in range(3):
        for job in queued(works):
            with works.store.begin() as tx:
                runs.start(tx, job.subject)
    assert len(queued(works)) == 2


def test_what_a_mail_announces_does_not_wait_for_the_night(works: Works) -> None:
    portal = taken_over(works)
    with works.store.begin() as tx:
        expecting.open_(
            tx,
            Expectation(
                id="x-1",
                key="k-1",
                supplier_id=portal.supplier_id,
                kind=DocumentKind.INVOICE,
                source=ExpectationSource.NOTICE,
                source_id="m1",
                opened=works.clock.now(),
                portal_id=portal.id,
                number="R-1",
            ),
        )
    (job,) = queued(works)
    with works.store.read() as tx:
        assert runs.get(tx, job.subject).cause is Cause.TAKEOVER
