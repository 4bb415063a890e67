"""A few of the logins that `python -m tests.crash.taken_over` takes over by the hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import taken_over

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]

CHOSEN = ("next page", "terms", "Bank DE", "Forum EN", "Doorless PL", "wrong 1")


def test_each_login_is_tried_once_and_told_right_though_the_worker_is_killed(
    tmp_path: Path,
) -> None:
    chosen = [one for one in taken_over.logins() if one.name in CHOSEN]
    figures = taken_over.run(tmp_path / "data", chosen, kills=1, at_once=2)
    assert figures.logins == len(CHOSEN)
    assert (figures.wrong, figures.twice, figures.paid) == ([], [], 0)
