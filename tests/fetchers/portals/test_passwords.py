"""The password is sent only after it was written down that it may be: at each point of a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fetchers.portals import visit
from model.outcomes import OutcomeCode
from model.visits import RunState, VisitOrder, VisitProgress
from tests.fetchers.portals.conftest import Farm, FarmLease
from tests.portals.recipes import table
from tests.portals.sites import Site

pytestmark = pytest.mark.e2e


class Killed(Exception):
    """What a worker's death looks like from inside."""


def visited(farm: Farm, origin: str, report: Callable[[VisitProgress], None]) -> OutcomeCode:
    order = VisitOrder(
        run_id="r1",
        portal="Farm",
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=farm.spool,
        recipe=table(origin),
        loopback_http=True,
    )
    return visit(order, FarmLease(order.origins), report).outcome.code


def test_the_password_waits_until_it_is_written_down(farm: Farm) -> None:
    site = Site()
    sent_before = []

    def report(progress: VisitProgress) -> None:
        if progress.sends_password:
            sent_before.append(site.log["posts"])

    assert visited(farm, farm.serve(site), report) is OutcomeCode.OK
    assert sent_before == [0]
    assert site.log["posts"] == 1


@pytest.mark.parametrize(
    ("dies_at", "posts"),
    [
        (lambda seen: seen.state is RunState.PREPARING, 0),
        (lambda seen: seen.state is RunState.SIGNING_IN and not seen.sends_password, 0),
        (lambda seen: seen.sends_password, 0),
        (lambda seen: seen.state is RunState.COLLECTING, 1),
    ],
    ids=["opening", "signing in", "about to send", "signed in"],
)
def test_a_worker_that_dies_takes_its_visit_along(
    farm: Farm, dies_at: Callable[[VisitProgress], bool], posts: int
) -> None:
    site = Site()
    written: list[VisitProgress] = []

    def report(progress: VisitProgress) -> None:
        if dies_at(progress):
            raise Killed
        written.append(progress)

    with pytest.raises(Killed):
        visited(farm, farm.serve(site), report)
    assert site.log["posts"] == posts
    assert any(one.sends_password for one in written) == bool(posts)
