from __future__ import annotations

import asyncio
import threading

import pytest

from model.errors import Unavailable
from model.people import Change
from tests.ui.sample_desk import SampleDesk
from ui import bus
from ui.bus import Bus, News, by_topic


def test_many_changes_of_a_kind_are_one_piece_of_news() -> None:
    changes = [Change(1, "inbox", "a"), Change(2, "portals", "p"), Change(3, "inbox", "b")]
    assert by_topic(changes) == [
        News("inbox", frozenset({"a", "b"})),
        News("portals", frozenset({"p"})),
    ]


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "PAUSE", 0.001)


async def told(watching: Bus, heard: list[News]) -> None:
    """Wait until the bus has said something."""
    for _ in range(2000):
        if heard:
            return
        await asyncio.sleep(0.001)
    pytest.fail("the bus said nothing")


async def watch(desk: SampleDesk, heard: list[News]) -> Bus:
    watching = Bus(desk)
    watching.changed.subscribe(heard.append)
    task = asyncio.ensure_future(watching._watch())
    watching._tasks = [task]
    return watching


async def test_a_change_reaches_who_listens(fast: None, desk: SampleDesk) -> None:
    heard: list[News] = []
    watching = await watch(desk, heard)
    await asyncio.sleep(0.05)
    new = desk.arrive()
    await told(watching, heard)
    await watching.stop()
    assert heard == [News("inbox", frozenset({new}))]


async def test_what_changed_before_is_not_told(fast: None, desk: SampleDesk) -> None:
    desk.arrive("Before")
    heard: list[News] = []
    watching = await watch(desk, heard)
    await asyncio.sleep(0.05)
    after = desk.arrive("After")
    await told(watching, heard)
    await watching.stop()
    assert heard[0].subjects == {after}


async def test_a_desk_that_is_busy_is_asked_again(
    fast: None, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[News] = []
    real, refusals = desk.last_change, iter(range(3))

    def busy() -> int:
        if next(refusals, None) is not None:
            raise Unavailable
        return real()

    watching = await watch(desk, heard)
    await asyncio.sleep(0.05)
    monkeypatch.setattr(desk, "last_change", busy)
    desk.arrive()
    await told(watching, heard)
    await watching.stop()
    assert len(heard) == 1


async def test_the_desk_is_never_asked_on_the_loop(
    fast: None, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    real = desk.last_change

    def noted() -> int:
        threads.add(threading.get_ident())
        return real()

    monkeypatch.setattr(desk, "last_change", noted)
    watching = await watch(desk, [])
    await asyncio.sleep(0.05)
    await watching.stop()
    assert threads
    assert threading.get_ident() not in threads


async def test_numbers_are_told_a_few_times_however_much_changes(
    desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "ROWS_FIRST", 0.0)
    watching, told_of = Bus(desk), []
    watching.numbers.subscribe(lambda: told_of.append(1))
    watching._tasks = [asyncio.ensure_future(watching._count())]
    for _ in range(50):
        watching._uncounted.set()
        await asyncio.sleep(0)
    for _ in range(2000):
        if len(told_of) == 2:
            break
        await asyncio.sleep(0.001)
    await watching.stop()
    assert len(told_of) == 2  # at once, and once more for all that came meanwhile
