"""Some of the rounds that `python -m tests.crash.laboratory` makes by the thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import laboratory

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.mark.parametrize("database", laboratory.BOTH.split())
def test_whatever_fails_in_a_morning_nothing_is_lost_or_done_twice(
    tmp_path: Path, database: str
) -> None:
    figures = laboratory.run(tmp_path, laboratory.PER_MORNING, databases=database)
    assert figures.wrong == []
    assert figures.rounds == laboratory.PER_MORNING
