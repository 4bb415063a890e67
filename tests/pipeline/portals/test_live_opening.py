"""Opening a live page: only where a person can help, by one key, on the audit trail."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.errors import PageClosed, PageNotOpen, PortalPaused, RecordMissing, WrongInput
from model.exceptions import ExceptionReason
from model.live import Hands, Stage, Standing, read
from model.live_line import Unpacking
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.suppliers import PortalState
from model.visits import Cause, VisitOrder, VisitResult
from pipeline import pending
from pipeline.live.beside import with_page
from pipeline.live.opening import LivePages, open_page
from pipeline.portals import visits
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import audit, exceptions, runs, screens, suppliers
from tests.pipeline.conftest import CLERK, Outside

SAM = User("u2", "sam", "Sam Ode", Role.APPROVER)
LU = User("u3", "lu", "Lu Ek", Role.CLERK)


def visited(works: Works, outside: Outside, code: OutcomeCode) -> None:
    """A visit that ends so."""
    with works.store.begin() as tx:
        run = runs.request(tx, "nw-portal", "a test")
    outside.visits.append(VisitResult(Outcome(code, MappingProxyType({"why": "so"}))))
    conclude(works, run.id, visits.go(works, run.id))


def opened(works: Works, user: User = CLERK) -> str:
    with works.store.begin() as tx:
        return open_page(tx, user, "nw-portal")


@pytest.mark.parametrize("code", [OutcomeCode.CAPTCHA, OutcomeCode.TERMS])
def test_the_question_is_answered_and_the_visit_goes_there_at_once(
    works: Works, outside: Outside, code: OutcomeCode
) -> None:
    visited(works, outside, code)
    with works.store.read() as tx:
        (view,) = screens.portals(tx)
    assert (view.page_helps, view.attended_run) == (True, "")
    run_id = opened(works)
    with works.store.read() as tx:
        (view,) = screens.portals(tx)
        assert view.attended_run == run_id
        assert runs.get(tx, run_id).attended_by == CLERK.id
        assert suppliers.portal(tx, "nw-portal").state is PortalState.OPEN
        assert exceptions.open_of(tx, "portal:nw-portal") == ()
        trail = [(event.actor, event.verb) for event in audit.of_subject(tx, "portal:nw-portal")]
    assert ("maya", "opened the live page") in trail
    jobs = [job.id for job in pending.jobs(works.store, works.clock)]
    assert f"visit-{run_id}" in jobs


def test_whoever_opens_it_second_comes_to_the_same_visit(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.CAPTCHA)
    assert opened(works) == opened(works, SAM)


def test_a_refused_password_opens_no_page(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.LOGIN_FAILED)
    with pytest.raises(WrongInput, match="Nothing at Nordwind waits"):
        opened(works)


def test_a_portal_that_is_fine_opens_no_page(works: Works) -> None:
    with pytest.raises(WrongInput, match="Nothing at Nordwind waits"):
        opened(works)


def test_a_portal_paused_for_another_reason_stays_paused(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.TERMS)
    with works.store.begin() as tx:
        for item in exceptions.open_of(tx, "portal:nw-portal"):
            exceptions.close(tx, item.id, "A person closed it.")
    with pytest.raises(PortalPaused):
        opened(works)


def test_the_visit_waits_only_where_somebody_attends(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.CAPTCHA)
    assert outside.orders[-1].page is None
    run_id = opened(works)
    outside.visits.append(VisitResult(Outcome(OutcomeCode.CAPTCHA)))
    visits.go(works, run_id)
    order = outside.orders[-1]
    assert order.page is not None
    assert (order.page.idle, order.page.longest) == (600, 1800)
    assert order.time_limit == 2400


def test_a_cancelled_page_asks_again(works: Works, outside: Outside, clock: FixedClock) -> None:
    visited(works, outside, OutcomeCode.CAPTCHA)
    run_id = opened(works)
    clock.move(timedelta(minutes=5))
    outside.visits.append(VisitResult(Outcome(OutcomeCode.CAPTCHA)))
    conclude(works, run_id, visits.go(works, run_id))
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
    assert item.reason is ExceptionReason.PORTAL_NEEDS_PERSON


def test_the_page_is_found_while_the_visit_goes_on_and_gone_afterwards(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    visited(works, outside, OutcomeCode.CAPTCHA)
    run_id, pages = opened(works), LivePages(works.folder)
    with pytest.raises(PageNotOpen):
        pages.line(works.store, CLERK, run_id)
    ends: list[socket.socket] = []

    def go(order: VisitOrder) -> VisitResult:
        ends.append(pages.line(works.store, CLERK, run_id))
        assert order.page is not None
        return VisitResult(Outcome(OutcomeCode.OK, {"n": "3"}))

    with works.store.read() as tx:
        portal = suppliers.portal(tx, "nw-portal")
    order = VisitOrder(run_id, "Nordwind", portal.start_url, portal.origins, tmp_path)
    result = with_page(works, portal, order, go)
    (end,) = ends
    heard = b""
    while piece := end.recv(65_536):
        heard += piece
    end.close()
    told = [read(one.content, (Standing, Hands)) for one in Unpacking().feed(heard)]
    assert told[-1] == Standing(Stage.ENDED, "3 new documents.")
    assert result.outcome.code is OutcomeCode.OK
    with works.store.begin() as tx:
        runs.finish(tx, run_id, result.outcome, fetched=3)
    with pytest.raises(PageClosed, match="3 new documents"):
        pages.line(works.store, CLERK, run_id)


def test_a_page_that_nobody_opened_can_not_be_looked_at(works: Works) -> None:
    with works.store.begin() as tx:
        run = runs.request(tx, "nw-portal", "a test")
    pages = LivePages(works.folder)
    with pytest.raises(PageClosed):
        pages.line(works.store, CLERK, run.id)
    with pytest.raises(RecordMissing):
        pages.line(works.store, CLERK, "nothing")


def test_a_door_left_by_a_killed_worker_is_cleared_away(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.CAPTCHA)
    run_id, pages = opened(works), LivePages(works.folder)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(pages.path(run_id)))
    with pytest.raises(PageNotOpen):
        pages.line(works.store, CLERK, run_id)
    assert not pages.path(run_id).exists()


def test_without_a_door_the_visit_is_made_as_an_unattended_one(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    visited(works, outside, OutcomeCode.CAPTCHA)
    run_id = opened(works)
    outside.visits.append(VisitResult(Outcome(OutcomeCode.CAPTCHA)))
    visits.go(replace(works, folder=deep), run_id)
    assert outside.orders[-1].page is None


def test_who_shows_the_list_needs_no_obstacle_and_the_visit_knows_it(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    with works.store.begin() as tx:
        run_id = open_page(tx, CLERK, "nw-portal", shows=True)
        portal = suppliers.portal(tx, "nw-portal")
        assert runs.get(tx, run_id).cause is Cause.SHOWN
    order = VisitOrder(run_id, "Nordwind", "https://x.example/", frozenset(), tmp_path)
    seen: list[bool] = []

    def go(ordered: VisitOrder) -> VisitResult:
        seen.append(ordered.page is not None and ordered.page.shows)
        return VisitResult(Outcome(OutcomeCode.OK))

    with_page(works, portal, order, go)
    assert seen == [True]


def test_a_list_that_was_not_found_can_be_shown(works: Works, outside: Outside) -> None:
    visited(works, outside, OutcomeCode.AMBIGUOUS)
    with works.store.read() as tx:
        (view,) = screens.portals(tx)
    assert view.page_helps
    assert opened(works)
