"""Who controls a live page: one at a time, for a lease, by right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from model.clock import FixedClock
from model.live import Guest
from pipeline.live.control import Control

MAYA = Guest("u1", "maya", "Maya Okafor", may=True)
SAM = Guest("u2", "sam", "Sam Ode", may=True)
LOOKER = Guest("u3", "lu", "Lu Ek", may=False)
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def control() -> tuple[Control, FixedClock]:
    clock = FixedClock(NOW)
    return Control(clock), clock


def test_a_second_controller_is_refused_by_name() -> None:
    held, _ = control()
    assert held.take(1, MAYA) == ""
    assert held.take(2, SAM) == "Maya Okafor has control; it is free once they give it back."
    assert held.holder is not None
    assert held.holder.guest is MAYA


def test_who_may_only_watch_gets_no_control() -> None:
    held, _ = control()
    assert held.take(1, LOOKER).startswith("You may watch.")
    assert held.holder is None


def test_a_person_takes_control_along_to_another_viewer() -> None:
    held, _ = control()
    assert (held.take(1, MAYA), held.take(2, MAYA)) == ("", "")
    assert (held.renew(1), held.renew(2)) == (False, True)


def test_control_lasts_ten_minutes_after_the_last_deed() -> None:
    held, clock = control()
    held.take(1, MAYA)
    clock.move(timedelta(minutes=9))
    assert held.renew(1)
    clock.move(timedelta(minutes=9))
    assert held.lapse() is None
    clock.move(timedelta(minutes=1))
    lapsed = held.lapse()
    assert lapsed is not None
    assert lapsed.guest is MAYA
    assert held.take(2, SAM) == ""


def test_a_viewer_releases_only_its_own_control() -> None:
    held, _ = control()
    held.take(1, MAYA)
    assert held.release(2) is None
    assert held.release(1) is not None
    assert held.seconds == 0


class ManyHands(RuleBasedStateMachine):
    """Guests who take, use, give back and forget; a model of one holder beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.clock = control()
        self.holder: tuple[int, str] | None = None
        self.until = timedelta()
        self.now = timedelta()

    @rule(viewer=st.integers(1, 4), guest=st.sampled_from([MAYA, SAM, LOOKER]))
    def take(self, viewer: int, guest: Guest) -> None:
        free = self.holder is None or self.holder[1] == guest.user_id
        granted = guest.may and free
        assert (self.held.take(viewer, guest) == "") is granted
        if granted:
            self.holder, self.until = (viewer, guest.user_id), self.now + timedelta(minutes=10)

    @rule(viewer=st.integers(1, 4))
    def renew(self, viewer: int) -> None:
        ours = self.holder is not None and self.holder[0] == viewer
        assert self.held.renew(viewer) is ours
        if ours:
            self.until = self.now + timedelta(minutes=10)

    @rule(viewer=st.integers(1, 4))
    def release(self, viewer: int) -> None:
        ours = self.holder is not None and self.holder[0] == viewer
        assert (self.held.release(viewer) is not None) is ours
        self.holder = None if ours else self.holder

    @rule(minutes=st.integers(0, 12))
    def wait(self, minutes: int) -> None:
        self.clock.move(timedelta(minutes=minutes))
        self.now += timedelta(minutes=minutes)
        over = self.holder is not None and self.until <= self.now
        assert (self.held.lapse() is not None) is over
        self.holder = None if over else self.holder

    @invariant()
    def one_holder(self) -> None:
        found = self.held.holder
        assert (found and (found.viewer, found.guest.user_id)) == self.holder


TestManyHands = ManyHands.TestCase
