"""A worker's beats: taken while it is at work, and never for a life that has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import StorageUnreachable
from pipeline.heart import EVERY, STUCK, Heart
from pipeline.pulse import WORTH
from pipeline.works import Works
from storage import heartbeats
from storage.store import Store
from tests.waiting import until


class Noted:
    """A pulse that says what was done to it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def beat(self) -> None:
        self.said.append("beat")

    def end(self) -> None:
        self.said.append("end")


MakeHeart = Callable[[bool], tuple[Heart, Noted]]


@pytest.fixture
def made(works: Works) -> MakeHeart:
    def make(shared: bool) -> tuple[Heart, Noted]:
        with works.store.begin() as tx:
            worker = heartbeats.begin(tx, "worker-1", machine="m")
        pulse = Noted()
        heart = Heart(works.store, worker, works.clock, pulse, shared=shared)  # type: ignore[arg-type]
        return heart, pulse

    return make


def _signs(works: Works) -> str:
    with works.store.read() as tx:
        return heartbeats.signs(tx)["worker-1"]


def test_a_beat_is_seen_by_the_others(made: MakeHeart, works: Works, clock: FixedClock) -> None:
    heart, pulse = made(True)
    before = _signs(works)
    clock.move(EVERY)
    heart.beat()
    assert _signs(works) != before
    assert pulse.said == ["beat"]


def test_who_was_taken_for_gone_ends(made: MakeHeart, works: Works) -> None:
    heart, pulse = made(True)
    with works.store.begin() as tx:
        assert heartbeats.retire(tx, "worker-1", heartbeats.signs(tx)["worker-1"])
    heart.beat()
    assert pulse.said == ["end"]
    with works.store.read() as tx:
        assert heartbeats.gone(tx) == ("worker-1",)


@pytest.mark.parametrize("shared", [True, False])
def test_a_beat_that_a_shared_database_did_not_take_is_none(
    made: MakeHeart, shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    heart, pulse = made(shared)

    def away(_store: Store) -> None:
        raise StorageUnreachable

    monkeypatch.setattr(Store, "aside", away)
    heart.beat()
    assert pulse.said == ([] if shared else ["beat"])


def test_a_worker_whose_rounds_stand_still_beats_no_more(
    made: MakeHeart, clock: FixedClock
) -> None:
    heart, pulse = made(True)
    assert STUCK > WORTH, "what a round waits for may take a while"
    clock.move(STUCK + timedelta(seconds=1))
    heart.beat()
    assert pulse.said == []
    heart.turned()
    heart.beat()
    heart.end_rounds()
    clock.move(STUCK + timedelta(seconds=1))
    heart.beat()
    assert pulse.said == ["beat", "beat"]


def test_it_beats_until_the_block_ends(made: MakeHeart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.heart.EVERY", timedelta(0))
    heart, pulse = made(True)
    with heart.beating():
        until(lambda: len(pulse.said) > 1)
    many = len(pulse.said)
    assert pulse.said == ["beat"] * many
