from __future__ import annotations

from datetime import date, time

import pytest
from nicegui.element import Element
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from model.errors import WrongInput
from model.schedules import Hours, Rhythm, Schedule
from tests.ui.conftest import press
from tests.ui.sample_desk import SampleDesk
from tests.ui.test_screens import until
from ui.screens.schedule_form import Typed, schedule_of

TYPED: Typed = {
    "rhythm": ["weekdays"],
    "weekdays": ["0", "3"],
    "month_day": ["1"],
    "at": ["06:30"],
    "spread": ["15"],
    "quiet_start": ["20:00"],
    "quiet_end": ["07:00"],
    "attended_start": ["08:00"],
    "attended_end": ["16:00"],
    "attended_days": ["0", "1"],
    "gap": ["60"],
    "since": ["2026-01-31"],
}


def test_what_was_typed_is_a_schedule() -> None:
    assert schedule_of(TYPED) == Schedule(
        rhythm=Rhythm.WEEKDAYS,
        weekdays=frozenset({0, 3}),
        at=time(6, 30),
        spread=15,
        quiet=Hours(time(20), time(7)),
        attended=Hours(time(8), time(16)),
        attended_days=frozenset({0, 1}),
        gap=60,
        since=date(2026, 1, 31),
    )


def test_no_quiet_hours_and_no_first_day_may_be_left_empty() -> None:
    chosen = schedule_of({**TYPED, "quiet_start": [""], "quiet_end": [""], "since": [""]})
    assert (chosen.quiet, chosen.since) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": ["hourly"]},
        {"at": ["6 o'clock"]},
        {"spread": ["many"]},
        {"gap": ["-4"]},
        {"since": ["yesterday"]},
        {"attended_days": []},
        {"weekdays": ["9"]},
        {"quiet_end": [""]},
    ],
)
def test_what_can_not_be_meant_is_refused(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(WrongInput):
        schedule_of({**TYPED, **wrong})


async def test_a_person_chooses_when_a_portal_is_visited(user: User, desk: SampleDesk) -> None:
    await user.open("/portals")
    await user.should_see("Next visit", retries=100)
    press(user, "Change", nth=0)
    await user.should_see("Somebody is there from", retries=100)
    (form,) = (
        one
        for one in user.find(kind=Element).elements
        if one.tag == "form" and "submit" in {it.type for it in one._event_listeners.values()}
    )
    UserInteraction(user, {form}, None).trigger("submit", {**TYPED, "at": ["noon"]})
    await user.should_see("'noon' is no time of day such as 06:30.", retries=100)
    UserInteraction(user, {form}, None).trigger("submit", TYPED)
    await until(lambda: desk.calls)
    assert desk.calls[0][1].endswith(": every Monday and Thursday from 06:30")
