"""Mail comes in while everything breaks that can: every mail is there, once."""

from dataclasses import replace

import pytest

from tests.pipeline.storm import BREEZE, Toll, Weather, storm
from tests.pipeline.storm_watcher import KEEPALIVE

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

_CALM = Weather(
    deliveries=60,
    restarts=0,
    backend_kills=0,
    watcher_kills=0,
    renumberings=0,
    half_open=0,
    restores=0,
    refusals=0,
    mercy=6.0,
)


def toll_of(weather: Weather) -> Toll:
    with storm(weather) as blowing:
        return blowing.blow()


def test_no_mail_is_lost_or_doubled() -> None:
    toll = toll_of(BREEZE)
    assert (toll.lost, toll.duplicates) == (0, 0)
    assert toll.journalled == toll.mails
    assert sum(toll.faults.values()) >= 18
    assert max(toll.half_open_found) >= KEEPALIVE


def test_a_watch_that_acknowledges_before_it_writes_is_found_out() -> None:
    weather = replace(_CALM, deliveries=150, watcher_kills=12, mutation="acknowledge")
    assert toll_of(weather).lost > 0


def test_a_watch_that_knows_mails_by_their_bytes_is_found_out() -> None:
    assert toll_of(replace(_CALM, mutation="bytes")).duplicates > 0
