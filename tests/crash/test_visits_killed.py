"""A few of the kills that `python -m tests.crash.visits` makes by the hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import visits
from tests.portals.sites import DOCS

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]


def test_a_killed_worker_loses_nothing_visits_nothing_twice_and_leaves_no_browser(
    tmp_path: Path,
) -> None:
    figures = visits.run(tmp_path / "data", kills=5)
    assert (figures.missing, figures.twice) == (0, 0)
    assert (figures.at_once, figures.browsers_left) == (0, 0)
    assert figures.documents == visits.PORTALS * len(DOCS)
