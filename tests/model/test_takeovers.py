from __future__ import annotations

from datetime import UTC, datetime

import pytest

from model.outcomes import NO_FORM, Outcome, OutcomeCode
from model.takeovers import (
    BARRED,
    VERDICTS,
    Doubt,
    Standing,
    Takeover,
    TakeoverView,
    counts,
    needed,
    summary,
    verdict,
)

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def view(standing: Standing) -> TakeoverView:
    return TakeoverView("t", "n", "", "h.example", "a•••", standing, "because")


@pytest.mark.parametrize("code", OutcomeCode)
def test_every_outcome_has_a_verdict_and_only_an_answer_is_needed(code: OutcomeCode) -> None:
    found = verdict(Outcome(code), 0)
    assert found in VERDICTS
    assert bool(needed(Outcome(code))) is (found is Standing.NEEDS_ANSWER)


def test_a_part_is_automatic_only_where_something_came() -> None:
    part = Outcome(OutcomeCode.PARTIAL)
    assert verdict(part, 3) is Standing.AUTOMATIC
    assert verdict(part, 0) is Standing.NEEDS_ANSWER


def test_a_form_that_is_not_sure_is_no_missing_form() -> None:
    unsure = Outcome(OutcomeCode.FILL_REFUSED, {"reason": "ambiguous-target"})
    missing = Outcome(OutcomeCode.FILL_REFUSED, {"reason": NO_FORM})
    assert verdict(unsure, 0) is Standing.NEEDS_ANSWER
    assert verdict(missing, 0) is Standing.NO_PORTAL


def test_all_standings_are_counted_those_without_any_too() -> None:
    views = [view(Standing.AUTOMATIC), view(Standing.AUTOMATIC), view(Standing.WAITING)]
    assert counts(views)[Standing.AUTOMATIC] == 2
    assert counts(views).keys() == set(Standing)
    assert summary(views) == (
        "2 automatic, 0 needing one answer, 0 no portal for documents, 0 wrong password,"
        " 0 not reachable, 1 waiting"
    )


@pytest.mark.parametrize("doubt", [None, *Doubt])
def test_a_tick_overrules_what_is_only_unlikely(doubt: Doubt | None) -> None:
    one = Takeover("t", "c", "n", "s", "a", "u", "https://s/", frozenset(), NOW, doubt)
    assert one.can_be_chosen is (doubt not in BARRED)
