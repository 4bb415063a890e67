"""A worker that was stopped for too long does not go on where it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from model.clock import FixedClock
from pipeline.pulse import WORTH, Pulse
from pipeline.roll import GONE

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


class Ended(Exception):
    """The process would have ended."""


def end() -> None:
    """What ends the process; in the thread that watches it, the thread alone ends by itself."""
    if threading.current_thread() is threading.main_thread():
        raise Ended


def started() -> tuple[Pulse, FixedClock]:
    pulse, clock = Pulse(end), FixedClock(NOW)
    pulse.start(clock)
    return pulse, clock


def test_a_worker_that_beats_goes_on() -> None:
    pulse, clock = started()
    for _ in range(20):
        clock.move(timedelta(seconds=40))
        pulse.check()
        pulse.beat()


@pytest.mark.parametrize("look", [Pulse.check, Pulse.beat], ids=["at its work", "at its beat"])
def test_a_worker_that_slept_ends_before_others_are_done_with_its_work(
    look: Callable[[Pulse], None],
) -> None:
    pulse, clock = started()
    clock.move(WORTH + timedelta(seconds=1))
    assert WORTH < GONE
    with pytest.raises(Ended):
        look(pulse)


def test_a_single_command_has_no_pulse() -> None:
    Pulse(end).check()
    Pulse(end).beat()
