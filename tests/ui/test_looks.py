"""What open pages share: one look for many, forgotten at a change, by rights."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from model.errors import Unavailable
from model.people import Role
from model.views import InboxPage, InboxQuery
from tests.ui.sample_desk import MAYA, SampleDesk
from ui import looks
from ui.api.held_answers import HeldAnswers
from ui.looks import Looks, rights_of


class Asked:
    """A question that counts how often it is asked, and is answered when the test says so."""

    def __init__(self) -> None:
        self.times = 0
        self.go_on = threading.Event()

    def __call__(self) -> int:
        self.times += 1
        assert self.go_on.wait(30)
        return self.times


async def test_what_many_pages_ask_at_once_is_asked_once() -> None:
    shared, asked = Looks(), Asked()
    pages = [asyncio.create_task(shared.share("counts", asked)) for _ in range(25)]
    await asyncio.sleep(0)
    asked.go_on.set()
    assert set(await asyncio.gather(*pages)) == {1}
    assert await shared.share("counts", asked) == 1


async def test_after_a_change_nobody_is_given_an_older_answer() -> None:
    shared, asked = Looks(), Asked()
    asked.go_on.set()
    assert await shared.share("counts", asked) == 1
    shared.forget()
    assert await shared.share("counts", asked) == 2


async def test_an_answer_grows_old_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "LASTS", -1.0)
    shared, asked = Looks(), Asked()
    asked.go_on.set()
    assert [await shared.share("counts", asked) for _ in range(2)] == [1, 2]


async def test_a_page_that_goes_leaves_the_answer_to_the_others() -> None:
    shared, asked = Looks(), Asked()
    gone = asyncio.create_task(shared.share("counts", asked))
    stays = asyncio.create_task(shared.share("counts", asked))
    await asyncio.sleep(0)
    gone.cancel()
    asked.go_on.set()
    assert await stays == 1


async def test_a_refusal_is_told_to_everybody_and_asked_again() -> None:
    shared = Looks()

    def refuse() -> int:
        raise Unavailable

    for _ in range(2):
        with pytest.raises(Unavailable):
            await shared.share("counts", refuse)


async def test_no_more_than_so_many_answers_are_held() -> None:
    shared = Looks()
    for number in range(looks.MOST + 50):
        await shared.share(number, lambda: 0)
    assert len(shared._held) == looks.MOST


def test_people_share_by_what_they_may_see_alone() -> None:
    other = replace(MAYA, id="u9", name="jo", full_name="Jo Lund")
    assert rights_of(other) == rights_of(MAYA)
    assert rights_of(replace(other, role=Role.AUDITOR)) != rights_of(MAYA)


def test_a_block_that_several_threads_ask_for_is_written_once() -> None:
    held, together = HeldAnswers(), threading.Barrier(4)
    written: list[int] = []

    def write() -> bytes:
        written.append(1)
        return b"rows"

    def ask(_page: int) -> bytes:
        together.wait(30)
        return held.answer("inbox", write)

    with ThreadPoolExecutor(4) as pages:
        assert set(pages.map(ask, range(4))) == {b"rows"}
    assert len(written) == 1


def test_a_block_that_could_not_be_written_is_asked_for_again() -> None:
    held = HeldAnswers()

    def refuse() -> bytes:
        raise Unavailable

    with pytest.raises(Unavailable):
        held.answer("inbox", refuse)
    assert held.answer("inbox", lambda: b"rows") == b"rows"


async def test_two_pages_with_one_list_ask_the_desk_once_until_something_changes(
    clerk: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[InboxQuery] = []
    real = desk.inbox

    def noted(query: InboxQuery, start: int, end: int) -> InboxPage:
        asked.append(query)
        return real(query, start, end)

    monkeypatch.setattr(desk, "inbox", noted)
    first = (await clerk.get("/api/inbox")).json()
    assert (await clerk.get("/api/inbox")).json() == first
    assert len(asked) == 1
    desk.arrive()
    assert (await clerk.get("/api/inbox")).json()["total"] == first["total"] + 1


async def test_what_is_mine_is_asked_for_each_person(
    clerk: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = desk.inbox

    def noted(query: InboxQuery, start: int, end: int) -> InboxPage:
        asked.append(query.user_id)
        return real(query, start, end)

    monkeypatch.setattr(desk, "inbox", noted)
    await clerk.get("/api/inbox", params={"text": "for:me"})
    await clerk.get("/api/inbox", params={"text": "Zeiss"})
    assert asked == [MAYA.id, ""]
